package io.lianbo.rewards.split;

import io.lianbo.core.Address;
import java.math.BigInteger;

/**
 * What one recipient gets.
 *
 * @param recipient who
 * @param amount in the currency's smallest unit, 0 or more
 */
public record Payment(Address recipient, BigInteger amount) {

    public Payment {
        if (amount.signum() < 0) {
            throw new IllegalArgumentException("payment to " + recipient + " must be 0 or more: " + amount);
        }
    }
}
