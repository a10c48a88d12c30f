package io.lianbo.rewards.fraud;

import static org.assertj.core.api.Assertions.assertThat;

import io.lianbo.rewards.scoring.Assessment;
import io.lianbo.rewards.scoring.Epoch;
import io.lianbo.rewards.scoring.Flag;
import io.lianbo.rewards.scoring.Interaction;
import io.lianbo.rewards.scoring.InteractionId;
import io.lianbo.rewards.scoring.InteractionRule;
import io.lianbo.rewards.scoring.ScoringEngine;
import io.lianbo.rewards.scoring.ScoringRules;
import io.lianbo.rewards.scoring.Trace;
import io.lianbo.rewards.scoring.UserId;
import io.lianbo.testkit.ShowTraffic;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Each rule at its threshold and just below it, worked out by hand. */
class FraudDetectorTest {

    private static final Instant START = Instant.parse("2026-12-01T00:00:00Z");
    private static final UserId MEI = UserId.of("mei");
    private static final UserId BO = UserId.of("bo");

    private final List<Interaction> interactions = new ArrayList<>();
    private long sequence;

    @Test
    void anAssessmentWithholdsPointsAndIsExplained() {
        List<Interaction> interactions = this.interactions;
        for (int i = 0; i < 5; i++) {
            Interaction order = add(MEI, "purchase", 100L * i);
            if (i < 4) {
                interactions.add(Interaction.refund(
                        new InteractionId("shop", "show", 900 + i), order, 1, START.plusSeconds(9_000)));
            }
        }
        ScoringRules rules = ScoringRules.of("r", 1, InteractionRule.of("purchase", 10));
        ScoringEngine engine = new ScoringEngine(rules, new Epoch(1, START, START.plusSeconds(86_400)));
        // @start region="assess"
        FraudDetector detector = new FraudDetector(FraudRules.standard());
        interactions.forEach(detector::add);
        interactions.forEach(engine::add);

        engine.assess(detector.assess());
        // @end region="assess"
        assertThat(engine.finalizeEpoch().points()).isEmpty();
        assertThat(engine.finalizeEpoch().withheld()).isEqualTo(Map.of(MEI, 10L));
        assertThat(engine.explain(MEI).flags())
                .extracting(Flag::toString)
                .contains("purchase withheld: REFUND_RATIO: 4 of 5 orders were taken back");
    }

    @Test
    void orderVelocityIsOfAMerchantAndAnHour() {
        for (int i = 0; i < 12; i++) {
            merchantOrder(i % 2 == 0 ? MEI : BO, "m-1", 299L * i);
            merchantOrder(UserId.of("buyer-" + i), "m-2", 299L * i);
            merchantOrder(UserId.of("other-" + i % 2), "m-3", 700L * i);
        }
        assertThat(found(FraudRule.ORDER_VELOCITY))
                .containsExactly(
                        "bo purchase 6 orders of one merchant in hours in which it had 3 or more for each of its buyers",
                        "mei purchase 6 orders of one merchant in hours in which it had 3 or more for each of its buyers");
    }

    @Test
    void repeatBuyIsOfOneItem() {
        for (int i = 0; i < 8; i++) {
            interactions.add(add(MEI, "purchase", 4_000L * i).with(Trace.SKU, "cake"));
            interactions.add(add(BO, "purchase", 4_000L * i).with(Trace.SKU, i < 7 ? "cake" : "cup"));
            interactions.removeIf(one ->
                    one.type().equals("purchase") && one.context().traces().isEmpty());
        }
        assertThat(found(FraudRule.REPEAT_BUY)).containsExactly("mei purchase 8 of 8 orders are of the same item");
    }

    @Test
    void moneyCycleIsPaidOrBoughtBack() {
        for (int i = 0; i < 2; i++) {
            interactions.add(order(MEI, i, "shop-1").with(Trace.FUNDING_SOURCE, "shop-1"));
            interactions.add(order(BO, i, "lan"));
            interactions.add(order(UserId.of("lan"), i, "bo"));
            interactions.add(order(UserId.of("tao"), i, "shop-1").with(Trace.PAYER, "tao"));
        }
        assertThat(found(FraudRule.MONEY_CYCLE))
                .extracting(text -> text.substring(0, text.indexOf(' ')))
                .containsExactly("bo", "lan", "mei");
    }

