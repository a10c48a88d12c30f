package io.lianbo.core;

import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * A share of a whole in hundredths of a percent: {@code 250} is 2.5 %, {@code 10000} is all of it.
 *
 * {@snippet class="io.lianbo.core.BasisPointsTest" region="basis-points"}
 *
 * @param value from 0 to {@link #MAX}
 */
public record BasisPoints(int value) implements Comparable<BasisPoints> {

    /** The whole, 100 %. */
    public static final int MAX = 10_000;

    private static final BigInteger WHOLE = BigInteger.valueOf(MAX);

    /**
     * Returns {@code value} basis points.
     *
     * @throws IllegalArgumentException if {@code value} is out of range
     */
    public BasisPoints {
        if (value < 0 || value > MAX) {
            throw new IllegalArgumentException("basis points must be 0 to 10000: " + value);
        }
    }

    /**
     * Returns {@code value} basis points.
     *
     * @throws IllegalArgumentException if {@code value} is not from 0 to {@link #MAX}
     */
    public static BasisPoints of(int value) {
        return new BasisPoints(value);
    }

    /**
     * Returns this share of {@code amount}, rounded down to a whole unit.
     *
     * <p>Shares rounded one by one add up to less than the whole: do not split a payment with this.
     *
     * @param amount in the smallest unit, not negative
     * @throws IllegalArgumentException if {@code amount} is negative
     */
    public BigInteger ofAmount(BigInteger amount) {
        if (amount.signum() < 0) {
            throw new IllegalArgumentException("amount must not be negative: " + amount);
        }
        return amount.multiply(BigInteger.valueOf(value)).divide(WHOLE);
    }

    @Override
    public int compareTo(BasisPoints that) {
        return Integer.compare(value, that.value);
    }

    /** Returns the share in percent, {@code "12.5 %"}. */
    @Override
    public String toString() {
        return BigDecimal.valueOf(value, 2).stripTrailingZeros().toPlainString() + " %";
    }
}
