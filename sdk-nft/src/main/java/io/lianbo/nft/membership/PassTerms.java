package io.lianbo.nft.membership;

import java.math.BigInteger;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * What a pass is worth: its tier, and until when.
 *
 * @param tier 1 to 255, the higher the better
 * @param expiresAt the first second in which the pass does not count, by the chain's clock, a whole second from 1970 to the year 36812; empty
 *     for a pass without end
 */
public record PassTerms(int tier, Optional<Instant> expiresAt) {

    /**
     * Checks both values.
     *
     * @throws IllegalArgumentException if one is out of range
     */
    public PassTerms {
        Checks.requireTier(tier);
        expiresAt.ifPresent(end -> {
            if (end.getNano() != 0 || end.getEpochSecond() < 1 || end.getEpochSecond() > Checks.MAX_SECONDS) {
                throw new IllegalArgumentException("expiresAt must be 1 to 2^40-1 whole seconds from 1970: " + end);
            }
        });
    }

    /** Returns the terms that end at a moment, whose part below a second is dropped. */
    public static PassTerms until(int tier, Instant expiresAt) {
        return new PassTerms(tier, Optional.of(expiresAt.truncatedTo(ChronoUnit.SECONDS)));
    }

    /** Returns the terms without end. */
    public static PassTerms forGood(int tier) {
        return new PassTerms(tier, Optional.empty());
    }

    /** Returns whether a pass of these terms counts at a moment. */
    public boolean countsAt(Instant moment) {
        return expiresAt.map(moment::isBefore).orElse(true);
    }

    long expirySeconds() {
        return expiresAt.map(Instant::getEpochSecond).orElse(0L);
    }

    /** What the contract says of a pass; tier zero is none. */
    static Optional<PassTerms> of(BigInteger tier, BigInteger expiry) {
        if (tier.signum() == 0) {
            return Optional.empty();
        }
        Optional<Instant> end = Optional.of(expiry)
                .filter(some -> some.signum() != 0)
                .map(some -> Instant.ofEpochSecond(some.longValueExact()));
        return Optional.of(new PassTerms(tier.intValueExact(), end));
    }
}
