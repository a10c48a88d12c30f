package io.lianbo.rewards.points;

import java.time.Instant;

/**
 * What a user has and owes at one moment. Who owes has nothing available.
 *
 * @param available what may be spent now
 * @param pending what has not settled
 * @param debt what is owed for points that were spent and then taken back, 0 or more; points pay it as they settle
 * @param expiringSoon what of {@code available} expires within the time that was asked for
 * @param at the moment
 */
public record PointsBalance(long available, long pending, long debt, long expiringSoon, Instant at) {}
