package io.lianbo.did.internal;

import java.math.BigInteger;

/** Base58 in Bitcoin's alphabet, as multibase prefix {@code z} means it. */
public final class Base58 {
    private static final String ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    private static final BigInteger BASE = BigInteger.valueOf(58);

    private Base58() {}

    /**
     * {@return the text of these bytes}
     *
     * @param bytes what to encode; the work grows with the square of their number
     */
    public static String encode(byte[] bytes) {
        StringBuilder reversed = new StringBuilder();
        for (BigInteger rest = new BigInteger(1, bytes); rest.signum() > 0; ) {
            BigInteger[] division = rest.divideAndRemainder(BASE);
            reversed.append(ALPHABET.charAt(division[1].intValue()));
            rest = division[0];
        }
        for (int i = 0; i < bytes.length && bytes[i] == 0; i++) {
            reversed.append('1');
        }
        return reversed.reverse().toString();
    }

    /**
     * {@return the bytes that this text encodes}
     *
     * @param text without multibase prefix; the work grows with the square of its length, which the caller bounds
     * @throws IllegalArgumentException where the text holds another character
     */
    public static byte[] decode(String text) {
        BigInteger number = BigInteger.ZERO;
        for (int i = 0; i < text.length(); i++) {
            int digit = ALPHABET.indexOf(text.charAt(i));
            if (digit < 0) {
                throw new IllegalArgumentException(
                        "base58btc has no character '" + text.charAt(i) + "', at position " + i);
            }
            number = number.multiply(BASE).add(BigInteger.valueOf(digit));
        }
        int zeros = 0;
        while (zeros < text.length() && text.charAt(zeros) == '1') {
            zeros++;
        }
        byte[] signed = number.signum() == 0 ? new byte[0] : number.toByteArray();
        int skip = signed.length > 0 && signed[0] == 0 ? 1 : 0;
        byte[] bytes = new byte[zeros + signed.length - skip];
        System.arraycopy(signed, skip, bytes, zeros, signed.length - skip);
        return bytes;
    }
}
