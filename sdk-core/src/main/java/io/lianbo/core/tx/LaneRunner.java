package io.lianbo.core.tx;

import io.lianbo.core.Address;
import io.lianbo.core.LianboException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The thread of a lane: ticks as long as something moves, waits where nothing does, and longer after failures. */
final class LaneRunner {
    private static final Logger LOG = LoggerFactory.getLogger(LaneRunner.class);
    private static final Duration LONGEST_BACK_OFF = Duration.ofSeconds(10);
    private static final Duration FIRST_BACK_OFF = Duration.ofMillis(50);

    private final Lane lane;
    private final Thread thread;
    private final Semaphore signal = new Semaphore(0);
    private final ConcurrentLinkedQueue<CompletableFuture<Boolean>> reloads = new ConcurrentLinkedQueue<>();
    private volatile boolean stopping;
    private volatile @Nullable String lastFailure;

    LaneRunner(Lane lane) {
        this.lane = lane;
        // A database driver may block in native code, which would hold the carrier of a virtual thread.
        this.thread = Thread.ofPlatform()
                .daemon()
                .name("lianbo-lane-" + lane.account())
                .unstarted(this::run);
    }

    Address account() {
        return lane.account();
    }

    Optional<String> lastFailure() {
        return Optional.ofNullable(lastFailure);
    }

    void start() {
        thread.start();
    }

    void wake() {
        signal.release();
    }

    /** Completes when the lane was compared with journal and chain once more: with true, or with false where another client has it. */
    CompletableFuture<Boolean> reload() {
        CompletableFuture<Boolean> done = new CompletableFuture<>();
        reloads.add(done);
        wake();
        return done;
    }

    void stop() {
        stopping = true;
        wake();
    }

    void join() {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        int failures = 0;
        while (!stopping) {
            boolean moved = false;
            try {
                moved = tick();
                failures = 0;
                lastFailure = null;
            } catch (LianboException e) {
                failures++;
                lastFailure = e.code() + ": " + e.getMessage();
                LOG.warn("{} waits, at failure {}: {}", account(), failures, e.getMessage());
            } catch (RuntimeException e) {
                failures++;
                lastFailure = e.toString();
                LOG.error("{} waits, at failure {}", account(), failures, e);
            }
            if (!moved) {
                pause(failures == 0 ? lane.pause() : backOff(failures));
            }
        }
        try {
            lane.close();
        } catch (RuntimeException e) {
            LOG.warn("{} is given back when its lease ends: {}", account(), e.getMessage());
        }
    }

    private boolean tick() {
        int asked = reloads.size();
        if (asked > 0) {
            lane.reload();
        }
        boolean moved = lane.tick();
        for (int i = 0; i < asked; i++) {
            CompletableFuture<Boolean> done = reloads.poll();
            if (done != null) {
                done.complete(lane.isLoaded());
            }
        }
        return moved;
    }

    private static Duration backOff(int failures) {
        Duration pause = FIRST_BACK_OFF.multipliedBy(1L << Math.min(failures - 1, 16));
        return pause.compareTo(LONGEST_BACK_OFF) < 0 ? pause : LONGEST_BACK_OFF;
    }

    private void pause(Duration atMost) {
        try {
            if (signal.tryAcquire(atMost.toNanos(), TimeUnit.NANOSECONDS)) {
                signal.drainPermits();
            }
        } catch (InterruptedException e) {
            stopping = true;
        }
    }
}
