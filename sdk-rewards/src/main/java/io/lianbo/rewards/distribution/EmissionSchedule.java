package io.lianbo.rewards.distribution;

import io.lianbo.core.TokenAmount;
import java.math.BigInteger;

/**
 * How much each epoch gives out at most: the same for a number of epochs, then half of it for as many, and so on, rounded down, until the supply is used up.
 *
 * {@snippet class="io.lianbo.rewards.distribution.EmissionScheduleTest" region="schedule"}
 *
 * <p>All epochs together never give out more than the supply. One that never halves has {@link Long#MAX_VALUE} for {@code halveEvery}.
 *
 * @param first what each of the first epochs gives out, in the token's smallest unit, 1 to 2^256-1
 * @param halveEvery how many epochs give out the same, 1 or more
 * @param supply what all epochs may give out together, 1 to 2^256-1
 */
public record EmissionSchedule(BigInteger first, long halveEvery, BigInteger supply) {

    public EmissionSchedule {
        requireUnits("first", first);
        requireUnits("supply", supply);
        if (halveEvery < 1) {
            throw new IllegalArgumentException("halveEvery must be 1 epoch or more: " + halveEvery);
        }
    }

    /**
     * What an epoch gives out.
     *
     * @param epoch its number, from 1
     * @throws IllegalArgumentException if there is no such epoch
     */
    public BigInteger amountOf(long epoch) {
        if (epoch < 1) {
            throw new IllegalArgumentException("epoch must be 1 or more: " + epoch);
        }
        return through(epoch).subtract(through(epoch - 1));
    }

    /**
     * What all epochs up to this one give out together.
     *
     * @param epoch its number; 0 for none
     * @throws IllegalArgumentException if it is negative
     */
    public BigInteger through(long epoch) {
        if (epoch < 0) {
            throw new IllegalArgumentException("epoch must be 0 or more: " + epoch);
        }
        BigInteger sum = BigInteger.ZERO;
        long left = epoch;
        // Each round halves what an epoch gives out, which has 256 bits.
        for (BigInteger each = first; left > 0 && each.signum() > 0; each = each.shiftRight(1)) {
            long epochs = Math.min(left, halveEvery);
            sum = sum.add(each.multiply(BigInteger.valueOf(epochs)));
            left -= epochs;
        }
        return sum.min(supply);
    }

    private static void requireUnits(String name, BigInteger units) {
        if (units.signum() < 1 || units.compareTo(TokenAmount.MAX_UNITS) > 0) {
            throw new IllegalArgumentException(name + " must be 1 to 2^256-1: " + units);
        }
    }
}