    @Test
    void noPriorViewIsOfASessionOrAnItem() {
        for (int i = 0; i < 4; i++) {
            add(MEI, "purchase", 1_000L * i);
        }
        add(BO, "like", 0);
        for (int i = 0; i < 4; i++) {
            add(BO, "purchase", 1 + i);
        }
        assertThat(found(FraudRule.NO_PRIOR_VIEW))
                .containsExactly("mei purchase 4 of 4 orders came without anything seen before");
    }

    @Test
    void identicalIntervalsAreOfNobodyWhoWatches() {
        for (int i = 0; i < 15; i++) {
            add(MEI, "like", 7L * i);
            add(BO, "like", 7L * i + (long) i * i);
            add(BO, "watchSeconds", 60L * i);
        }
        assertThat(found(FraudRule.IDENTICAL_INTERVALS))
                .containsExactly(
                        "mei like 14 of 15 in one session followed the one before after the same number of seconds");
    }

    @Test
    void chattersAreMoreThanViewers() {
        IntStream.range(0, 20).forEach(i -> add(UserId.of("chatter-" + i), "comment", (long) i * i));
        IntStream.range(0, 33).forEach(i -> add(UserId.of("viewer-" + i), "watchSeconds", i));
        add(UserId.of("chatter-3"), "watchSeconds", 5);
        assertThat(found(FraudRule.CHATTER_RATIO)).isEmpty(); // 20 of 34

        interactions.removeIf(one -> one.user().equals(UserId.of("viewer-0")));
        assertThat(found(FraudRule.CHATTER_RATIO))
                .hasSize(19)
                .contains(
                        "chatter-4 comment commented without watching in a session of 20 who commented and 33 who watched");
    }

    @Test
    void duplicateTextIsWhatFiveSay() {
        for (int user = 0; user < 5; user++) {
            for (int i = 0; i < 11; i++) {
                String text = i < 8 ? "buy-now-" + i : "own-" + user + "-" + i;
                interactions.add(commentOf("same-" + user, i, text));
                interactions.add(commentOf("few-" + user, i, i < 7 ? "buy-now-" + i : "few-" + user + "-" + i));
            }
        }
        assertThat(found(FraudRule.DUPLICATE_TEXT))
                .hasSize(5)
                .allMatch(text -> text.startsWith("same-"))
                .contains("same-3 comment 8 of 11 comments say what four or more others say too");
    }

    @Test
    void commonFundingIsNeitherAFamilyNorAnExchange() {
        IntStream.range(0, 5).forEach(i -> interactions.add(funded("family-" + i, "mother")));
        IntStream.range(0, 6).forEach(i -> interactions.add(funded("ring-" + i, "boss")));
        IntStream.range(0, 51).forEach(i -> interactions.add(funded("customer-" + i, "exchange")));
        assertThat(found(FraudRule.COMMON_FUNDING))
                .hasSize(6)
                .contains("ring-0 all funded by the same account as 5 others");
    }

    @Test
    void referralInClusterIsOfOneIdentity() {
        interactions.add(order(MEI, 1, "m").with(Trace.ADDRESS, "a-1"));
        interactions.add(
                order(UserId.of("mei-2"), 2, "m").with(Trace.ADDRESS, "a-1").with(Trace.DEVICE, "d-1"));
        interactions.add(
                order(UserId.of("mei-3"), 3, "m").with(Trace.DEVICE, "d-1").referredBy(MEI));
        interactions.add(order(UserId.of("lan"), 4, "m").referredBy(BO));
        Assessment assessment = assess();
        assertThat(assessment.clusters())
                .isEqualTo(Map.of(MEI, "mei", UserId.of("mei-2"), "mei", UserId.of("mei-3"), "mei"));
        assertThat(found(FraudRule.REFERRAL_IN_CLUSTER))
                .containsExactly(
                        "mei referral 1 of 1 buyers whom she brought share a payer, a device or an address with"
                                + " her");
    }

