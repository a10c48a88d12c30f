package io.lianbo.nft.internal;

import io.lianbo.core.Address;
import java.math.BigInteger;
import java.time.Instant;

/** What the values of this module are held to, in the same words; each throws {@link IllegalArgumentException} that says what was given. */
public final class Arguments {
    /** 2^256-1, the largest number of a contract. */
    public static final BigInteger MAX_UINT256 = BigInteger.TWO.pow(256).subtract(BigInteger.ONE);

    /** 2^32-1. */
    public static final long MAX_UINT32 = 0xffff_ffffL;

    private Arguments() {}

    /**
     * Holds a number to 0 to 2^256-1.
     *
     * @param what it is, for the message
     * @param value the number
     * @return the number
     */
    public static BigInteger requireUint256(String what, BigInteger value) {
        if (value.signum() < 0 || value.compareTo(MAX_UINT256) > 0) {
            throw new IllegalArgumentException(what + " must be 0 to 2^256-1: " + value);
        }
        return value;
    }

    /**
     * Holds an address to another than zero.
     *
     * @param what it is, for the message
     * @param address the address
     * @return the address
     */
    public static Address requireSomebody(String what, Address address) {
        if (address.isZero()) {
            throw new IllegalArgumentException(what + " must not be the zero address");
        }
        return address;
    }

    /**
     * Holds a time to whole seconds from 1970 on, as chains count.
     *
     * @param what it is, for the message
     * @param time the time
     */
    public static void requireWholeSecond(String what, Instant time) {
        if (time.getNano() != 0 || time.getEpochSecond() < 0) {
            throw new IllegalArgumentException(what + " must be a whole second from 1970 on: " + time);
        }
    }

    /**
     * Holds a text to more than blanks.
     *
     * @param what it is, for the message
     * @param text the text
     */
    public static void requireText(String what, String text) {
        if (text.isBlank()) {
            throw new IllegalArgumentException(what + " must not be blank");
        }
    }
}
