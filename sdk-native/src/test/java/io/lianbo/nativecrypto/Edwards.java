package io.lianbo.nativecrypto;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.function.UnaryOperator;
import org.bouncycastle.util.BigIntegers;

/**
 * Signatures by Ed25519 (RFC 8032) with a point of small order in R. No library makes them, they verify under some of the
 * equations that implementations use and not under others, and whoever holds a key can make one.
 */
final class Edwards {
    /** The order of the base point. */
    static final BigInteger L = BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));

    private static final BigInteger P = BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));
    private static final BigInteger D = BigInteger.valueOf(-121665)
            .multiply(BigInteger.valueOf(121666).modInverse(P))
            .mod(P);
    private static final BigInteger ROOT_OF_MINUS_ONE =
            BigInteger.TWO.modPow(P.subtract(BigInteger.ONE).shiftRight(2), P);
    private static final Point IDENTITY = new Point(BigInteger.ZERO, BigInteger.ONE);
    private static final Point BASE = decode("5866666666666666666666666666666666666666666666666666666666666666");

    /** Of order 8: its multiples are all points of small order. */
    private static final Point TORSION = decode("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05");

    private record Point(BigInteger x, BigInteger y) {
        Point plus(Point other) {
            BigInteger xy = x.multiply(other.y);
            BigInteger yx = y.multiply(other.x);
            BigInteger product = D.multiply(xy).multiply(yx).mod(P);
            return new Point(
                    xy.add(yx)
                            .multiply(BigInteger.ONE.add(product).modInverse(P))
                            .mod(P),
                    y.multiply(other.y)
                            .add(x.multiply(other.x))
                            .multiply(BigInteger.ONE.subtract(product).modInverse(P))
                            .mod(P));
        }

        Point times(BigInteger factor) {
            Point sum = IDENTITY;
            for (int bit = factor.bitLength() - 1; bit >= 0; bit--) {
                sum = sum.plus(sum);
                if (factor.testBit(bit)) {
                    sum = sum.plus(this);
                }
            }
            return sum;
        }

        byte[] encoded() {
            return littleEndian(x.testBit(0) ? y.setBit(255) : y);
        }
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Signed(byte[] key, byte[] signature) {}

    private Edwards() {}

    private static Point decode(String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        BigInteger y = number(bytes).clearBit(255);
        BigInteger square = y.multiply(y);
        BigInteger ratio = square.subtract(BigInteger.ONE)
                .multiply(D.multiply(square).add(BigInteger.ONE).modInverse(P))
                .mod(P);
        BigInteger x = ratio.modPow(P.add(BigInteger.valueOf(3)).shiftRight(3), P);
        if (!x.multiply(x).subtract(ratio).mod(P).equals(BigInteger.ZERO)) {
            x = x.multiply(ROOT_OF_MINUS_ONE).mod(P);
        }
        return new Point(x.testBit(0) == number(bytes).testBit(255) ? x : P.subtract(x), y);
    }

    /**
     * Signs with a secret scalar and a nonce, as RFC 8032 does once it has them.
     *
     * @param inR how many times the point of order 8 is added to R
     */
    static Signed sign(BigInteger secret, BigInteger nonce, int inR, byte[] message) {
        BigInteger a = secret.mod(L).max(BigInteger.ONE);
        byte[] key = BASE.times(a).encoded();
        byte[] r = BASE.times(nonce.mod(L))
                .plus(TORSION.times(BigInteger.valueOf(inR)))
                .encoded();
        BigInteger k = number(sha512(r, key, message)).mod(L);
        byte[] s = littleEndian(nonce.add(k.multiply(a)).mod(L));
        byte[] signature = Arrays.copyOf(r, 64);
        System.arraycopy(s, 0, signature, 32, 32);
        return new Signed(key, signature);
    }

    /** The signature with another S. */
    static byte[] withS(byte[] signature, UnaryOperator<BigInteger> change) {
        BigInteger s = number(Arrays.copyOfRange(signature, 32, 64));
        byte[] changed = Arrays.copyOf(signature, 64);
        System.arraycopy(littleEndian(change.apply(s)), 0, changed, 32, 32);
        return changed;
    }

    private static byte[] sha512(byte[]... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-512");
            for (byte[] part : parts) {
                digest.update(part);
            }
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform must have SHA-512", e);
        }
    }

    private static BigInteger number(byte[] littleEndian) {
        return new BigInteger(1, reversed(littleEndian));
    }

    private static byte[] littleEndian(BigInteger number) {
        return reversed(BigIntegers.asUnsignedByteArray(32, number));
    }

    private static byte[] reversed(byte[] bytes) {
        byte[] reversed = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            reversed[i] = bytes[bytes.length - 1 - i];
        }
        return reversed;
    }
}
