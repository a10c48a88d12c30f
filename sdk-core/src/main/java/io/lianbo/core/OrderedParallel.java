package io.lianbo.core;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Maps a stream on all cores into a sequential one of the same order, of which a thousand elements at a time are in memory. A parallel
 * stream would do, were it not that it gives up the order for {@code forEach} and needs the caller to know that, and that it takes ever
 * larger pieces of a stream whose size it does not know.
 */
public final class OrderedParallel {

    /** Enough to keep every core busy between two chunks, little enough to hold. */
    private static final int CHUNK = 1024;

    private OrderedParallel() {}

    /**
     * Maps a stream.
     *
     * @param source what to map; it is read as the result is
     * @param function may be called by several threads at once
     */
    public static <T, R> Stream<R> map(Stream<T> source, Function<? super T, ? extends R> function) {
        Spliterator<T> rest = source.sequential().spliterator();
        long size = rest.getExactSizeIfKnown();
        int characteristics = Spliterator.ORDERED | Spliterator.NONNULL;
        Spliterator<R> mapped =
                new Spliterators.AbstractSpliterator<>(size < 0 ? Long.MAX_VALUE : size, characteristics) {
                    private Iterator<? extends R> chunk = List.<R>of().iterator();

                    @Override
                    public boolean tryAdvance(Consumer<? super R> action) {
                        if (!chunk.hasNext()) {
                            chunk = nextChunk(rest).parallelStream()
                                    .map(function)
                                    .toList()
                                    .iterator();
                        }
                        boolean found = chunk.hasNext();
                        if (found) {
                            action.accept(chunk.next());
                        }
                        return found;
                    }
                };
        return StreamSupport.stream(mapped, false).onClose(source::close);
    }

    private static <T> List<T> nextChunk(Spliterator<T> rest) {
        List<T> chunk = new ArrayList<>();
        boolean more = true;
        while (more && chunk.size() < CHUNK) {
            more = rest.tryAdvance(chunk::add);
        }
        return chunk;
    }
}
