package io.lianbo.rewards.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.lianbo.core.Hash32;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A week of a platform, as it comes and as it should not come. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MillionInteractionsTest {

    private static final int COUNT = 1_000_000;
    private static final Instant START = Instant.parse("2026-12-01T00:00:00Z");
    private static final Epoch WEEK = new Epoch(1, START, START.plusSeconds(7 * 86_400));
    private static final String[] TYPES = {"watchSeconds", "comment", "like", "share", "review", "purchase"};

    private static final ScoringRules RULES = ScoringRules.of(
                    "week",
                    1,
                    InteractionRule.of("watchSeconds", 1)
                            .per(60)
                            .atMostPerSession(7_200)
                            .halvingIn(2 * 86_400),
                    InteractionRule.of("comment", 8).halvingEvery(5).atMost(300),
                    InteractionRule.of("like", 1).atMost(200),
                    InteractionRule.of("share", 5).atMostOfAll(100_000),
                    InteractionRule.of("review", 50).byRoot(),
                    InteractionRule.of("purchase", 1).per(100).pendingFor(86_400))
            .rewarding(
                    new Referral("purchase", InteractionRule.of("referral", 1).per(1_000)));

    private EpochScores whole = new EpochScores(WEEK, Hash32.ZERO, new TreeMap<>(), new TreeMap<>());

    @BeforeAll
    void scoreThemWhole() {
        ScoringEngine engine = new ScoringEngine(RULES, WEEK);
        for (int i = 0; i < COUNT; i++) {
            engine.add(interaction(i));
        }
        whole = engine.finalizeEpoch();
        Hash32 inputRoot = engine.inputRoot();
        System.out.printf(
                "1,000,000 interactions of %,d users: %,d points, scores %s, inputs %s%n",
                whole.points().size(), whole.totalPoints(), whole.hash(), inputRoot);
    }

    @Test
    void giveOneRootInSevenShuffledPartitions() {
        ScoringEngine[] parts = new ScoringEngine[7];
        ScoringEngine engine = new ScoringEngine(RULES, WEEK);
        parts[0] = engine;
        for (int i = 1; i < parts.length; i++) {
            parts[i] = engine.fork();
        }
        Random random = new Random(7);
        for (int i : shuffled(random)) {
            parts[random.nextInt(parts.length)].add(interaction(i));
        }
        for (int i = parts.length - 1; i > 0; i--) {
            engine.merge(parts[i]);
        }
        assertThat(engine.finalizeEpoch().canonical()).isEqualTo(whole.canonical());
        System.out.printf(
                "in 7 shuffled partitions, merged: scores %s%n",
                engine.finalizeEpoch().hash());
    }

    @Test
    void giveOneRootThoughThreeInTenComeTwice() {
        ScoringEngine engine = new ScoringEngine(RULES, WEEK);
        Random random = new Random(30);
        for (int i : shuffled(random)) {
            engine.add(interaction(i));
            if (random.nextInt(10) < 3) {
                engine.add(interaction(random.nextInt(COUNT)));
            }
        }
        assertThat(engine.finalizeEpoch().canonical()).isEqualTo(whole.canonical());
        System.out.printf(
                "with 30 %% delivered again: scores %s%n",
                engine.finalizeEpoch().hash());
    }

    @Test
    void oneThatComesAMillionTimesCountsOnce() {
        ScoringEngine engine = new ScoringEngine(RULES, WEEK);
        Interaction like = interaction(2);
        for (int i = 0; i < COUNT; i++) {
            engine.add(like);
        }
        assertThat(engine.finalizeEpoch().points()).isEqualTo(Map.of(like.user(), 1L));
        assertThat(engine.finalizeEpoch().notCounted()).isEmpty();
    }

    private static int[] shuffled(Random random) {
        int[] order = IntStream.range(0, COUNT).toArray();
        for (int i = order.length - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            int moved = order[i];
            order[i] = order[other];
            order[other] = moved;
        }
        return order;
    }

    /** The i-th of the week, made anew each time as each delivery makes its own objects. */
    private static Interaction interaction(int i) {
        long mixed = i * 0x9E3779B97F4A7C15L;
        String type = TYPES[i % TYPES.length];
        Interaction one = new Interaction(
                new InteractionId("edge-" + i % 11, "show-" + (mixed >>> 59), i),
                UserId.of("viewer-" + (mixed >>> 40) % 50_000),
                type,
                type.equals("watchSeconds") || type.equals("purchase") ? 1 + (mixed >>> 50) : 1,
                START.plusSeconds((mixed >>> 20) % (7 * 86_400)));
        if (type.equals("review")) {
            return one.withQuality((int) ((mixed >>> 10) & 0x1FFF));
        }
        return type.equals("purchase") && (i & 64) == 0 ? one.referredBy(UserId.of("viewer-" + i % 50_000)) : one;
    }
}
