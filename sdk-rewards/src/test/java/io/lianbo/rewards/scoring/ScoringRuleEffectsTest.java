package io.lianbo.rewards.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.lianbo.core.Verdict.Reason;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What each part of a rule does to a user's points, worked out by hand. */
class ScoringRuleEffectsTest {

    private static final Instant START = Instant.parse("2026-12-01T00:00:00Z");
    private static final Epoch DAY = new Epoch(1, START, START.plusSeconds(86_400));
    private static final UserId MEI = UserId.of("mei");
    private static final UserId BO = UserId.of("bo");
    private static final UserId LAN = UserId.of("lan");

    private long sequence;

    @Test
    void countsOfASessionWhatTheCapAllowsWhoeverReportsIt() {
        ScoringEngine engine =
                engine(InteractionRule.of("watchSeconds", 1).per(60).atMostPerSession(600));
        engine.add(in("edge-1", "show-1", MEI, "watchSeconds", 500));
        engine.add(in("edge-2", "show-1", MEI, "watchSeconds", 500));
        engine.add(in("edge-1", "show-2", MEI, "watchSeconds", 120));
        engine.add(in("edge-1", "show-1", BO, "watchSeconds", 500));

        assertThat(engine.finalizeEpoch().points()).isEqualTo(Map.of(MEI, 12L, BO, 8L));
        assertThat(engine.explain(MEI)).hasToString("""
                mei: 12 points
                  watchSeconds: 1120 in 3 interactions, of which 720 counted, gave 12""");
    }

    @Test
    void countsLessOfWhatIsOlder() {
        ScoringEngine engine = engine(InteractionRule.of("like", 10).halvingIn(3_600));
        engine.add(at(MEI, "like", 1, DAY.end().minusNanos(1)));
        engine.add(at(MEI, "like", 1, DAY.end().minusSeconds(3_600)));
        engine.add(at(MEI, "like", 1, DAY.end().minusSeconds(3_600).minusNanos(1)));
        engine.add(at(MEI, "like", 1, DAY.end().minusSeconds(7_201)));
        engine.add(at(BO, "like", 1, DAY.start()));

        // 10 + 10 + 5 + 2.5, rounded down once; 23 halvings leave nothing of Bo's
        assertThat(engine.finalizeEpoch().points()).isEqualTo(Map.of(MEI, 27L));
    }

    @Test
    void countsAsMuchAsTheQualitySays() {
        ScoringEngine engine = engine(InteractionRule.of("review", 50));
        engine.add(in(MEI, "review", 1));
        engine.add(in(MEI, "review", 1).withQuality(6_050));
        engine.add(in(BO, "review", 1).withQuality(0));

        assertThat(engine.finalizeEpoch().points()).isEqualTo(Map.of(MEI, 80L));
    }

    @Test
    void givesAnIdentityTheRootOfItsPointsHoweverManyAccountsItHas() {
        ScoringRules rules =
                ScoringRules.of("r", 1, InteractionRule.of("vote", 1).byRoot());
        ScoringEngine engine = new ScoringEngine(rules, DAY);
        engine.add(in(MEI, "vote", 100));
        engine.add(in(BO, "vote", 60));
        engine.add(in(LAN, "vote", 40));

        assertThat(engine.finalizeEpoch().points()).isEqualTo(Map.of(MEI, 10L, BO, 7L, LAN, 6L));

        engine.assess(Assessment.ofClusters(Map.of(BO, "family", LAN, "family")));
        assertThat(engine.finalizeEpoch().points()).isEqualTo(Map.of(MEI, 10L, BO, 6L, LAN, 4L));
        assertThat(engine.explain(LAN)).hasToString("""
                lan: 4 points
                  vote: 40 in 1 interaction gave 40, then 4 by the square root of the identity's points""");
    }

    @Test
    void dividesWhatAllTogetherMayGetToTheLastPoint() {
        ScoringEngine engine = engine(InteractionRule.of("like", 1).atMostOfAll(100));
        engine.add(in(MEI, "like", 100));
        engine.add(in(BO, "like", 100));
        engine.add(in(LAN, "like", 100));

        assertThat(engine.finalizeEpoch().points()).isEqualTo(Map.of(BO, 34L, LAN, 33L, MEI, 33L));
        assertThat(engine(InteractionRule.of("like", 1).atMostOfAll(100))
                        .finalizeEpoch()
                        .points())
                .isEmpty();
    }

