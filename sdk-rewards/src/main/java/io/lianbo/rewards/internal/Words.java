package io.lianbo.rewards.internal;

import io.lianbo.core.Address;
import io.lianbo.core.Hash32;
import io.lianbo.core.crypto.Keccak256;
import java.math.BigInteger;

/** Values as the words of 32 bytes that contracts hash. */
public final class Words {

    /** Bytes in a word. */
    public static final int SIZE = Hash32.SIZE;

    private Words() {}

    /**
     * Keccak-256 of the values, a word each.
     *
     * @param values {@link Hash32}, {@link Address}, and {@link Integer}, {@link Long} or {@link BigInteger} from 0
     */
    public static Hash32 hash(Object... values) {
        return Keccak256.hash(of(values));
    }

    /** The values, a word each. */
    public static byte[] of(Object... values) {
        byte[] words = new byte[values.length * SIZE];
        for (int i = 0; i < values.length; i++) {
            byte[] bytes = switch (values[i]) {
                case Hash32 hash -> hash.bytes();
                case Address address -> address.bytes();
                case Integer number -> BigInteger.valueOf(number).toByteArray();
                case Long number -> BigInteger.valueOf(number).toByteArray();
                case BigInteger number -> number.toByteArray();
                default ->
                    throw new IllegalArgumentException(
                            "no word is made of a " + values[i].getClass().getSimpleName());
            };
            int length = Math.min(bytes.length, SIZE); // 2^255 and above have a byte for the sign
            System.arraycopy(bytes, bytes.length - length, words, (i + 1) * SIZE - length, length);
        }
        return words;
    }
}
