package io.lianbo.rewards.points;

import java.time.Instant;

/**
 * A line of a user's statement: by how much her balances changed, and what they were then.
 *
 * @param number of the entry, greater than that of any earlier entry of the user
 * @param at when it took effect, never before the user's entry before it
 * @param kind what happened
 * @param reference the id of the earning, reversal or redemption that it happened to
 * @param pending the change of what is pending
 * @param available the change of what is available
 * @param debt the change of what is owed; more than 0 when she owes more
 * @param pendingAfter what was pending then
 * @param availableAfter what was available then
 * @param debtAfter what was owed then
 */
public record PointsEntry(
        long number,
        Instant at,
        Kind kind,
        String reference,
        long pending,
        long available,
        long debt,
        long pendingAfter,
        long availableAfter,
        long debtAfter) {

    /** What happens to points. */
    public enum Kind {
        /** Given, and pending. */
        EARNED,
        /** No longer pending: debt was paid with them, the rest became available. */
        SETTLED,
        /** Taken back. */
        REVERSED,
        /** Spent. */
        REDEEMED,
        /** A redemption was cancelled: debt was paid with its points, the rest became available again. */
        CANCELLED,
        /** Lost, as nobody had spent them in time. */
        EXPIRED
    }
}
