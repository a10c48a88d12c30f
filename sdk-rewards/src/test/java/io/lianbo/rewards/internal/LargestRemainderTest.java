package io.lianbo.rewards.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.lianbo.rewards.scoring.UserId;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LargestRemainderTest {

    private static final UserId ANN = UserId.of("ann");
    private static final UserId BO = UserId.of("bo");
    private static final UserId CY = UserId.of("cy");

    @Test
    void givesTheUnitsLeftToTheLargestRemainders() {
        // of 10 by 5 : 3 : 1 come 5.55, 3.33 and 1.11
        assertThat(LargestRemainder.divide(BigInteger.TEN, Map.of(ANN, 1L, BO, 3L, CY, 5L)))
                .isEqualTo(Map.of(ANN, BigInteger.ONE, BO, BigInteger.valueOf(3), CY, BigInteger.valueOf(6)));
    }

    @Test
    void amongEqualRemaindersTheLowestIdComesFirst() {
        assertThat(LargestRemainder.divide(BigInteger.TWO, Map.of(CY, 1L, BO, 1L, ANN, 1L)))
                .isEqualTo(Map.of(ANN, BigInteger.ONE, BO, BigInteger.ONE, CY, BigInteger.ZERO));
    }

    @Test
    void givesNothingWhereNobodyHasPoints() {
        assertThat(LargestRemainder.divide(BigInteger.TEN, Map.of())).isEmpty();
    }

    @Test
    void dividesAllOfThePoolAndIsNeverOffByAWholeUnit() {
        Random random = new Random(7);
        for (int i = 0; i < 1_000; i++) {
            BigInteger pool = new BigInteger(random.nextInt(257), random);
            Map<UserId, Long> points = new HashMap<>();
            int users = 1 + random.nextInt(60);
            for (int user = 0; user < users; user++) {
                points.put(UserId.of("user-" + user), 1 + (random.nextLong() >>> (1 + random.nextInt(62))));
            }
            BigInteger total =
                    points.values().stream().map(BigInteger::valueOf).reduce(BigInteger.ZERO, BigInteger::add);

            Map<UserId, BigInteger> shares = LargestRemainder.divide(pool, points);

            assertThat(shares.values().stream().reduce(BigInteger.ZERO, BigInteger::add))
                    .isEqualTo(pool);
            points.forEach((user, count) -> assertThat(shares.get(user)
                            .multiply(total)
                            .subtract(pool.multiply(BigInteger.valueOf(count)))
                            .abs())
                    .isLessThan(total));
        }
    }

    @Test
    void dividesAlikeInLongsAndInIntegers() {
        Random random = new Random(64);
        for (int i = 0; i < 2_000; i++) {
            BigInteger pool = new BigInteger(random.nextInt(257), random);
            int bits = 1 + random.nextInt(58);
            long[] points = random.longs(1 + random.nextInt(30), 0, 1L << bits).toArray();
            points[0]++;

            assertThat(LargestRemainder.shares(pool, points)).containsExactly(slowly(pool, points));
        }
    }

    /** One unit after the other to the largest remainder, the first among equal ones. */
    private static BigInteger[] slowly(BigInteger pool, long[] points) {
        BigInteger total = Arrays.stream(points).mapToObj(BigInteger::valueOf).reduce(BigInteger.ZERO, BigInteger::add);
        BigInteger[] shares = new BigInteger[points.length];
        BigInteger[] remainders = new BigInteger[points.length];
        BigInteger left = pool;
        for (int i = 0; i < points.length; i++) {
            BigInteger part = pool.multiply(BigInteger.valueOf(points[i]));
            shares[i] = part.divide(total);
            remainders[i] = part.mod(total);
            left = left.subtract(shares[i]);
        }
        for (; left.signum() > 0; left = left.subtract(BigInteger.ONE)) {
            int largest = 0;
            for (int i = 1; i < points.length; i++) {
                largest = remainders[i].compareTo(remainders[largest]) > 0 ? i : largest;
            }
            shares[largest] = shares[largest].add(BigInteger.ONE);
            remainders[largest] = BigInteger.ONE.negate();
        }
        return shares;
    }
}
