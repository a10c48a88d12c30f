package io.lianbo.core.chain;

import java.math.BigInteger;

/** The range of an amount of wei. */
final class Amounts {
    private static final int BITS = 256;

    private Amounts() {}

    static void requireWei(BigInteger wei) {
        if (wei.signum() < 0 || wei.bitLength() > BITS) {
            throw new IllegalArgumentException("value must be 0 to 2^256 - 1 wei: " + wei);
        }
    }
}
