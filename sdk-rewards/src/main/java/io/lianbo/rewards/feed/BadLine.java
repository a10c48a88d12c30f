package io.lianbo.rewards.feed;

import io.lianbo.core.Verdict.Reason;

/**
 * A line of an interaction file that could not be read, and why.
 *
 * @param number the line's number, from 1
 * @param reason NOT_JSON, NOT_AN_OBJECT, UNKNOWN_KEY, MISSING_KEY, BAD_VALUE or LINE_TOO_LONG, and a sentence that names the key and the value
 */
public record BadLine(long number, Reason reason) {

    @Override
    public String toString() {
        return "line " + number + ": " + reason.detail();
    }
}
