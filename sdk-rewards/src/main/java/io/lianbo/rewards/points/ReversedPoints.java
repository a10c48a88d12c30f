package io.lianbo.rewards.points;

import java.time.Instant;

/**
 * Where the points of a reversal came from; the four add up to its points.
 *
 * @param reversal what was taken back
 * @param pending what had not settled
 * @param available what could have been spent: of that earning first, then of the lots that expire first
 * @param expired what the user had already lost by expiry, and does not lose again
 * @param debt what was spent already, which later points pay
 * @param at when it was booked
 */
public record ReversedPoints(Reversal reversal, long pending, long available, long expired, long debt, Instant at) {}
