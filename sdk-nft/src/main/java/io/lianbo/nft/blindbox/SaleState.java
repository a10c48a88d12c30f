package io.lianbo.nft.blindbox;

import io.lianbo.core.Hash32;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How far a sale is, as the chain tells it.
 *
 * @param sold how many boxes are sold; they have the numbers from 0
 * @param purchases in how many purchases
 * @param drawBlock the block whose hash counts, once the sale is closed
 * @param accumulator the entropy of all purchases
 * @param beacon that block's hash or the provider's word, once captured
 * @param randomness what picks the permutation, once the seed is revealed
 * @param requested whether the provider was asked
 * @param settled whether the seller was paid
 * @param refundable whether purchases are paid back, because the seed was not revealed in time
 */
public record SaleState(
        long sold,
        long purchases,
        OptionalLong drawBlock,
        Hash32 accumulator,
        Optional<Hash32> beacon,
        Optional<Hash32> randomness,
        boolean requested,
        boolean settled,
        boolean refundable) {
    /** Checks that nothing is missing. */
    public SaleState {
        Objects.requireNonNull(drawBlock, "drawBlock");
        Objects.requireNonNull(accumulator, "accumulator");
        Objects.requireNonNull(beacon, "beacon");
        Objects.requireNonNull(randomness, "randomness");
    }

    /** Returns whether nothing can be bought any more and the draw is under way or done. */
    public boolean isClosed() {
        return drawBlock.isPresent();
    }

    /** Returns whether every box has its prize. */
    public boolean isRevealed() {
        return randomness.isPresent();
    }
}
