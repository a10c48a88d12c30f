package io.lianbo.did.status.list;

import io.lianbo.core.Hash32;
import io.lianbo.core.crypto.Sha256;
import java.nio.ByteBuffer;

/**
 * A secret order of the numbers below a size: place after place it gives each of them once, and who does not know the seed learns from none
 * when another was given.
 *
 * <p>A Feistel network over twice as many bits as half the size needs, walked along until it falls below the size again.
 */
final class Shuffle {
    private static final int ROUNDS = 8;

    private final byte[] seed;
    private final int size;
    private final int halfBits;

    Shuffle(Hash32 seed, int size) {
        this.seed = seed.bytes();
        this.size = size;
        this.halfBits = (Integer.SIZE - Integer.numberOfLeadingZeros(size - 1) + 1) / 2;
    }

    /** The number at a place. */
    int at(int place) {
        int number = place;
        do {
            number = forth(number);
        } while (number >= size);
        return number;
    }

    /** The place of a number. */
    int placeOf(int number) {
        int place = number;
        do {
            place = back(place);
        } while (place >= size);
        return place;
    }

    private int forth(int number) {
        int left = number >>> halfBits;
        int right = number & mask();
        for (int round = 0; round < ROUNDS; round++) {
            int next = left ^ mixed(round, right);
            left = right;
            right = next;
        }
        return (left << halfBits) | right;
    }

    private int back(int number) {
        int left = number >>> halfBits;
        int right = number & mask();
        for (int round = ROUNDS - 1; round >= 0; round--) {
            int before = right ^ mixed(round, left);
            right = left;
            left = before;
        }
        return (left << halfBits) | right;
    }

    private int mixed(int round, int half) {
        byte[] input = ByteBuffer.allocate(2 * Integer.BYTES)
                .putInt(round)
                .putInt(half)
                .array();
        return ByteBuffer.wrap(Sha256.digest(seed, input)).getInt() & mask();
    }

    private int mask() {
        return (1 << halfBits) - 1;
    }
}
