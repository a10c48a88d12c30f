package io.lianbo.core.crypto;

import io.lianbo.core.Address;
import io.lianbo.core.Hex;
import java.util.Arrays;

/** A public key of secp256k1, and the account it stands for. */
public final class PublicKey {

    private static final int COMPRESSED_SIZE = 33;
    private static final int UNCOMPRESSED_SIZE = 65;

    // a point of the curve, in 65 bytes
    private final byte[] uncompressed;

    /** Takes 65 bytes that are a point of the curve. */
    PublicKey(byte[] uncompressed) {
        this.uncompressed = uncompressed;
    }

    /**
     * Reads a key in the encoding of SEC 1, section 2.3.3: 33 bytes that start with 2 or 3, or 65 bytes that start with 4.
     *
     * @throws IllegalArgumentException if the bytes have another shape, or are no point of the curve
     */
    public static PublicKey parse(byte[] bytes) {
        boolean compressed = bytes.length == COMPRESSED_SIZE && (bytes[0] == 2 || bytes[0] == 3);
        boolean uncompressed = bytes.length == UNCOMPRESSED_SIZE && bytes[0] == 4;
        if (!compressed && !uncompressed) {
            throw new IllegalArgumentException(
                    "public key must be 33 bytes that start with 2 or 3, or 65 bytes that start with 4: "
                            + (bytes.length == 0 ? "" : "starts with " + (bytes[0] & 0xff) + ", ")
                            + bytes.length
                            + " bytes");
        }
        return new PublicKey(CryptoEngines.secp256k1()
                .decompress(bytes)
                .orElseThrow(() ->
                        new IllegalArgumentException("public key must be a point of secp256k1: " + Hex.encode(bytes))));
    }

    /** Returns the account of this key: the last 20 bytes of the Keccak-256 of its coordinates. */
    public Address address() {
        byte[] coordinates = Arrays.copyOfRange(uncompressed, 1, UNCOMPRESSED_SIZE);
        byte[] hash = Keccak256.digest(coordinates);
        return Address.of(Arrays.copyOfRange(hash, hash.length - Address.SIZE, hash.length));
    }

    /** Returns the 33 bytes of the compressed form. */
    public byte[] compressed() {
        byte[] compressed = Arrays.copyOf(uncompressed, COMPRESSED_SIZE);
        compressed[0] = (byte) (2 + (uncompressed[UNCOMPRESSED_SIZE - 1] & 1));
        return compressed;
    }

    /** Returns the 65 bytes of the uncompressed form. */
    public byte[] uncompressed() {
        return uncompressed.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PublicKey that && Arrays.equals(uncompressed, that.uncompressed);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(uncompressed);
    }

    /** Returns the compressed form in hex. */
    @Override
    public String toString() {
        return Hex.encode(compressed());
    }
}
