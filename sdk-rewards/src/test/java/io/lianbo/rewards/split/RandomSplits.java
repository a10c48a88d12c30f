package io.lianbo.rewards.split;

import io.lianbo.core.Address;
import java.math.BigInteger;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** Splits and amounts of every size, for properties. */
public final class RandomSplits {

    private RandomSplits() {}

    /** A split among 1 to so many recipients that nobody else has. */
    public static SplitTerms terms(Random random, int most) {
        int count = 1 + random.nextInt(most);
        TreeSet<Integer> cuts = new TreeSet<>();
        while (cuts.size() < count - 1) {
            cuts.add(1 + random.nextInt(9_999));
        }
        cuts.add(10_000);
        int[] bounds = IntStream.concat(IntStream.of(0), cuts.stream().mapToInt(Integer::intValue))
                .toArray();
        Share[] shares = IntStream.range(0, count)
                .mapToObj(i -> Share.of(address(random), bounds[i + 1] - bounds[i]))
                .toArray(Share[]::new);
        return SplitTerms.of(shares);
    }

    /** An amount of 1 to so many bits, each length as likely. */
    public static BigInteger amount(Random random, int mostBits) {
        int bits = 1 + random.nextInt(mostBits);
        return new BigInteger(bits, random).setBit(bits - 1);
    }

    private static Address address(Random random) {
        byte[] bytes = new byte[20];
        random.nextBytes(bytes);
        return Address.of(bytes);
    }
}
