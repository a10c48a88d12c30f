package io.lianbo.rewards.review;

import static org.assertj.core.api.Assertions.assertThat;

import io.lianbo.core.Address;
import io.lianbo.core.ChainId;
import io.lianbo.core.Hash32;
import io.lianbo.core.Verdict;
import io.lianbo.core.chain.Chain;
import io.lianbo.core.chain.Contract;
import io.lianbo.core.chain.ContractArtifact;
import io.lianbo.core.chain.ContractRevertException;
import io.lianbo.core.crypto.LocalSigner;
import io.lianbo.core.crypto.Signer;
import io.lianbo.core.typeddata.Eip712Domain;
import io.lianbo.rewards.scoring.Interaction;
import io.lianbo.rewards.scoring.UserId;
import io.lianbo.testkit.LocalChain;
import io.lianbo.testkit.LocalChainTest;
import io.lianbo.testsupport.Databases;
import io.lianbo.testsupport.Databases.Store;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code docs/guide/community.md} shows of reviews, on a real chain, by keys and by contracts. */
@LocalChainTest
class ReviewsGuideTest {
    @TempDir
    private Path folder;

    private final LocalChain local;
    private final List<String> shown = new ArrayList<>();

    ReviewsGuideTest(LocalChain local) {
        this.local = local;
    }

    private LocalSigner signer(int account) {
        return LocalSigner.fromPrivateKey(local.accounts().get(account).privateKey());
    }

    @Test
    void aBuyerReviewsAViewerVerifiesAndNothingIsDropped() {
        try (Chain chain = Chain.connect(local.rpcUrl(), new ChainId(local.chainId()))) {
            Signer platform = signer(0);
            LocalSigner ann = signer(1);
            DataSource database = Databases.open(Store.SQLITE, folder);
            InstantSource clock = InstantSource.fixed(chain.timestamp().plusSeconds(60));
            // @start region="open"
            ReviewAnchor anchor = ReviewAnchor.deploy(chain, platform); // once; later ReviewAnchor.at(chain, address)
            ReviewVerifier verifier = ReviewVerifier.on(chain, anchor.domain());
            ReviewBook book = ReviewBook.in(database, clock, verifier); // a pool of PostgreSQL's, or SQLite
            // @end region="open"

            Hash32 order = Reviews.hash("order 77");
            Hash32 teaCake = Reviews.TEA;
            Instant returnWindowOver = chain.timestamp();
            // @start region="purchase"
            book.purchased(new Purchase(order, ann.address(), teaCake, returnWindowOver));
            // @end region="purchase"

            Eip712Domain domain = anchor.domain();
            Instant now = clock.instant();
            // @start region="sign"
            ReviewText text = ReviewText.of("Bitter, and late.", new SecureRandom());
            Review review = Review.of(order, teaCake, ann.address(), 2, text, now);
            Review.Signed signed = review.sign(ann, domain); // in her wallet
            // @end region="sign"

            // @start region="accept"
            switch (book.accept(signed, text)) {
                case Verdict.Verified<ReviewEntry> taken -> thank(taken.result());
                case Verdict.Refused<ReviewEntry> refused -> explain(refused.reasons());
            }
            // @end region="accept"
            assertThat(shown).containsExactly("thanks");

            // @start region="page"
            Rating rating = book.rating(teaCake);
            show(rating.sum(), rating.count()); // divide last, for the eye
            for (ShownReview each : book.shown(teaCake, -1, 20)) {
                show(each.signed().review().rating(), each.text(), each.counts());
            }
            // @end region="page"
            assertThat(shown).hasSize(3).contains("[2, 1]");

            // @start region="anchor"
            ReviewSeal seal = book.seal().orElseThrow(); // from a timer, once an hour
            AnchoredSeal anchored = anchor.anchor(platform, seal);
            // @end region="anchor"
            assertThat(anchor.verify(anchored)).isTrue();
            assertThat(anchor.sealsOf(platform.address(), 0)).containsExactly(anchored);

            // @start region="reward"
            for (ReviewCredit credit : book.credits(seal.number())) {
                score(credit.interaction("reviews", "review", UserId.of(credit.author())));
            }
            // @end region="reward"
            assertThat(shown).endsWith("review 1");

            Address publisher = platform.address();
            // @start region="verify"
            AnchoredSeal root = anchor.sealsOf(publisher, 0).getLast(); // from a node that the viewer trusts
            ItemReviews page = book.reviews(teaCake, root.number()).orElseThrow(); // as the platform serves it
            Verdict<ReviewVerifier.Reviewed> complete = verifier.verifyAll(page, root);
            // @end region="verify"
            ItemState then = complete.value().orElseThrow().state();
            assertThat(then.rating()).isEqualTo(rating);
            assertThat(complete.value().orElseThrow().unconfirmed()).isEmpty();

            // @start region="proof"
            ReviewProof proof = book.proof(review, root.number()).orElseThrow(); // for its author to keep
            Verdict<ItemState> counted = verifier.verify(signed, proof, root);
            // @end region="proof"
            assertThat(counted.isVerified()).isTrue();

            ReviewText better = ReviewText.of("Bitter.", new SecureRandom());
            // @start region="amend"
            Review amended = review.amended(3, better, now);
            book.accept(amended.sign(ann, domain), better);
            // @end region="amend"
            // @start region="refund"
            book.refunded(order); // the review stays, and counts no more
            // @end region="refund"
            assertThat(book.rating(teaCake)).isEqualTo(Rating.NONE);
            // @start region="erase"
            int texts = book.erase(order); // of all versions, with their salts
            // @end region="erase"
            assertThat(texts).isEqualTo(2);

            anchor.anchor(platform, book.seal().orElseThrow());
            AnchoredSeal newest = anchor.sealsOf(publisher, 0).getLast();
            ItemReviews later = book.reviews(teaCake, newest.number()).orElseThrow();
            // @start region="extended"
            boolean stands = verifier.verifyAll(later, newest).isVerified()
                    && ReviewVerifier.verifyExtended(then, later).isVerified();
            // @end region="extended"
            assertThat(stands).isTrue();
            assertThat(later.entries()).hasSize(3);
        }
    }

