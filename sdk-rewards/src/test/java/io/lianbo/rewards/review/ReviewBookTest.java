package io.lianbo.rewards.review;

import static io.lianbo.rewards.review.Reviews.ANN;
import static io.lianbo.rewards.review.Reviews.BEN;
import static io.lianbo.rewards.review.Reviews.CUP;
import static io.lianbo.rewards.review.Reviews.DOMAIN;
import static io.lianbo.rewards.review.Reviews.START;
import static io.lianbo.rewards.review.Reviews.TEA;
import static io.lianbo.rewards.review.Reviews.anchored;
import static io.lianbo.rewards.review.Reviews.hash;
import static io.lianbo.rewards.review.Reviews.purchase;
import static io.lianbo.rewards.review.Reviews.review;
import static io.lianbo.rewards.review.Reviews.signed;
import static io.lianbo.rewards.review.Reviews.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lianbo.core.Hash32;
import io.lianbo.core.Verdict;
import io.lianbo.core.Verdict.Reason;
import io.lianbo.core.crypto.LocalSigner;
import io.lianbo.rewards.scoring.Interaction;
import io.lianbo.rewards.scoring.UserId;
import io.lianbo.testsupport.Databases;
import io.lianbo.testsupport.Databases.Store;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What holds for a {@link ReviewBook} in every database. */
class ReviewBookTest {
    @TempDir
    private Path folder;

    private Instant now = START.plus(Duration.ofDays(1));
    private final InstantSource clock = () -> now;
    private DataSource source;
    private ReviewBook book;

    private void open(Store store) {
        source = Databases.open(store, folder);
        book = another();
    }

    private ReviewBook another() {
        return ReviewBook.in(source, clock, ReviewVerifier.offline(DOMAIN));
    }

    private static void refused(Verdict<?> verdict, String... codes) {
        assertThat(verdict.reasons()).extracting(Reason::code).containsExactly(codes);
    }

    /** Bought, settled and reviewed. */
    private Review reviewed(String order, LocalSigner author, Hash32 item, int rating) {
        assertThat(book.purchased(purchase(order, author, item)).isVerified()).isTrue();
        Review review = review(order, author, item, rating, "about " + order);
        assertThat(book.accept(signed(review, author), text("about " + order)).reasons())
                .isEmpty();
        return review;
    }

    private Review amended(Review review, LocalSigner author, int rating) {
        Review amended = review.amended(rating, text("again"), START.plusSeconds(review.version()));
        assertThat(book.accept(signed(amended, author), text("again")).reasons())
                .isEmpty();
        return amended;
    }

    private static Rating rating(long... stars) {
        return new Rating(Arrays.stream(stars).boxed().toList());
    }

