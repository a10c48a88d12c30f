package io.lianbo.nft.blindbox;

import io.lianbo.core.Address;
import io.lianbo.nft.internal.Arguments;
import java.math.BigInteger;

/**
 * What a box turned out to hold.
 *
 * @param box its number
 * @param owner who receives the prize
 * @param position in the list of prizes that the box has drawn
 * @param prizeId the prize there
 */
public record Outcome(long box, Address owner, long position, BigInteger prizeId) {
    /**
     * Checks each value.
     *
     * @throws IllegalArgumentException if one is out of range
     */
    public Outcome {
        Words.requireRange("box", box, 0, Arguments.MAX_UINT32 - 1);
        Arguments.requireSomebody("owner", owner);
        Words.requireRange("position", position, 0, Arguments.MAX_UINT32 - 1);
        Words.requireRange("prize id", prizeId, Arguments.MAX_UINT256);
    }
}
