package io.lianbo.core;

import java.util.HexFormat;

/**
 * Hex text the way Ethereum writes it: {@code 0x}, then two lower-case digits a byte.
 *
 * <p>Reading is strict: the {@code 0x} is required, the number of digits is even, and upper and lower case digits are the only
 * other characters. Error messages name what is wrong and where, and never repeat the text, which may be a secret.
 */
public final class Hex {

    private static final HexFormat LOWER = HexFormat.of();

    private Hex() {}

    /** Returns {@code bytes} as {@code 0x} and lower-case digits; no bytes give {@code "0x"}. */
    public static String encode(byte[] bytes) {
        return "0x" + LOWER.formatHex(bytes);
    }

    /**
     * Returns the bytes that {@code hex} stands for.
     *
     * @throws IllegalArgumentException if {@code hex} does not start with {@code 0x}, has an odd number of digits, or holds a
     *     character that is no hex digit
     */
    public static byte[] decode(String hex) {
        String problem = problemOf(hex);
        if (!problem.isEmpty()) {
            throw new IllegalArgumentException("hex text must be 0x and an even number of hex digits: " + problem);
        }
        return LOWER.parseHex(hex, 2, hex.length());
    }

    /** As {@link #decode(String)}, for a public value of a known size; the error names the value. */
    static byte[] decode(String what, String hex, int size) {
        String problem = problemOf(hex);
        if (problem.isEmpty() && hex.length() != 2 + 2 * size) {
            problem = (hex.length() - 2) + " digits";
        }
        if (!problem.isEmpty()) {
            throw new IllegalArgumentException(
                    what + " must be 0x and " + 2 * size + " hex digits: " + Quote.of(hex) + ", " + problem);
        }
        return LOWER.parseHex(hex, 2, hex.length());
    }

    private static String problemOf(String hex) {
        if (!hex.startsWith("0x")) {
            return "no 0x at its start";
        }
        for (int i = 2; i < hex.length(); i++) {
            if (!HexFormat.isHexDigit(hex.charAt(i))) {
                return "no hex digit at index " + i;
            }
        }
        return hex.length() % 2 == 0 ? "" : (hex.length() - 2) + " digits";
    }
}
