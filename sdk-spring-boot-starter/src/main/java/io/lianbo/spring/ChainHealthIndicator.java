package io.lianbo.spring;

import io.lianbo.core.LianboException;
import io.lianbo.core.chain.Chain;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * Whether a node answers, serves the chain that is configured, and how old its latest block is. Of a failure it tells the code; URLs may hold keys, so
 * that what the node's client says about them is not shown.
 */
final class ChainHealthIndicator extends AbstractHealthIndicator {
    private final Supplier<Chain> chain;
    private final InstantSource clock;
    private final @Nullable Duration maxBlockAge;

    ChainHealthIndicator(Supplier<Chain> chain, InstantSource clock, @Nullable Duration maxBlockAge) {
        this.chain = chain;
        this.clock = clock;
        this.maxBlockAge = maxBlockAge;
    }

    @Override
    protected void doHealthCheck(Health.Builder health) {
        try {
            Chain connected = chain.get();
            health.withDetail("chainId", connected.id().value());
            long number = connected.blockNumber();
            Instant timestamp = connected.timestamp();
            Duration age = Duration.between(timestamp, clock.instant());
            health.withDetail("block", number).withDetail("blockAge", age.toSeconds() + "s");
            if (maxBlockAge != null && age.compareTo(maxBlockAge) > 0) {
                health.outOfService().withDetail("maxBlockAge", maxBlockAge.toSeconds() + "s");
            } else {
                health.up();
            }
        } catch (RuntimeException e) {
            health.down().withDetail("problem", codeOf(e));
        }
    }

    /** What lies behind the exceptions of the container. */
    private static String codeOf(RuntimeException failure) {
        for (Throwable e = failure; e != null; e = e.getCause()) {
            if (e instanceof LianboException ours) {
                return ours.code().name();
            }
        }
        return failure.getClass().getSimpleName();
    }
}
