package io.lianbo.core.tx;

import java.math.BigInteger;

/**
 * How much a client may spend, value and gas together, counted at the most a transaction can cost when it is signed.
 *
 * @param perTransaction in wei; an intent above it fails, and a replacement above it is not made
 * @param perDay in wei and days of UTC, for all clients that share the journal; what would exceed it waits for the next day
 */
public record SpendLimit(BigInteger perTransaction, BigInteger perDay) {
    private static final BigInteger ANY = BigInteger.TWO.pow(256);

    /** Checks that both are positive. */
    public SpendLimit {
        if (perTransaction.signum() <= 0 || perDay.signum() <= 0) {
            throw new IllegalArgumentException(
                    "spend limits must be above 0 wei: " + perTransaction + " a transaction, " + perDay + " a day");
        }
    }

    /** No limit but the accounts' balances. */
    public static SpendLimit none() {
        return new SpendLimit(ANY, ANY);
    }

    /** Whether what was spent today matters. */
    boolean isPerDay() {
        return perDay.compareTo(ANY) < 0;
    }
}
