package io.lianbo.rewards.raffle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lianbo.core.Address;
import io.lianbo.core.Hash32;
import io.lianbo.core.Verdict;
import io.lianbo.core.Verdict.Reason;
import io.lianbo.core.chain.ContractRevertException;
import io.lianbo.core.crypto.LocalSigner;
import io.lianbo.rewards.raffle.RaffleEvidence.Award;
import io.lianbo.rewards.raffle.RaffleEvidence.Drawn;
import io.lianbo.testkit.LocalChain;
import io.lianbo.testkit.LocalChainTest;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Java and the contract agree on every winner, and whoever reads the chain can tell whether the organiser kept its word. */
@LocalChainTest
class RaffleTest {
    private final LocalChain local;
    private Raffles all;
    private Raffle raffle;

    RaffleTest(LocalChain local) {
        this.local = local;
    }

    @BeforeEach
    void deploy() {
        all = new Raffles(local);
        raffle = all.raffle;
    }

    @AfterEach
    void disconnect() {
        all.close();
    }

    private static void assertRefused(String error, ThrowingCallable call) {
        assertThatExceptionOfType(ContractRevertException.class)
                .isThrownBy(call)
                .satisfies(e -> assertThat(e.error().name()).isEqualTo(error));
    }

    private static void refused(Verdict<?> verdict, String... codes) {
        assertThat(verdict.reasons()).extracting(Reason::code).containsExactly(codes);
    }

    @Test
    void everyWinnerIsTheOneThatTheContractDraws() {
        for (int size : new int[] {1, 3, 70}) {
            Raffles one = size == 1 ? all : new Raffles(local);
            Entrants entrants = Raffles.inBatches(Entrants.of(Raffles.viewers(size)), 50);
            RaffleTerms terms = one.terms();
            Hash32 id = one.drawn(terms, entrants);
            RaffleState state = one.raffle.state(id);
            assertThat(id).isEqualTo(terms.raffleId(one.raffle.id()));
            assertThat(state.entriesHash()).isEqualTo(entrants.hash(id));
            List<Win> wins = RaffleDraw.wins(state.randomness().orElseThrow(), terms, entrants);
            assertThat(wins).hasSize(Math.min(5, size));
            for (Win win : wins) {
                assertThat(one.raffle.entryAt(id, win.place())).isEqualTo(win.entry());
            }
            assertThat(new HashSet<>(wins.stream().map(Win::winner).toList())).hasSameSizeAs(wins);
            one.raffle.award(one.anyone, id, terms, entrants);
            assertThat(one.raffle.state(id).awarded()).isEqualTo(wins.size());
            one.raffle.collect(one.anyone, id);
            assertThat(one.chain.balance(one.raffle.id().address())).isZero();
            assertThat(new RaffleVerifier(one.raffle)
                            .verify(id, 0)
                            .value()
                            .orElseThrow()
                            .wins())
                    .isEqualTo(wins);
            if (one != all) {
                one.close();
            }
        }
    }

    @Test
    void aSecretThatIsWithheldCostsTheBondAndStopsNothing() {
        Entrants entrants = Entrants.of(Raffles.viewers(20));
        RaffleTerms terms = all.terms();
        Hash32 id = all.closed(terms, entrants);
        assertRefused("RevealStillPossible", () -> raffle.drawWithoutSecret(all.anyone, id));
        assertRefused("TooEarly", () -> raffle.capture(all.anyone, id));
        local.setTime(terms.revealBy().plusSeconds(1));
        assertRefused("RevealTooLate", () -> raffle.reveal(all.organiser, id, all.secret));
        raffle.drawWithoutSecret(all.anyone, id);
        local.mine(17);
        raffle.capture(all.anyone, id);
        raffle.award(all.anyone, id, terms, entrants);
        raffle.collect(all.anyone, id);

        VerifiedRaffle verified =
                new RaffleVerifier(raffle).verify(id, 0).value().orElseThrow();
        assertThat(verified.secret()).isEmpty();
        BigInteger paid = BigInteger.ZERO;
        for (Win win : verified.wins()) {
            BigInteger balance = all.chain.balance(win.winner());
            assertThat(balance)
                    .isGreaterThanOrEqualTo(
                            win.prize().amount().add(Raffles.BOND.units().divide(BigInteger.valueOf(5))));
            paid = paid.add(balance);
        }
        assertThat(paid).isEqualTo(terms.deposit());
        assertThat(raffle.state(id).withheld()).isTrue();
    }

