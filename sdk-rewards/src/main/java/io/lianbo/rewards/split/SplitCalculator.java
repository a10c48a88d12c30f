package io.lianbo.rewards.split;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * Works out who gets how much, without dust: the payments add up to the amount, always, and are the ones the contract makes.
 *
 * {@snippet class="io.lianbo.rewards.split.SplitCalculatorTest" region="split"}
 *
 * <p>Cumulative rounding: with {@code c(i)} the sum of the first i shares in basis points, share i gets {@code floor(amount * c(i) / 10000) - floor(amount * c(i-1) /
 * 10000)}. Each payment is less than one unit away from its exact share.
 */
public final class SplitCalculator {

    private static final BigInteger WHOLE = BigInteger.valueOf(10_000);
    private static final int AMOUNT_BITS = 256;

    private SplitCalculator() {}

    /**
     * The payments, one a share and in the order of the shares; one of few units among many is 0 for some.
     *
     * @param amount in the smallest unit, 0 to 2^256-1
     */
    public static List<Payment> payments(SplitTerms terms, BigInteger amount) {
        if (amount.signum() < 0 || amount.bitLength() > AMOUNT_BITS) {
            throw new IllegalArgumentException("amount to split must be 0 to 2^256-1: " + amount);
        }
        List<Payment> payments = new ArrayList<>(terms.shares().size());
        long cumulativeShare = 0;
        BigInteger cumulativeAmount = BigInteger.ZERO;
        for (Share share : terms.shares()) {
            cumulativeShare += share.part().value();
            BigInteger upToHere =
                    amount.multiply(BigInteger.valueOf(cumulativeShare)).divide(WHOLE);
            payments.add(new Payment(share.recipient(), upToHere.subtract(cumulativeAmount)));
            cumulativeAmount = upToHere;
        }
        return List.copyOf(payments);
    }
}
