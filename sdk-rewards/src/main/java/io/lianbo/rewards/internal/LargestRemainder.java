package io.lianbo.rewards.internal;

import io.lianbo.rewards.scoring.UserId;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Divides a pool by points so that nothing is left over and the same input gives the same output everywhere. */
public final class LargestRemainder {

    private static final BigInteger MAX_LONG = BigInteger.valueOf(Long.MAX_VALUE);

    private LargestRemainder() {}

    /**
     * Each user gets its share rounded down; the units left go one each to the largest remainders, and among equal ones to the lowest user id. Without points nobody gets
     * anything.
     */
    public static SortedMap<UserId, BigInteger> divide(BigInteger pool, Map<UserId, Long> points) {
        SortedMap<UserId, Long> inOrder = new TreeMap<>(points);
        BigInteger[] shares = shares(
                pool, inOrder.values().stream().mapToLong(Long::longValue).toArray());
        SortedMap<UserId, BigInteger> divided = new TreeMap<>();
        int next = 0;
        for (UserId user : inOrder.keySet()) {
            if (next < shares.length) {
                divided.put(user, shares[next++]);
            }
        }
        return divided;
    }

    /**
     * The same for points in an order, in which the first comes first among equal remainders.
     *
     * @param points each 0 or more
     * @return the share of each; none where there are no points
     */
    public static BigInteger[] shares(BigInteger pool, long[] points) {
        BigInteger total = BigInteger.ZERO;
        for (long each : points) {
            total = total.add(BigInteger.valueOf(each));
        }
        if (total.signum() == 0) {
            return new BigInteger[0];
        }
        return total.compareTo(MAX_LONG) <= 0
                ? byLongs(pool, points, total.longValueExact())
                : byIntegers(pool, points, total);
    }

    /** Where all points fit in a long, so do the remainders, which are then compared without an object for each. */
    private static BigInteger[] byLongs(BigInteger pool, long[] points, long total) {
        BigInteger divisor = BigInteger.valueOf(total);
        BigInteger[] each = pool.divideAndRemainder(divisor);
        long rest = each[1].longValueExact();
        BigInteger[] shares = new BigInteger[points.length];
        long[] remainders = new long[points.length];
        BigInteger left = pool;
        for (int i = 0; i < points.length; i++) {
            long more;
            if (Math.multiplyHigh(rest, points[i]) == 0 && rest * points[i] >= 0) {
                more = rest * points[i] / total;
                remainders[i] = rest * points[i] % total;
            } else {
                BigInteger[] parts =
                        each[1].multiply(BigInteger.valueOf(points[i])).divideAndRemainder(divisor);
                more = parts[0].longValueExact();
                remainders[i] = parts[1].longValueExact();
            }
            shares[i] = each[0].multiply(BigInteger.valueOf(points[i])).add(BigInteger.valueOf(more));
            left = left.subtract(shares[i]);
        }
        giveOut(shares, remainders, left.intValueExact());
        return shares;
    }

    private static void giveOut(BigInteger[] shares, long[] remainders, int left) {
        if (left == 0) {
            return;
        }
        long[] sorted = remainders.clone();
        Arrays.parallelSort(sorted);
        long least = sorted[sorted.length - left]; // of those that get a unit, and of as many more as are equal
        int ofLeast = 0;
        for (int i = sorted.length - left; i < sorted.length && sorted[i] == least; i++) {
            ofLeast++;
        }
        for (int i = 0; i < shares.length; i++) {
            if (remainders[i] > least || (remainders[i] == least && ofLeast-- > 0)) {
                shares[i] = shares[i].add(BigInteger.ONE);
            }
        }
    }

    private static BigInteger[] byIntegers(BigInteger pool, long[] points, BigInteger total) {
        BigInteger[] shares = new BigInteger[points.length];
        BigInteger[] remainders = new BigInteger[points.length];
        BigInteger left = pool;
        for (int i = 0; i < points.length; i++) {
            BigInteger[] parts = pool.multiply(BigInteger.valueOf(points[i])).divideAndRemainder(total);
            shares[i] = parts[0];
            remainders[i] = parts[1];
            left = left.subtract(parts[0]);
        }
        // The remainders add up to left * total and each is below total, so fewer units are left than there are shares.
        IntStream.range(0, points.length)
                .boxed()
                .sorted(Comparator.comparing((Integer i) -> remainders[i]).reversed())
                .limit(left.longValueExact())
                .forEach(i -> shares[i] = shares[i].add(BigInteger.ONE));
        return shares;
    }
}
