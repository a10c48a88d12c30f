package io.lianbo.nft.blindbox;

import io.lianbo.core.Address;
import io.lianbo.core.Hash32;
import java.math.BigInteger;

/** Numbers and addresses as the words of 32 bytes that contracts hash, and the ranges that they lie in. */
final class Words {
    static final BigInteger MAX_UINT96 = BigInteger.TWO.pow(96).subtract(BigInteger.ONE);
    static final long MAX_UINT40 = (1L << 40) - 1;

    private Words() {}

    static byte[] of(Address address) {
        byte[] word = new byte[Hash32.SIZE];
        System.arraycopy(address.bytes(), 0, word, Hash32.SIZE - Address.SIZE, Address.SIZE);
        return word;
    }

    /** Of a number from 0. */
    static byte[] of(long number) {
        byte[] word = new byte[Hash32.SIZE];
        for (int i = 0; i < Long.BYTES; i++) {
            word[Hash32.SIZE - 1 - i] = (byte) (number >>> (8 * i));
        }
        return word;
    }

    /** Of a number from 0 to 2^256 - 1. */
    static byte[] of(BigInteger number) {
        byte[] bytes = number.toByteArray();
        byte[] word = new byte[Hash32.SIZE];
        int length = Math.min(bytes.length, Hash32.SIZE);
        System.arraycopy(bytes, bytes.length - length, word, Hash32.SIZE - length, length);
        return word;
    }

    static long requireRange(String what, long number, long min, long max) {
        if (number < min || number > max) {
            throw new IllegalArgumentException(what + " must be " + min + " to " + max + ": " + number);
        }
        return number;
    }

    static BigInteger requireRange(String what, BigInteger number, BigInteger max) {
        if (number.signum() < 0 || number.compareTo(max) > 0) {
            throw new IllegalArgumentException(what + " must be 0 to " + max + ": " + number);
        }
        return number;
    }

    static Hash32 requireHash(String what, Hash32 hash) {
        if (hash.equals(Hash32.ZERO)) {
            throw new IllegalArgumentException(what + " must not be zero");
        }
        return hash;
    }
}
