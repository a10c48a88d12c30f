package io.lianbo.rewards.scoring;

import java.time.Instant;

/**
 * One thing a viewer did: watched for a while, wrote a comment, bought something.
 *
 * @param id its identity; the same id with the same content is the same interaction delivered again
 * @param user who did it
 * @param type what it was, by the name the {@link ScoringRules} give it: a lower-case letter, then letters and digits, at most 64
 * @param quantity how much of it, 1 to {@link #MAX_QUANTITY}: seconds watched, 1 for a comment, the price in the smallest unit the rules count in (cents)
 * @param at when it happened, which decides its epoch
 */
public record Interaction(InteractionId id, UserId user, String type, long quantity, Instant at) {

    /** The largest quantity of a single interaction. */
    public static final long MAX_QUANTITY = 1_000_000_000_000L;

    public Interaction {
        InteractionRule.checkType(type);
        if (quantity < 1 || quantity > MAX_QUANTITY) {
            throw new IllegalArgumentException("quantity must be 1 to " + MAX_QUANTITY + ": " + quantity);
        }
    }
}
