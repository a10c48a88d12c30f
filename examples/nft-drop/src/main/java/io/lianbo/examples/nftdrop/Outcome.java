package io.lianbo.examples.nftdrop;

import io.lianbo.core.Verdict.Reason;
import io.lianbo.nft.drop.DropStatus;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a command came to: lines for people, and one object for programs. */
final class Outcome {
    private final int exitCode;
    private final List<String> lines = new ArrayList<>();
    private final List<String> errors = new ArrayList<>();
    private final Map<String, @Nullable Object> json = new LinkedHashMap<>();

    Outcome(int exitCode) {
        this.exitCode = exitCode;
    }

    int exitCode() {
        return exitCode;
    }

    /** Adds a line for people, on standard output. */
    Outcome line(String line) {
        lines.add(line);
        return this;
    }

    /** Adds a line for people on standard error. */
    Outcome error(String line) {
        errors.add(line);
        return this;
    }

    /** Adds a member for programs; integers that may exceed 2^53 as text. */
    Outcome with(String key, @Nullable Object value) {
        json.put(key, value);
        return this;
    }

    Outcome with(DropStatus status) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        members.put("rows", status.rows());
        members.put("pending", status.pending());
        members.put("sent", status.sent());
        members.put("minted", status.minted());
        members.put("failed", status.failed());
        members.put("transactions", status.transactions());
        members.put("settled", status.settled());
        members.put("gasUsed", status.gasUsed());
        members.put("feeWei", status.fee().toString());
        members.put("complete", status.isComplete());
        return with("status", members);
    }

    Outcome withProblems(List<Reason> reasons) {
        return with("problems", reasons.stream().map(Outcome::problem).toList());
    }

    static Map<String, @Nullable Object> problem(Reason reason) {
        Map<String, @Nullable Object> problem = new LinkedHashMap<>();
        problem.put("code", reason.code());
        problem.put("detail", reason.detail());
        return problem;
    }

    List<String> lines() {
        return lines;
    }

    List<String> errors() {
        return errors;
    }

    Map<String, @Nullable Object> json() {
        return json;
    }
}