    @Test
    void aDeviceOfManyIsNoIdentity() {
        IntStream.range(0, 9)
                .forEach(i ->
                        interactions.add(add(UserId.of("guest-" + i), "like", i).with(Trace.DEVICE, "cafe")));
        interactions.removeIf(one -> one.context().traces().isEmpty());
        assertThat(assess().clusters()).isEmpty();
        interactions.removeLast();
        assertThat(assess().clusters()).hasSize(8);
    }

    @Test
    void looksAtNothingThatContradictsItself() {
        Interaction like = add(MEI, "like", 1);
        for (int i = 0; i < 15; i++) {
            add(MEI, "like", 7 + 7L * i);
        }
        interactions.add(new Interaction(like.id(), BO, "like", 1, like.at()));
        assertThat(found(FraudRule.IDENTICAL_INTERVALS))
                .singleElement()
                .asString()
                .contains("14 of 15");
    }

    @Test
    void givesTheSameInAnyOrderAndThoughThingsComeTwice() throws IOException {
        List<String> lines = ShowTraffic.generate(new Random(5), START).lines().subList(0, 20_000);
        Assessment once = ShowTrafficFraudTest.assess(lines);
        List<String> mixed = new ArrayList<>(lines);
        mixed.addAll(lines.subList(0, 6_000));
        Collections.shuffle(mixed, new Random(6));

        assertThat(once.flags()).isNotEmpty();
        assertThat(ShowTrafficFraudTest.assess(mixed)).isEqualTo(once);
    }

    /** What would take hours if anything were compared with everything. */
    @Test
    void staysQuickUnderAFlood() {
        for (int i = 0; i < 100_000; i++) {
            interactions.add(new Interaction(new InteractionId("p", "s", i), MEI, "purchase", 1, START.plusMillis(i))
                    .with(Trace.MERCHANT, "m")
                    .with(Trace.SKU, "s"));
            interactions.add(new Interaction(
                            new InteractionId("q", "s", i), UserId.of("u-" + i), "comment", 1, START.plusMillis(i))
                    .with(Trace.DEVICE, "one")
                    .with(Trace.FUNDING_SOURCE, "one")
                    .with(Trace.TEXT, "one"));
        }
        assertThat(found(FraudRule.ORDER_VELOCITY)).singleElement().asString().startsWith("mei purchase 100000");
        assertThat(assess().clusters()).isEmpty();
    }

    private List<String> found(FraudRule rule) {
        return assess().flags().stream()
                .filter(flag -> flag.reason().code().equals(rule.name()))
                .map(flag -> flag.user() + " " + (flag.type() == null ? "all" : flag.type()) + " "
                        + flag.reason().detail())
                .toList();
    }

    private Assessment assess() {
        FraudDetector detector = new FraudDetector(FraudRules.standard());
        interactions.forEach(detector::add);
        return detector.assess();
    }

    private Interaction add(UserId user, String type, long second) {
        Interaction one = new Interaction(id(), user, type, 1, START.plusSeconds(second));
        interactions.add(one);
        return one;
    }

    private InteractionId id() {
        return new InteractionId("p", "show", sequence++);
    }

    private void merchantOrder(UserId user, String merchant, long second) {
        interactions.add(
                new Interaction(id(), user, "purchase", 1, START.plusSeconds(second)).with(Trace.MERCHANT, merchant));
    }

    private Interaction order(UserId user, long second, String merchant) {
        return new Interaction(id(), user, "purchase", 1, START.plusSeconds(second)).with(Trace.MERCHANT, merchant);
    }

    private Interaction commentOf(String user, long second, String text) {
        return new Interaction(id(), UserId.of(user), "comment", 1, START.plusSeconds(second * second))
                .with(Trace.TEXT, text);
    }

    private Interaction funded(String user, String source) {
        return new Interaction(id(), UserId.of(user), "purchase", 1, START).with(Trace.FUNDING_SOURCE, source);
    }
}
