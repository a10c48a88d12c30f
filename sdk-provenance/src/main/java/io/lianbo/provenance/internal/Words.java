package io.lianbo.provenance.internal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Looks at eight bytes at a time. */
public final class Words {

    /** One in each byte. */
    public static final long ONES = 0x0101010101010101L;

    /** The top bit of each byte. */
    public static final long TOPS = 0x8080808080808080L;

    private static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private Words() {}

    /** The eight bytes at {@code at}, the first one lowest. */
    public static long get(byte[] in, int at) {
        return (long) WORD.get(in, at);
    }

    /** The first eight bytes from {@code from} up to {@code to}, or as many as there are. */
    public static long head(byte[] in, int from, int to) {
        int length = to - from;
        if (length >= Long.BYTES) {
            return get(in, from);
        }
        if (from + Long.BYTES <= in.length) {
            return get(in, from) & ((1L << (8 * length)) - 1);
        }
        long head = 0;
        for (int i = to - 1; i >= from; i--) {
            head = head << 8 | (in[i] & 0xff);
        }
        return head;
    }

    /** A number of {@code bits} bits that depends on what stands at the head and at the tail of a text. */
    public static int hash(long head, long tail, int bits) {
        return (int) (((head ^ Long.rotateLeft(tail, 29)) * 0x9e3779b97f4a7c15L) >>> (Long.SIZE - bits));
    }

    static void set(byte[] in, int at, long word) {
        WORD.set(in, at, word);
    }

    /** Sets the top bit of the first byte of {@code word} that is {@code wanted}, and perhaps of later ones. */
    public static long marks(long word, int wanted) {
        long zero = word ^ (ONES * wanted);
        return (zero - ONES) & ~zero & TOPS;
    }

    /** Where {@code wanted} comes first, or -1. */
    static int indexOf(byte[] in, int from, int to, char wanted) {
        int at = from;
        while (at < to && at + Long.BYTES <= in.length) {
            long marks = marks(get(in, at), wanted);
            if (marks != 0) {
                int found = at + (Long.numberOfTrailingZeros(marks) >>> 3);
                return found < to ? found : -1;
            }
            at += Long.BYTES;
        }
        for (; at < to; at++) {
            if (in[at] == wanted) {
                return at;
            }
        }
        return -1;
    }

    /** Whether {@code count} bytes of the one are those of the other; both have at least eight bytes up to their ends. */
    static boolean areEqual(byte[] one, int from, byte[] other, int otherFrom, int count) {
        int at = 0;
        for (; at + Long.BYTES <= count; at += Long.BYTES) {
            if (get(one, from + at) != get(other, otherFrom + at)) {
                return false;
            }
        }
        int last = count - Long.BYTES;
        return at == count || get(one, from + last) == get(other, otherFrom + last);
    }

    /** Whether there are digits from {@code from} up to {@code to} and nothing else. */
    static boolean areDigits(byte[] in, int from, int to) {
        int at = from;
        if (to - from >= Long.BYTES) {
            for (; at + Long.BYTES <= to; at += Long.BYTES) {
                if (!areDigits(get(in, at))) {
                    return false;
                }
            }
            return at == to || areDigits(get(in, to - Long.BYTES));
        }
        for (; at < to; at++) {
            if (in[at] < '0' || in[at] > '9') {
                return false;
            }
        }
        return true;
    }

    /**
     * Reads hex digits of either case.
     *
     * @param from where {@code 2 * count} digits start
     * @param octets where to put what they say
     * @param at the place in it of the first
     * @return whether they all are digits
     */
    public static boolean readHex(byte[] text, int from, byte[] octets, int at, int count) {
        long wrong = 0;
        int whole = count & -Long.BYTES;
        for (int i = 0; i < whole; i += Long.BYTES) {
            long first = get(text, from + 2 * i);
            long second = get(text, from + 2 * i + Long.BYTES);
            long ofFirst = nibbles(first);
            long ofSecond = nibbles(second);
            wrong |= faults(first, ofFirst) | faults(second, ofSecond);
            set(octets, at + i, packed(ofFirst) | packed(ofSecond) << Integer.SIZE);
        }
        for (int i = whole; i < count; i++) {
            int octet = digit(text[from + 2 * i]) << 4 | digit(text[from + 2 * i + 1]);
            octets[at + i] = (byte) octet;
            wrong |= octet & ~0xff;
        }
        return wrong == 0;
    }

    /** What eight hex digits say, each in its byte. */
    private static long nibbles(long digits) {
        return (digits & 0x0f0f0f0f0f0f0f0fL) + 9 * letters(digits);
    }

    /** One in the byte of each letter, if all are letters and digits. */
    private static long letters(long digits) {
        return (digits >>> 6) & ONES;
    }

    /** Something else than zero, unless those are hex digits that say these nibbles. */
    private static long faults(long digits, long nibbles) {
        long letters = letters(digits);
        long rows = (digits & (0xf0f0f0f0f0f0f0f0L - 0x20 * letters)) ^ (0x30 * ONES + 0x10 * letters);
        long overTen = ((nibbles + 6 * ONES) >>> 4 & ONES) ^ letters;
        return rows | overTen | (nibbles & 0xf0f0f0f0f0f0f0f0L);
    }

    /** Four octets of eight nibbles. */
    private static long packed(long nibbles) {
        long pairs = (nibbles << 4 | nibbles >>> 8) & 0x00ff00ff00ff00ffL;
        pairs = (pairs | pairs >>> 8) & 0x0000ffff0000ffffL;
        return (pairs | pairs >>> 16) & 0xffffffffL;
    }

    /** What a hex digit says, or something negative. */
    private static int digit(byte b) {
        return b >= '0' && b <= '9'
                ? b - '0'
                : b >= 'a' && b <= 'f' ? b - 'a' + 10 : b >= 'A' && b <= 'F' ? b - 'A' + 10 : -1;
    }

    private static boolean areDigits(long word) {
        return (word & 0xf0f0f0f0f0f0f0f0L) == 0x3030303030303030L
                && ((word + 0x0606060606060606L) & 0xf0f0f0f0f0f0f0f0L) == 0x3030303030303030L;
    }
}
