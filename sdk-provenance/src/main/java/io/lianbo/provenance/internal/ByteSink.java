package io.lianbo.provenance.internal;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Bytes that grow. Whoever writes in a hot path may use {@link #bytes} and {@link #length} directly, after {@link #reserve}.
 */
public final class ByteSink {

    /** Up to so many bytes are copied in words, which may write behind them. */
    static final int COPIED_IN_WORDS = 64;

    /** What was written, then what is reserved. */
    public byte[] bytes;

    /** How much was written. */
    public int length;

    private final int most;

    /**
     * An empty one.
     *
     * @param most how long it may become
     */
    public ByteSink(int capacity, int most) {
        this.bytes = new byte[capacity];
        this.most = most;
    }

    /**
     * Makes room for {@code count} bytes more.
     *
     * @throws IllegalArgumentException when that is more than it may hold
     */
    public void reserve(int count) {
        if (count > bytes.length - length - COPIED_IN_WORDS) {
            grow(count);
        }
    }

    /** Writes one byte. */
    public void write(int octet) {
        reserve(1);
        bytes[length++] = (byte) octet;
    }

    /** Writes a chunk. */
    public void write(Chunk chunk) {
        write(chunk.bytes, 0, chunk.length);
    }

    /** Writes {@code source} from {@code from} up to {@code to}. */
    public void write(byte[] source, int from, int to) {
        int count = to - from;
        reserve(count);
        if (count > COPIED_IN_WORDS || from + COPIED_IN_WORDS > source.length) {
            System.arraycopy(source, from, bytes, length, count);
        } else {
            Words.set(bytes, length, Words.get(source, from));
            Words.set(bytes, length + 8, Words.get(source, from + 8));
            if (count > 16) {
                Words.set(bytes, length + 16, Words.get(source, from + 16));
                Words.set(bytes, length + 24, Words.get(source, from + 24));
            }
            if (count > 32) {
                Words.set(bytes, length + 32, Words.get(source, from + 32));
                Words.set(bytes, length + 40, Words.get(source, from + 40));
                Words.set(bytes, length + 48, Words.get(source, from + 48));
                Words.set(bytes, length + 56, Words.get(source, from + 56));
            }
        }
        length += count;
    }

    /** Writes a text as UTF-8. */
    public void write(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        write(utf8, 0, utf8.length);
    }

    /** What was written from {@code from} on, as text. */
    public String text(int from) {
        return new String(bytes, from, length - from, StandardCharsets.UTF_8);
    }

    private void grow(int count) {
        if (count > most - length) {
            throw new IllegalArgumentException("what is hashed of an event must be at most " + most + " bytes");
        }
        bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + count + COPIED_IN_WORDS));
    }
}
