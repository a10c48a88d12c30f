package io.lianbo.provenance.internal;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Remembers what was read from a few short texts that come again and again. By the whole text, so that none passes for another; of two
 * whose places coincide the later stays. Belongs to one thread at a time.
 *
 * @param <T> what is read, immutable and of the text alone
 */
public final class TextMemo<T> {

    private static final int BITS = 6;
    private static final int LONGEST = 128;

    private record Entry<T>(Chunk text, T value) {}

    private final @Nullable Entry<T>[] entries = entries();
    private final Function<String, T> reading;

    /**
     * An empty one.
     *
     * @param reading how a text is read that is not remembered
     */
    public TextMemo(Function<String, T> reading) {
        this.reading = reading;
    }

    /**
     * What stands in {@code text} from {@code from} up to {@code to}.
     *
     * @throws RuntimeException that reading it throws
     */
    public T read(byte[] text, int from, int to) {
        long head = Words.head(text, from, to);
        long tail = to - from > Long.BYTES ? Words.get(text, to - Long.BYTES) : head;
        int place = Words.hash(head, tail, BITS);
        Entry<T> entry = entries[place];
        if (entry != null && entry.text().matches(text, from, to)) {
            return entry.value();
        }
        Chunk chunk = Chunk.copyOf(text, from, to);
        T value = reading.apply(chunk.toString());
        if (to - from <= LONGEST) {
            entries[place] = new Entry<>(chunk, value);
        }
        return value;
    }

    @SuppressWarnings("unchecked") // nothing but what read() puts there
    private static <T> @Nullable Entry<T>[] entries() {
        return (Entry<T>[]) new Entry<?>[1 << BITS];
    }
}
