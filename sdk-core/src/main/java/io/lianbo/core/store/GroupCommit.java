package io.lianbo.core.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

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
    private final Queue<Waiting<T, R>> queue = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean writing = new AtomicBoolean();

    /** What one caller waits for; its fields are written before {@code done} and read after it. */
    private static final class Waiting<T, R> {
        private final T item;
        private final Thread caller = Thread.currentThread();
        private @Nullable R result;
        private @Nullable RuntimeException failure;
        private @Nullable Error error;
        private volatile boolean done;

        Waiting(T item) {
            this.item = item;
        }
    }

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
        Waiting<T, R> mine = new Waiting<>(item);
        queue.add(mine);
        boolean interrupted = false;
        while (!mine.done) {
            if (writing.compareAndSet(false, true)) {
                writeBatch();
            } else {
                LockSupport.park(this);
                interrupted |= Thread.interrupted();
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (mine.failure != null) {
            throw mine.failure;
        }
        if (mine.error != null) {
            throw mine.error;
        }
        return Objects.requireNonNull(mine.result);
    }

    private void writeBatch() {
        List<Waiting<T, R>> batch = new ArrayList<>();
        try {
            for (Waiting<T, R> next = queue.poll(); next != null; next = batch.size() < MOST ? queue.poll() : null) {
                batch.add(next);
            }
            if (!batch.isEmpty()) {
                write(batch);
            }
        } finally {
            writing.set(false);
            // Whoever is first in the queue writes the next batch, while this thread wakes those whose items are
            // written.
            Waiting<T, R> next = queue.peek();
            if (next != null) {
                LockSupport.unpark(next.caller);
            }
            for (Waiting<T, R> written : batch) {
                written.done = true;
                LockSupport.unpark(written.caller);
            }
        }
    }

    private void write(List<Waiting<T, R>> batch) {
        try {
            List<R> results =
                    write.apply(batch.stream().map(waiting -> waiting.item).toList());
            for (int i = 0; i < batch.size(); i++) {
                batch.get(i).result = results.get(i);
            }
        } catch (RuntimeException failed) {
            if (batch.size() == 1) {
                batch.getFirst().failure = failed;
            } else {
                batch.forEach(waiting -> write(List.of(waiting))); // one bad item must not fail its neighbours
            }
        } catch (Error failed) { // nobody may wait for ever
            batch.forEach(waiting -> waiting.error = failed);
        }
    }
}
