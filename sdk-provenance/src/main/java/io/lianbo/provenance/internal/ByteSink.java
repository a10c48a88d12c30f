package io.lianbo.provenance.internal;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Bytes that grow. Whoever writes in a hot path may use {@link #bytes} and {@link #length} directly, after {@link #reserve}.
 */
public final class ByteSink {

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
        if (count > bytes.length - length) {
            grow(count);
        }
    }

    /** Writes one byte. */
    public void write(int octet) {
        reserve(1);
        bytes[length++] = (byte) octet;
    }

    /** Writes all of {@code source}. */
    public void write(byte[] source) {
        write(source, 0, source.length);
    }

    /** Writes {@code source} from {@code from} up to {@code to}. */
    public void write(byte[] source, int from, int to) {
        int count = to - from;
        reserve(count);
        System.arraycopy(source, from, bytes, length, count);
        length += count;
    }

    /** Writes a text as UTF-8. */
    public void write(String text) {
        write(text.getBytes(StandardCharsets.UTF_8));
    }

    /** What was written from {@code from} on, as text. */
    public String text(int from) {
        return new String(bytes, from, length - from, StandardCharsets.UTF_8);
    }

    private void grow(int count) {
        if (count > most - length) {
            throw new IllegalArgumentException("what is hashed of an event must be at most " + most + " bytes");
        }
        bytes = Arrays.copyOf(bytes, Math.min(most, Math.max(2 * bytes.length, length + count)));
    }
}
