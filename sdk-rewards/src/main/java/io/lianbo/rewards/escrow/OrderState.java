package io.lianbo.rewards.escrow;

import java.math.BigInteger;

/** Where an order stands in its escrow. */
public enum OrderState {
    /** The escrow does not know it: never paid in, or settled and forgotten. */
    NONE,
    /** Its price is held, and it is to be shipped. */
    FUNDED,
    /** It is on its way, or with the buyer, who may still dispute. */
    SHIPPED,
    /** Its buyer disputes it, and the arbiter is to decide. */
    DISPUTED,
    /** What was left of its price has been paid out by the split. */
    RELEASED,
    /** All of its price has gone back. */
    REFUNDED;

    /** The contract's number, which is the position here. */
    static OrderState of(BigInteger number) {
        OrderState[] states = values();
        if (number.signum() < 0 || number.compareTo(BigInteger.valueOf(states.length)) >= 0) {
            throw new IllegalStateException(
                    "SaleEscrow.recordOf gave a state that this version does not know: " + number);
        }
        return states[number.intValueExact()];
    }
}
