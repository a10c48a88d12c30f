package io.lianbo.provenance.internal;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Bytes that are written often, with so much behind them that {@link ByteSink} can copy them in words. */
public final class Chunk {

    final byte[] bytes;
    private final long head;
    private final long headMask;

    /** How many bytes it has. */
    public final int length;

    private Chunk(byte[] bytes) {
        this.length = bytes.length;
        this.bytes = Arrays.copyOf(bytes, Math.max(bytes.length, ByteSink.COPIED_IN_WORDS));
        this.head = Words.get(this.bytes, 0);
        this.headMask = length >= Long.BYTES ? -1 : (1L << (8 * length)) - 1;
    }

    /** A text as UTF-8. */
    public static Chunk of(String text) {
        return new Chunk(text.getBytes(StandardCharsets.UTF_8));
    }

    /** A copy of what stands in {@code text} from {@code from} up to {@code to}. */
    public static Chunk copyOf(byte[] text, int from, int to) {
        return new Chunk(Arrays.copyOfRange(text, from, to));
    }

    /** Whether it says what stands in {@code text} from {@code from} up to {@code to}. */
    public boolean matches(byte[] text, int from, int to) {
        return to - from == length && starts(text, from, to);
    }

    /** Whether what stands in {@code text} from {@code from} up to {@code to} starts with it. */
    public boolean starts(byte[] text, int from, int to) {
        if (to - from < length) {
            return false;
        }
        if (from + Long.BYTES > text.length) {
            return Arrays.equals(text, from, from + length, bytes, 0, length);
        }
        if ((Words.get(text, from) & headMask) != head) {
            return false;
        }
        return length <= Long.BYTES || Words.areEqual(text, from + Long.BYTES, bytes, Long.BYTES, length - Long.BYTES);
    }

    @Override
    public String toString() {
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }
}
