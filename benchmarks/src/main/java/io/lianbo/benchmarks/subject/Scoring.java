package io.lianbo.benchmarks.subject;

import io.lianbo.rewards.scoring.Epoch;
import io.lianbo.rewards.scoring.EpochScores;
import io.lianbo.rewards.scoring.Interaction;
import io.lianbo.rewards.scoring.InteractionId;
import io.lianbo.rewards.scoring.InteractionRule;
import io.lianbo.rewards.scoring.ScoringEngine;
import io.lianbo.rewards.scoring.ScoringRules;
import io.lianbo.rewards.scoring.UserId;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The scores of an evening on one core: 100,000 interactions of 5,000 viewers, taken one by one, then finalized. */
@State(Scope.Thread)
public class Scoring {

    private static final int INTERACTIONS = 100_000;
    private static final int VIEWERS = 5_000;
    private static final Instant SHOW = Instant.parse("2026-11-24T20:00:00Z");

    private final ScoringRules rules = ScoringRules.of(
            "live-sale",
            1,
            InteractionRule.of("watch", 1).per(60).atMost(240),
            InteractionRule.of("comment", 2).halvingEvery(10),
            InteractionRule.of("share", 5).atMost(50),
            InteractionRule.of("purchase", 1).per(100));
    private final Epoch epoch = new Epoch(1, SHOW, SHOW.plusSeconds(14_400));
    private final List<Interaction> interactions;

    public Scoring() {
        this(INTERACTIONS);
    }

    Scoring(int count) {
        Random random = new Random(INTERACTIONS);
        List<String> types = List.copyOf(rules.interactions().keySet());
        interactions = IntStream.range(0, count)
                .mapToObj(i -> new Interaction(
                        new InteractionId("edge-" + i % 7, "SHOW-1124", i),
                        UserId.of("viewer-" + random.nextInt(VIEWERS)),
                        types.get(random.nextInt(types.size())),
                        1 + random.nextInt(1_000),
                        SHOW.plusSeconds(random.nextInt(14_400))))
                .toList();
    }

    @Benchmark
    @OperationsPerInvocation(INTERACTIONS)
    public EpochScores lianbo() {
        ScoringEngine engine = new ScoringEngine(rules, epoch);
        interactions.forEach(engine::add);
        return engine.finalizeEpoch();
    }

    /** What no scoring gets around: each interaction looked at, and added to what its viewer has. */
    Map<UserId, Long> sums() {
        Map<UserId, Long> sums = new HashMap<>();
        for (Interaction interaction : interactions) {
            sums.merge(interaction.user(), interaction.quantity(), Long::sum);
        }
        return sums;
    }
}
