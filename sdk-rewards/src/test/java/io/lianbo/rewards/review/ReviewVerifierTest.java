package io.lianbo.rewards.review;

import static io.lianbo.rewards.review.Reviews.ANN;
import static io.lianbo.rewards.review.Reviews.BEN;
import static io.lianbo.rewards.review.Reviews.CUP;
import static io.lianbo.rewards.review.Reviews.DOMAIN;
import static io.lianbo.rewards.review.Reviews.START;
import static io.lianbo.rewards.review.Reviews.TEA;
import static io.lianbo.rewards.review.Reviews.anchored;
import static io.lianbo.rewards.review.Reviews.hash;
import static io.lianbo.rewards.review.Reviews.review;
import static io.lianbo.rewards.review.Reviews.signed;
import static io.lianbo.rewards.review.Reviews.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lianbo.core.Hash32;
import io.lianbo.core.Verdict;
import io.lianbo.core.Verdict.Reason;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Whatever a platform leaves out, changes or makes up is seen by whoever has the anchored root. */
class ReviewVerifierTest {
    private final ReviewVerifier verifier = ReviewVerifier.offline(DOMAIN);
    private final Review bad = review("order 1", ANN, TEA, 1, "bitter");
    private final Review good = review("order 2", BEN, TEA, 5, "sweet");
    private final Review amended = bad.amended(2, text("less bitter"), START);
    private final List<ReviewEntry> entries = List.of(
            entry(bad),
            new ReviewEntry.Written(signed(good, BEN), START),
            entry(amended),
            new ReviewEntry.Refunded(good.order(), START));
    private final ItemReviews all = new ItemReviews(TEA, entries, List.of());
    private final ItemState state = all.state().value().orElseThrow();
    private final ItemState other = new ItemReviews(CUP, List.of(entry(review("order 3", ANN, CUP, 3, "t"))), List.of())
            .state()
            .value()
            .orElseThrow();
    private final ItemMap map = ItemMap.of(List.of(state, other));
    private final AnchoredSeal seal = anchored(new ReviewSeal(0, map.root(), 5, START));

    private static ReviewEntry entry(Review review) {
        return new ReviewEntry.Written(signed(review, ANN), START);
    }

    private static void refused(Verdict<?> verdict, String... codes) {
        assertThat(verdict.reasons()).extracting(Reason::code).containsExactly(codes);
    }

    private ItemReviews shown(List<ReviewEntry> shown) {
        return new ItemReviews(TEA, shown, map.path(TEA));
    }

    @Test
    void whatIsCompleteVerifiesToItsRating() {
        assertThat(verifier.verifyAll(shown(entries), seal).value())
                .contains(new ReviewVerifier.Reviewed(state, List.of()));
        assertThat(state.rating().stars()).containsExactly(0L, 1L, 0L, 0L, 0L);
    }

    @Test
    void whatIsLeftOutChangedMovedOrMadeUpIsSeen() {
        for (int i = 0; i < entries.size(); i++) {
            List<ReviewEntry> without = new ArrayList<>(entries);
            without.remove(i);
            assertThat(verifier.verifyAll(shown(without), seal).isVerified()).isFalse();
        }
        List<ReviewEntry> more = new ArrayList<>(entries);
        more.add(entry(review("order 4", ANN, TEA, 5, "made up")));
        refused(verifier.verifyAll(shown(more), seal), "WRONG_ROOT");
        List<ReviewEntry> swapped = new ArrayList<>(entries);
        Collections.swap(swapped, 0, 1);
        refused(verifier.verifyAll(shown(swapped), seal), "WRONG_ROOT");
        List<ReviewEntry> changed = new ArrayList<>(entries);
        changed.set(0, entry(review("order 1", ANN, TEA, 5, "bitter")));
        refused(verifier.verifyAll(shown(changed), seal), "WRONG_ROOT");
        refused(verifier.verifyAll(new ItemReviews(TEA, entries, map.path(CUP)), seal), "WRONG_ROOT");
        refused(verifier.verifyAll(new ItemReviews(TEA, entries, List.of()), seal), "WRONG_ROOT");
    }

    @Test
    void aReviewThatItsAuthorDidNotSignIsSeenThoughItWasAnchored() {
        Review made = review("order 9", BEN, TEA, 5, "wonderful");
        Review.Signed forged = new Review.Signed(made, signatureOfAnn(made));
        ItemReviews stuffed =
                new ItemReviews(TEA, List.of(entry(bad), new ReviewEntry.Written(forged, START)), List.of());
        AnchoredSeal anchored = anchored(new ReviewSeal(
                0, ItemMap.of(List.of(stuffed.state().value().orElseThrow())).root(), 2, START));
        assertThat(verifier.verifyAll(stuffed, anchored).value().orElseThrow().unconfirmed())
                .containsExactly(forged);
    }

    private static byte[] signatureOfAnn(Review review) {
        return Review.TYPE.sign(ANN, DOMAIN, review).compact();
    }

