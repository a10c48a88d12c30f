package io.lianbo.core.crypto;

import io.lianbo.core.Hash32;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.util.BigIntegers;

/** The two numbers of an ECDSA signature over secp256k1, each from 1 to n-1; s may be high. */
record EcdsaSignature(BigInteger r, BigInteger s) {

    private static final int SEQUENCE = 0x30;
    private static final int INTEGER = 0x02;

    /** Reads r and s, 32 bytes each (IEEE P1363); empty if the length is another or a number is out of range. */
    static Optional<EcdsaSignature> fromP1363(byte[] bytes) {
        if (bytes.length != 2 * Hash32.SIZE) {
            return Optional.empty();
        }
        return inRange(new BigInteger(1, bytes, 0, Hash32.SIZE), new BigInteger(1, bytes, Hash32.SIZE, Hash32.SIZE));
    }

    /** Reads the ASN.1 {@code ECDSA-Sig-Value} in DER, and in no other encoding; empty if it is anything else. */
    static Optional<EcdsaSignature> fromDer(byte[] der) {
        // two integers of 33 bytes at most: all lengths are of one byte, and DER allows no longer form for them
        if (der.length < 8 || der[0] != SEQUENCE || der[1] != der.length - 2) {
            return Optional.empty();
        }
        int endOfR = endOfInteger(der, 2);
        if (endOfR < 0 || endOfInteger(der, endOfR) != der.length) {
            return Optional.empty();
        }
        return inRange(
                new BigInteger(Arrays.copyOfRange(der, 4, endOfR)),
                new BigInteger(Arrays.copyOfRange(der, endOfR + 2, der.length)));
    }

    /** Returns the index behind the integer that starts at {@code at}, or -1 if there is none in its shortest form. */
    private static int endOfInteger(byte[] der, int at) {
        if (at + 3 > der.length || der[at] != INTEGER) {
            return -1;
        }
        int length = der[at + 1];
        int first = at + 2;
        if (length < 1 || length > 33 || first + length > der.length) {
            return -1;
        }
        boolean padded = length > 1 && (der[first] == 0 ? der[first + 1] >= 0 : der[first] == -1 && der[first + 1] < 0);
        return padded ? -1 : first + length;
    }

    private static Optional<EcdsaSignature> inRange(BigInteger r, BigInteger s) {
        return Secp256k1.isScalar(r) && Secp256k1.isScalar(s)
                ? Optional.of(new EcdsaSignature(r, s))
                : Optional.empty();
    }

    /** Returns r and s, 32 bytes each (IEEE P1363). */
    byte[] bytes() {
        byte[] bytes = new byte[2 * Hash32.SIZE];
        BigIntegers.asUnsignedByteArray(r, bytes, 0, Hash32.SIZE);
        BigIntegers.asUnsignedByteArray(s, bytes, Hash32.SIZE, Hash32.SIZE);
        return bytes;
    }

    /** Returns whether s is at most n/2, as Ethereum and Bitcoin demand. */
    boolean isLowS() {
        return s.compareTo(Secp256k1.HALF_N) <= 0;
    }

    /** Returns the signature with s at most n/2, which is as valid for the same key and digest. */
    EcdsaSignature withLowS() {
        return isLowS() ? this : new EcdsaSignature(r, Secp256k1.N.subtract(s));
    }
}
