package io.lianbo.nft.membership;

import io.lianbo.core.Address;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What several values of this package are held to, and how the contract writes what may be missing. */
final class Checks {

    static final int MAX_TIER = 255;
    static final long MAX_UINT32 = 0xffff_ffffL;

    /** The contract counts expiries in 40 bits. */
    static final long MAX_SECONDS = (1L << 40) - 1;

    static final BigInteger MAX_UINT256 = BigInteger.TWO.pow(256).subtract(BigInteger.ONE);

    private Checks() {}

    static int requireTier(int tier) {
        if (tier < 1 || tier > MAX_TIER) {
            throw new IllegalArgumentException("tier must be 1 to " + MAX_TIER + ": " + tier);
        }
        return tier;
    }

    static Address requireSomebody(String what, Address address) {
        if (address.isZero()) {
            throw new IllegalArgumentException(what + " must not be the zero address");
        }
        return address;
    }

    static void requirePrice(BigInteger price) {
        if (price.signum() < 0 || price.compareTo(MAX_UINT256) > 0) {
            throw new IllegalArgumentException("price must be 0 to 2^256-1: " + price);
        }
    }

    static void requireDuration(Optional<Duration> duration) {
        duration.ifPresent(time -> {
            if (time.getNano() != 0 || time.getSeconds() < 1 || time.getSeconds() > MAX_SECONDS) {
                throw new IllegalArgumentException("duration must be 1 to 2^40-1 whole seconds: " + time);
            }
        });
    }

    static void requireWholeSecond(String what, Instant time) {
        if (time.getNano() != 0 || time.getEpochSecond() < 0) {
            throw new IllegalArgumentException(what + " must be a whole second from 1970 on: " + time);
        }
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
