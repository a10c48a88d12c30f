package io.lianbo.rewards.review;

import java.time.Instant;
import java.util.Optional;

/**
 * A review as it is shown now: its latest version.
 *
 * @param index the place of that version in the item's log, from 0
 * @param signed what was written
 * @param refundedAt when the order was refunded, since when the review does not count; empty where it counts
 * @param text what was written; empty where it was erased
 */
public record ShownReview(long index, Review.Signed signed, Optional<Instant> refundedAt, Optional<ReviewText> text) {

    /** Whether it is part of the item's {@link Rating}. */
    public boolean counts() {
        return refundedAt.isEmpty();
    }
}
