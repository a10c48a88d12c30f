package io.lianbo.nft.drop;

import io.lianbo.core.Verdict.Reason;
import java.util.Objects;

/**
 * Something in a drop's files that keeps it from running.
 *
 * @param file which file, from the manifest's folder
 * @param line where in a CSV the row begins, from 1; 0 where the whole file is meant
 * @param reason what is wrong: a stable code and a sentence
 */
public record DropProblem(String file, long line, Reason reason) {

    /** Checks that all is there. */
    public DropProblem {
        Objects.requireNonNull(file, "file");
        Objects.requireNonNull(reason, "reason");
        if (line < 0) {
            throw new IllegalArgumentException("a line must be 0 or more: " + line);
        }
    }

    /** Returns the same as a reason whose sentence begins with file and line. */
    public Reason toReason() {
        return new Reason(reason.code(), place() + ": " + reason.detail());
    }

    private String place() {
        return line == 0 ? file : file + ":" + line;
    }

    /** Returns {@code recipients.csv:7: BAD_CHECKSUM: ...}, which editors make a link of. */
    @Override
    public String toString() {
        return place() + ": " + reason;
    }
}
