package io.lianbo.spring;

import io.lianbo.core.chain.Chain;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gauges of the chain: {@code lianbo.chain.block}, the latest block's number, and {@code lianbo.chain.block.age}, how many seconds ago it was made. The node is asked at
 * most every five seconds, however often the gauges are read; where it does not answer they are no number.
 */
final class ChainMetrics implements MeterBinder {
    private static final Logger LOG = LoggerFactory.getLogger(ChainMetrics.class);
    private static final Duration AT_MOST_EVERY = Duration.ofSeconds(5);

    private final Supplier<Chain> chain;
    private final InstantSource clock;
    private @Nullable Head head;

    private record Head(
            Instant askedAt, double number, @Nullable Instant timestamp) {}

    ChainMetrics(Supplier<Chain> chain, InstantSource clock) {
        this.chain = chain;
        this.clock = clock;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder("lianbo.chain.block", this, ChainMetrics::number)
                .description("number of the latest block")
                .register(registry);
        Gauge.builder("lianbo.chain.block.age", this, ChainMetrics::age)
                .description("how long ago the latest block was made")
                .baseUnit("seconds")
                .register(registry);
    }

    private double number() {
        return head().number();
    }

    private double age() {
        Instant timestamp = head().timestamp();
        return timestamp == null
                ? Double.NaN
                : Duration.between(timestamp, clock.instant()).toMillis() / 1e3;
    }

    private synchronized Head head() {
        Instant now = clock.instant();
        Head last = head;
        if (last == null || !now.isBefore(last.askedAt().plus(AT_MOST_EVERY))) {
            last = ask(now);
            head = last;
        }
        return last;
    }

    private Head ask(Instant now) {
        try {
            Chain connected = chain.get();
            return new Head(now, connected.blockNumber(), connected.timestamp());
        } catch (RuntimeException e) {
            LOG.debug("The chain does not tell its latest block", e);
            return new Head(now, Double.NaN, null);
        }
    }
}
