package io.lianbo.provenance.internal;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;

/** Check digits and the percent-encoding of values, as the GS1 General Specifications and GS1 Digital Link define them. */
public final class Gs1 {

    /** The domain of canonical GS1 Digital Link URIs. */
    public static final String CANONICAL_DOMAIN = "https://id.gs1.org";

    private static final String MARKS = "!\"%&'()*+,-./:;<=>?_";
    private static final String UNESCAPED_MARKS = "-._';=";
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private Gs1() {}

    /** The modulo-10 digit that completes {@code digits} (General Specifications 7.9.1). */
    public static char checkDigit(String digits) {
        int sum = 0;
        int weight = 3;
        for (int i = digits.length() - 1; i >= 0; i--) {
            sum += weight * (digits.charAt(i) - '0');
            weight = 4 - weight;
        }
        return (char) ('0' + (10 - sum % 10) % 10);
    }

    /** Whether {@code text} consists of {@code length} ASCII digits. */
    public static boolean isDigits(String text, int length) {
        return text.length() == length && isDigits(text);
    }

    /** Whether {@code text} is empty or ASCII digits alone. */
    public static boolean isDigits(String text) {
        return text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    /** Whether {@code text} holds only characters of GS1's set 82, and {@code min} to {@code max} of them. */
    public static boolean isCharset82(String text, int min, int max) {
        return text.length() >= min
                && text.length() <= max
                && text.chars().allMatch(c -> isAlphanumeric(c) || MARKS.indexOf(c) >= 0);
    }

    /** The value as it stands in a canonical GS1 Digital Link URI. */
    public static String percentEncode(String value) {
        StringBuilder encoded = new StringBuilder(value.length() + 8);
        for (byte octet : value.getBytes(StandardCharsets.UTF_8)) {
            if (isAlphanumeric(octet) || UNESCAPED_MARKS.indexOf(octet) >= 0) {
                encoded.append((char) octet);
            } else {
                encoded.append('%').append(HEX.toHexDigits(octet));
            }
        }
        return encoded.toString();
    }

    /** The value that a path segment stands for, or empty where its percent-encoding is broken or hides other than ASCII. */
    public static Optional<String> percentDecode(String segment) {
        StringBuilder decoded = new StringBuilder(segment.length());
        for (int i = 0; i < segment.length(); i++) {
            char c = segment.charAt(i);
            if (c == '%') {
                if (i + 2 >= segment.length()
                        || !HexFormat.isHexDigit(segment.charAt(i + 1))
                        || !HexFormat.isHexDigit(segment.charAt(i + 2))) {
                    return Optional.empty();
                }
                c = (char) HexFormat.fromHexDigits(segment, i + 1, i + 3);
                i += 2;
            }
            if (c < 0x20 || c > 0x7e) {
                return Optional.empty();
            }
            decoded.append(c);
        }
        return Optional.of(decoded.toString());
    }

    private static boolean isAlphanumeric(int c) {
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    }
}
