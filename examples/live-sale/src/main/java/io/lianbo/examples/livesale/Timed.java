package io.lianbo.examples.livesale;

import java.time.Duration;
import java.util.Locale;
import java.util.function.Supplier;

/** What something came to, and how long that took. */
record Timed<T>(T value, Duration took) {

    static <T> Timed<T> of(Supplier<T> work) {
        long start = System.nanoTime();
        T value = work.get();
        return new Timed<>(value, Duration.ofNanos(System.nanoTime() - start));
    }

    String text() {
        return text(took);
    }

    static String text(Duration took) {
        double micros = took.toNanos() / 1_000.0;
        return micros < 1_000
                ? String.format(Locale.ROOT, "%.0f us", micros)
                : String.format(Locale.ROOT, "%.1f ms", micros / 1_000);
    }
}
