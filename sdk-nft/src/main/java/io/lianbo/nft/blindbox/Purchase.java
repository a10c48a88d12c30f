package io.lianbo.nft.blindbox;

import io.lianbo.core.Address;
import io.lianbo.core.Hash32;
import io.lianbo.nft.internal.Arguments;
import java.util.Objects;

/**
 * A purchase of boxes with consecutive numbers.
 *
 * @param number its own among the purchases of the sale, from 0
 * @param buyer who bought, and receives the prizes
 * @param firstBox the number of the first box
 * @param quantity how many boxes, from 1
 * @param entropy what the buyer added to the draw
 */
public record Purchase(long number, Address buyer, long firstBox, long quantity, Hash32 entropy) {
    /**
     * Checks each value.
     *
     * @throws IllegalArgumentException if a number is out of range or the boxes end above 2^32-1
     */
    public Purchase {
        Words.requireRange("purchase", number, 0, Arguments.MAX_UINT32);
        Arguments.requireSomebody("buyer", buyer);
        Words.requireRange("first box", firstBox, 0, Arguments.MAX_UINT32 - 1);
        Words.requireRange("quantity", quantity, 1, Arguments.MAX_UINT32 - firstBox);
        Objects.requireNonNull(entropy, "entropy");
    }

    /** Returns whether a box is one of these. */
    public boolean contains(long box) {
        return box >= firstBox && box - firstBox < quantity;
    }
}
