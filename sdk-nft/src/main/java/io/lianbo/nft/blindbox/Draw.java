package io.lianbo.nft.blindbox;

import io.lianbo.core.Address;
import io.lianbo.core.Hash32;
import io.lianbo.core.crypto.Keccak256;
import io.lianbo.nft.internal.Arguments;
import java.util.List;
import java.util.Objects;

/**
 * A draw, computed again from what decides it, without a chain: which position in the list of prizes each box has.
 *
 * {@snippet class="io.lianbo.nft.blindbox.DrawTest" region="recompute"}
 *
 * <p>The draw is a permutation of the positions: the swap-or-not shuffle (Hoang, Morris, Rogaway, CRYPTO 2012) in 90 rounds, keyed by
 * the randomness, its pivots chosen by rejection so that no remainder favours a position. The contract computes the same for one
 * box at a time. How each word is hashed is told in {@code contracts/src/nft/Shuffle.sol}.
 *
 * <p>Immutable, and safe for use by many threads.
 */
public final class Draw {
    private static final int ROUNDS = 90;
    private static final long NUMBERS = 1L << 32;
    private static final int NUMBERS_IN_WORD = 8;
    private static final int BITS_IN_WORD = 256;

    private final Hash32 randomness;
    private final long supply;
    private final long[] pivots = new long[ROUNDS];

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
        choosePivots();
    }

    private void choosePivots() {
        long fair = NUMBERS - NUMBERS % supply;
        int chosen = 0;
        for (long i = 0; chosen < ROUNDS; i++) {
            byte[] word = Keccak256.digest(randomness.bytes(), Words.of(i));
            for (int n = 0; n < NUMBERS_IN_WORD && chosen < ROUNDS; n++) {
                long number = number(word, n);
                if (number < fair) {
                    pivots[chosen++] = number % supply;
                }
            }
        }
    }

    /** The 32 bits at a place in a word, the most significant first. */
    private static long number(byte[] word, int place) {
        long number = 0;
        for (int i = 0; i < Integer.BYTES; i++) {
            number = (number << 8) | (word[Integer.BYTES * place + i] & 0xff);
        }
        return number;
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
        long position = box;
        for (int round = 0; round < ROUNDS; round++) {
            long partner = partner(round, position);
            long larger = Math.max(position, partner);
            if (bit(bits(round, larger / BITS_IN_WORD), larger)) {
                position = partner;
            }
        }
        return position;
    }

    /**
     * Returns the positions of the first boxes, in their order; a million take four seconds, as neighbours share their hashes.
     *
     * @param boxes how many, 0 to the supply and at most 2^31-1
     * @throws IllegalArgumentException if there are fewer
     */
    public long[] positions(int boxes) {
        Words.requireRange("boxes", boxes, 0, supply);
        long[] positions = new long[boxes];
        for (int box = 0; box < boxes; box++) {
            positions[box] = box;
        }
        // Where few boxes of a large supply are asked for, most words would be of use to one box alone.
        boolean shared = boxes >= supply / BITS_IN_WORD;
        for (int round = 0; round < ROUNDS; round++) {
            byte[][] words = new byte[shared ? Math.toIntExact((supply - 1) / BITS_IN_WORD + 1) : 0][];
            for (int box = 0; box < boxes; box++) {
                long partner = partner(round, positions[box]);
                long larger = Math.max(positions[box], partner);
                if (bit(shared ? shared(words, round, larger) : bits(round, larger / BITS_IN_WORD), larger)) {
                    positions[box] = partner;
                }
            }
        }
        return positions;
    }

    private byte[] shared(byte[][] words, int round, long larger) {
        int place = (int) (larger / BITS_IN_WORD);
        if (words[place] == null) {
            words[place] = bits(round, place);
        }
        return words[place];
    }

    private long partner(int round, long position) {
        return (pivots[round] + supply - position) % supply;
    }

    private byte[] bits(int round, long place) {
        return Keccak256.digest(randomness.bytes(), Words.of(round), Words.of(place));
    }

    /** Bit {@code x mod 256}, counted from the least significant. */
    private static boolean bit(byte[] word, long x) {
        int bit = (int) (x % BITS_IN_WORD);
        return ((word[word.length - 1 - bit / Byte.SIZE] >> (bit % Byte.SIZE)) & 1) == 1;
    }

    /** Returns {@code Draw of 1000 by 0x...}. */
    @Override
    public String toString() {
        return "Draw of " + supply + " by " + randomness;
    }
}
