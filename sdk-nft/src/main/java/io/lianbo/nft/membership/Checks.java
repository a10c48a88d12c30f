package io.lianbo.nft.membership;

import java.math.BigInteger;
import java.time.Duration;
import java.util.Optional;

/** What several values of this package are held to, and how the contract writes what may be missing. */
final class Checks {

    static final int MAX_TIER = 255;

    /** The contract counts expiries in 40 bits. */
    static final long MAX_SECONDS = (1L << 40) - 1;

    private Checks() {}

    static int requireTier(int tier) {
        if (tier < 1 || tier > MAX_TIER) {
            throw new IllegalArgumentException("tier must be 1 to " + MAX_TIER + ": " + tier);
        }
        return tier;
    }

    static void requireDuration(Optional<Duration> duration) {
        duration.ifPresent(time -> {
            if (time.getNano() != 0 || time.getSeconds() < 1 || time.getSeconds() > MAX_SECONDS) {
                throw new IllegalArgumentException("duration must be 1 to 2^40-1 whole seconds: " + time);
            }
        });
    }

    /** For the contract, no duration is one without end. */
    static long seconds(Optional<Duration> duration) {
        return duration.map(Duration::getSeconds).orElse(0L);
    }

    static Optional<Duration> duration(BigInteger seconds) {
        return Optional.of(seconds)
                .filter(some -> some.signum() != 0)
                .map(some -> Duration.ofSeconds(some.longValueExact()));
    }
}
