package io.lianbo.examples.livestore;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Has the till work as long as the store is open, and lets it end its step before the chain goes. */
@Component
class TillKeeper implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(TillKeeper.class);

    private final Till till;
    private final long everyMillis;
    private @Nullable ScheduledExecutorService thread;

    TillKeeper(Till till, StoreProperties properties) {
        this.till = till;
        this.everyMillis = properties.tillEvery().toMillis();
    }

    @Override
    public void start() {
        if (everyMillis > 0) {
            ScheduledExecutorService starting = Executors.newSingleThreadScheduledExecutor(
                    Thread.ofVirtual().name("till").factory());
            ScheduledFuture<?> unused =
                    starting.scheduleWithFixedDelay(this::work, everyMillis, everyMillis, TimeUnit.MILLISECONDS);
            thread = starting;
        }
    }

    private void work() {
        try {
            till.work();
        } catch (RuntimeException e) {
            LOG.error("The till failed", e); // and works on
        }
    }

    @Override
    public void stop() {
        ScheduledExecutorService stopping = thread;
        if (stopping != null) {
            stopping.close();
            thread = null;
        }
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }
}
