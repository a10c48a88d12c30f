package io.lianbo.core.crypto;

import io.lianbo.core.Address;
import io.lianbo.core.Hex;
import java.util.Arrays;
import org.bouncycastle.math.ec.ECPoint;

/** A public key of secp256k1, and the account it stands for. */
public final class PublicKey {

    private static final int COMPRESSED_SIZE = 33;
    private static final int UNCOMPRESSED_SIZE = 65;

    // on the curve, not infinity, normalized
    private final ECPoint point;

    PublicKey(ECPoint point) {
        this.point = point.normalize();
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
        try {
            return new PublicKey(Secp256k1.CURVE.decodePoint(bytes));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("public key must be a point of secp256k1: " + Hex.encode(bytes), e);
        }
    }

    /** Returns the account of this key: the last 20 bytes of the Keccak-256 of its coordinates. */
    public Address address() {
        byte[] coordinates = Arrays.copyOfRange(uncompressed(), 1, UNCOMPRESSED_SIZE);
        byte[] hash = Keccak256.digest(coordinates);
        return Address.of(Arrays.copyOfRange(hash, hash.length - Address.SIZE, hash.length));
    }

    /** Returns the 33 bytes of the compressed form. */
    public byte[] compressed() {
        return point.getEncoded(true);
    }

    /** Returns the 65 bytes of the uncompressed form. */
    public byte[] uncompressed() {
        return point.getEncoded(false);
    }

    ECPoint point() {
        return point;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PublicKey that && point.equals(that.point);
    }

    @Override
    public int hashCode() {
        return point.hashCode();
    }

    /** Returns the compressed form in hex. */
    @Override
    public String toString() {
        return Hex.encode(compressed());
    }
}
