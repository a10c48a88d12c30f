package io.lianbo.rewards.review;

import io.lianbo.core.Address;
import io.lianbo.core.Hash32;
import io.lianbo.core.Verdict;
import io.lianbo.core.Verdict.Reason;
import io.lianbo.core.account.SignatureVerifier;
import io.lianbo.core.chain.Chain;
import io.lianbo.core.crypto.Secp256k1;
import io.lianbo.core.crypto.Signature;
import io.lianbo.core.typeddata.Eip712Domain;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Checks reviews for somebody who does not believe the platform: who wrote them, that the anchored book holds them, and that nothing was left out or changed.
 *
 * {@snippet class="io.lianbo.rewards.review.ReviewsGuideTest" region="verify"}
 *
 * <p>It computes everything from what it is shown and the anchored root, which comes from the chain. It cannot see whether an order was a real one: that the platform
 * vouches for, or the chain where the order is of an escrow. Safe for use by many threads.
 */
public final class ReviewVerifier {

    /** What an account says that has code; any other refusal is of a key, and for ever. */
    private static final Set<String> OF_CONTRACTS = Set.of("CONTRACT_REFUSED", "WRAPPER_FAILED");

    private final Eip712Domain domain;
    private final @Nullable SignatureVerifier contracts;

    private ReviewVerifier(Eip712Domain domain, @Nullable SignatureVerifier contracts) {
        this.domain = Objects.requireNonNull(domain, "domain");
        this.contracts = contracts;
    }

    /**
     * The verifier of reviews by keys and by contracts (ERC-1271); it asks the chain only where no key signed.
     *
     * @param domain {@link ReviewAnchor#domain()}
     */
    public static ReviewVerifier on(Chain chain, Eip712Domain domain) {
        return new ReviewVerifier(domain, new SignatureVerifier(chain));
    }

    /** The verifier of reviews by keys, without a chain; reviews by contracts it cannot confirm. */
    public static ReviewVerifier offline(Eip712Domain domain) {
        return new ReviewVerifier(domain, null);
    }

    /**
     * What {@link #verifyAll} established.
     *
     * @param state the item's, with its rating
     * @param unconfirmed reviews whose authors are contracts that do not accept the signature now, or could not be asked. Contracts may change their minds; many of these are a
     *     reason to ask the platform
     */
    public record Reviewed(ItemState state, List<Review.Signed> unconfirmed) {

        public Reviewed {
            Objects.requireNonNull(state, "state");
            unconfirmed = List.copyOf(unconfirmed);
        }
    }

    /**
     * Checks who signed a review.
     *
     * @return the author; or refused with {@code WRONG_SIGNER}, or as {@link SignatureVerifier#verify} refuses
     * @throws io.lianbo.core.LianboException if the chain does not answer
     */
    public Verdict<Address> author(Review.Signed signed) {
        Review review = signed.review();
        Hash32 digest = Review.TYPE.digest(domain, review);
        byte[] bytes = signed.signature();
        if ((bytes.length == Signature.SIZE || bytes.length == Signature.COMPACT_SIZE)
                && isByKey(digest, bytes, review.author())) {
            return Verdict.ok(review.author());
        }
        return contracts == null
                ? Verdict.refused("WRONG_SIGNER", "not a signature of the key of " + review.author())
                : contracts.verify(digest, bytes, review.author());
    }

    private static boolean isByKey(Hash32 digest, byte[] bytes, Address account) {
        try {
            return Secp256k1.verify(digest, Signature.parse(bytes), account).isVerified();
        } catch (IllegalArgumentException e) { // no key's
            return false;
        }
    }

