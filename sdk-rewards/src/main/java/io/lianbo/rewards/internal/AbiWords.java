package io.lianbo.rewards.internal;

import io.lianbo.core.Address;
import io.lianbo.core.Hash32;
import io.lianbo.core.crypto.Keccak256;
import java.math.BigInteger;
import java.nio.ByteBuffer;

/** Words of 32 bytes as {@code abi.encode} writes them, for the hashes by which the contracts name what they do not store. */
public final class AbiWords {

    private final ByteBuffer words;

    /** Room for so many words, all of which are to be written. */
    public AbiWords(int count) {
        words = ByteBuffer.allocate(count * Hash32.SIZE);
    }

    /** A {@code bytes32}. */
    public AbiWords put(Hash32 hash) {
        words.put(hash.bytes());
        return this;
    }

    /** An {@code address}. */
    public AbiWords put(Address address) {
        words.position(words.position() + Hash32.SIZE - Address.SIZE);
        words.put(address.bytes());
        return this;
    }

    /** An unsigned integer, 0 to 2^63-1; also an offset in bytes, or 1 for true. */
    public AbiWords put(long number) {
        words.position(words.position() + Hash32.SIZE - Long.BYTES);
        words.putLong(number);
        return this;
    }

    /** An unsigned integer, 0 to 2^256-1. */
    public AbiWords put(BigInteger number) {
        byte[] bytes = number.toByteArray();
        int sign = bytes.length > Hash32.SIZE ? 1 : 0; // the zero byte before a set top bit
        words.position(words.position() + Hash32.SIZE - bytes.length + sign);
        words.put(bytes, sign, bytes.length - sign);
        return this;
    }

    /** All of them. */
    public byte[] bytes() {
        if (words.hasRemaining()) {
            throw new IllegalStateException(words.remaining() + " bytes are not written");
        }
        return words.array().clone();
    }

    /** Keccak-256 of all of them. */
    public Hash32 hash() {
        return Keccak256.hash(bytes());
    }
}
