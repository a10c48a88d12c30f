package io.lianbo.core.chain;

import java.math.BigInteger;
import java.util.List;

/**
 * What a transaction offers per unit of gas (EIP-1559), in wei.
 *
 * @param tip the priority fee: what the block's proposer gets
 * @param max the most the sender pays, base fee and tip together
 */
record Fees(BigInteger tip, BigInteger max) {
    /** The least geth nodes put in a block by default. */
    private static final BigInteger LEAST_TIP = BigInteger.valueOf(1_000_000);

    /**
     * The middle of recent tips, and room for the base fee to double, which takes six full blocks in a row.
     *
     * @param nextBaseFee of the block to come
     * @param recentTips one a block, the median of what its transactions paid
     */
    static Fees of(BigInteger nextBaseFee, List<BigInteger> recentTips) {
        List<BigInteger> sorted = recentTips.stream().sorted().toList();
        BigInteger middle = sorted.isEmpty() ? BigInteger.ZERO : sorted.get(sorted.size() / 2);
        BigInteger tip = middle.max(LEAST_TIP);
        return new Fees(tip, nextBaseFee.shiftLeft(1).add(tip));
    }
}
