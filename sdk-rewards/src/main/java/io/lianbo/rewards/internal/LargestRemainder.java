package io.lianbo.rewards.internal;

import io.lianbo.rewards.scoring.UserId;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Divides a pool by points so that nothing is left over and the same input gives the same output everywhere. */
public final class LargestRemainder {

    private record Part(UserId user, BigInteger remainder) {}

    private static final Comparator<Part> LARGEST_FIRST =
            Comparator.comparing(Part::remainder).reversed().thenComparing(Part::user);

    private LargestRemainder() {}

    /**
     * Each user gets its share rounded down; the units left go one each to the largest remainders, and among equal ones to the lowest user id. Without points nobody gets
     * anything.
     */
    public static SortedMap<UserId, BigInteger> divide(BigInteger pool, Map<UserId, Long> points) {
        BigInteger total = points.values().stream().map(BigInteger::valueOf).reduce(BigInteger.ZERO, BigInteger::add);
        SortedMap<UserId, BigInteger> shares = new TreeMap<>();
        if (total.signum() == 0) {
            return shares;
        }
        List<Part> parts = new ArrayList<>(points.size());
        BigInteger left = pool;
        for (Map.Entry<UserId, Long> entry : points.entrySet()) {
            BigInteger[] shareAndRemainder =
                    pool.multiply(BigInteger.valueOf(entry.getValue())).divideAndRemainder(total);
            shares.put(entry.getKey(), shareAndRemainder[0]);
            left = left.subtract(shareAndRemainder[0]);
            parts.add(new Part(entry.getKey(), shareAndRemainder[1]));
        }
        parts.sort(LARGEST_FIRST);
        // the remainders add up to left * total and each is below total, so fewer units are left than there are users
        for (Part part : parts.subList(0, left.intValueExact())) {
            shares.merge(part.user(), BigInteger.ONE, BigInteger::add);
        }
        return shares;
    }
}
