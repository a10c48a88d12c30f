package io.lianbo.core.crypto;

import io.lianbo.core.Hash32;
import java.math.BigInteger;
import java.util.Objects;

/**
 * A permutation of the numbers from 0 that 32 bytes pick, computed for one number at a time: the swap-or-not shuffle (Hoang, Morris,
 * Rogaway, CRYPTO 2012) in 90 rounds, its pivots chosen by rejection so that no remainder favours a number.
 *
 * {@snippet class="io.lianbo.core.crypto.ShuffleTest" region="shuffle"}
 *
 * <p>Contracts compute the same: how each word is hashed is told in {@code contracts/src/common/Shuffle.sol}. Immutable, and safe for use by
 * many threads.
 */
public final class Shuffle {
    /** The most numbers that are permuted. */
    public static final long LARGEST = (1L << 32) - 1;

    private static final int ROUNDS = 90;
    private static final long NUMBERS = 1L << 32;
    private static final int NUMBERS_IN_WORD = 8;
    private static final int BITS_IN_WORD = 256;

    private final Hash32 seed;
    private final long size;
    private final long[] pivots = new long[ROUNDS];

    /**
     * Returns the permutation that a seed picks.
     *
     * @param size how many numbers are permuted, 1 to {@link #LARGEST}
     * @throws IllegalArgumentException if {@code size} is out of range
     */
    public Shuffle(Hash32 seed, long size) {
        this.seed = Objects.requireNonNull(seed, "seed");
        this.size = requireRange("size", size, 1, LARGEST);
        choosePivots();
    }

    private void choosePivots() {
        long fair = NUMBERS - NUMBERS % size;
        int chosen = 0;
        for (long i = 0; chosen < ROUNDS; i++) {
            byte[] word = Keccak256.digest(seed.bytes(), word(i));
            for (int n = 0; n < NUMBERS_IN_WORD && chosen < ROUNDS; n++) {
                long number = number(word, n);
                if (number < fair) {
                    pivots[chosen++] = number % size;
                }
            }
        }
    }

    /** The 32 bits at a place in a word, the most significant first. */
    private static long number(byte[] word, int place) {
        return new BigInteger(1, word, Integer.BYTES * place, Integer.BYTES).longValueExact();
    }

    /**
     * Returns where the permutation puts a number: some 90 hashes.
     *
     * @param index 0 to size - 1
     * @throws IllegalArgumentException if there is no such number
     */
    public long positionOf(long index) {
        requireRange("index", index, 0, size - 1);
        long position = index;
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
     * Returns where the permutation puts the first numbers, in their order; a million take four seconds, as neighbours share their hashes.
     *
     * @param count how many, 0 to the size and at most 2^31-1
     * @throws IllegalArgumentException if there are fewer
     */
    public long[] positions(int count) {
        requireRange("count", count, 0, size);
        long[] positions = new long[count];
        for (int i = 0; i < count; i++) {
            positions[i] = i;
        }
        // Where few numbers of many are asked for, most words would be of use to one alone.
        boolean shared = count >= size / BITS_IN_WORD;
        for (int round = 0; round < ROUNDS; round++) {
            byte[][] words = new byte[shared ? Math.toIntExact((size - 1) / BITS_IN_WORD + 1) : 0][];
            for (int i = 0; i < count; i++) {
                long partner = partner(round, positions[i]);
                long larger = Math.max(positions[i], partner);
                if (bit(shared ? shared(words, round, larger) : bits(round, larger / BITS_IN_WORD), larger)) {
                    positions[i] = partner;
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
        return (pivots[round] + size - position) % size;
    }

    private byte[] bits(int round, long place) {
        return Keccak256.digest(seed.bytes(), word(round), word(place));
    }

    /** Bit {@code x mod 256}, counted from the least significant. */
    private static boolean bit(byte[] word, long x) {
        int bit = (int) (x % BITS_IN_WORD);
        return ((word[word.length - 1 - bit / Byte.SIZE] >> (bit % Byte.SIZE)) & 1) == 1;
    }

    private static byte[] word(long number) {
        byte[] word = new byte[Hash32.SIZE];
        for (int i = 0; i < Long.BYTES; i++) {
            word[Hash32.SIZE - 1 - i] = (byte) (number >>> (8 * i));
        }
        return word;
    }

    private static long requireRange(String what, long number, long min, long max) {
        if (number < min || number > max) {
            throw new IllegalArgumentException(what + " must be " + min + " to " + max + ": " + number);
        }
        return number;
    }

    /** Returns {@code Shuffle of 1000 by 0x...}. */
    @Override
    public String toString() {
        return "Shuffle of " + size + " by " + seed;
    }
}
