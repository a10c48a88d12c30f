package io.lianbo.benchmarks;

import java.util.Arrays;
import java.util.Locale;

/** How long a run takes, and how much its figures can be relied on. */
enum Effort {
    /** Every row in some minutes: two JVMs for each method, since one alone may have compiled it luckily. */
    QUICK(2, 3, 2),
    /** As many samples as a confidence interval needs. */
    FULL(5, 5, 5);

    private final int forks;
    private final int warmups;
    private final int iterations;

    Effort(int forks, int warmups, int iterations) {
        this.forks = forks;
        this.warmups = warmups;
        this.iterations = iterations;
    }

    /**
     * The effort of this name.
     *
     * @throws IllegalArgumentException unless it is {@code quick} or {@code full}
     */
    static Effort named(String name) {
        return Arrays.stream(values())
                .filter(effort -> effort.name().toLowerCase(Locale.ROOT).equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("bench must be quick or full: " + name));
    }

    /** Fresh JVMs for each method. */
    int forks() {
        return forks;
    }

    /** Seconds in each JVM before anything counts. */
    int warmups() {
        return warmups;
    }

    /** Samples in each JVM, of a second each. */
    int iterations() {
        return iterations;
    }
}