    @ParameterizedTest
    @EnumSource(names = {"SQLITE", "POSTGRESQL"})
    void onlyTheBuyerOfASettledOrderReviewsIt(Store store) {
        open(store);
        Purchase settles = new Purchase(hash("order"), ANN.address(), TEA, now.plusSeconds(60));
        Review review = review("order", ANN, TEA, 1, "bitter");
        refused(book.accept(signed(review, ANN), text("bitter")), "UNKNOWN_PURCHASE");
        book.purchased(settles);
        refused(book.accept(signed(review, ANN), text("bitter")), "NOT_SETTLED");
        now = now.plusSeconds(60);
        refused(book.accept(signed(review("order", BEN, TEA, 1, "bitter"), BEN), text("bitter")), "WRONG_BUYER");
        refused(book.accept(signed(review("order", ANN, CUP, 1, "bitter"), ANN), text("bitter")), "WRONG_ITEM");
        refused(book.accept(new Review.Signed(review, new byte[3]), text("bitter")), "WRONG_SIGNER");
        refused(
                book.accept(new Review.Signed(review, signed(review, ANN).signature()), text("sweet")),
                "TEXT_MISMATCH");
        Review late = Review.of(hash("order"), TEA, ANN.address(), 1, text("bitter"), now.plusSeconds(301));
        refused(book.accept(signed(late, ANN), text("bitter")), "WRITTEN_IN_FUTURE");
        assertThat(book.rating(TEA)).isEqualTo(Rating.NONE);
        assertThat(book.seal()).isEmpty();

        Verdict<ReviewEntry> accepted = book.accept(signed(review, ANN), text("bitter"));
        assertThat(accepted.value()).contains(new ReviewEntry.Written(signed(review, ANN), now));
        assertThat(book.rating(TEA)).isEqualTo(rating(1, 0, 0, 0, 0));
        ShownReview shown = book.shown(hash("order")).orElseThrow();
        assertThat(shown.text()).contains(text("bitter"));
        assertThat(shown.counts()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(names = {"SQLITE", "POSTGRESQL"})
    void whatComesAgainIsNotBookedAgainAndWhatDiffersIsRefused(Store store) throws SQLException {
        open(store);
        Review review = reviewed("order", ANN, TEA, 4);
        now = now.plusSeconds(9);
        assertThat(book.accept(signed(review, ANN), text("about order")).value())
                .map(ReviewEntry::bookedAt)
                .contains(now.minusSeconds(9));
        assertThat(book.purchased(purchase("order", ANN, TEA)).isVerified()).isTrue();
        refused(book.purchased(purchase("order", BEN, TEA)), "PURCHASE_CONFLICT");
        refused(
                book.accept(signed(review("order", ANN, TEA, 5, "about order"), ANN), text("about order")),
                "ALREADY_REVIEWED");
        Review third = review.amended(1, text("x"), START).amended(2, text("again"), START);
        refused(book.accept(signed(third, ANN), text("again")), "WRONG_VERSION");
        book.refunded(hash("order"));
        book.refunded(hash("order"));
        refused(book.refunded(hash("no order")), "UNKNOWN_PURCHASE");
        assertThat(Databases.count(source, "lianbo_review_entry")).isEqualTo(2);
        assertThat(Databases.count(source, "lianbo_review_purchase")).isOne();
    }

    @ParameterizedTest
    @EnumSource(names = {"SQLITE", "POSTGRESQL"})
    void ofTwoReviewsOfAnOrderAtOnceOneIsTaken(Store store) throws Exception {
        open(store);
        int rounds = 6;
        CyclicBarrier together = new CyclicBarrier(2);
        List<ReviewBook> books = List.of(another(), another());
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            for (int round = 0; round < rounds; round++) {
                String order = "order " + round;
                book.purchased(purchase(order, ANN, TEA));
                List<Future<Verdict<ReviewEntry>>> both = new ArrayList<>();
                for (int i = 0; i < 2; i++) {
                    ReviewBook mine = books.get(i);
                    Review.Signed signed = signed(review(order, ANN, TEA, i + 1, order), ANN);
                    both.add(threads.submit(() -> {
                        together.await();
                        return mine.accept(signed, text(order));
                    }));
                }
                List<Verdict<ReviewEntry>> verdicts =
                        List.of(both.getFirst().get(), both.getLast().get());
                assertThat(verdicts).filteredOn(Verdict::isVerified).hasSize(1);
                assertThat(verdicts)
                        .filteredOn(verdict -> !verdict.isVerified())
                        .allSatisfy(verdict -> refused(verdict, "ALREADY_REVIEWED"));
            }
        }
        assertThat(book.rating(TEA).count()).isEqualTo(rounds);
    }

    @ParameterizedTest
    @EnumSource(names = {"SQLITE", "POSTGRESQL"})
    void manyAtOnceAreAllInTheLogOnceAndInARow(Store store) throws Exception {
        open(store);
        int reviews = 20;
        for (int i = 0; i < reviews; i++) {
            book.purchased(purchase("order " + i, ANN, TEA));
        }
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<Verdict<ReviewEntry>>> all = IntStream.range(0, reviews)
                    .mapToObj(i -> {
                        Review.Signed signed = signed(review("order " + i, ANN, TEA, 1 + i % 5, "text"), ANN);
                        return threads.submit(() -> book.accept(signed, text("text")));
                    })
                    .toList();
            threads.submit(book::seal).get();
            for (Future<Verdict<ReviewEntry>> one : all) {
                assertThat(one.get().reasons()).isEmpty();
            }
        }
        assertThat(book.rating(TEA)).isEqualTo(rating(4, 4, 4, 4, 4));
        assertThat(book.rating(TEA).sum()).isEqualTo(60);
        ReviewSeal seal = book.seal().orElseThrow();
        ItemReviews all = book.reviews(TEA, seal.number()).orElseThrow();
        assertThat(all.entries()).hasSize(reviews);
        assertThat(ReviewVerifier.offline(DOMAIN).verifyAll(all, anchored(seal)).reasons())
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"SQLITE", "POSTGRESQL"})
    void aRefundedReviewStaysSaysSoAndDoesNotCount(Store store) {
        open(store);
        Review review = reviewed("order", ANN, TEA, 1);
        reviewed("another", BEN, TEA, 5);
        now = now.plusSeconds(5);
        assertThat(book.refunded(hash("order")).isVerified()).isTrue();
        assertThat(book.rating(TEA)).isEqualTo(rating(0, 0, 0, 0, 1));
        ShownReview shown = book.shown(hash("order")).orElseThrow();
        assertThat(shown.refundedAt()).contains(now);
        assertThat(shown.counts()).isFalse();
        assertThat(shown.signed().review()).isEqualTo(review);
        assertThat(book.shown(TEA, -1, 10)).hasSize(2);

        amended(review, ANN, 3);
        assertThat(book.rating(TEA)).isEqualTo(rating(0, 0, 0, 0, 1));
        assertThat(book.shown(hash("order")).orElseThrow().counts()).isFalse();

        book.purchased(purchase("sent back", BEN, CUP));
        book.refunded(hash("sent back"));
        refused(book.accept(signed(review("sent back", BEN, CUP, 1, "text"), BEN), text("text")), "ORDER_REFUNDED");
        assertThat(book.rating(CUP)).isEqualTo(Rating.NONE);
    }

    @ParameterizedTest
    @EnumSource(names = {"SQLITE", "POSTGRESQL"})
    void theAuthorAmendsAndTheHistoryStays(Store store) {
        open(store);
        Review first = reviewed("order", ANN, TEA, 1);
        reviewed("another", BEN, TEA, 3);
        Review second = amended(first, ANN, 4);
        assertThat(book.rating(TEA)).isEqualTo(rating(0, 0, 1, 1, 0));
        assertThat(book.shown(TEA, -1, 10))
                .extracting(shown -> shown.signed().review().rating())
                .containsExactly(3, 4);
        assertThat(book.shown(TEA, 1, 10)).extracting(ShownReview::index).containsExactly(2L);
        book.refunded(hash("order"));
        assertThat(book.history(hash("order")))
                .containsExactly(
                        new ReviewEntry.Written(signed(first, ANN), now),
                        new ReviewEntry.Written(signed(second, ANN), now),
                        new ReviewEntry.Refunded(hash("order"), now));
        Review byAnother =
                new Review(hash("order"), TEA, BEN.address(), 1, text("x").hash(), START, 3);
        refused(book.accept(signed(byAnother, BEN), text("x")), "WRONG_BUYER");
    }

    @ParameterizedTest
    @EnumSource(names = {"SQLITE", "POSTGRESQL"})
    void anErasedTextIsGoneAndEveryProofStays(Store store) throws SQLException {
        open(store);
        Review review = reviewed("order", ANN, TEA, 2);
        Review again = amended(review, ANN, 3);
        ReviewSeal seal = book.seal().orElseThrow();
        assertThat(book.erase(hash("order"))).isEqualTo(2);
        assertThat(book.erase(hash("order"))).isZero();
        assertThat(Databases.count(source, "lianbo_review_text")).isZero();
        assertThat(book.shown(hash("order")).orElseThrow().text()).isEmpty();
        ReviewProof proof = book.proof(again, seal.number()).orElseThrow();
        assertThat(ReviewVerifier.offline(DOMAIN)
                        .verify(signed(again, ANN), proof, anchored(seal))
                        .reasons())
                .isEmpty();
        // Delivered again, it does not come back.
        assertThat(book.accept(signed(again, ANN), text("again")).isVerified()).isTrue();
        assertThat(book.shown(hash("order")).orElseThrow().text()).isEmpty();
        assertThat(text("again").hash()).isNotEqualTo(new ReviewText("again", hash("another salt")).hash());
    }

    @ParameterizedTest
    @EnumSource(names = {"SQLITE", "POSTGRESQL"})
    void sealsStayProvableWhateverIsAddedLater(Store store) {
        open(store);
        Review first = reviewed("order", ANN, TEA, 1);
        ReviewSeal zero = book.seal().orElseThrow();
        assertThat(book.seal()).contains(zero);
        Review cup = reviewed("cup order", BEN, CUP, 5);
        amended(first, ANN, 5);
        now = now.plusSeconds(1);
        ReviewSeal one = another().seal().orElseThrow();
        assertThat(one.number()).isOne();
        assertThat(one.entries()).isEqualTo(3);
        assertThat(book.seals()).containsExactly(zero, one);

        ReviewVerifier verifier = ReviewVerifier.offline(DOMAIN);
        for (ReviewBook each : List.of(book, another())) {
            ReviewProof then = each.proof(first, 0).orElseThrow();
            ReviewProof since = each.proof(first, 1).orElseThrow();
            assertThat(verifier.verify(signed(first, ANN), then, anchored(zero)).value())
                    .map(ItemState::rating)
                    .contains(rating(1, 0, 0, 0, 0));
            assertThat(verifier.verify(signed(first, ANN), since, anchored(one)).value())
                    .map(ItemState::rating)
                    .contains(rating(0, 0, 0, 0, 1));
            assertThat(each.proof(cup, 0)).isEmpty();
            assertThat(each.reviews(CUP, 0)).isEmpty();
            assertThat(each.reviews(TEA, 0).orElseThrow().entries()).hasSize(1);
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> book.reviews(TEA, 2))
                .withMessage("there are 2 seals, from 0 on: 2");
        assertThatIllegalArgumentException().isThrownBy(() -> book.credits(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> book.shown(TEA, 0, 0));
    }

    @ParameterizedTest
    @EnumSource(names = {"SQLITE", "POSTGRESQL"})
    void whateverHappensTheRatingIsWhatTheLogComesTo(Store store) {
        open(store);
        Random random = new Random(11);
        Map<String, Review> latest = new HashMap<>();
        ItemState before = null;
        ReviewVerifier verifier = ReviewVerifier.offline(DOMAIN);
        for (int step = 0; step < 36; step++) {
            String order = "order " + random.nextInt(9);
            Hash32 item = order.hashCode() % 3 == 0 ? CUP : TEA;
            Review known = latest.get(order);
            switch (random.nextInt(4)) {
                case 0 -> book.refunded(hash(order));
                case 1 -> {
                    if (known != null) {
                        latest.put(order, amended(known, ANN, 1 + random.nextInt(5)));
                    }
                }
                default -> {
                    book.purchased(purchase(order, ANN, item));
                    Review review = review(order, ANN, item, 1 + random.nextInt(5), "t");
                    if (book.accept(signed(review, ANN), text("t")).isVerified()) {
                        latest.putIfAbsent(order, review);
                    }
                }
            }
            if (step % 12 == 11) {
                ReviewSeal seal = book.seal().orElseThrow();
                for (Hash32 each : List.of(TEA, CUP)) {
                    ItemReviews reviews = book.reviews(each, seal.number()).orElseThrow();
                    assertThat(verifier.verifyAll(reviews, anchored(seal)).value())
                            .map(reviewed -> reviewed.state().rating())
                            .contains(book.rating(each));
                }
                ItemReviews tea = book.reviews(TEA, seal.number()).orElseThrow();
                if (before != null) {
                    assertThat(ReviewVerifier.verifyExtended(before, tea).reasons())
                            .isEmpty();
                }
                before = tea.state().value().orElseThrow();
            }
        }
        assertThat(before).isNotNull();
        assertThat(book.rating(TEA).count()).isPositive();
    }

    @ParameterizedTest
    @EnumSource(names = {"SQLITE", "POSTGRESQL"})
    void aRewardIsTheSameWhateverTheRating(Store store) {
        open(store);
        Review bad = reviewed("bad", ANN, TEA, 1);
        reviewed("good", BEN, TEA, 5);
        book.seal();
        amended(bad, ANN, 5);
        book.refunded(hash("good"));
        book.seal();

        List<ReviewCredit> first = book.credits(0);
        assertThat(first).extracting(ReviewCredit::index).containsExactly(0L, 1L);
        List<Interaction> interactions = first.stream()
                .map(credit -> credit.interaction("reviews", "review", UserId.of(credit.author())))
                .toList();
        assertThat(interactions).extracting(Interaction::quantity).containsExactly(1L, 1L);
        assertThat(interactions)
                .extracting(Interaction::context)
                .containsOnly(interactions.getFirst().context());
        List<ReviewCredit> second = book.credits(1);
        assertThat(second).hasSize(1); // an amendment gives nothing
        Interaction back = second.getFirst().interaction("reviews", "review", UserId.of(BEN.address()));
        assertThat(back.type()).isEqualTo(Interaction.REFUND);
        assertThat(back.context().refunds()).isEqualTo(interactions.getLast().id());
        assertThat(book.credits(0)).isEqualTo(first);
    }

    @Test
    void aCreditHasNoPlaceForARating() {
        assertThat(ReviewCredit.class.getRecordComponents())
                .extracting(RecordComponent::getName)
                .containsExactly("item", "index", "order", "author", "at", "refunds");
    }

    @Test
    void keepsAFileOfItsOwn() {
        Path file = folder.resolve("reviews.db");
        try (ReviewBook mine = ReviewBook.sqlite(file, clock, ReviewVerifier.offline(DOMAIN))) {
            mine.purchased(purchase("order", ANN, TEA));
            mine.accept(signed(review("order", ANN, TEA, 4, "t"), ANN), text("t"));
        }
        try (ReviewBook again = ReviewBook.sqlite(file, clock, ReviewVerifier.offline(DOMAIN))) {
            assertThat(again.rating(TEA)).isEqualTo(rating(0, 0, 0, 1, 0));
        }
    }
}
