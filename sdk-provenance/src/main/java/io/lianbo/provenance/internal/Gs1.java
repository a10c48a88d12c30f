package io.lianbo.provenance.internal;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Check digits and the percent-encoding of values, as the GS1 General Specifications and GS1 Digital Link define them. */
public final class Gs1 {

    /** The domain of canonical GS1 Digital Link URIs. */
    public static final String CANONICAL_DOMAIN = "https://id.gs1.org";

    private static final String MARKS = "!\"%&'()*+,-./:;<=>?_";
    private static final String UNESCAPED_MARKS = "-._';=";
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private static final int IN_CHARSET_82 = 1;
    private static final int UNESCAPED = 2;
    private static final byte[] CLASSES = classes();

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

    /** As {@link #checkDigit(String)}, of digits from {@code from} up to {@code to}. */
    static int checkDigit(byte[] digits, int from, int to) {
        int sum = 0;
        int weight = 3;
        for (int i = to - 1; i >= from; i--) {
            sum += weight * (digits[i] - '0');
            weight = 4 - weight;
        }
        return '0' + (10 - sum % 10) % 10;
    }

    static boolean isDigits(byte[] text, int from, int to) {
        return Words.areDigits(text, from, to);
    }

    static boolean isCharset82(byte[] text, int from, int to, int min, int max) {
        if (to - from < min || to - from > max) {
            return false;
        }
        for (int i = from; i < to; i++) {
            if (text[i] < 0 || (CLASSES[text[i]] & IN_CHARSET_82) == 0) {
                return false;
            }
        }
        return true;
    }

    /**
     * Decodes a value of 1 to {@code longest} characters of set 82 and writes it as it stands in a canonical link; says false, having
     * written some of it, where it is no such value.
     */
    static boolean appendDecoded(byte[] in, int from, int to, int longest, ByteSink out) {
        out.reserve(3 * (to - from));
        int count = 0;
        for (int i = from; i < to; i++) {
            int c = in[i];
            if (c == '%') {
                c = i + 2 < to ? hex(in, i + 1) : -1;
                i += 2;
            }
            if (c < 0 || c > 0x7e || (CLASSES[c] & IN_CHARSET_82) == 0) {
                return false;
            }
            encode(c, out);
            count++;
        }
        return count >= 1 && count <= longest;
    }

    /** The value that a path segment stands for, or null where its percent-encoding is broken or hides other than ASCII. */
    static byte @Nullable [] percentDecoded(byte[] in, int from, int to) {
        return percentDecode(new String(in, from, to - from, StandardCharsets.ISO_8859_1))
                .map(text -> text.getBytes(StandardCharsets.US_ASCII))
                .orElse(null);
    }

    /** Writes ASCII as it stands in a canonical link. */
    static void appendEncoded(byte[] in, int from, int to, ByteSink out) {
        out.reserve(3 * (to - from));
        for (int i = from; i < to; i++) {
            encode(in[i], out);
        }
    }

    private static void encode(int c, ByteSink out) {
        if ((CLASSES[c] & UNESCAPED) != 0) {
            out.bytes[out.length++] = (byte) c;
        } else {
            out.bytes[out.length++] = '%';
            out.bytes[out.length++] = (byte) HEX.toHighHexDigit(c);
            out.bytes[out.length++] = (byte) HEX.toLowHexDigit(c);
        }
    }

    private static int hex(byte[] in, int at) {
        return HexFormat.isHexDigit(in[at]) && HexFormat.isHexDigit(in[at + 1])
                ? HexFormat.fromHexDigit(in[at]) << 4 | HexFormat.fromHexDigit(in[at + 1])
                : -1;
    }

    private static byte[] classes() {
        byte[] classes = new byte[128];
        for (char c = 0; c < 128; c++) {
            classes[c] = (byte) ((isCharset82(String.valueOf(c), 1, 1) ? IN_CHARSET_82 : 0)
                    | (isAlphanumeric(c) || UNESCAPED_MARKS.indexOf(c) >= 0 ? UNESCAPED : 0));
        }
        return classes;
    }

    private static boolean isAlphanumeric(int c) {
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    }
}
