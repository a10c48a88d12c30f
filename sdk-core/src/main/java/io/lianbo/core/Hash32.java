package io.lianbo.core;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Objects;

/**
 * Thirty-two bytes: a digest, a Merkle root, a transaction hash, a {@code bytes32}.
 *
 * <p>Hashes are ordered as unsigned big-endian numbers, as Solidity and sorted-pair Merkle trees order them.
 */
public final class Hash32 implements Comparable<Hash32> {

    /** Bytes in a hash. */
    public static final int SIZE = 32;

    /** Thirty-two zero bytes. */
    public static final Hash32 ZERO = new Hash32(0, 0, 0, 0);

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private final long a;
    private final long b;
    private final long c;
    private final long d;

    private Hash32(long a, long b, long c, long d) {
        this.a = a;
        this.b = b;
        this.c = c;
        this.d = d;
    }

    /**
     * Reads {@code 0x} and 64 hex digits of either case.
     *
     * @throws IllegalArgumentException if {@code hex} has another shape
     */
    public static Hash32 of(String hex) {
        return of(Hex.decode("hash", hex, SIZE));
    }

    /**
     * Returns the hash of these 32 bytes.
     *
     * @throws IllegalArgumentException if {@code bytes} are not 32
     */
    public static Hash32 of(byte[] bytes) {
        if (bytes.length != SIZE) {
            throw new IllegalArgumentException("hash must be 32 bytes: " + bytes.length + " bytes");
        }
        return of(bytes, 0);
    }

    /**
     * Returns the hash of the 32 bytes from a place on, without another copy of them.
     *
     * @throws IndexOutOfBoundsException if there are fewer than 32 from there
     */
    public static Hash32 of(byte[] bytes, int offset) {
        Objects.checkFromIndexSize(offset, SIZE, bytes.length);
        return new Hash32(
                (long) LONGS.get(bytes, offset),
                (long) LONGS.get(bytes, offset + 8),
                (long) LONGS.get(bytes, offset + 16),
                (long) LONGS.get(bytes, offset + 24));
    }

    /** Returns the 32 bytes, in a new array. */
    public byte[] bytes() {
        byte[] bytes = new byte[SIZE];
        copyTo(bytes, 0);
        return bytes;
    }

    /**
     * Writes the 32 bytes into an array, from a place on: for loops over many hashes, which need no array for each.
     *
     * @throws IndexOutOfBoundsException if there is no room for 32 from there
     */
    public void copyTo(byte[] target, int offset) {
        Objects.checkFromIndexSize(offset, SIZE, target.length);
        LONGS.set(target, offset, a);
        LONGS.set(target, offset + 8, b);
        LONGS.set(target, offset + 16, c);
        LONGS.set(target, offset + 24, d);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Hash32 that && a == that.a && b == that.b && c == that.c && d == that.d;
    }

    @Override
    public int hashCode() {
        return ((Long.hashCode(a) * 31 + Long.hashCode(b)) * 31 + Long.hashCode(c)) * 31 + Long.hashCode(d);
    }

    @Override
    public int compareTo(Hash32 that) {
        int order = Long.compareUnsigned(a, that.a);
        if (order == 0) {
            order = Long.compareUnsigned(b, that.b);
        }
        if (order == 0) {
            order = Long.compareUnsigned(c, that.c);
        }
        return order == 0 ? Long.compareUnsigned(d, that.d) : order;
    }

    /** Returns {@code 0x} and 64 lower-case digits. */
    @Override
    public String toString() {
        return Hex.encode(bytes());
    }
}