    @Test
    void aBlockThatNobodyCapturedIsReplacedAndTheVerifierSaysSo() {
        Entrants entrants = Entrants.of(Raffles.viewers(6));
        Hash32 id = all.closed(all.terms(), entrants);
        long missed = raffle.state(id).drawBlock().orElseThrow();
        local.mine(17);
        assertRefused("BlockHashAvailable", () -> raffle.redraw(all.anyone, id));
        // As on a chain without EIP-2935, for blocks are mined one by one.
        local.rpc("anvil_setCode", "0x0000F90827F1C53a10cb7A02335B175320002935", "0x");
        local.mine(300);
        assertRefused("BlockHashGone", () -> raffle.capture(all.anyone, id));
        raffle.redraw(all.anyone, id);
        local.mine(48);
        raffle.reveal(all.organiser, id, all.secret);
        assertThat(new RaffleVerifier(raffle)
                        .verify(id, 0)
                        .value()
                        .orElseThrow()
                        .missedBlocks())
                .containsExactly(missed);
    }

    @Test
    void goodsAreClaimedByTheirWinnerAndMoneyIsNot() {
        List<LocalSigner> viewers = new ArrayList<>();
        for (int i = 2; i < 7; i++) {
            viewers.add(all.signer(i));
        }
        Entrants entrants =
                Entrants.of(viewers.stream().map(LocalSigner::address).toList());
        RaffleTerms terms = all.terms();
        Hash32 id = all.drawn(terms, entrants);
        assertThat(raffle.goodsWinner(id, 3)).isEmpty();
        raffle.award(all.anyone, id, terms, entrants);
        raffle.award(all.anyone, id, terms, entrants); // again: nothing is left
        assertThat(raffle.goodsWinner(id, 0)).isEmpty();
        Address winner = raffle.goodsWinner(id, 3).orElseThrow();
        LocalSigner lucky = viewers.stream()
                .filter(viewer -> viewer.address().equals(winner))
                .findFirst()
                .orElseThrow();
        raffle.claim(lucky, id, 3, Raffles.hash("address, salted"));
        assertRefused("NoGoods", () -> raffle.claim(all.anyone, id, 3, Raffles.hash("mine")));
        assertRefused("NothingToWithdraw", () -> raffle.withdraw(lucky, Address.ZERO));
        assertThat(raffle.creditOf(winner, Address.ZERO)).isZero();
    }

    @Test
    void theLegalCapIsTheDefaultAndAnotherIsSeenByAll() {
        assertThat(raffle.cap()).isEqualTo(PrizeCap.CHINA);
        RaffleTerms terms = all.terms();
        List<Prize> tooMuch = List.of(Prize.goods(1, 5_000_001, Raffles.TEA_SET));
        RaffleTerms above = new RaffleTerms(
                terms.organiser(),
                terms.secretCommitment(),
                10,
                terms.opensAt(),
                terms.entriesBy(),
                terms.revealBy(),
                terms.currency(),
                terms.bond(),
                tooMuch);
        assertRefused("AbovePrizeCap", () -> raffle.create(all.organiser, above));
        refused(PrizeCap.CHINA.check(tooMuch), "ABOVE_PRIZE_CAP");
        assertThat(PrizeCap.CHINA.check(terms.prizes()).isVerified()).isTrue();

        PrizeCap other = new PrizeCap("JPY", 100_000_000);
        Raffle elsewhere = Raffle.deploy(all.chain, all.organiser, other);
        assertThat(elsewhere.cap()).isEqualTo(other);
        elsewhere.create(all.organiser, above);
        assertThat(Raffle.at(all.chain, elsewhere.id().address()).cap()).isEqualTo(other);
    }

