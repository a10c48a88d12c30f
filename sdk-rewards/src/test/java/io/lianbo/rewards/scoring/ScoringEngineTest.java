package io.lianbo.rewards.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lianbo.core.Hash32;
import io.lianbo.core.merkle.StandardMerkleTree;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ScoringEngineTest {

    private static final ScoringRules RULES = ScoringRulesTest.RULES;
    private static final Instant START = Instant.parse("2026-11-11T00:00:00Z");
    private static final Epoch EPOCH = new Epoch(1, START, START.plusSeconds(86_400));
    private static final UserId MEI = UserId.of("mei");
    private static final UserId BO = UserId.of("bo");

    private long sequence;

    @Test
    void scoresAnEpochUnderItsRules() {
        Interaction watched = interaction(MEI, "watchSeconds", 600);
        Interaction commented = interaction(MEI, "comment", 1);
        Interaction bought = interaction(BO, "purchase", 25_900);
        // @start region="score"
        ScoringEngine engine = new ScoringEngine(RULES, EPOCH);
        engine.add(watched);
        engine.add(commented);
        engine.add(bought);
        engine.add(bought); // delivered again: changes nothing

        EpochScores scores = engine.finalizeEpoch();
        // @end region="score"
        assertThat(scores.points()).isEqualTo(Map.of(MEI, 18L, BO, 259L));
        assertThat(scores.totalPoints()).isEqualTo(BigInteger.valueOf(277));
        assertThat(scores.pointsOf(UserId.of("nobody"))).isZero();
        assertThat(scores.rulesHash()).isEqualTo(RULES.hash());
        assertThat(scores.notCounted()).isEmpty();
        assertThat(scores.canonical())
                .isEqualTo(
                        "{\"adjustments\":{},\"debts\":{},\"end\":\"2026-11-12T00:00:00Z\",\"engine\":\"lianbo.scoring/1\","
                                + "\"epoch\":\"1\",\"notCounted\":{},\"points\":{\"bo\":\"259\",\"mei\":\"18\"},\"rulesHash\":\""
                                + RULES.hash() + "\",\"start\":\"2026-11-11T00:00:00Z\",\"withheld\":{}}");
    }

    @Test
    void addsUpBeforeItRoundsDown() {
        ScoringEngine engine = engine(
                interaction(MEI, "watchSeconds", 40),
                interaction(MEI, "watchSeconds", 40),
                interaction(MEI, "watchSeconds", 40));

        assertThat(engine.finalizeEpoch().pointsOf(MEI)).isEqualTo(2);
    }

    @Test
    void leavesOutWhoEarnedNothing() {
        assertThat(engine(interaction(MEI, "watchSeconds", 59)).finalizeEpoch().points())
                .isEmpty();
    }

    @Test
    void countsTheSameIdInAnotherSessionOrOfAnotherProducer() {
        ScoringEngine engine = engine(
                new Interaction(new InteractionId("p", "s", 1), MEI, "like", 1, START),
                new Interaction(new InteractionId("p", "t", 1), MEI, "like", 1, START),
                new Interaction(new InteractionId("q", "s", 1), MEI, "like", 1, START));

        assertThat(engine.finalizeEpoch().pointsOf(MEI)).isEqualTo(3);
    }

    @Test
    void countsNeitherOfTwoInteractionsWithOneId() {
        InteractionId id = new InteractionId("p", "s", 1);
        Interaction one = new Interaction(id, MEI, "like", 1, START);
        Interaction other = new Interaction(id, BO, "like", 20, START);
        EpochScores scores = engine(one, other, one, other).finalizeEpoch();

        assertThat(scores.points()).isEmpty();
        assertThat(scores.notCounted()).isEqualTo(Map.of(ScoringEngine.CONFLICTING_IDENTITY, 1L));
        assertThat(engine(other, one).finalizeEpoch()).isEqualTo(scores);
        assertThat(engine(one, other).explain(BO).notCounted())
                .singleElement()
                .hasToString("not counted: p/s/1: the id p/s/1 came with different contents");
    }

    @Test
    void reportsWhatLiesOutsideTheEpochOrTheRules() {
        Interaction early = at(START.minusNanos(1));
        Interaction late = at(EPOCH.end());
        Interaction future = at(Instant.MAX);
        Interaction unknown = interaction(MEI, "dance", 1);
        ScoringEngine engine = engine(early, late, future, unknown, interaction(MEI, "like", 1));

        assertThat(engine.finalizeEpoch().pointsOf(MEI)).isEqualTo(1);
        assertThat(engine.finalizeEpoch().notCounted())
                .isEqualTo(Map.of(
                        ScoringEngine.TOO_LATE, 1L, ScoringEngine.TOO_EARLY, 2L, ScoringEngine.UNKNOWN_TYPE, 1L));
        assertThat(engine.explain(MEI).notCounted())
                .extracting(one -> one.reason().code())
                .containsExactlyInAnyOrder("TOO_LATE", "TOO_EARLY", "TOO_EARLY", "UNKNOWN_TYPE");
    }

    @Test
    void tracesEveryPointToInteractionsAndRules() {
        Interaction first = interaction(MEI, "like", 15);
        Interaction second = interaction(MEI, "like", 9);
        Interaction comment = interaction(MEI, "comment", 6);
        Explanation explanation =
                engine(first, second, comment, interaction(BO, "like", 1)).explain(MEI);

        assertThat(explanation.points()).isEqualTo(64);
        assertThat(explanation.lines())
                .extracting(Explanation.Line::interactions)
                .containsExactly(List.of(comment.id()), List.of(first.id(), second.id()));
        assertThat(explanation).hasToString("""
                        mei: 64 points
                          comment: 6 in 1 interaction gave 44
                          like: 24 in 2 interactions gave 24, then 20 by the cap of 20 for one user""");
        assertThat(new ScoringEngine(RULES, EPOCH).explain(MEI).points()).isZero();
    }

    @Test
    void provesWhatWentIn() {
        Interaction like = interaction(MEI, "like", 3).with(Trace.TEXT, "\"a\\b");
        Interaction comment = interaction(BO, "comment", 1);
        Interaction conflicting = interaction(BO, "comment", 1);
        ScoringEngine engine = engine(like, comment, comment, conflicting);
        engine.add(new Interaction(conflicting.id(), BO, "comment", 2, conflicting.at()));
        // @start region="inputs"
        StandardMerkleTree inputs =
                StandardMerkleTree.of(List.of(List.of(comment.hash()), List.of(like.hash())), List.of("bytes32"));
        List<Hash32> proof = inputs.proof(1); // of the like
        // @end region="inputs"
        assertThat(engine.inputRoot()).isEqualTo(inputs.root());
        assertThat(StandardMerkleTree.verify(engine.inputRoot(), List.of("bytes32"), List.of(like.hash()), proof)
                        .isVerified())
                .isTrue();
        assertThat(new ScoringEngine(RULES, EPOCH).inputRoot()).isEqualTo(Hash32.ZERO);
        assertThat(like.canonical())
                .isEqualTo("{\"at\":\"2026-11-11T00:01:00Z\",\"producer\":\"edge-7\",\"quantity\":3,\"sequence\":0,"
                        + "\"session\":\"show-42\",\"text\":\"\\\"a\\\\b\",\"type\":\"like\",\"user\":\"mei\"}");
    }

    /** The same interactions whole, shuffled, doubled, and in shuffled partitions merged in any order: the same bytes. */
    @Test
    void givesTheSameBytesWhateverTheOrderDuplicationAndPartitioning() {
        for (long seed = 0; seed < 20; seed++) {
            Random random = new Random(seed);
            List<Interaction> interactions = randomInteractions(random, 2_000);
            EpochScores whole = engine(interactions.toArray(Interaction[]::new)).finalizeEpoch();
            assertThat(whole.points()).isNotEmpty();
            assertThat(whole.notCounted())
                    .containsOnlyKeys(
                            ScoringEngine.CONFLICTING_IDENTITY, ScoringEngine.TOO_EARLY, ScoringEngine.UNKNOWN_TYPE);

            List<Interaction> delivered = new ArrayList<>(interactions);
            interactions.stream().filter(one -> random.nextInt(10) < 3).forEach(delivered::add);
            Collections.shuffle(delivered, random);
            List<ScoringEngine> partitions = new ArrayList<>();
            int count = 1 + random.nextInt(7);
            for (int i = 0; i < count; i++) {
                partitions.add(new ScoringEngine(RULES, EPOCH));
            }
            delivered.forEach(one -> partitions.get(random.nextInt(count)).add(one));
            while (partitions.size() > 1) {
                Collections.shuffle(partitions, random);
                partitions.getFirst().merge(partitions.removeLast());
            }

            EpochScores merged = partitions.getFirst().finalizeEpoch();
            assertThat(merged.canonical()).isEqualTo(whole.canonical());
            assertThat(merged.hash()).isEqualTo(whole.hash());
            for (UserId user : whole.points().keySet()) {
                assertThat(partitions.getFirst().explain(user).points()).isEqualTo(whole.pointsOf(user));
            }
        }
    }

    @Test
    void mergesWithItselfWithoutChange() {
        ScoringEngine engine = engine(interaction(MEI, "like", 3));
        engine.merge(engine);

        assertThat(engine.finalizeEpoch().pointsOf(MEI)).isEqualTo(3);
    }

    @Test
    void refusesToMergeWhatDoesNotBelongTogether() {
        ScoringEngine engine = engine();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> engine.merge(new ScoringEngine(
                        RULES, new Epoch(2, EPOCH.end(), EPOCH.end().plusSeconds(1)))))
                .withMessageStartingWith("engines must score the same epoch to be merged:");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> engine.merge(
                        new ScoringEngine(ScoringRules.of("other", 1, InteractionRule.of("like", 1)), EPOCH)))
                .withMessageStartingWith(
                        "engines must score by the same rules to be merged: spring-tea-show version 3");
    }

    @Test
    void refusesScoresWithoutPoints() {
        TreeMap<UserId, Long> points = new TreeMap<>(Map.of(MEI, 0L));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new EpochScores(EPOCH, RULES.hash(), points, new TreeMap<>()))
                .withMessage("points of mei must be 1 or more: 0");
    }

    private List<Interaction> randomInteractions(Random random, int count) {
        List<String> types = List.of("watchSeconds", "comment", "like", "purchase", "dance");
        List<Interaction> interactions = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            // few ids and few contents, so that some ids conflict; some times lie outside the epoch
            interactions.add(new Interaction(
                    new InteractionId("edge-" + random.nextInt(3), "show-" + random.nextInt(4), random.nextInt(2_000)),
                    UserId.of("viewer-" + random.nextInt(50)),
                    types.get(random.nextInt(types.size())),
                    1 + random.nextInt(500),
                    START.plusSeconds(random.nextInt(90_000))));
        }
        return interactions;
    }

    private static ScoringEngine engine(Interaction... interactions) {
        ScoringEngine engine = new ScoringEngine(RULES, EPOCH);
        for (Interaction interaction : interactions) {
            engine.add(interaction);
        }
        return engine;
    }

    private Interaction interaction(UserId user, String type, long quantity) {
        return new Interaction(
                new InteractionId("edge-7", "show-42", sequence++), user, type, quantity, START.plusSeconds(60));
    }

    private Interaction at(Instant moment) {
        return new Interaction(new InteractionId("edge-7", "show-42", sequence++), MEI, "like", 1, moment);
    }
}
