package io.lianbo.core.chain;

import java.math.BigInteger;
import java.util.List;

/**
 * What a transaction offers per unit of gas (EIP-1559), in wei.
 *
 * @param tip the priority fee: what the block's proposer gets
 * @param max the most the sender pays, base fee and tip together; at least the tip
 */
public record Fees(BigInteger tip, BigInteger max) {
    /** The least geth nodes put in a block by default. */
    private static final BigInteger LEAST_TIP = BigInteger.valueOf(1_000_000);

    /** How soon a transaction should be mined, and so which of the recent tips it offers. */
    public enum Tier {
        /** The low tenth of recent tips, and room for a quarter more base fee: cheap, and it may have to wait. */
        ECONOMY(10, 125),
        /** The median of recent tips, and room for the base fee to double, which takes six full blocks in a row. */
        STANDARD(50, 200),
        /** The high tenth of recent tips, and room for the base fee to triple. */
        PRIORITY(90, 300);

        private final double percentile;
        private final BigInteger baseFeePercent;

        Tier(double percentile, long baseFeePercent) {
            this.percentile = percentile;
            this.baseFeePercent = BigInteger.valueOf(baseFeePercent);
        }

        /** Of the tips in each recent block, 0 to 100. */
        double percentile() {
            return percentile;
        }
    }

    private static final BigInteger HUNDRED = BigInteger.valueOf(100);

    /** Checks that the tip lies within the maximum. */
    public Fees {
        if (tip.signum() < 0 || tip.compareTo(max) > 0) {
            throw new IllegalArgumentException("the tip must be 0 to the maximum of " + max + " wei: " + tip);
        }
    }

    /**
     * The middle of recent tips, and the room that the tier leaves for the base fee.
     *
     * @param nextBaseFee of the block to come
     * @param recentTips one a block, at the tier's percentile
     */
    static Fees of(Tier tier, BigInteger nextBaseFee, List<BigInteger> recentTips) {
        List<BigInteger> sorted = recentTips.stream().sorted().toList();
        BigInteger middle = sorted.isEmpty() ? BigInteger.ZERO : sorted.get(sorted.size() / 2);
        BigInteger tip = middle.max(LEAST_TIP);
        return new Fees(
                tip, nextBaseFee.multiply(tier.baseFeePercent).divide(HUNDRED).add(tip));
    }

    /** What so much gas costs at most. */
    public BigInteger mostFor(long gas) {
        return max.multiply(BigInteger.valueOf(gas));
    }
}
