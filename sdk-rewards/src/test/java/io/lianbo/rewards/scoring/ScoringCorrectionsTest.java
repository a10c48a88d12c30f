package io.lianbo.rewards.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lianbo.core.Verdict.Reason;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Refunds, stragglers, pending purchases and appeals, from one epoch to the next. */
class ScoringCorrectionsTest {

    private static final Instant START = Instant.parse("2026-12-01T00:00:00Z");
    private static final long DAY = 86_400;
    private static final UserId MEI = UserId.of("mei");
    private static final UserId BO = UserId.of("bo");

    private static final ScoringRules RULES = ScoringRules.of(
                    "r",
                    1,
                    InteractionRule.of("like", 1).atMost(20),
                    InteractionRule.of("purchase", 1).per(100))
            .correctingFor(3 * DAY);

    private static final ScoringRules PENDING = ScoringRules.of(
                    "r", 1, InteractionRule.of("purchase", 1).per(100).pendingFor(2 * DAY))
            .correctingFor(3 * DAY);

    private long sequence;

    @Test
    void takesBackWhatIsRefundedInTheSameEpoch() {
        Interaction purchase = at(MEI, "purchase", 5_000, 10);
        ScoringEngine engine = new ScoringEngine(RULES, day(1));
        engine.add(Interaction.refund(id(), purchase, 2_000, START.plusSeconds(20))); // may arrive before it
        engine.add(purchase);

        assertThat(engine.finalizeEpoch().points()).isEqualTo(Map.of(MEI, 30L));
        assertThat(engine.finalizeEpoch().notCounted()).isEmpty();
        assertThat(engine.explain(MEI)).hasToString("""
                mei: 30 points
                  purchase: 3000 in 1 interaction gave 30
                  not counted: edge-7/show-42/0: 2000 of 5000 was taken back""");
    }

    @Test
    void scoresInParts() {
        ScoringEngine engine = new ScoringEngine(RULES, day(1));
        Interaction like = at(MEI, "like", 3, 10);
        Interaction purchase = at(MEI, "purchase", 500, 20);
        // @start region="fork"
        ScoringEngine other = engine.fork(); // for another thread
        engine.add(like);
        other.add(purchase);
        other.add(like); // in two parts by mistake: counts once all the same
        engine.merge(other);
        // @end region="fork"
        assertThat(engine.finalizeEpoch().points()).isEqualTo(Map.of(MEI, 8L));
    }

    @Test
    void takesNoMoreThanThereIsAndReportsTheRest() {
        Interaction purchase = at(MEI, "purchase", 5_000, 10);
        Interaction first = Interaction.refund(id(), purchase, 4_000, START.plusSeconds(20));
        Interaction second = Interaction.refund(id(), purchase, 4_000, START.plusSeconds(30));
        Interaction third = Interaction.refund(id(), purchase, 1, START.plusSeconds(40));
        Interaction ofNothing = new Interaction(
                id(),
                MEI,
                Interaction.REFUND,
                5,
                START.plusSeconds(50),
                Context.NONE.refunding(new InteractionId("p", "s", 1)));
        Interaction ofAnother =
                new Interaction(id(), BO, Interaction.REFUND, 5, START, Context.NONE.refunding(purchase.id()));
        Interaction ofARefund =
                new Interaction(id(), MEI, Interaction.REFUND, 5, START, Context.NONE.refunding(first.id()));
        List<Interaction> all = List.of(purchase, first, second, third, ofNothing, ofAnother, ofARefund);
        ScoringEngine engine = new ScoringEngine(RULES, day(1));
        all.forEach(engine::add);
        ScoringEngine backwards = new ScoringEngine(RULES, day(1));
        all.reversed().forEach(backwards::add);

        EpochScores scores = engine.finalizeEpoch();
        assertThat(scores.points()).isEmpty();
        assertThat(scores.notCounted())
                .isEqualTo(
                        Map.of(ScoringEngine.REFUND_EXCEEDS_ORIGINAL, 2L, ScoringEngine.REFUND_WITHOUT_ORIGINAL, 3L));
        assertThat(backwards.finalizeEpoch().canonical()).isEqualTo(scores.canonical());
        assertThat(engine.explain(MEI).toString())
                .contains("takes back 4000 of edge-7/show-42/0, of which 1000 is left")
                .contains("there is nothing of mei under p/s/1 to take back");
    }

