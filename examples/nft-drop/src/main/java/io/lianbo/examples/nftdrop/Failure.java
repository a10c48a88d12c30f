package io.lianbo.examples.nftdrop;

import io.lianbo.core.Verdict.Reason;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The program cannot do what it was asked; one sentence says why, and what to do. */
final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int exitCode;
    private final transient Reason reason;

    /** Where in a file, for programs. */
    private final transient Map<String, ? extends @Nullable Object> place;

    /** What of the file is shown. */
    private final transient List<String> excerpt;

    Failure(int exitCode, String code, String sentence) {
        this(exitCode, new Reason(code, sentence), Map.of(), List.of());
    }

    Failure(int exitCode, Reason reason, Map<String, ? extends @Nullable Object> place, List<String> excerpt) {
        super(reason.detail());
        this.exitCode = exitCode;
        this.reason = reason;
        this.place = place;
        this.excerpt = excerpt;
    }

    int exitCode() {
        return exitCode;
    }

    Reason reason() {
        return reason;
    }

    Map<String, ? extends @Nullable Object> place() {
        return place;
    }

    List<String> excerpt() {
        return excerpt;
    }
}
