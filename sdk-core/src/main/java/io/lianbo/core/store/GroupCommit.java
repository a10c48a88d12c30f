package io.lianbo.core.store;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/**
 * Lets callers who come at once share one commit: while one batch is being written, the next gathers, and whoever gets the lock
 * first writes it for all. A durable commit takes milliseconds, whether of one row or of a thousand.
 *
 * {@snippet class="io.lianbo.core.store.GroupCommitTest" region="group"}
 *
 * @param <T> what one caller wants written
 * @param <R> what comes of it
 */
public final class GroupCommit<T, R> {
    private static final int MOST = 1_000;

    private final Function<List<T>, List<R>> write;
    private final ConcurrentLinkedQueue<Waiting<T, R>> queue = new ConcurrentLinkedQueue<>();
    private final ReentrantLock writing = new ReentrantLock();

    private record Waiting<T, R>(T item, CompletableFuture<R> result) {}

    /**
     * A group of callers.
     *
     * @param write writes a batch of at most 1,000, all of it or nothing, and gives a result each, in order; where it throws, it is called again for each
     *     item alone, so that one bad item fails no other
     */
    public GroupCommit(Function<List<T>, List<R>> write) {
        this.write = write;
    }

    /** Returns when the item is written; throws what writing it threw. */
    public R write(T item) {
        CompletableFuture<R> result = new CompletableFuture<>();
        queue.add(new Waiting<>(item, result));
        writing.lock();
        try {
            while (!result.isDone()) {
                writeBatch();
            }
        } finally {
            writing.unlock();
        }
        try {
            return result.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }

    private void writeBatch() {
        List<Waiting<T, R>> batch = new ArrayList<>();
        for (Waiting<T, R> next = queue.poll(); next != null; next = batch.size() < MOST ? queue.poll() : null) {
            batch.add(next);
        }
        try {
            List<R> results = write.apply(batch.stream().map(Waiting::item).toList());
            for (int i = 0; i < batch.size(); i++) {
                batch.get(i).result().complete(results.get(i));
            }
        } catch (RuntimeException failed) {
            if (batch.size() == 1) {
                batch.getFirst().result().completeExceptionally(failed);
            } else {
                batch.forEach(this::writeAlone); // one bad item must not fail its neighbours
            }
        }
    }

    private void writeAlone(Waiting<T, R> waiting) {
        try {
            waiting.result().complete(write.apply(List.of(waiting.item())).getFirst());
        } catch (RuntimeException e) {
            waiting.result().completeExceptionally(e);
        }
    }
}