    @Test
    void booksARefundOfASealedEpochInTheOpenOneAndCarriesTheDebt() {
        Interaction purchase = at(MEI, "purchase", 10_000, 10);
        ScoringEngine first = new ScoringEngine(RULES, day(1));
        first.add(purchase);
        assertThat(first.finalizeEpoch().points()).isEqualTo(Map.of(MEI, 100L));

        InteractionId id = id();
        Interaction fifteenLikes = at(MEI, "like", 15, DAY + 6);
        Epoch tomorrow = day(2);
        Instant then = START.plusSeconds(DAY + 5);
        // @start region="refund"
        ScoringEngine second = first.next(tomorrow);
        second.add(Interaction.refund(id, purchase, 10_000, then));
        second.add(fifteenLikes);
        EpochScores scores = second.finalizeEpoch();
        // @end region="refund"
        assertThat(scores.points()).isEmpty();
        assertThat(scores.adjustments()).isEqualTo(Map.of(MEI, -100L));
        assertThat(scores.debts()).isEqualTo(Map.of(MEI, 85L));
        assertThat(second.explain(MEI)).hasToString("""
                mei: 0 points
                  like: 15 in 1 interaction gave 15
                  epoch 1 comes to 0 instead of 100: -100
                  still owed: 85""");

        ScoringEngine third = second.next(day(3));
        third.add(at(MEI, "purchase", 9_000, 2 * DAY + 5));
        assertThat(third.finalizeEpoch().points()).isEqualTo(Map.of(MEI, 5L));
        assertThat(third.finalizeEpoch().adjustments()).isEmpty();
        assertThat(third.finalizeEpoch().debts()).isEmpty();
        assertThat(third.explain(MEI).debt()).isEqualTo(85);
    }

    @Test
    void countsAStragglerByTheRulesAndCapsOfItsOwnEpoch() {
        ScoringEngine first = new ScoringEngine(RULES, day(1));
        first.add(at(MEI, "like", 18, 10));
        Interaction straggler = at(MEI, "like", 9, 20);
        ScoringRules dearer =
                ScoringRules.of("r", 2, InteractionRule.of("like", 50)).correctingFor(3 * DAY);

        ScoringEngine second = first.next(day(2), dearer);
        second.add(straggler);
        second.add(straggler);
        assertThat(second.finalizeEpoch().points()).isEqualTo(Map.of(MEI, 2L)); // 20 is the cap of that day
        assertThat(second.finalizeEpoch().adjustments()).isEqualTo(Map.of(MEI, 2L));

        ScoringEngine third = second.next(day(3));
        third.add(straggler);
        assertThat(third.finalizeEpoch().points()).isEmpty();
        assertThat(third.finalizeEpoch().notCounted()).isEmpty();
    }

    @Test
    void reportsWhatComesAfterTheCorrectionWindow() {
        ScoringEngine engine = new ScoringEngine(RULES, day(1));
        engine.add(at(MEI, "like", 5, 10));
        for (int number = 2; number <= 5; number++) {
            engine = engine.next(day(number));
        }
        engine.add(at(MEI, "like", 5, 20));

        assertThat(engine.finalizeEpoch().points()).isEmpty();
        assertThat(engine.finalizeEpoch().notCounted()).isEqualTo(Map.of(ScoringEngine.TOO_LATE, 1L));
        assertThat(engine.explain(MEI).notCounted())
                .singleElement()
                .hasToString("not counted: edge-7/show-42/1: happened at 2026-12-01T00:00:20Z, before"
                        + " 2026-12-02T00:00:00Z, from when on epochs can be corrected");
    }

