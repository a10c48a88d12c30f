package io.lianbo.nft.redemption;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;

/** Where a request is. */
public enum RedemptionState {
    /** It waits for the merchant; its holder may take it back. */
    REQUESTED(1),
    /** The merchant has promised to fulfil it. */
    ACCEPTED(2),
    /** It ended without being fulfilled; the perk can be requested again. */
    RELEASED(3),
    /** It was fulfilled, and the perk of the token is used up for good. */
    FULFILLED(4);

    private final int number;

    RedemptionState(int number) {
        this.number = number;
    }

    /** By the contract's number; its zero is no request. */
    static Optional<RedemptionState> of(BigInteger number) {
        return Arrays.stream(values())
                .filter(state -> state.number == number.intValueExact())
                .findFirst();
    }

    /** Returns whether it is still to be decided. */
    public boolean isOpen() {
        return this == REQUESTED || this == ACCEPTED;
    }
}