    /**
     * Checks that an anchored book holds one review, as its author or whoever sees it on a page may want to know.
     *
     * <p>It does not say that this is the review's latest version, nor that the item's rating is what its reviews come to: {@link #verifyAll} does.
     *
     * @return what the book says of the item; or refused, with all reasons: {@code WRONG_ITEM}, {@code WRONG_ENTRY} (the item's log has another entry there), {@code
     *     WRONG_ROOT} (the item's state is another), and as {@link #author} refuses
     * @throws io.lianbo.core.LianboException if the chain does not answer
     */
    public Verdict<ItemState> verify(Review.Signed signed, ReviewProof proof, AnchoredSeal seal) {
        List<Reason> reasons = new ArrayList<>(author(signed).reasons());
        ItemState state = proof.state();
        if (!state.item().equals(signed.review().item())) {
            reasons.add(new Reason("WRONG_ITEM", "the proof is of the item " + state.item()));
        }
        ReviewEntry entry = new ReviewEntry.Written(signed, proof.bookedAt());
        boolean inLog = proof.index() < state.entries()
                && ItemLog.verify(state.logRoot(), proof.index(), entry, proof.entryPath())
                        .isVerified();
        if (!inLog) {
            reasons.add(new Reason("WRONG_ENTRY", "the log of the item has another entry at " + proof.index()));
        }
        checkRoot(state, proof.itemPath(), seal, reasons);
        return reasons.isEmpty() ? Verdict.ok(state) : Verdict.refused(reasons);
    }

    /**
     * Checks all that a platform shows of one item: that these are all entries of the anchored book, that each review is its author's, and what they come to.
     *
     * @return the rating; or refused, with all reasons: {@code LOG_INVALID} (no book would hold such entries), {@code WRONG_ROOT} (the anchored book has more, fewer or other
     *     entries of the item), {@code NOT_SIGNED} (a review is not its author's)
     * @throws io.lianbo.core.LianboException if the chain does not answer
     */
    public Verdict<Reviewed> verifyAll(ItemReviews reviews, AnchoredSeal seal) {
        List<Reason> reasons = new ArrayList<>();
        Verdict<ItemState> state = reviews.state();
        reasons.addAll(state.reasons());
        state.value().ifPresent(found -> checkRoot(found, reviews.path(), seal, reasons));
        List<Review.Signed> unconfirmed = new ArrayList<>();
        for (ReviewEntry entry : reviews.entries()) {
            if (entry instanceof ReviewEntry.Written written) {
                List<Reason> against = author(written.signed()).reasons();
                if (against.isEmpty()) {
                    continue;
                }
                if (contracts == null
                        || OF_CONTRACTS.contains(against.getFirst().code())) {
                    unconfirmed.add(written.signed());
                } else {
                    reasons.add(new Reason("NOT_SIGNED", written.order() + ": " + against.getFirst()));
                }
            }
        }
        return reasons.isEmpty()
                ? Verdict.ok(new Reviewed(state.value().orElseThrow(), unconfirmed))
                : Verdict.refused(reasons);
    }

    /**
     * Checks that an item's log only grew: that what was there at an earlier seal is all there at a later one, unchanged.
     *
     * @param older what was verified against the earlier seal
     * @param newer what was verified against the later one
     * @return the newer state; or {@code WRONG_ITEM}, {@code REVIEWS_MISSING} (it has fewer entries), {@code REVIEWS_CHANGED}
     */
    public static Verdict<ItemState> verifyExtended(ItemState older, ItemReviews newer) {
        if (!older.item().equals(newer.item())) {
            return Verdict.refused("WRONG_ITEM", "the item was " + older.item() + ", it is " + newer.item());
        }
        if (newer.entries().size() < older.entries()) {
            return Verdict.refused(
                    "REVIEWS_MISSING",
                    "the log had " + older.entries() + " entries, it has "
                            + newer.entries().size());
        }
        ItemReviews before =
                new ItemReviews(newer.item(), newer.entries().subList(0, (int) older.entries()), List.of());
        return before.state().value().equals(Optional.of(older))
                ? newer.state()
                : Verdict.refused(
                        "REVIEWS_CHANGED", "the first " + older.entries() + " entries are not those of before");
    }

    private static void checkRoot(ItemState state, List<Hash32> path, AnchoredSeal seal, List<Reason> reasons) {
        Hash32 root = ItemMap.rootOver(state, path);
        if (!root.equals(seal.root())) {
            reasons.add(new Reason(
                    "WRONG_ROOT", "the item's state leads to the root " + root + ", anchored is " + seal.root()));
        }
    }
}