    @Test
    void keepsAPurchasePendingUntilItsReturnWindowCloses() {
        Interaction kept = at(MEI, "purchase", 1_000, 10);
        Interaction returned = at(BO, "purchase", 1_000, 20);
        ScoringEngine first = new ScoringEngine(PENDING, day(1));
        first.add(kept);
        first.add(returned);
        assertThat(first.finalizeEpoch().points()).isEmpty();
        assertThat(first.finalizeEpoch().notCounted()).isEqualTo(Map.of(ScoringEngine.PENDING, 2L));
        assertThat(first.explain(MEI).notCounted())
                .singleElement()
                .hasToString("not counted: edge-7/show-42/0: pending until 2026-12-03T00:00:10Z");

        ScoringEngine second = first.next(day(2));
        second.add(Interaction.refund(id(), returned, 1_000, START.plusSeconds(DAY + 5)));
        assertThat(second.finalizeEpoch().points()).isEmpty();
        assertThat(second.finalizeEpoch().notCounted()).isEmpty();

        ScoringEngine third = second.next(day(3));
        assertThat(third.finalizeEpoch().points()).isEqualTo(Map.of(MEI, 10L));
        assertThat(third.finalizeEpoch().adjustments()).isEmpty();
    }

    @Test
    void keepsForTheNextEpochWhatCameTooEarly() {
        ScoringEngine first = new ScoringEngine(RULES, day(1));
        first.add(at(MEI, "like", 5, DAY + 10));
        assertThat(first.finalizeEpoch().notCounted()).isEqualTo(Map.of(ScoringEngine.TOO_EARLY, 1L));

        ScoringEngine second = first.next(day(2));
        assertThat(second.finalizeEpoch().points()).isEqualTo(Map.of(MEI, 5L));
        assertThat(second.finalizeEpoch().notCounted()).isEmpty();
    }

    @Test
    void survivesTheEndsOfTime() {
        ScoringEngine engine = new ScoringEngine(PENDING, day(1));
        engine.add(new Interaction(id(), MEI, "purchase", 1, Instant.MAX));
        engine.add(new Interaction(id(), MEI, "purchase", 1, Instant.MIN));
        Interaction twice = new Interaction(id(), MEI, "purchase", 1, Instant.MAX);
        engine.add(twice);
        engine.add(new Interaction(twice.id(), MEI, "purchase", 1, Instant.MAX.minusNanos(1)));

        assertThat(engine.finalizeEpoch().notCounted())
                .isEqualTo(Map.of(
                        ScoringEngine.TOO_EARLY,
                        1L,
                        ScoringEngine.TOO_LATE,
                        1L,
                        ScoringEngine.CONFLICTING_IDENTITY,
                        1L));
        assertThat(engine.next(day(2)).finalizeEpoch().notCounted()).isEmpty();
    }

    @Test
    void takesBackWhatTurnsOutToHaveTwoContents() {
        Interaction like = at(MEI, "like", 5, 10);
        ScoringEngine first = new ScoringEngine(RULES, day(1));
        first.add(like);

        ScoringEngine second = first.next(day(2));
        second.add(new Interaction(like.id(), MEI, "like", 6, like.at()));
        assertThat(second.finalizeEpoch().adjustments()).isEqualTo(Map.of(MEI, -5L));
        assertThat(second.finalizeEpoch().debts()).isEqualTo(Map.of(MEI, 5L));
        assertThat(second.next(day(3)).finalizeEpoch().adjustments()).isEmpty();
    }

    @Test
    void givesBackWhatARefundTookThatTurnsOutToHaveTwoContents() {
        Interaction purchase = at(MEI, "purchase", 10_000, 10);
        ScoringEngine first = new ScoringEngine(RULES, day(1));
        first.add(purchase);
        ScoringEngine second = first.next(day(2));
        Interaction refund = Interaction.refund(id(), purchase, 10_000, START.plusSeconds(DAY + 5));
        second.add(refund);
        assertThat(second.finalizeEpoch().adjustments()).isEqualTo(Map.of(MEI, -100L));

        ScoringEngine third = second.next(day(3));
        third.add(Interaction.refund(refund.id(), purchase, 9_000, refund.at()));
        assertThat(third.finalizeEpoch().adjustments()).isEqualTo(Map.of(MEI, 100L));
        assertThat(third.finalizeEpoch().points()).isEmpty(); // no more than the debt is paid
        assertThat(third.finalizeEpoch().debts()).isEmpty();
        assertThat(third.next(day(4)).finalizeEpoch().adjustments()).isEmpty();
    }

