package io.lianbo.core.chain;

import io.lianbo.core.internal.Pace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Time that passes only in pauses, and at once. */
public final class TestPace implements Pace {
    private final List<Duration> pauses = new ArrayList<>();
    private long now;
    private boolean closed;

    @Override
    public synchronized long nanoTime() {
        return now;
    }

    @Override
    public synchronized boolean pause(Duration duration) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        pauses.add(duration);
        now += duration.toNanos();
        return closed;
    }

    /** Lets time pass without a pause. */
    public synchronized void pass(Duration duration) {
        now += duration.toNanos();
    }

    public synchronized void close() {
        closed = true;
    }

    public synchronized List<Duration> pauses() {
        return List.copyOf(pauses);
    }
}
