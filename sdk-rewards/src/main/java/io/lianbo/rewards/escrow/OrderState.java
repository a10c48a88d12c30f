package io.lianbo.rewards.escrow;

import java.math.BigInteger;

/** Where an order stands in its escrow. */
public enum OrderState {
    /** The escrow has never heard of it. */
    NONE,
    /** Its price is held. */
    FUNDED,
    /** Its price has been paid out by the split. */
    RELEASED,
    /** Its price has gone back to the buyer. */
    REFUNDED;

    /** The contract's number, which is the position here. */
    static OrderState of(BigInteger number) {
        OrderState[] states = values();
        if (number.signum() < 0 || number.compareTo(BigInteger.valueOf(states.length)) >= 0) {
            throw new IllegalStateException(
                    "SaleEscrow.stateOf gave a state that this version does not know: " + number);
        }
        return states[number.intValueExact()];
    }
}
