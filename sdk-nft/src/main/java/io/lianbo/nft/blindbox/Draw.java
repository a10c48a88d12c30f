package io.lianbo.nft.blindbox;

import io.lianbo.core.Address;
import io.lianbo.core.Hash32;
import io.lianbo.core.crypto.Keccak256;
import io.lianbo.core.crypto.Shuffle;
import io.lianbo.nft.internal.Arguments;
import java.util.List;
import java.util.Objects;

/**
 * A draw, computed again from what decides it, without a chain: which position in the list of prizes each box has.
 *
 * {@snippet class="io.lianbo.nft.blindbox.DrawTest" region="recompute"}
 *
 * <p>The draw is a permutation of the positions, {@link Shuffle}, which the randomness picks. The contract computes the same for one box at a
 * time.
 *
 * <p>Immutable, and safe for use by many threads.
 */
public final class Draw {
    private final Hash32 randomness;
    private final long supply;
    private final Shuffle shuffle;

    /**
     * Returns the draw that this randomness picks.
     *
     * @param randomness as {@link #randomness(Hash32, Hash32, Hash32)} or the chain tells it
     * @param supply how many boxes and positions there are, 1 to 2^32-1
     * @throws IllegalArgumentException if {@code supply} is out of range
     */
    public Draw(Hash32 randomness, long supply) {
        this.randomness = Objects.requireNonNull(randomness, "randomness");
        this.supply = Words.requireRange("supply", supply, 1, Arguments.MAX_UINT32);
        this.shuffle = new Shuffle(randomness, supply);
    }

    /** Returns the accumulator after a purchase: keccak256 of the one before, buyer, quantity and entropy, a word each. */
    public static Hash32 accumulate(Hash32 accumulator, Address buyer, long quantity, Hash32 entropy) {
        return Keccak256.hash(accumulator.bytes(), Words.of(buyer), Words.of(quantity), entropy.bytes());
    }

    /** Returns the accumulator after these purchases; before the first it is the sale's id. */
    public static Hash32 accumulate(Hash32 saleId, List<Purchase> purchases) {
        Hash32 accumulator = saleId;
        for (Purchase purchase : purchases) {
            accumulator = accumulate(accumulator, purchase.buyer(), purchase.quantity(), purchase.entropy());
        }
        return accumulator;
    }

    /**
     * Returns what picks the permutation: keccak256 of seed, accumulator and beacon.
     *
     * @param serverSeed what the seller revealed
     * @param accumulator after the last purchase
     * @param beacon the hash of the block that counts, or the provider's word
     */
    public static Hash32 randomness(Hash32 serverSeed, Hash32 accumulator, Hash32 beacon) {
        return Keccak256.hash(serverSeed.bytes(), accumulator.bytes(), beacon.bytes());
    }

    /**
     * Returns the position in the list of prizes that a box has drawn: some 90 hashes.
     *
     * @param box its number, 0 to supply - 1
     * @throws IllegalArgumentException if there is no such box
     */
    public long positionOf(long box) {
        Words.requireRange("box", box, 0, supply - 1);
        return shuffle.positionOf(box);
    }

    /**
     * Returns the positions of the first boxes, in their order; a million take four seconds, as neighbours share their hashes.
     *
     * @param boxes how many, 0 to the supply and at most 2^31-1
     * @throws IllegalArgumentException if there are fewer
     */
    public long[] positions(int boxes) {
        Words.requireRange("boxes", boxes, 0, supply);
        return shuffle.positions(boxes);
    }

    /** Returns {@code Draw of 1000 by 0x...}. */
    @Override
    public String toString() {
        return "Draw of " + supply + " by " + randomness;
    }
}
