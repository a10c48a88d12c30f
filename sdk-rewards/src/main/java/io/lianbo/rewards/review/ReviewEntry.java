package io.lianbo.rewards.review;

import io.lianbo.core.Hash32;
import io.lianbo.rewards.internal.Words;
import java.time.Instant;
import java.util.Objects;

/** One entry of an item's log, to which entries are only ever added. */
public sealed interface ReviewEntry {

    /** The order that it is about. */
    Hash32 order();

    /** When the book took it, in milliseconds. */
    Instant bookedAt();

    /** What the log's tree holds of it. It commits to what was signed, not to the bytes of the signature, of which there may be several. */
    Hash32 hash();

    /**
     * A review, or an amendment of one.
     *
     * @param signed what was written
     * @param bookedAt when the book took it, in milliseconds
     */
    record Written(Review.Signed signed, Instant bookedAt) implements ReviewEntry {

        public Written {
            Objects.requireNonNull(signed, "signed");
            ReviewProof.requireMillis(bookedAt);
        }

        @Override
        public Hash32 order() {
            return signed.review().order();
        }

        @Override
        public Hash32 hash() {
            return Words.hash(1, Review.TYPE.hashStruct(signed.review()), bookedAt.toEpochMilli());
        }
    }

    /**
     * The order was refunded, so that its review counts no more.
     *
     * @param order which
     * @param bookedAt when the book was told, in milliseconds
     */
    record Refunded(Hash32 order, Instant bookedAt) implements ReviewEntry {

        public Refunded {
            Objects.requireNonNull(order, "order");
            ReviewProof.requireMillis(bookedAt);
        }

        @Override
        public Hash32 hash() {
            return Words.hash(2, order, bookedAt.toEpochMilli());
        }
    }
}
