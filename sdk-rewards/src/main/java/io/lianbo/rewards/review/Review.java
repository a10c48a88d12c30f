package io.lianbo.rewards.review;

import io.lianbo.core.Address;
import io.lianbo.core.Hash32;
import io.lianbo.core.crypto.Signer;
import io.lianbo.core.typeddata.Eip712Domain;
import io.lianbo.core.typeddata.StructType;
import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;

/**
 * What a buyer says of what she bought, which she signs (EIP-712).
 *
 * {@snippet class="io.lianbo.rewards.review.ReviewsGuideTest" region="sign"}
 *
 * @param order which order; of an escrow {@link io.lianbo.rewards.escrow.EscrowOrder#id()}, else whatever the platform names it by. Published with the review, so let it say
 *     nothing: a number of the platform's own is to be hashed with a salt
 * @param item what was bought
 * @param author the buyer: a key or a contract
 * @param rating 1 to 5
 * @param textHash {@link ReviewText#hash()}
 * @param writtenAt when, in whole seconds
 * @param version 1, then counted up with each amendment
 */
public record Review(
        Hash32 order, Hash32 item, Address author, int rating, Hash32 textHash, Instant writtenAt, long version) {

    /** {@code Review(bytes32 order,bytes32 item,address author,uint8 rating,bytes32 textHash,uint64 writtenAt,uint32 version)}. */
    public static final StructType<Review> TYPE = StructType.<Review>named("Review")
            .bytes32("order", Review::order)
            .bytes32("item", Review::item)
            .address("author", Review::author)
            .uint8("rating", Review::rating)
            .bytes32("textHash", Review::textHash)
            .uint64("writtenAt", review -> review.writtenAt.getEpochSecond())
            .uint32("version", Review::version)
            .build();

    /** The most versions of a review. */
    public static final long MOST_VERSIONS = 1_000;

    public Review {
        Objects.requireNonNull(order, "order");
        Objects.requireNonNull(item, "item");
        Objects.requireNonNull(textHash, "textHash");
        if (author.isZero()) {
            throw new IllegalArgumentException("the author must not be the zero address");
        }
        if (rating < 1 || rating > Rating.MOST_STARS) {
            throw new IllegalArgumentException("rating must be 1 to " + Rating.MOST_STARS + ": " + rating);
        }
        if (writtenAt.getNano() != 0 || writtenAt.getEpochSecond() < 0) {
            throw new IllegalArgumentException("the time of a review must be whole seconds from 1970 on: " + writtenAt);
        }
        if (version < 1 || version > MOST_VERSIONS) {
            throw new IllegalArgumentException("version must be 1 to " + MOST_VERSIONS + ": " + version);
        }
    }

    /** The first review of an order. */
    public static Review of(Hash32 order, Hash32 item, Address author, int rating, ReviewText text, Instant writtenAt) {
        return new Review(order, item, author, rating, text.hash(), seconds(writtenAt), 1);
    }

    /** What takes its place; this one stays in the book's history. */
    public Review amended(int rating, ReviewText text, Instant writtenAt) {
        return new Review(order, item, author, rating, text.hash(), seconds(writtenAt), version + 1);
    }

    /**
     * Signs it for one book.
     *
     * @param book {@link ReviewAnchor#domain()}
     * @throws IllegalArgumentException when the signer is not the author
     */
    public Signed sign(Signer author, Eip712Domain book) {
        if (!author.address().equals(this.author)) {
            throw new IllegalArgumentException("the author " + this.author + " must sign, not " + author.address());
        }
        return new Signed(this, TYPE.sign(author, book, this).compact());
    }

    private static Instant seconds(Instant time) {
        return Instant.ofEpochSecond(time.getEpochSecond());
    }

    /** A review and what proves that its author wrote it. */
    public static final class Signed {

        /** As long as {@link io.lianbo.core.account.SignatureVerifier} takes them. */
        private static final int LONGEST = 1 << 15;

        private final Review review;
        private final byte[] signature;

        /**
         * A review and a signature from elsewhere; the book checks it.
         *
         * @param signature 65 or 64 bytes (EIP-2098) of the author's key, or what the author's contract takes for its signature (ERC-1271)
         * @throws IllegalArgumentException when the signature is longer than 32,768 bytes
         */
        public Signed(Review review, byte[] signature) {
            this.review = Objects.requireNonNull(review, "review");
            this.signature = signature.clone();
            if (signature.length > LONGEST) {
                throw new IllegalArgumentException(
                        "a signature must be at most " + LONGEST + " bytes: " + signature.length + " bytes");
            }
        }

        /** The review. */
        public Review review() {
            return review;
        }

        /** What proves it. */
        public byte[] signature() {
            return signature.clone();
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Signed that
                    && review.equals(that.review)
                    && Arrays.equals(signature, that.signature);
        }

        @Override
        public int hashCode() {
            return review.hashCode() * 31 + Arrays.hashCode(signature);
        }

        @Override
        public String toString() {
            return "signed " + review;
        }
    }
}
