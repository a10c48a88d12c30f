package io.lianbo.core.crypto;

import io.lianbo.core.Address;
import io.lianbo.core.Hash32;
import io.lianbo.core.Hex;
import io.lianbo.core.Verdict;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import org.bouncycastle.util.BigIntegers;

/**
 * An Ethereum signature: r, s, and the parity that lets anyone compute who signed.
 *
 * <p>There is one signature for one signing: a high s, the twin that anyone could make of a given signature, is refused
 * (<a href="https://eips.ethereum.org/EIPS/eip-2">EIP-2</a>). It is read and written in 65 bytes (r, s, v) and in 64 bytes
 * (<a href="https://eips.ethereum.org/EIPS/eip-2098">EIP-2098</a>).
 */
public final class Signature {

    /** Bytes of the usual form: r, s, v. */
    public static final int SIZE = 65;

    /** Bytes of the compact form of EIP-2098. */
    public static final int COMPACT_SIZE = 64;

    private static final BigInteger LOW_255_BITS = BigInteger.ONE.shiftLeft(255).subtract(BigInteger.ONE);

    private final BigInteger r;
    private final BigInteger s;
    private final int yParity;

    private Signature(BigInteger r, BigInteger s, int yParity) {
        if (!Secp256k1.isScalar(r)) {
            throw new IllegalArgumentException(
                    "signature r must be 1 to n-1, n being the order of secp256k1: " + hexOf(r));
        }
        if (!Secp256k1.isScalar(s)) {
            throw new IllegalArgumentException(
                    "signature s must be 1 to n/2, n being the order of secp256k1: " + hexOf(s));
        }
        if (s.compareTo(Secp256k1.HALF_N) > 0) {
            throw new IllegalArgumentException(
                    "signature s must be low, 1 to n/2 (EIP-2); its valid twin has s = n - s and the other parity: "
                            + hexOf(s));
        }
        if (yParity != 0 && yParity != 1) {
            throw new IllegalArgumentException("signature yParity must be 0 or 1: " + yParity);
        }
        this.r = r;
        this.s = s;
        this.yParity = yParity;
    }

    /**
     * Returns the signature of these numbers.
     *
     * @param r 1 to n-1, n being the order of secp256k1
     * @param s 1 to n/2
     * @param yParity 0 if the y of the signature's point is even, 1 if it is odd
     * @throws IllegalArgumentException if a number is out of range
     */
    public static Signature of(BigInteger r, BigInteger s, int yParity) {
        return new Signature(r, s, yParity);
    }

    /**
     * Reads a signature in hex, as {@link #parse(byte[])} reads its bytes.
     *
     * @param hex {@code 0x} and 130 or 128 digits
     * @throws IllegalArgumentException if {@code hex} is no hex text, or the bytes are refused
     */
    public static Signature parse(String hex) {
        return parse(Hex.decode(hex));
    }

    /**
     * Reads 65 bytes (r, s, and a v of 27, 28, 0 or 1) or 64 bytes (r, then s with the parity in its top bit, EIP-2098).
     *
     * @throws IllegalArgumentException if the length is another, v is another, or r or s is out of range or s is high
     */
    public static Signature parse(byte[] bytes) {
        if (bytes.length != SIZE && bytes.length != COMPACT_SIZE) {
            throw new IllegalArgumentException(
                    "signature must be 65 bytes (r, s, v) or 64 bytes (EIP-2098): " + bytes.length + " bytes");
        }
        BigInteger r = new BigInteger(1, bytes, 0, Hash32.SIZE);
        BigInteger s = new BigInteger(1, bytes, Hash32.SIZE, Hash32.SIZE);
        if (bytes.length == COMPACT_SIZE) {
            return new Signature(r, s.and(LOW_255_BITS), s.testBit(255) ? 1 : 0);
        }
        return new Signature(r, s, parityOf(bytes[SIZE - 1] & 0xff));
    }

    private static int parityOf(int v) {
        return switch (v) {
            case 0, 27 -> 0;
            case 1, 28 -> 1;
            default ->
                throw new IllegalArgumentException("signature v must be 27, 28, 0 or 1"
                        + (v >= 35 ? " (35 and more is a transaction's v, EIP-155): " : ": ") + v);
        };
    }