    @Test
    void takesBackAtItsTimeWhatARefundAnnouncedEarlier() {
        Interaction purchase = at(MEI, "purchase", 10_000, 10);
        ScoringEngine first = new ScoringEngine(RULES, day(1));
        first.add(purchase);
        first.add(Interaction.refund(id(), purchase, 10_000, START.plusSeconds(DAY + 5)));
        assertThat(first.finalizeEpoch().points()).isEqualTo(Map.of(MEI, 100L));
        assertThat(first.next(day(2)).finalizeEpoch().adjustments()).isEqualTo(Map.of(MEI, -100L));
    }

    @Test
    void paysAfterAnAppealWhatAFlagHadWithheld() {
        Flag flag = Flag.hold(MEI, null, new Reason("DUPLICATE_TEXT", "7 comments are the same as others'"));
        Assessment doubt = new Assessment(new TreeSet<>(List.of(flag)), new TreeMap<>());
        ScoringEngine first = new ScoringEngine(RULES, day(1));
        first.add(at(MEI, "like", 5, 10));
        first.assess(doubt);
        assertThat(first.finalizeEpoch().points()).isEmpty();
        assertThat(first.finalizeEpoch().withheld()).isEqualTo(Map.of(MEI, 5L));

        // @start region="appeal"
        ScoringEngine second = first.next(day(2));
        second.assess(1, second.assessment(1).without(flag));
        EpochScores scores = second.finalizeEpoch();
        // @end region="appeal"
        assertThat(scores.points()).isEqualTo(Map.of(MEI, 5L));
        assertThat(scores.adjustments()).isEqualTo(Map.of(MEI, 5L));
        assertThat(second.next(day(3)).finalizeEpoch().points()).isEmpty();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> second.assess(7, Assessment.NONE))
                .withMessage("epoch must be the open one, 2, or one within the correction window: 7");
    }

    @Test
    void refusesAnEpochThatDoesNotFollow() {
        ScoringEngine engine = new ScoringEngine(RULES, day(1));
        assertThatIllegalArgumentException().isThrownBy(() -> engine.next(day(3)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> engine.next(new Epoch(2, START.plusSeconds(DAY + 1), START.plusSeconds(2 * DAY))));
    }

    @Test
    void finalizesNoPartAlone() {
        ScoringEngine engine = new ScoringEngine(RULES, day(1));
        ScoringEngine next = engine.next(day(2));
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> next.fork().finalizeEpoch())
                .withMessage("a fork must be merged into the engine that it came from");
        engine.add(at(MEI, "like", 5, 10));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> next.merge(engine.next(day(2))))
                .withMessage("engines must have the same past to be merged");
    }

    /** Days of random traffic, each once as it comes and once shuffled, doubled and in partitions: the same bytes every day; and in sum what a single late scoring would give. */
    @Test
    void givesTheSameBytesDayByDayWhateverTheOrderDuplicationAndPartitioning() throws IOException {
        for (long seed = 0; seed < 10; seed++) {
            Random random = new Random(seed);
            ScoringEngine plain = new ScoringEngine(everything(), day(1));
            ScoringEngine mixed = new ScoringEngine(everything(), day(1));
            List<Interaction> known = new ArrayList<>();
            int corrections = 0;
            for (int number = 1; number <= 6; number++) {
                List<Interaction> today = traffic(random, number, known);
                known.addAll(today);
                today.forEach(plain::add);
                deliver(mixed, today, random);
                Assessment assessment = assessment(random);
                plain.assess(assessment);
                mixed.assess(assessment);
                EpochScores scores = plain.finalizeEpoch();
                assertThat(mixed.finalizeEpoch().canonical()).isEqualTo(scores.canonical());
                corrections += scores.adjustments().size();
                for (int i = 0; i < 40; i++) {
                    UserId user = UserId.of("viewer-" + i);
                    assertThat(mixed.explain(user))
                            .hasToString(plain.explain(user).toString());
                    assertThat(plain.explain(user).points()).isEqualTo(scores.pointsOf(user));
                    assertThat(plain.explain(user).remainingDebt())
                            .isEqualTo(scores.debts().getOrDefault(user, 0L));
                }
                assertThat(mixed.inputRoot()).isEqualTo(plain.inputRoot());
                plain = plain.next(day(number + 1));
                mixed = restored(restored(mixed).next(day(number + 1)));
            }
            assertThat(corrections).isPositive();
        }
    }

    private static ScoringEngine restored(ScoringEngine engine) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        engine.write(out);
        return ScoringEngine.read(new ByteArrayInputStream(out.toByteArray()));
    }

    private static ScoringRules everything() {
        return ScoringRules.of(
                        "everything",
                        1,
                        InteractionRule.of("like", 3).halvingEvery(7).atMost(40),
                        InteractionRule.of("watchSeconds", 1)
                                .per(60)
                                .atMostPerSession(900)
                                .halvingIn(20_000),
                        InteractionRule.of("vote", 1).byRoot(),
                        InteractionRule.of("share", 5).atMostOfAll(300),
                        InteractionRule.of("purchase", 1).per(100).pendingFor(DAY))
                .rewarding(new Referral(
                        "purchase", InteractionRule.of("referral", 1).per(500)))
                .atMost(700)
                .correctingFor(2 * DAY);
    }

    private List<Interaction> traffic(Random random, int number, List<Interaction> known) {
        List<String> types = List.of("like", "watchSeconds", "vote", "share", "purchase", "dance");
        List<Interaction> today = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            InteractionId id = new InteractionId(
                    "edge-" + random.nextInt(3), "show-" + random.nextInt(4), random.nextInt(100_000));
            UserId user = UserId.of("viewer-" + random.nextInt(40));
            // some a day or two late, some ahead of time
            Instant at = START.plusSeconds(
                    (number - 1 - random.nextInt(8) / 5 + random.nextInt(30) / 29) * DAY + random.nextInt((int) DAY));
            if (random.nextInt(6) == 0 && !known.isEmpty()) {
                Interaction original = known.get(random.nextInt(known.size()));
                today.add(new Interaction(
                        id,
                        original.user(),
                        Interaction.REFUND,
                        1 + random.nextInt((int) original.quantity()),
                        at,
                        Context.NONE.refunding(original.id())));
            } else {
                Interaction one = new Interaction(
                        id, user, types.get(random.nextInt(types.size())), 1 + random.nextInt(2_000), at);
                one = random.nextInt(4) == 0 ? one.withQuality(random.nextInt(10_001)) : one;
                one = random.nextInt(4) == 0 ? one.referredBy(UserId.of("viewer-" + random.nextInt(40))) : one;
                today.add(one);
            }
            if (random.nextInt(50) == 0 && !known.isEmpty()) {
                Interaction twice = known.get(random.nextInt(known.size()));
                today.add(new Interaction(twice.id(), user, "like", 1, twice.at()));
            }
        }
        return today;
    }

    private static Assessment assessment(Random random) {
        TreeSet<Flag> flags = new TreeSet<>();
        TreeMap<UserId, String> clusters = new TreeMap<>();
        for (int i = 0; i < 5; i++) {
            UserId user = UserId.of("viewer-" + random.nextInt(40));
            flags.add(new Flag(
                    user,
                    random.nextBoolean() ? "like" : null,
                    new Reason("SOME_RULE", "seen " + i),
                    random.nextInt(10_000)));
            clusters.put(UserId.of("viewer-" + random.nextInt(40)), "cluster-" + random.nextInt(2));
        }
        return new Assessment(flags, clusters);
    }

    private static void deliver(ScoringEngine engine, List<Interaction> interactions, Random random) {
        List<Interaction> delivered = new ArrayList<>(interactions);
        interactions.stream().filter(one -> random.nextInt(10) < 3).forEach(delivered::add);
        Collections.shuffle(delivered, random);
        List<ScoringEngine> parts = new ArrayList<>(List.of(engine, engine.fork(), engine.fork(), engine.fork()));
        delivered.forEach(one -> parts.get(random.nextInt(parts.size())).add(one));
        parts.stream().skip(1).forEach(engine::merge);
    }

    private static Epoch day(int number) {
        return new Epoch(number, START.plusSeconds((number - 1) * DAY), START.plusSeconds(number * DAY));
    }

    private InteractionId id() {
        return new InteractionId("edge-7", "show-42", sequence++);
    }

    private Interaction at(UserId user, String type, long quantity, long second) {
        return new Interaction(id(), user, type, quantity, START.plusSeconds(second));
    }
}
