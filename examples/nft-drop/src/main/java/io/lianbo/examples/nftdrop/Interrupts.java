package io.lianbo.examples.nftdrop;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Ends work in order when the process is asked to end, as by Ctrl-C: the thread at work is interrupted, and the process waits until the program has said how far
 * it came, or for ten seconds. Where nothing is at work, a password prompt for instance, it ends at once.
 */
final class Interrupts {
    private static final int PATIENCE_SECONDS = 10;

    private final CountDownLatch finished = new CountDownLatch(1);

    // guarded by this
    private @Nullable Thread worker;
    private boolean happened;

    /** From now on an interrupt is the business of this thread. */
    synchronized void arm(Thread thread) {
        worker = thread;
    }

    /** Whether the process was asked to end while a thread was at work. */
    synchronized boolean happened() {
        return happened;
    }

    /** What the JVM runs when it is asked to end. */
    void handle() {
        synchronized (this) {
            if (worker == null) {
                return;
            }
            happened = true;
            worker.interrupt();
        }
        try {
            finished.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The program has said all it has to say. */
    void finished() {
        finished.countDown();
    }
}
