package io.lianbo.core.internal;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Time as waiting needs it: a clock that never runs backwards, and a pause that closing ends. */
public interface Pace {
    long nanoTime();

    /** Waits; true when the connection was closed, before or meanwhile. */
    boolean pause(Duration duration) throws InterruptedException;

    /** The system's time, until {@code closed} is counted down. */
    static Pace until(CountDownLatch closed) {
        return new Pace() {
            @Override
            public long nanoTime() {
                return System.nanoTime();
            }

            @Override
            public boolean pause(Duration duration) throws InterruptedException {
                return closed.await(duration.toNanos(), TimeUnit.NANOSECONDS);
            }
        };
    }
}
