package io.lianbo.nft.blindbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lianbo.core.AccountId;
import io.lianbo.core.Address;
import io.lianbo.core.ChainId;
import io.lianbo.core.Hash32;
import io.lianbo.core.Verdict;
import io.lianbo.core.chain.ContractCall;
import io.lianbo.core.crypto.Signer;
import io.lianbo.core.json.JsonException;
import io.lianbo.nft.blindbox.DrawEvidence.Captured;
import io.lianbo.nft.blindbox.DrawEvidence.Closing;
import io.lianbo.nft.blindbox.DrawEvidence.Revelation;
import io.lianbo.testkit.LocalChain;
import io.lianbo.testkit.LocalChainTest;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import org.assertj.core.api.ListAssert;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Whoever does not believe the draw computes it again, and sees every lie. */
@LocalChainTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DrawVerifierTest {
    private static final int SUPPLY = 1000;

    private final PrizeList prizes = Shop.prizes(SUPPLY);
    private Shop shop;
    private BlindBox blindBox;
    private Hash32 sale;
    private long createdIn;
    private DrawEvidence evidence;

    /** Several buyers take a thousand boxes in some sixty purchases; the draw is revealed, and some prizes are handed out. */
    @BeforeAll
    void sellAThousandBoxes(LocalChain local) {
        shop = new Shop(local);
        blindBox = shop.blindBox;
        createdIn = shop.chain.blockNumber();
        sale = blindBox.create(shop.brand, shop.terms(prizes));
        shop.handIn(sale, prizes);
        List<Signer> buyers = List.of(shop.alice, shop.bob, shop.carol, shop.relayer);
        Random random = new Random(1000);
        int left = SUPPLY;
        while (left > 0) {
            int quantity = Math.min(left, random.nextInt(1, 33));
            blindBox.buy(buyers.get(random.nextInt(buyers.size())), sale, quantity, Shop.hash("luck of " + left));
            left -= quantity;
        }
        shop.waitForTheReveal();
        blindBox.reveal(shop.brand, sale, shop.seed);
        for (long box : new long[] {0, 1, 255, 256, 500, 999}) {
            blindBox.claim(shop.relayer, sale, box, prizes);
        }
        evidence = new DrawVerifier(blindBox).gather(sale, createdIn);
    }

    @AfterAll
    void closeTheShop() {
        shop.close();
    }

    @Test
    void recomputesEveryOutcomeOfAThousandBoxes() {
        // @start region="verify"
        Verdict<VerifiedDraw> verdict = new DrawVerifier(blindBox).verify(sale, prizes, createdIn);
        // @end region="verify"
        VerifiedDraw draw = verdict.value().orElseThrow();

        assertThat(draw.outcomes()).hasSize(SUPPLY);
        assertThat(draw.outcomes().stream().map(Outcome::prizeId).distinct()).hasSize(SUPPLY);
        assertThat(draw.missedBlocks()).isEmpty();
        assertThat(draw.serverSeed()).isEqualTo(Hash32.of(shop.seed.exportSecretDangerously()));
        assertThat(draw.purchases()).hasSizeGreaterThan(40);

        List<ContractCall> calls = LongStream.range(0, SUPPLY)
                .boxed()
                .flatMap(box -> List.of(
                        blindBox.contract().call("positionOf", sale, box),
                        blindBox.contract().call("ownerOf", sale, box))
                        .stream())
                .toList();
        var answers = shop.chain.readAll(calls);
        for (int box = 0; box < SUPPLY; box++) {
            Outcome outcome = draw.outcomes().get(box);
            assertThat(outcome.box()).isEqualTo(box);
            assertThat(outcome.position())
                    .isEqualTo(
                            answers.get(2 * box).value().orElseThrow().uint(0).longValueExact());
            assertThat(outcome.owner())
                    .isEqualTo(answers.get(2 * box + 1).value().orElseThrow().address(0));
            assertThat(outcome.prizeId()).isEqualTo(prizes.prizeAt(outcome.position()));
        }
        Outcome claimed = draw.outcomes().get(255);
        assertThat(shop.ownerOf(claimed.prizeId())).isEqualTo(claimed.owner());
    }

    @Test
    void givesAReceiptThatAnybodyVerifiesWithoutANode() {
        VerifiedDraw draw = new DrawVerifier(blindBox)
                .verify(sale, prizes, createdIn)
                .value()
                .orElseThrow();
        // @start region="receipt"
        String kept = draw.receipt(255, prizes).toJson();

        Hash32 randomness = blindBox.state(sale).randomness().orElseThrow(); // the one word of the chain
        Verdict<Outcome> verdict = DrawReceipt.parse(kept).verify(randomness);
        // @end region="receipt"
        assertThat(verdict.value()).hasValue(draw.outcomes().get(255));
        DrawReceipt receipt = DrawReceipt.parse(kept);
        assertThat(receipt).isEqualTo(draw.receipt(255, prizes));
        assertThat(receipt.saleId()).isEqualTo(sale);
        assertThat(receipt.toJson()).isEqualTo(kept);
        for (int box = 0; box < SUPPLY; box += 97) {
            assertThat(draw.receipt(box, prizes).verify(randomness).isVerified())
                    .isTrue();
        }
        assertThatIllegalArgumentException().isThrownBy(() -> draw.receipt(SUPPLY, prizes));
        assertThatIllegalArgumentException().isThrownBy(() -> draw.receipt(0, Shop.prizes(5)));
    }

    @Test
    void seesThroughAForgedReceipt() {
        VerifiedDraw draw = new DrawVerifier(blindBox)
                .verify(sale, prizes, createdIn)
                .value()
                .orElseThrow();
        DrawReceipt true_ = draw.receipt(7, prizes);
        Outcome drawn = true_.outcome();
        Outcome better = draw.outcomes().get(8);
        Address thief = Address.of("0x00000000000000000000000000000000000000ff");
        List<Purchase> fewer = true_.purchases().subList(0, true_.purchases().size() - 1);
        Purchase first = true_.purchases().getFirst();
        List<Purchase> stolen = new ArrayList<>(true_.purchases());
        stolen.set(0, new Purchase(0, thief, 0, first.quantity(), first.entropy()));

        assertReasons(forged(true_, true_.purchases(), new Outcome(7, thief, drawn.position(), drawn.prizeId())))
                .containsExactly("WRONG_OWNER");
        assertReasons(forged(
                        true_, true_.purchases(), new Outcome(7, drawn.owner(), drawn.position(), better.prizeId())))
                .containsExactly("WRONG_ROOT");
        assertReasons(new DrawReceipt(
                        true_.contract(),
                        true_.terms(),
                        true_.purchases(),
                        true_.drawBlock(),
                        true_.beacon(),
                        true_.serverSeed(),
                        new Outcome(7, drawn.owner(), better.position(), better.prizeId()),
                        prizes.proof(better.position())))
                .containsExactly("WRONG_POSITION");
        assertReasons(forged(true_, fewer, drawn)).contains("RANDOMNESS_DIFFERS");
        assertReasons(forged(true_, stolen, drawn)).contains("RANDOMNESS_DIFFERS");
        assertReasons(forged(true_, List.of(), drawn)).contains("RANDOMNESS_DIFFERS", "BOX_NOT_SOLD");
        assertReasons(new DrawReceipt(
                        true_.contract(),
                        true_.terms(),
                        true_.purchases(),
                        true_.drawBlock(),
                        true_.beacon(),
                        Shop.hash("another seed"),
                        drawn,
                        true_.proof()))
                .contains("WRONG_SEED", "RANDOMNESS_DIFFERS");
        assertReasons(new DrawReceipt(
                        new AccountId(new ChainId(1), true_.contract().address()),
                        true_.terms(),
                        true_.purchases(),
                        true_.drawBlock(),
                        true_.beacon(),
                        true_.serverSeed(),
                        drawn,
                        true_.proof()))
                .contains("RANDOMNESS_DIFFERS");
        assertReasons(new DrawReceipt(
                        true_.contract(),
                        true_.terms().withMaxPerBuyer(1),
                        true_.purchases(),
                        true_.drawBlock(),
                        Shop.hash("another block"),
                        true_.serverSeed(),
                        drawn,
                        true_.proof()))
                .contains("RANDOMNESS_DIFFERS");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> forged(true_, true_.purchases().subList(1, 5), drawn))
                .withMessageStartingWith("purchase 0 must begin with box 0");
    }

    @Test
    void readsNoOtherReceipt() {
        String good = new DrawVerifier(blindBox)
                .verify(sale, prizes, createdIn)
                .value()
                .orElseThrow()
                .receipt(3, prizes)
                .toJson();
        for (String bad : List.of(
                "",
                "{}",
                good.replace("\"box\":3", "\"box\":-1"),
                good.replace("\"box\":3", "\"box\":\"3\""),
                good.replace("\"box\":3", "\"box\":3,\"more\":1"),
                good.replace("\"quantity\":", "\"quantities\":"),
                good.replace("\"supply\":1000", "\"supply\":0"),
                good.replace("\"proof\":[\"0x", "\"proof\":[\"1x"),
                good.replace("\"maxPerBuyer\":0", "\"maxPerBuyer\":-1"),
                good.replaceFirst("\"closesAt\":\\d+", "\"closesAt\":1"),
                good.replaceFirst("\"quantity\":\\d+", "\"quantity\":4294967295"))) {
            assertThat(bad).isNotEqualTo(good);
            assertThatExceptionOfType(JsonException.class).isThrownBy(() -> DrawReceipt.parse(bad));
        }
    }

    @Test
    void refusesWhatIsNotThisSaleOrNotOver() {
        DrawVerifier verifier = new DrawVerifier(blindBox);
        assertThat(codes(verifier.verify(Shop.hash("no sale"), prizes, createdIn)))
                .containsExactly("UNKNOWN_SALE");
        assertThat(codes(verifier.verify(sale, Shop.prizes(SUPPLY - 1), createdIn)))
                .containsExactly("OTHER_PRIZE_LIST");
        // not from the beginning
        assertThat(codes(verifier.verify(sale, prizes, shop.chain.blockNumber())))
                .containsExactly("UNKNOWN_SALE");
        PrizeList few = Shop.prizes(3);
        SaleTerms open = SaleTerms.of(
                shop.brand.address(),
                Shop.seed("of the open sale"),
                few,
                Shop.PRICE,
                Shop.BOND,
                shop.chain.timestamp(),
                shop.chain.timestamp().plusSeconds(100),
                shop.vault.id().address());
        long block = shop.chain.blockNumber();
        Hash32 other = blindBox.create(shop.brand, open);
        assertThat(codes(verifier.verify(other, few, block))).containsExactly("NOT_CLOSED", "NOT_REVEALED");
        blindBox.buy(shop.alice, other, 3, Shop.hash("luck"));
        assertThat(codes(verifier.verify(other, few, block))).containsExactly("NOT_REVEALED");
    }

    /** A contract that lies about its own draw, one lie at a time. */
    @Test
    void seesEveryLie() {
        assertThat(codes(DrawVerifier.verify(evidence, prizes))).isEmpty();
        SaleTerms terms = evidence.terms().orElseThrow();
        Closing closing = evidence.closing().orElseThrow();
        Captured captured = evidence.captured().orElseThrow();
        Revelation revelation = evidence.revelation().orElseThrow();
        List<Purchase> purchases = evidence.purchases();
        Hash32 other = Shop.hash("another");

        assertLie(with(terms.withMaxPerBuyer(7), purchases, closing, captured, revelation), "SALE_ID_DIFFERS");
        assertLie(
                with(terms, purchases.subList(0, purchases.size() - 1), closing, captured, revelation),
                "SOLD_DIFFERS",
                "ACCUMULATOR_DIFFERS",
                "RANDOMNESS_DIFFERS");
        assertLie(
                with(terms, purchases.subList(1, purchases.size()), closing, captured, revelation),
                "BOXES_NOT_CONSECUTIVE");
        List<Purchase> more = new ArrayList<>(purchases);
        more.add(new Purchase(purchases.size(), shop.alice.address(), SUPPLY, 1, other));
        assertLie(with(terms, more, closing, captured, revelation), "TOO_MANY_BOXES", "SOLD_DIFFERS");
        List<Purchase> swapped = new ArrayList<>(purchases);
        Purchase first = purchases.getFirst();
        swapped.set(0, new Purchase(0, first.buyer(), 0, first.quantity(), other));
        assertLie(with(terms, swapped, closing, captured, revelation), "ACCUMULATOR_DIFFERS", "RANDOMNESS_DIFFERS");
        assertLie(
                with(terms, purchases, new Closing(SUPPLY - 1, closing.accumulator()), captured, revelation),
                "SOLD_DIFFERS");
        assertLie(with(terms, purchases, new Closing(SUPPLY, other), captured, revelation), "ACCUMULATOR_DIFFERS");
        assertLie(
                with(terms, purchases, closing, new Captured(captured.drawBlock() + 1, captured.beacon()), revelation),
                "WRONG_DRAW_BLOCK");
        assertLie(
                with(terms, purchases, closing, new Captured(captured.drawBlock(), other), revelation),
                "BLOCK_HASH_DIFFERS",
                "BEACON_DIFFERS",
                "RANDOMNESS_DIFFERS");
        assertLie(
                with(
                        terms,
                        purchases,
                        closing,
                        captured,
                        new Revelation(other, revelation.accumulator(), revelation.beacon(), revelation.randomness())),
                "WRONG_SEED",
                "RANDOMNESS_DIFFERS");
        assertLie(
                with(
                        terms,
                        purchases,
                        closing,
                        captured,
                        new Revelation(revelation.serverSeed(), other, revelation.beacon(), revelation.randomness())),
                "ACCUMULATOR_DIFFERS");
        assertLie(
                with(
                        terms,
                        purchases,
                        closing,
                        captured,
                        new Revelation(revelation.serverSeed(), revelation.accumulator(), revelation.beacon(), other)),
                "RANDOMNESS_DIFFERS");
    }

    @Test
    void seesAPrizeThatWentElsewhereAndABlockThatIsNotThere() {
        Outcome claim = evidence.claims().getFirst();
        for (Outcome lie : List.of(
                new Outcome(claim.box(), shop.brand.address(), claim.position(), claim.prizeId()),
                new Outcome(claim.box(), claim.owner(), claim.position() + 1, claim.prizeId()),
                new Outcome(
                        claim.box(),
                        claim.owner(),
                        claim.position(),
                        claim.prizeId().add(BigInteger.ONE)))) {
            DrawEvidence lying = new DrawEvidence(
                    evidence.contract(),
                    sale,
                    evidence.terms(),
                    evidence.purchases(),
                    evidence.closing(),
                    evidence.missedBlocks(),
                    evidence.drawBlock(),
                    evidence.blockHash(),
                    evidence.captured(),
                    evidence.revelation(),
                    List.of(lie));
            assertLie(lying, "CLAIM_DIFFERS");
        }
        assertThat(evidence.claims()).hasSize(6);
        DrawEvidence withoutBlock = new DrawEvidence(
                evidence.contract(),
                sale,
                evidence.terms(),
                evidence.purchases(),
                evidence.closing(),
                evidence.missedBlocks(),
                evidence.drawBlock(),
                Optional.empty(),
                evidence.captured(),
                evidence.revelation(),
                evidence.claims());
        assertLie(withoutBlock, "BLOCK_UNKNOWN");
    }

    private DrawEvidence with(
            SaleTerms terms, List<Purchase> purchases, Closing closing, Captured captured, Revelation revelation) {
        return new DrawEvidence(
                evidence.contract(),
                sale,
                Optional.of(terms),
                purchases,
                Optional.of(closing),
                List.of(),
                evidence.drawBlock(),
                evidence.blockHash(),
                Optional.of(captured),
                Optional.of(revelation),
                List.of());
    }

    private void assertLie(DrawEvidence lie, String... codes) {
        assertThat(codes(DrawVerifier.verify(lie, prizes))).contains(codes);
    }

    private ListAssert<String> assertReasons(DrawReceipt forged) {
        return assertThat(
                codes(forged.verify(evidence.revelation().orElseThrow().randomness())));
    }

    private static DrawReceipt forged(DrawReceipt receipt, List<Purchase> purchases, Outcome outcome) {
        return new DrawReceipt(
                receipt.contract(),
                receipt.terms(),
                purchases,
                receipt.drawBlock(),
                receipt.beacon(),
                receipt.serverSeed(),
                outcome,
                receipt.proof());
    }

    private static List<String> codes(Verdict<?> verdict) {
        return verdict.reasons().stream().map(Verdict.Reason::code).toList();
    }
}
