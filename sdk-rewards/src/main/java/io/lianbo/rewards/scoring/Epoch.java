package io.lianbo.rewards.scoring;

import java.time.Instant;

/**
 * One scoring period: its number, and the time it covers.
 *
 * @param number from 1; the distributor contract takes epochs in order without a gap
 * @param start the first moment that counts
 * @param end the first moment that no longer counts
 */
public record Epoch(long number, Instant start, Instant end) {

    public Epoch {
        if (number < 1) {
            throw new IllegalArgumentException("epoch number must be 1 or more: " + number);
        }
        if (!start.isBefore(end)) {
            throw new IllegalArgumentException("epoch must start before it ends: " + start + " to " + end);
        }
    }

    /** Whether something that happened at this moment belongs to the epoch. */
    public boolean contains(Instant moment) {
        return !moment.isBefore(start) && moment.isBefore(end);
    }
}