    @Test
    void publishingGoesOnWhereItStoppedAndTakesNoOtherList() {
        List<Address> viewers = Raffles.viewers(9);
        Entrants entrants = Raffles.inBatches(Entrants.of(viewers), 4);
        RaffleTerms terms = all.terms();
        Hash32 id = raffle.create(all.organiser, terms);
        local.setTime(terms.opensAt());
        Entrants beginning =
                Entrants.ofBatches(List.of(List.of(entrants.at(0), entrants.at(1), entrants.at(2), entrants.at(3))));
        assertThat(raffle.enter(all.organiser, id, beginning)).hasSize(1);
        assertThat(raffle.enter(all.organiser, id, entrants)).hasSize(2);
        assertThat(raffle.enter(all.organiser, id, entrants)).isEmpty();
        viewers.removeFirst();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> raffle.enter(all.organiser, id, Raffles.inBatches(Entrants.of(viewers), 4)))
                .withMessageContaining("is published with other entrants");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> raffle.award(all.anyone, id, terms, beginning))
                .withMessageContaining("has other entrants");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> raffle.award(all.anyone, id, terms, entrants))
                .withMessageContaining("is not drawn yet");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> raffle.award(
                        all.anyone, id, terms.withRevealBy(terms.revealBy().plusSeconds(1)), entrants))
                .withMessageContaining("the terms are those of");
        assertThatIllegalArgumentException().isThrownBy(() -> raffle.create(all.anyone, terms));
    }

    @Test
    void theVerifierSaysWhateverIsNotAsItMustBe() {
        Entrants entrants = Entrants.of(Raffles.viewers(12));
        RaffleTerms terms = all.terms();
        Hash32 id = all.drawn(terms, entrants);
        raffle.award(all.anyone, id, terms, entrants);
        RaffleEvidence good = new RaffleVerifier(raffle).gather(id, 0);
        assertThat(RaffleVerifier.verify(good).reasons()).isEmpty();
        Drawn drawn = good.drawn().orElseThrow();
        Hash32 other = Raffles.hash("other");

        refused(new RaffleVerifier(raffle).verify(other, 0), "UNKNOWN_RAFFLE");
        refused(verify(good, new PrizeCap("CNY", 100)), "ABOVE_PRIZE_CAP", "ABOVE_PRIZE_CAP", "ABOVE_PRIZE_CAP");
        assertThat(verify(good, Optional.of(terms.withRevealBy(terms.revealBy().plusSeconds(1))))
                        .reasons())
                .extracting(Reason::code)
                .contains("RAFFLE_ID_DIFFERS", "ENTRIES_DIFFER");
        refused(verifyBatches(good, List.of(List.of(entrants.at(1), entrants.at(0)))), "NOT_ASCENDING");
        assertThat(verifyBatches(
                                good,
                                List.of(Raffles.viewers(11).stream().sorted().toList()))
                        .reasons())
                .extracting(Reason::code)
                .contains("ENTRIES_DIFFER", "RANDOMNESS_DIFFERS");
        refused(verifyDrawn(good, Optional.empty()), "NOT_DRAWN");
        refused(
                verifyDrawn(good, Optional.of(new Drawn(drawn.secret(), drawn.entriesHash(), drawn.beacon(), other))),
                "RANDOMNESS_DIFFERS");
        assertThat(verifyDrawn(
                                good,
                                Optional.of(new Drawn(other, drawn.entriesHash(), drawn.beacon(), drawn.randomness())))
                        .reasons())
                .extracting(Reason::code)
                .contains("WRONG_SECRET", "RANDOMNESS_DIFFERS");
        assertThat(verifyDrawn(
                                good,
                                Optional.of(new Drawn(drawn.secret(), drawn.entriesHash(), other, drawn.randomness())))
                        .reasons())
                .extracting(Reason::code)
                .contains("BLOCK_HASH_DIFFERS");
        refused(
                verifyAwards(
                        good,
                        List.of(
                                new Award(0, good.awards().getFirst().entry(), entrants.at(0)),
                                new Award(7, 0, entrants.at(0)))),
                "AWARD_DIFFERS",
                "AWARD_DIFFERS");
    }

    private static Verdict<VerifiedRaffle> verify(RaffleEvidence e, PrizeCap cap) {
        return verify(e, cap, e.terms(), e.batches(), e.drawn(), e.awards());
    }

    private static Verdict<VerifiedRaffle> verify(RaffleEvidence e, Optional<RaffleTerms> terms) {
        return verify(e, e.cap(), terms, e.batches(), e.drawn(), e.awards());
    }

    private static Verdict<VerifiedRaffle> verifyBatches(RaffleEvidence e, List<List<Address>> batches) {
        return verify(e, e.cap(), e.terms(), batches, e.drawn(), e.awards());
    }

    private static Verdict<VerifiedRaffle> verifyDrawn(RaffleEvidence e, Optional<Drawn> drawn) {
        return verify(e, e.cap(), e.terms(), e.batches(), drawn, e.awards());
    }

    private static Verdict<VerifiedRaffle> verifyAwards(RaffleEvidence e, List<Award> awards) {
        return verify(e, e.cap(), e.terms(), e.batches(), e.drawn(), awards);
    }

    /** What the chain said, but for this. */
    private static Verdict<VerifiedRaffle> verify(
            RaffleEvidence e,
            PrizeCap cap,
            Optional<RaffleTerms> terms,
            List<List<Address>> batches,
            Optional<Drawn> drawn,
            List<Award> awards) {
        return RaffleVerifier.verify(new RaffleEvidence(
                e.contract(),
                cap,
                e.raffleId(),
                terms,
                batches,
                e.closing(),
                e.missedBlocks(),
                e.drawBlock(),
                e.withheld(),
                e.blockHash(),
                drawn,
                awards));
    }

    @Test
    void anEmptyRaffleGivesAllBackAndIsNotDrawn() {
        RaffleTerms terms = all.terms();
        Hash32 id = raffle.create(all.organiser, terms);
        local.setTime(terms.entriesBy().plusSeconds(1));
        assertRefused("NobodyEntered", () -> raffle.close(all.anyone, id));
        raffle.collect(all.anyone, id);
        assertThat(all.chain.balance(raffle.id().address())).isZero();
        refused(new RaffleVerifier(raffle).verify(id, 0), "NOT_DRAWN");
        assertThat(raffle.state(id).drawBlock()).isEqualTo(OptionalLong.empty());
        assertThat(raffle.state(id).collected()).isTrue();
        assertThat(raffle.state(id).isDrawn()).isFalse();
    }
}
