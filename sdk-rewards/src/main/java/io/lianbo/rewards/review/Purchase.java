package io.lianbo.rewards.review;

import io.lianbo.core.Address;
import io.lianbo.core.Hash32;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;

/**
 * A purchase that the platform, or a follower of the chain, vouches for: who has made it may review it.
 *
 * @param order names it
 * @param buyer who bought
 * @param item what was bought
 * @param settledAt from when it counts as settled: released from escrow, or the return window over; cut to milliseconds
 */
public record Purchase(Hash32 order, Address buyer, Hash32 item, Instant settledAt) {

    public Purchase {
        Objects.requireNonNull(order, "order");
        Objects.requireNonNull(buyer, "buyer");
        Objects.requireNonNull(item, "item");
        settledAt = settledAt.truncatedTo(ChronoUnit.MILLIS);
    }
}
