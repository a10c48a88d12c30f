package io.lianbo.core.tx;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Who waits in this process for which intent to be settled. */
final class Waiters {
    private final Map<String, List<Waiter>> waiting = new ConcurrentHashMap<>();

    /** One that waits; close it when it no longer does. */
    final class Waiter implements AutoCloseable {
        private final String key;
        private final CountDownLatch told = new CountDownLatch(1);
        private volatile @Nullable TxRecord settled;

        private Waiter(String key) {
            this.key = key;
        }

        /** The settled record, or empty when nobody told of it in this time. */
        Optional<TxRecord> get(Duration atMost) throws InterruptedException {
            return told.await(atMost.toNanos(), TimeUnit.NANOSECONDS) ? Optional.ofNullable(settled) : Optional.empty();
        }

        private void tell(TxRecord record) {
            settled = record;
            told.countDown();
        }

        @Override
        public void close() {
            waiting.computeIfPresent(key, (same, waiters) -> {
                waiters.remove(this);
                return waiters.isEmpty() ? null : waiters;
            });
        }
    }

    /** Begins to wait, so that nothing is missed from now on. */
    Waiter waitFor(String key) {
        Waiter waiter = new Waiter(key);
        waiting.compute(key, (same, waiters) -> {
            List<Waiter> all = waiters == null ? new CopyOnWriteArrayList<>() : waiters;
            all.add(waiter);
            return all;
        });
        return waiter;
    }

    void tell(TxRecord settled) {
        List<Waiter> waiters = waiting.get(settled.key());
        if (waiters != null) {
            waiters.forEach(waiter -> waiter.tell(settled));
        }
    }
}
