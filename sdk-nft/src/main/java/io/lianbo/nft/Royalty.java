package io.lianbo.nft;

import io.lianbo.core.Address;
import java.math.BigInteger;
import java.util.Objects;

/**
 * What a collection asks of a resale by ERC-2981; a marketplace may ignore it.
 *
 * @param receiver who is to be paid
 * @param amount in the unit of the sale's price
 */
public record Royalty(Address receiver, BigInteger amount) {

    /** Returns the royalty of {@code amount} for {@code receiver}. */
    public Royalty {
        Objects.requireNonNull(receiver, "receiver");
        Objects.requireNonNull(amount, "amount");
    }
}
