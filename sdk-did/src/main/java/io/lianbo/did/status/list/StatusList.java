package io.lianbo.did.status.list;

import io.lianbo.did.internal.Base64Url;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Statuses of 1, 2, 4 or 8 bits, one beside the other, as both standards compress them into text; immutable.
 *
 * <p>Whatever a text claims, at most {@link #MAX_BYTES} are inflated of it.
 *
 * {@snippet class="io.lianbo.did.status.list.StatusListTest" region="list"}
 */
public final class StatusList {
    /** The most that a list may hold: 2 MiB, 16,777,216 statuses of one bit. */
    public static final int MAX_BYTES = 1 << 21;

    private static final String MULTIBASE_BASE64URL = "u";

    private final int bits;

    // As Token Status List packs them: the first status in the lowest bits of a byte.
    private final byte[] bytes;

    private StatusList(int bits, byte[] bytes) {
        this.bits = bits;
        this.bytes = bytes;
    }

    /**
     * {@return a list of these statuses}
     *
     * @param bits of each status: 1, 2, 4 or 8
     * @param size how many statuses: fills whole bytes, {@link #MAX_BYTES} at most
     * @param statuses the status at each index that has one other than 0
     * @throws IllegalArgumentException where an index or a status lies beyond
     */
    public static StatusList of(int bits, int size, Map<Integer, Integer> statuses) {
        requireShape(bits, size);
        byte[] bytes = new byte[(int) ((long) size * bits / Byte.SIZE)];
        statuses.forEach((index, status) -> {
            if (index < 0 || index >= size) {
                throw new IllegalArgumentException("index must be 0 to " + (size - 1) + ": " + index);
            }
            if (status < 0 || status >= 1 << bits) {
                throw new IllegalArgumentException("status must be 0 to " + ((1 << bits) - 1) + ": " + status);
            }
            int at = index * bits;
            bytes[at / Byte.SIZE] |= (byte) (status << at % Byte.SIZE);
        });
        return new StatusList(bits, bytes);
    }

    static void requireShape(int bits, int size) {
        requireBits(bits);
        if (size < 1 || (long) size * bits > (long) MAX_BYTES * Byte.SIZE || (long) size * bits % Byte.SIZE != 0) {
            throw new IllegalArgumentException("a list of " + bits + " bits a status must have 1 to "
                    + (long) MAX_BYTES * Byte.SIZE / bits + " statuses, in whole bytes: " + size);
        }
    }

    private static void requireBits(int bits) {
        if (bits != 1 && bits != 2 && bits != 4 && bits != 8) {
            throw new IllegalArgumentException("a status must have 1, 2, 4 or 8 bits: " + bits);
        }
    }

    /**
     * {@return the list in this {@code lst}} (Token Status List section 4.2): base64url of ZLIB
     *
     * @param bits of each status, the list's {@code bits}
     * @param lst as it stands in the token
     * @throws IllegalArgumentException where it is none, or larger than {@link #MAX_BYTES}
     */
    public static StatusList parseToken(int bits, String lst) {
        requireBits(bits);
        return new StatusList(bits, inflated(Compression.ZLIB, lst));
    }

    /**
     * {@return the list in this {@code encodedList}} (Bitstring Status List section 2.2): multibase base64url of GZIP
     *
     * @param bits of each status, the entry's {@code statusSize}
     * @param encodedList as it stands in the credential, {@code u} first
     * @throws IllegalArgumentException where it is none, or larger than {@link #MAX_BYTES}
     */
    public static StatusList parseBitstring(int bits, String encodedList) {
        requireBits(bits);
        if (!encodedList.startsWith(MULTIBASE_BASE64URL)) {
            throw new IllegalArgumentException("encodedList must begin with u, for base64url");
        }
        return new StatusList(bits, mirrored(bits, inflated(Compression.GZIP, encodedList.substring(1))));
    }

    private static byte[] inflated(Compression compression, String base64url) {
        byte[] bytes = compression.inflate(Base64Url.decode(base64url), MAX_BYTES);
        if (bytes.length == 0) {
            throw new IllegalArgumentException("a status list must not be empty");
        }
        return bytes;
    }

    /** {@return how many bits a status has} */
    public int bits() {
        return bits;
    }

    /** {@return how many statuses there are} */
    public int size() {
        return bytes.length * Byte.SIZE / bits;
    }

    /**
     * {@return the status at an index}
     *
     * @param index from 0
     * @throws IllegalArgumentException where the list is shorter
     */
    public int get(long index) {
        if (index < 0 || index >= size()) {
            throw new IllegalArgumentException("index must be 0 to " + (size() - 1) + ": " + index);
        }
        int at = (int) index * bits;
        return ((bytes[at / Byte.SIZE] & 0xff) >> at % Byte.SIZE) & ((1 << bits) - 1);
    }

    /** {@return the text that {@link #parseToken} reads} */
    public String toToken() {
        return Base64Url.encode(Compression.ZLIB.deflate(bytes));
    }

    /** {@return the text that {@link #parseBitstring} reads} */
    public String toBitstring() {
        return MULTIBASE_BASE64URL + Base64Url.encode(Compression.GZIP.deflate(mirrored(bits, bytes)));
    }

    /** The same statuses in the other order within each byte: a Bitstring Status List begins with the highest bits. */
    private static byte[] mirrored(int bits, byte[] bytes) {
        byte[] mirror = new byte[bytes.length];
        int mask = (1 << bits) - 1;
        for (int i = 0; i < bytes.length; i++) {
            int mirrored = 0;
            for (int shift = 0; shift < Byte.SIZE; shift += bits) {
                mirrored |= (((bytes[i] & 0xff) >> shift) & mask) << (Byte.SIZE - bits - shift);
            }
            mirror[i] = (byte) mirrored;
        }
        return mirror;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof StatusList that && bits == that.bits && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return 31 * bits + Arrays.hashCode(bytes);
    }

    /** {@return how many statuses of how many bits} */
    @Override
    public String toString() {
        return "StatusList[" + size() + " of " + bits + " bits]";
    }
}