    @Test
    void aLogThatNoBookWouldHoldIsRefused() {
        refused(new ItemReviews(TEA, List.of(entry(amended)), List.of()).state(), "LOG_INVALID");
        refused(new ItemReviews(TEA, List.of(entry(bad), entry(bad)), List.of()).state(), "LOG_INVALID");
        refused(new ItemReviews(CUP, List.of(entry(bad)), List.of()).state(), "LOG_INVALID");
        ReviewEntry refund = new ReviewEntry.Refunded(bad.order(), START);
        refused(new ItemReviews(TEA, List.of(refund), List.of()).state(), "LOG_INVALID");
        refused(new ItemReviews(TEA, List.of(entry(bad), refund, refund), List.of()).state(), "LOG_INVALID");
        Review byAnother = new Review(bad.order(), TEA, BEN.address(), 5, bad.textHash(), START, 2);
        refused(
                new ItemReviews(
                                TEA,
                                List.of(entry(bad), new ReviewEntry.Written(signed(byAnother, BEN), START)),
                                List.of())
                        .state(),
                "LOG_INVALID");
    }

    @Test
    void oneReviewIsProvenInsideTheAnchoredBook() {
        ReviewProof proof = new ReviewProof(0, START, ItemLog.tree(entries).proof(0), state, map.path(TEA));
        assertThat(verifier.verify(signed(bad, ANN), proof, seal).value()).contains(state);
        refused(verifier.verify(signed(amended, ANN), proof, seal), "WRONG_ENTRY");
        refused(verifier.verify(new Review.Signed(bad, signatureOfAnn(amended)), proof, seal), "WRONG_SIGNER");
        refused(
                verifier.verify(
                        signed(bad, ANN), new ReviewProof(1, START, proof.entryPath(), state, map.path(TEA)), seal),
                "WRONG_ENTRY");
        refused(
                verifier.verify(
                        signed(bad, ANN),
                        new ReviewProof(0, START.plusMillis(1), proof.entryPath(), state, map.path(TEA)),
                        seal),
                "WRONG_ENTRY");
        ItemState rosy = new ItemState(TEA, state.entries(), state.logRoot(), Rating.NONE.with(5));
        refused(
                verifier.verify(
                        signed(bad, ANN), new ReviewProof(0, START, proof.entryPath(), rosy, map.path(TEA)), seal),
                "WRONG_ROOT");
        refused(
                verifier.verify(
                        signed(bad, ANN), new ReviewProof(0, START, proof.entryPath(), other, map.path(CUP)), seal),
                "WRONG_ITEM",
                "WRONG_ENTRY");
    }

    @Test
    void aLogThatWasChangedBetweenTwoSealsIsSeen() {
        ItemState older = new ItemReviews(TEA, entries.subList(0, 2), List.of())
                .state()
                .value()
                .orElseThrow();
        assertThat(ReviewVerifier.verifyExtended(older, all).value()).contains(state);
        assertThat(ReviewVerifier.verifyExtended(state, all).value()).contains(state);
        refused(
                ReviewVerifier.verifyExtended(older, new ItemReviews(TEA, entries.subList(0, 1), List.of())),
                "REVIEWS_MISSING");
        refused(
                ReviewVerifier.verifyExtended(
                        older, new ItemReviews(TEA, entries.subList(1, 4).reversed(), List.of())),
                "REVIEWS_CHANGED");
        refused(ReviewVerifier.verifyExtended(other, all), "WRONG_ITEM");
    }

    @Test
    void anItemHasOneStateUnderARoot() {
        Random random = new Random(5);
        for (int size : new int[] {1, 2, 3, 17, 300}) {
            List<ItemState> states = IntStream.range(0, size)
                    .mapToObj(i -> new ItemState(hash("item " + i), i + 1, hash("log " + i), Rating.NONE))
                    .toList();
            ItemMap whole = ItemMap.of(states);
            List<ItemState> shuffled = new ArrayList<>(states);
            Collections.shuffle(shuffled, random);
            assertThat(ItemMap.of(shuffled).root()).isEqualTo(whole.root());
            for (ItemState each : states) {
                List<Hash32> path = whole.path(each.item());
                assertThat(ItemMap.rootOver(each, path)).isEqualTo(whole.root());
                ItemState lie = new ItemState(each.item(), each.entries() + 1, each.logRoot(), Rating.NONE);
                assertThat(ItemMap.rootOver(lie, path)).isNotEqualTo(whole.root());
                ItemState elsewhere = new ItemState(hash("other"), each.entries(), each.logRoot(), Rating.NONE);
                assertThat(ItemMap.rootOver(elsewhere, path)).isNotEqualTo(whole.root());
            }
        }
    }

    @Test
    void saysWhatIsWrongWithAnArgument() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> review("o", ANN, TEA, 6, "t"))
                .withMessage("rating must be 1 to 5: 6");
        assertThatIllegalArgumentException().isThrownBy(() -> review("o", ANN, TEA, 0, "t"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> text("x".repeat(10_001)))
                .withMessage("the text of a review must have at most 10000 characters: 10001 given");
        assertThatIllegalArgumentException().isThrownBy(() -> text("\ud800"));
        assertThatIllegalArgumentException().isThrownBy(() -> bad.sign(BEN, DOMAIN));
        assertThatIllegalArgumentException().isThrownBy(() -> new Rating(List.of(1L)));
        assertThatIllegalArgumentException().isThrownBy(() -> new ItemReviews(TEA, List.of(), List.of()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ItemReviews(TEA, entries, Collections.nCopies(257, Hash32.ZERO)));
        assertThatIllegalArgumentException().isThrownBy(() -> new Review.Signed(bad, new byte[40_000]));
        assertThat(text("secret").toString()).doesNotContain("secret");
    }
}