    @Test
    void capsAllTypesTogether() {
        ScoringEngine engine = new ScoringEngine(
                ScoringRules.of("r", 1, InteractionRule.of("like", 1), InteractionRule.of("share", 5))
                        .atMost(50),
                DAY);
        engine.add(in(MEI, "like", 30));
        engine.add(in(MEI, "share", 6));

        assertThat(engine.finalizeEpoch().points()).isEqualTo(Map.of(MEI, 50L));
        assertThat(engine.explain(MEI)).hasToString("""
                mei: 50 points
                  like: 30 in 1 interaction gave 30
                  share: 6 in 1 interaction gave 30
                  all types together: 50, the most for one user, instead of 60""");
    }

    @Test
    void rewardsWhoBroughtTheBuyerAndNobodyAbove() {
        ScoringEngine engine = new ScoringEngine(
                ScoringRules.of(
                                "r",
                                1,
                                InteractionRule.of("purchase", 1).per(100).pendingFor(60))
                        .rewarding(new Referral(
                                "purchase", InteractionRule.of("referral", 1).per(1_000))),
                DAY);
        engine.add(in(MEI, "purchase", 5_000).referredBy(BO));
        engine.add(in(BO, "purchase", 3_000).referredBy(LAN));
        engine.add(in(LAN, "purchase", 1_000).referredBy(LAN));

        assertThat(engine.finalizeEpoch().points()).isEqualTo(Map.of(MEI, 50L, BO, 30L + 5L, LAN, 10L + 3L));
        assertThat(engine.explain(LAN)).hasToString("""
                lan: 13 points
                  purchase: 1000 in 1 interaction gave 10
                  referral: 3000 in 1 interaction gave 3
                  not counted: edge-7/show-42/2: the buyer is the referrer, or shares an identity with the referrer""");

        engine.assess(Assessment.ofClusters(Map.of(MEI, "one", BO, "one")));
        assertThat(engine.finalizeEpoch().points()).isEqualTo(Map.of(MEI, 50L, BO, 30L, LAN, 13L));
    }

    @Test
    void withholdsWhatIsDoubtedAndSaysWhy() {
        ScoringRules rules = ScoringRules.of("r", 1, InteractionRule.of("like", 1), InteractionRule.of("purchase", 1));
        ScoringEngine engine = new ScoringEngine(rules, DAY);
        engine.add(in(MEI, "like", 40));
        engine.add(in(MEI, "purchase", 1_000));
        engine.add(in(BO, "like", 7));
        Reason brushing = new Reason("ORDER_VELOCITY", "9 orders in one hour");
        Reason bot = new Reason("IDENTICAL_INTERVALS", "41 likes 3 seconds apart");
        engine.assess(new Assessment(
                new TreeSet<>(List.of(
                        Flag.hold(MEI, "purchase", brushing),
                        new Flag(MEI, "like", bot, 5_000),
                        new Flag(MEI, null, bot, 9_000),
                        Flag.hold(UserId.of("unknown"), null, bot))),
                new TreeMap<>()));

        EpochScores scores = engine.finalizeEpoch();
        assertThat(scores.points()).isEqualTo(Map.of(MEI, 20L, BO, 7L));
        assertThat(scores.withheld()).isEqualTo(Map.of(MEI, 1_020L));
        assertThat(engine.explain(MEI)).hasToString("""
                mei: 20 points
                  like: 40 in 1 interaction gave 40, then 20 by flags
                  purchase: 1000 in 1 interaction gave 1000, then 0 by flags
                  flag: all points counted at 9000 of 10000: IDENTICAL_INTERVALS: 41 likes 3 seconds apart
                  flag: like counted at 5000 of 10000: IDENTICAL_INTERVALS: 41 likes 3 seconds apart
                  flag: purchase withheld: ORDER_VELOCITY: 9 orders in one hour""");
    }

    @Test
    void neverFailsForALargeSum() {
        ScoringEngine engine = engine(InteractionRule.of("purchase", InteractionRule.MAX_WEIGHT));
        for (int i = 0; i < 2_000; i++) {
            engine.add(in(MEI, "purchase", Interaction.MAX_QUANTITY).withQuality(9_999));
            engine.add(in(MEI, "purchase", Interaction.MAX_QUANTITY));
        }

        assertThat(engine.finalizeEpoch().points()).isEqualTo(Map.of(MEI, InteractionRule.MAX_POINTS));
    }

    private static ScoringEngine engine(InteractionRule rule) {
        return new ScoringEngine(ScoringRules.of("r", 1, rule), DAY);
    }

    private Interaction in(UserId user, String type, long quantity) {
        return in("edge-7", "show-42", user, type, quantity);
    }

    private Interaction in(String producer, String session, UserId user, String type, long quantity) {
        return new Interaction(
                new InteractionId(producer, session, sequence++), user, type, quantity, START.plusSeconds(60));
    }

    private Interaction at(UserId user, String type, long quantity, Instant moment) {
        return new Interaction(new InteractionId("edge-7", "show-42", sequence++), user, type, quantity, moment);
    }
}