    @Test
    void aContractWalletReviewsByItsOwnersKey() {
        try (Chain chain = Chain.connect(local.rpcUrl(), new ChainId(local.chainId()))) {
            Signer platform = signer(0);
            LocalSigner owner = signer(2);
            LocalSigner thief = signer(3);
            ContractArtifact artifact = ContractArtifact.load(LocalChain.class, "/io/lianbo/testkit/TestWallet.json");
            Contract wallet = chain.deploy(platform, artifact, owner.address()).contract();
            ReviewAnchor anchor = ReviewAnchor.deploy(chain, platform);
            ReviewVerifier verifier = ReviewVerifier.on(chain, anchor.domain());
            InstantSource clock = InstantSource.fixed(Reviews.START.plusSeconds(60));
            ReviewBook book = ReviewBook.in(Databases.open(Store.SQLITE, folder), clock, verifier);
            book.purchased(new Purchase(Reviews.hash("o"), wallet.address(), Reviews.TEA, Reviews.START));
            ReviewText text = Reviews.text("fine");
            Review review = Review.of(Reviews.hash("o"), Reviews.TEA, wallet.address(), 4, text, Reviews.START);
            Review.Signed forged = new Review.Signed(
                    review, Review.TYPE.sign(thief, anchor.domain(), review).bytes());
            assertThat(book.accept(forged, text).reasons())
                    .extracting(Verdict.Reason::code)
                    .containsExactly("CONTRACT_REFUSED");
            Review.Signed signed = new Review.Signed(
                    review, Review.TYPE.sign(owner, anchor.domain(), review).bytes());
            assertThat(book.accept(signed, text).reasons()).isEmpty();

            AnchoredSeal anchored = anchor.anchor(platform, book.seal().orElseThrow());
            ItemReviews page = book.reviews(Reviews.TEA, 0).orElseThrow();
            assertThat(verifier.verifyAll(page, anchored).value().orElseThrow().unconfirmed())
                    .isEmpty();
            assertThat(ReviewVerifier.offline(anchor.domain())
                            .verifyAll(page, anchored)
                            .value()
                            .orElseThrow()
                            .unconfirmed())
                    .containsExactly(signed);
            wallet.send(owner, "setOwner", thief.address()); // the wallet changes its mind
            assertThat(verifier.verifyAll(page, anchored).value().orElseThrow().unconfirmed())
                    .containsExactly(signed);

            // A key's false signature is refused for ever.
            Review byKey = Review.of(Reviews.hash("o"), Reviews.TEA, owner.address(), 5, text, Reviews.START);
            ItemReviews made = new ItemReviews(
                    Reviews.TEA,
                    List.of(new ReviewEntry.Written(
                            new Review.Signed(
                                    byKey,
                                    Review.TYPE
                                            .sign(thief, anchor.domain(), byKey)
                                            .bytes()),
                            Reviews.START)),
                    List.of());
            assertThat(verifier.verifyAll(made, anchored).reasons())
                    .extracting(Verdict.Reason::code)
                    .containsExactly("WRONG_ROOT", "NOT_SIGNED");
        }
    }

    @Test
    void aSealIsAnchoredOnceAndInItsTurn() {
        try (Chain chain = Chain.connect(local.rpcUrl(), new ChainId(local.chainId()))) {
            Signer platform = signer(0);
            ReviewAnchor anchor = ReviewAnchor.deploy(chain, platform);
            ReviewSeal first = new ReviewSeal(0, Reviews.hash("root"), 4, Reviews.START);
            ReviewSeal second = new ReviewSeal(1, Reviews.hash("root"), 9, Reviews.START);
            assertThat(refusal(anchor, platform, second)).isEqualTo("SequenceGap");
            anchor.anchor(platform, first);
            assertThat(refusal(anchor, platform, first)).isEqualTo("AlreadyAnchored");
            AnchoredSeal anchored = anchor.anchor(platform, second);
            assertThat(anchored.entries()).isEqualTo(9);
            assertThat(ReviewAnchor.at(chain, anchor.account().address()).sealsOf(platform.address(), 0))
                    .hasSize(2)
                    .endsWith(anchored);
            AnchoredSeal lie = new AnchoredSeal(
                    anchored.contract(), anchored.publisher(), 1, Reviews.hash("x"), 9, anchored.anchoredAt());
            assertThat(anchor.verify(lie)).isFalse();
        }
    }

    private static String refusal(ReviewAnchor anchor, Signer platform, ReviewSeal seal) {
        try {
            anchor.anchor(platform, seal);
            return "none";
        } catch (ContractRevertException e) {
            return e.error().name();
        }
    }

    private void thank(ReviewEntry entry) {
        assertThat(entry.bookedAt()).isNotNull();
        shown.add("thanks");
    }

    private void explain(List<Verdict.Reason> reasons) {
        shown.add(reasons.toString());
    }

    private void show(Object... columns) {
        shown.add(List.of(columns).toString());
    }

    private void score(Interaction interaction) {
        shown.add(interaction.type() + " " + interaction.quantity());
    }
}