    /**
     * Turns what a key service returns, an ECDSA signature in DER, into a signature of {@code signer} over {@code digest}: s is made low
     * and the parity found.
     *
     * @return the signature; refused with {@code MALFORMED_SIGNATURE} if {@code der} is no signature in strict DER, with
     *     {@code WRONG_SIGNER} if it is not one of {@code signer} over {@code digest}
     */
    public static Verdict<Signature> fromDer(byte[] der, Hash32 digest, Address signer) {
        return EcdsaSignature.fromDer(der)
                .map(ecdsa -> of(ecdsa, digest, signer))
                .orElseGet(() -> Verdict.refused("MALFORMED_SIGNATURE", "no secp256k1 signature in strict DER"));
    }

    /**
     * The same for services that return r and s, 32 bytes each (IEEE P1363, JOSE), and for signatures whose v or high s cannot be relied on:
     * hand over their first 64 bytes.
     *
     * @return the signature; refused with {@code MALFORMED_SIGNATURE} if {@code bytes} are not 64 or a number is out of range, with
     *     {@code WRONG_SIGNER} if it is not one of {@code signer} over {@code digest}
     */
    public static Verdict<Signature> fromP1363(byte[] bytes, Hash32 digest, Address signer) {
        return EcdsaSignature.fromP1363(bytes)
                .map(ecdsa -> of(ecdsa, digest, signer))
                .orElseGet(() -> Verdict.refused(
                        "MALFORMED_SIGNATURE", "no secp256k1 signature in 64 bytes r, s, each from 1 to n-1"));
    }

    private static Verdict<Signature> of(EcdsaSignature ecdsa, Hash32 digest, Address signer) {
        EcdsaSignature low = ecdsa.withLowS();
        for (int yParity = 0; yParity <= 1; yParity++) {
            Signature candidate = new Signature(low.r(), low.s(), yParity);
            if (Secp256k1.verify(digest, candidate, signer).isVerified()) {
                return Verdict.ok(candidate);
            }
        }
        return Verdict.refused("WRONG_SIGNER", "not a signature of " + signer + " over " + digest);
    }

    /** Returns r, 1 to n-1. */
    public BigInteger r() {
        return r;
    }

    /** Returns s, 1 to n/2. */
    public BigInteger s() {
        return s;
    }

    /** Returns 0 if the y of the signature's point is even, 1 if it is odd. */
    public int yParity() {
        return yParity;
    }

    /** Returns r and s, 32 bytes each. */
    byte[] rs() {
        return new EcdsaSignature(r, s).bytes();
    }

    /** Returns the 65 bytes r, s, v, with a v of 27 or 28: what {@code ecrecover} takes. */
    public byte[] bytes() {
        return ByteBuffer.allocate(SIZE)
                .put(BigIntegers.asUnsignedByteArray(Hash32.SIZE, r))
                .put(BigIntegers.asUnsignedByteArray(Hash32.SIZE, s))
                .put((byte) (27 + yParity))
                .array();
    }

    /** Returns the 64 bytes of EIP-2098: r, then s with the parity in its top bit. */
    public byte[] compact() {
        BigInteger yParityAndS = yParity == 0 ? s : s.setBit(255);
        return ByteBuffer.allocate(COMPACT_SIZE)
                .put(BigIntegers.asUnsignedByteArray(Hash32.SIZE, r))
                .put(BigIntegers.asUnsignedByteArray(Hash32.SIZE, yParityAndS))
                .array();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Signature that && yParity == that.yParity && r.equals(that.r) && s.equals(that.s);
    }

    @Override
    public int hashCode() {
        return (r.hashCode() * 31 + s.hashCode()) * 31 + yParity;
    }

    /** Returns the 65 bytes in hex. */
    @Override
    public String toString() {
        return Hex.encode(bytes());
    }

    private static String hexOf(BigInteger number) {
        if (number.bitLength() > 256) {
            return "a number of " + number.bitLength() + " bits";
        }
        return (number.signum() < 0 ? "-0x" : "0x") + number.abs().toString(16);
    }
}
