package io.lianbo.benchmarks;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;

/** How long a run takes, and how much its figures can be relied on. */
enum Effort {
    /** The main rows in some minutes: two JVMs for each method, since one alone may have compiled it luckily. */
    QUICK,
    /** All rows, each with as many samples as a confidence interval needs. */
    FULL;

    /**
     * How a method is measured.
     *
     * @param forks fresh JVMs
     * @param warmups stretches in each JVM before anything counts
     * @param iterations samples in each JVM
     * @param each how long a stretch or a sample is
     */
    record Pace(int forks, int warmups, int iterations, Duration each) {}

    /**
     * The effort of this name.
     *
     * @throws IllegalArgumentException unless it is {@code quick} or {@code full}
     */
    static Effort named(String name) {
        return Arrays.stream(values())
                .filter(effort -> effort.word().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("bench must be quick or full: " + name));
    }

    /** Its name, as it is given. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** For rows that stand alone. */
    Pace rows() {
        return switch (this) {
            case QUICK -> new Pace(2, 6, 2, Duration.ofMillis(500));
            case FULL -> new Pace(5, 5, 5, Duration.ofSeconds(1));
        };
    }

    /** For points of curves, whose neighbours say whether one is off. */
    Pace points() {
        return switch (this) {
            case QUICK -> new Pace(1, 5, 2, Duration.ofMillis(500));
            case FULL -> new Pace(3, 5, 5, Duration.ofSeconds(1));
        };
    }

    /** For rows of which one call takes a minute: a second one counts, after a first to warm up. */
    Pace slowRows() {
        return new Pace(1, 1, 1, Duration.ofSeconds(1));
    }

    /** For this row. */
    Pace of(Row row) {
        if (row.slow()) {
            return slowRows();
        }
        return row.size() == null ? rows() : points();
    }
}
