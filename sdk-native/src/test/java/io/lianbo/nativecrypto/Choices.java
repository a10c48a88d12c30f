package io.lianbo.nativecrypto;

import java.math.BigInteger;

/** Decisions read from bytes, whoever made them: a fuzzer that watches where they lead, or a seeded generator. After the last byte all are zero. */
final class Choices {
    private static final BigInteger HALF = BigInteger.ONE.shiftLeft(255);
    private static final int LIMB = 52;

    private final byte[] bytes;
    private int next;

    @SuppressWarnings("ArrayIsStoredDirectly") // a test's own bytes
    Choices(byte[] bytes) {
        this.bytes = bytes;
    }

    /** A number from zero to 255. */
    int octet() {
        return next < bytes.length ? bytes[next++] & 0xff : 0;
    }

    int below(int bound) {
        return octet() % bound;
    }

    byte[] octets(int length) {
        byte[] octets = new byte[length];
        for (int i = 0; i < length; i++) {
            octets[i] = (byte) octet();
        }
        return octets;
    }

    /** A number of 256 bits, often where an implementation might err: around the moduli, their halves, powers of two, full and empty limbs. */
    BigInteger number(BigInteger... landmarks) {
        BigInteger number = switch (below(8)) {
            case 0 -> BigInteger.valueOf(octet());
            case 1 -> near(landmarks[below(landmarks.length)]);
            case 2 -> near(landmarks[below(landmarks.length)].shiftRight(1));
            case 3 -> near(BigInteger.ONE.shiftLeft(octet()));
            case 4 -> limbs();
            case 5 -> near(HALF.shiftLeft(1));
            default -> new BigInteger(1, octets(32));
        };
        return number.mod(HALF.shiftLeft(1));
    }

    /** From 1 to n - 1. */
    BigInteger scalar(BigInteger n, BigInteger... landmarks) {
        return number(landmarks).mod(n).max(BigInteger.ONE);
    }

    private BigInteger near(BigInteger landmark) {
        return landmark.add(BigInteger.valueOf(octet() - 128L));
    }

    /** Digits of 52 bits, each with all bits, none, the least or the greatest: what carries run through. */
    private BigInteger limbs() {
        BigInteger number = BigInteger.ZERO;
        for (int i = 0; i < 5; i++) {
            BigInteger limb = switch (below(4)) {
                case 0 -> BigInteger.ZERO;
                case 1 -> BigInteger.ONE;
                case 2 -> BigInteger.ONE.shiftLeft(LIMB - 1);
                default -> BigInteger.ONE.shiftLeft(LIMB).subtract(BigInteger.ONE);
            };
            number = number.shiftLeft(LIMB).or(limb);
        }
        return number;
    }
}
