package io.lianbo.did.internal;

import java.time.Duration;
import java.time.Instant;

/** By how much the clock of whoever signed a time may differ from ours, and what that means for beginnings and ends. */
public final class ClockSkew {
    /** The most that is forgiven. */
    public static final Duration MOST = Duration.ofSeconds(60);

    private ClockSkew() {}

    /**
     * {@return whether an end has passed on every clock that we believe}
     *
     * @param end from when on something is void
     * @param now by our clock
     */
    public static boolean hasPassed(Instant end, Instant now) {
        return !now.isBefore(end.plus(MOST));
    }

    /**
     * {@return whether a beginning is yet to come on every clock that we believe}
     *
     * @param start from when on something is good, or when it was signed
     * @param now by our clock
     */
    public static boolean isToCome(Instant start, Instant now) {
        return now.plus(MOST).isBefore(start);
    }
}
