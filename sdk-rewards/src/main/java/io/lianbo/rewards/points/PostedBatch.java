package io.lianbo.rewards.points;

import java.math.BigInteger;
import java.time.Instant;

/**
 * What {@link PointsLedger#earnAll} booked.
 *
 * @param id of the batch, and of each user's earning in it
 * @param users how many earned
 * @param points what they earned in all
 * @param postedAt when it was booked first
 */
public record PostedBatch(String id, int users, BigInteger points, Instant postedAt) {}
