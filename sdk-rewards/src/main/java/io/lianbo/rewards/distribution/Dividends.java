package io.lianbo.rewards.distribution;

import io.lianbo.core.TokenAmount;
import io.lianbo.rewards.internal.LargestRemainder;
import io.lianbo.rewards.scoring.EpochScores;
import io.lianbo.rewards.scoring.UserId;
import java.math.BigInteger;
import java.util.Collection;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Divides income among those who contributed to it, to the last unit: each share is rounded down, and the units left go one each to the largest remainders, among equal ones to the
 * lowest user id. {@link RewardTree#plus} adds the shares to what an epoch pays.
 *
 * {@snippet class="io.lianbo.rewards.distribution.DividendsTest" region="points"}
 */
public final class Dividends {

    private Dividends() {}

    /**
     * Divides a pool by what each user earned in several epochs, such as those of a quarter.
     *
     * @param pool in the token's smallest unit
     * @param epochs the scores of each epoch, each once
     * @return the share of each; none where nobody has points, and the pool stays with who has it
     * @throws IllegalArgumentException if an epoch is there twice, or the pool is not 0 to 2^256-1
     * @throws ArithmeticException if a user has more than 2^63-1 points
     */
    public static SortedMap<UserId, BigInteger> byPoints(BigInteger pool, Collection<EpochScores> epochs) {
        SortedMap<UserId, Long> points = new TreeMap<>();
        SortedMap<Long, EpochScores> byNumber = new TreeMap<>();
        for (EpochScores scores : epochs) {
            if (byNumber.put(scores.epoch().number(), scores) != null) {
                throw new IllegalArgumentException(
                        "each epoch must be there once: " + scores.epoch().number());
            }
            scores.points().forEach((user, count) -> points.merge(user, count, Math::addExact));
        }
        return byCount(pool, points);
    }

    /**
     * Divides a pool by counts of any kind: for data dividends, how many claims of each user were read with her consent.
     *
     * {@snippet class="io.lianbo.rewards.distribution.DividendsTest" region="data"}
     *
     * @param pool in the token's smallest unit
     * @param counts each 0 or more
     * @return the share of each; none where all counts are 0, and the pool stays with who has it
     * @throws IllegalArgumentException if a count is negative, or the pool is not 0 to 2^256-1
     */
    public static SortedMap<UserId, BigInteger> byCount(BigInteger pool, Map<UserId, Long> counts) {
        if (pool.signum() < 0 || pool.compareTo(TokenAmount.MAX_UNITS) > 0) {
            throw new IllegalArgumentException("pool must be 0 to 2^256-1: " + pool);
        }
        counts.forEach((user, count) -> {
            if (count < 0) {
                throw new IllegalArgumentException("count of " + user + " must be 0 or more: " + count);
            }
        });
        return LargestRemainder.divide(pool, counts);
    }
}
