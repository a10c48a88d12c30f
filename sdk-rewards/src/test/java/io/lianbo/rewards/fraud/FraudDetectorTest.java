package io.lianbo.rewards.fraud;

import static org.assertj.core.api.Assertions.assertThat;

import io.lianbo.core.Verdict.Reason;
import io.lianbo.rewards.feed.InteractionReader;
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
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FraudDetectorTest {

    private static final Instant NOON = Instant.parse("2026-11-11T12:00:00Z");
    private static final Epoch EPOCH = new Epoch(1, NOON.minusSeconds(3_600), NOON.plusSeconds(36_000));

    private final List<Interaction> given = new ArrayList<>();
    private long sequence;

    @Test
    void withholdsUntilAnAppeal() {
        ScoringEngine engine = new ScoringEngine(
                ScoringRules.of("n", 1, InteractionRule.of("purchase", 1)).correctingFor(86_400), EPOCH);
        List<Interaction> interactions = refundsOf(5, 4);
        interactions.forEach(engine::add);

        // @start region="detect"
        FraudDetector detector = new FraudDetector(FraudRules.DEFAULT);
        interactions.forEach(detector::add);
        Assessment assessment = detector.assess();
        engine.assess(assessment);
        // @end region="detect"
        Flag flag = assessment.flags().first();
        assertThat(flag)
                .hasToString("purchase withheld: REFUND_RATIO: 4 of its 5 orders were taken back, wholly or in part");
        assertThat(engine.explain(UserId.of("mei")).toString())
                .contains(flag.reason().detail());
        long held = engine.finalizeEpoch().pointsOf(UserId.of("mei"));

        ScoringEngine next = engine.next(new Epoch(2, EPOCH.end(), EPOCH.end().plusSeconds(3_600)));
        // @start region="appeal"
        next.assess(1, next.assessment(1).without(flag)); // paid as an adjustment of the open epoch
        // @end region="appeal"

        assertThat(held).isZero();
        assertThat(next.finalizeEpoch().pointsOf(UserId.of("mei"))).isEqualTo(100);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void assessesTheSameInAnyOrderAndWithRepetitions(long seed) throws IOException {
        List<Interaction> interactions = traffic(seed, 300);
        Interaction first = interactions.get(0);
        interactions.add(new Interaction(first.id(), UserId.of("liar"), "comment", 1, NOON)); // one id, two contents
        Assessment expected = assess(interactions);
        assertThat(expected.flags()).isNotEmpty();
        assertThat(expected.clusters()).isNotEmpty();

        Random random = new Random(seed);
        for (int round = 0; round < 4; round++) {
            List<Interaction> other = new ArrayList<>(interactions);
            interactions.stream().filter(one -> random.nextInt(3) == 0).forEach(other::add);
            Collections.shuffle(other, random);
            assertThat(assess(other)).isEqualTo(expected);
        }
    }

    @Test
    void takesNoContentOfAnIdThatCameWithTwo() {
        List<Interaction> interactions = refundsOf(4, 4);
        assertThat(codes(interactions)).containsExactly("REFUND_RATIO");

        Interaction purchase = interactions.get(0);
        interactions.add(new Interaction(purchase.id(), purchase.user(), "purchase", 1, NOON));
        assertThat(codes(interactions)).isEmpty();
    }

    @Test
    void seesOrdersThatComeTooFastForTheirBuyers() {
        for (int buyer = 0; buyer < 4; buyer++) {
            for (int order = 0; order < 3; order++) {
                add("buyer-" + buyer, "purchase", order * 1_000L);
                last(Trace.MERCHANT, "m");
            }
        }

        assertThat(flags("ORDER_VELOCITY")).hasSize(4);
        assertThat(flags("ORDER_VELOCITY").get(0).reason().detail())
                .isEqualTo(
                        "3 orders within 3600 seconds, at a merchant that got 12 orders from 4 buyers in such a time");

        for (int buyer = 0; buyer < 4; buyer++) {
            add("other-" + buyer, "purchase", 1_500);
            last(Trace.MERCHANT, "m");
        }
        assertThat(flags("ORDER_VELOCITY")).isEmpty(); // 16 orders of 8 buyers: some are just eager
    }

    @Test
    void seesAnHourWhereverItBegins() {
        for (int i = 0; i < 12; i++) {
            add("mei", "purchase", i * 300L);
            last(Trace.MERCHANT, "m");
        }
        assertThat(flags("ORDER_VELOCITY")).hasSize(1); // 55 minutes
        given.clear();
        for (int i = 0; i < 12; i++) {
            add("mei", "purchase", i * 328L);
            last(Trace.MERCHANT, "m");
        }
        assertThat(flags("ORDER_VELOCITY")).isEmpty(); // 60 minutes and 8 seconds
    }

    @Test
    void joinsAccountsThatShareWhatFewHave() {
        share(Trace.DEVICE, "phone", "a", "b");
        share(Trace.PAYER, "card", "b", "c");
        share(Trace.ADDRESS, "flat", "d", "e");
        add("f", "like", 0);

        Assessment assessment = assess(given);

        assertThat(assessment.clusters().keySet())
                .containsExactly(UserId.of("a"), UserId.of("b"), UserId.of("c"), UserId.of("d"), UserId.of("e"));
        assertThat(assessment.clusters().get(UserId.of("a")))
                .isEqualTo(assessment.clusters().get(UserId.of("c")))
                .isNotEqualTo(assessment.clusters().get(UserId.of("d")))
                .matches("cluster-[0-9a-f]{32}");
        assertThat(assessment.flags()).isEmpty();
    }

    @Test
    void keepsTheNameOfAClusterThatGrows() {
        share(Trace.DEVICE, "phone", "a", "b");
        String before = assess(given).clusters().get(UserId.of("b"));
        share(Trace.DEVICE, "phone", "z");

        assertThat(assess(given).clusters().get(UserId.of("z"))).isEqualTo(before);
    }

    @Test
    void joinsNobodyByWhatManyHave() {
        for (int i = 0; i < 6; i++) {
            add("guest-" + i, "like", i);
            last(Trace.DEVICE, "computer");
            last(Trace.PAYER, "card-" + i);
        }
        assertThat(assess(given)).isEqualTo(Assessment.NONE);
    }

    @Test
    void joinsManyWhoHaveTwoThingsInCommonThatNobodyElseHas() {
        for (int i = 0; i < 200; i++) {
            add("sybil-" + i, "like", i);
            last(Trace.DEVICE, "phone");
            last(Trace.FUNDING_SOURCE, "wallet");
        }
        assertThat(flags("SHARED_IDENTITY")).hasSize(200);
        assertThat(flags("SHARED_IDENTITY").get(0).reason().detail())
                .isEqualTo("it and 199 other accounts share payers, devices or addresses");

        for (int i = 0; i < 30; i++) {
            add("other-" + i, "like", i);
            last(Trace.DEVICE, "phone");
        }
        assertThat(assess(given)).isEqualTo(Assessment.NONE); // 200 of 230 is less than 90 %
    }

    @Test
    void letsNoChainOfSharedDevicesGrowAboveItsLimit() {
        for (int i = 0; i < 100; i++) {
            share(Trace.DEVICE, "computer-" + i, "guest-" + i, "guest-" + (i + 1));
        }
        Assessment assessment = assess(given);
        assertThat(assessment.clusters()).isNotEmpty();
        Set<String> names = new HashSet<>(assessment.clusters().values());
        assertThat(names)
                .allSatisfy(name -> assertThat(assessment.clusters().values().stream()
                                .filter(name::equals)
                                .count())
                        .isLessThanOrEqualTo(30));
    }

    @Test
    void saysNothingOfTracesKnownToBelongToMany() {
        share(Trace.FUNDING_SOURCE, "exchange", "a", "b", "c", "d");
        assertThat(flags("COMMON_FUNDING")).hasSize(4);
        assertThat(flags("COMMON_FUNDING").get(0).reason().detail())
                .isEqualTo("one source funded it and 3 other accounts");
        assertThat(assess(given, FraudRules.DEFAULT.clustering(FraudRules.Clusters.DEFAULT.knowing("exchange"))))
                .isEqualTo(Assessment.NONE);
    }

    @Test
    void seesArticlesBoughtOverAndOverByOneIdentity() {
        share(Trace.PAYER, "card", "a", "b");
        for (int i = 0; i < 8; i++) {
            add(i % 2 == 0 ? "a" : "b", "purchase", i * 10_000L);
            last(Trace.SKU, "tea");
        }
        assertThat(flags("REPEAT_SKU")).extracting(Flag::user).containsExactly(UserId.of("a"), UserId.of("b"));
        assertThat(flags("REPEAT_SKU").get(0).reason().detail())
                .isEqualTo("one article was ordered 8 times by it and 1 other account of its cluster");
        given.remove(given.size() - 1);
        assertThat(flags("REPEAT_SKU")).isEmpty();
    }

    @Test
    void seesMoneyThatComesBack() {
        buyFrom(
                "0xAbCd000000000000000000000000000000000001",
                "a",
                Trace.FUNDING_SOURCE,
                "0xabcd000000000000000000000000000000000001");
        buyFrom("shop-b", "b", Trace.PAYER, "shop-b");
        buyFrom("shop-c", "c", Trace.FUNDING_SOURCE, "purse");
        share(Trace.FUNDING_SOURCE, "purse", "shop-c");
        buyFrom("shop-d", "d", Trace.DEVICE, "phone");
        share(Trace.DEVICE, "phone", "shop-d");
        buyFrom("shop-e", "e", Trace.DEVICE, "another");

        assertThat(flags("MONEY_CYCLE")).extracting(flag -> flag.user().value()).containsExactly("a", "b", "c", "d");
        assertThat(flags("MONEY_CYCLE").get(0).type()).isEqualTo("purchase");
        assertThat(flags("MONEY_CYCLE").get(0).reason().detail()).startsWith("1 order went to a merchant who funded");
    }

    @Test
    void holdsNoExchangeAgainstAMerchantAndItsBuyers() {
        for (int i = 0; i < 100; i++) {
            buyFrom("shop", "buyer-" + i, Trace.FUNDING_SOURCE, "exchange");
        }
        share(Trace.FUNDING_SOURCE, "exchange", "shop");
        assertThat(assess(given)).isEqualTo(Assessment.NONE);
    }

    @Test
    void seesOrdersOutOfTheBlue() {
        add("viewer", "watchSeconds", 0);
        last(Trace.SKU, "tea-0");
        for (int i = 0; i < 3; i++) {
            add("blind", "purchase", 100 + i);
            add("viewer", "purchase", 100 + i);
        }
        assertThat(flags("NO_PRIOR_VIEW")).extracting(Flag::user).containsExactly(UserId.of("blind"));
        assertThat(flags("NO_PRIOR_VIEW").get(0).reason().detail())
                .isEqualTo("3 of its 3 orders came without having looked at the article or been in the session before");
        add("blind", "watchSeconds", 101);
        assertThat(flags("NO_PRIOR_VIEW")).isEmpty();
    }

    @Test
    void expectsNoViewsWhereNoneAreReported() {
        for (int i = 0; i < 3; i++) {
            add("mei", "purchase", i);
        }
        assertThat(flags("NO_PRIOR_VIEW")).isEmpty();
    }

    @Test
    void countsARefundedOrderOnceAndOnlyOnesOwn() {
        List<Interaction> interactions = refundsOf(5, 2);
        interactions.add(Interaction.refund(id(), interactions.get(0), 1, NOON.plusSeconds(1)));
        interactions.add(new Interaction(
                id(),
                UserId.of("bo"),
                "refund",
                1,
                NOON,
                interactions.get(interactions.size() - 1).context()));
        assertThat(codes(interactions)).isEmpty();
    }

    @Test
    void hearsAClock() {
        for (int i = 0; i < 11; i++) {
            add("bot", "comment", i * 15L);
            add("person", "comment", 5L * i * i);
            add("player", "watchSeconds", i * 60L); // reports by the clock
        }
        assertThat(flags("IDENTICAL_INTERVALS")).extracting(Flag::user).containsExactly(UserId.of("bot"));
        assertThat(flags("IDENTICAL_INTERVALS").get(0))
                .hasToString("comment withheld: IDENTICAL_INTERVALS: 10 of 10 pauses between interactions in a session"
                        + " lasted 15.000 seconds, give or take 0.750 seconds");
    }

    @Test
    void seesARoomFullOfVoicesAndEmptyOfViewers() {
        for (int i = 0; i < 20; i++) {
            add("bot-" + i, "comment", i);
        }
        assertThat(flags("CHATTERS_WITHOUT_VIEWING")).isEmpty(); // perhaps views are not reported
        add("bot-0", "watchSeconds", 0);
        assertThat(flags("CHATTERS_WITHOUT_VIEWING")).hasSize(19);
        assertThat(flags("CHATTERS_WITHOUT_VIEWING").get(0).reason().detail())
                .isEqualTo("it wrote without watching in a session where 20 accounts wrote and 1 watched");
        for (int i = 0; i < 40; i++) {
            add("viewer-" + i, "watchSeconds", i);
        }
        assertThat(flags("CHATTERS_WITHOUT_VIEWING")).isEmpty();
    }

    @Test
    void seesWhoOnlyWritesWhatOthersWrite() {
        for (int user = 0; user < 6; user++) {
            for (int i = 0; i < 8; i++) {
                add("copier-" + user, "comment", 7L * i * i + user);
                last(Trace.TEXT, "praise-" + i);
            }
        }
        assertThat(flags("DUPLICATE_TEXT")).hasSize(6);
        assertThat(flags("DUPLICATE_TEXT").get(0).reason().detail())
                .isEqualTo("8 of its 8 messages were written by 6 or more accounts in the same words");
        add("copier-0", "comment", 9_000);
        last(Trace.TEXT, "own-1");
        add("copier-0", "comment", 9_900);
        last(Trace.TEXT, "own-2");
        add("copier-0", "comment", 9_950);
        last(Trace.TEXT, "own-3");
        assertThat(flags("DUPLICATE_TEXT")).hasSize(5); // 8 of 11 is less than 80 %
    }

    @Test
    void holdsReferralsOfOnesOwnAccounts() {
        share(Trace.DEVICE, "phone", "head", "a", "b");
        for (String buyer : List.of("a", "b")) {
            given.add(add(buyer, "purchase", 60).referredBy(UserId.of("head")));
            given.remove(given.size() - 2);
        }
        assertThat(flags("REFERRER_IN_CLUSTER"))
                .containsExactly(Flag.hold(
                        UserId.of("head"),
                        "referral",
                        new Reason(
                                "REFERRER_IN_CLUSTER",
                                "2 of the buyers it brought share payers, devices or addresses with it or with each"
                                        + " other")));
        given.remove(given.size() - 1);
        assertThat(flags("REFERRER_IN_CLUSTER")).isEmpty();
    }

    @Test
    void looksForNothingButItsRules() throws IOException {
        List<Interaction> interactions = traffic(1, 200);
        Assessment assessment = assess(
                interactions,
                FraudRules.of("n", 1, FraudRule.of(FraudPattern.REFUND_RATIO).weighing(100)));
        assertThat(assessment.flags())
                .isNotEmpty()
                .allSatisfy(flag -> assertThat(flag.reason().code()).isEqualTo("REFUND_RATIO"))
                .allSatisfy(flag -> assertThat(flag.weight()).isEqualTo(100));
    }

    @Test
    void namesNoOtherAccountInASentence() throws IOException {
        Assessment assessment = assess(traffic(2, 300));
        assertThat(assessment.flags())
                .isNotEmpty()
                .allSatisfy(flag -> assertThat(flag.reason().detail())
                        .doesNotContain("user-", "-phone", "-card", "-home", "merchant-", "exchange-", "-wallet"));
    }

    @Test
    void standsTimesAtTheEndsOfTheCalendar() {
        for (Instant at : List.of(Instant.MIN, Instant.MAX, NOON)) {
            for (int i = 0; i < 12; i++) {
                given.add(new Interaction(id(), UserId.of("mei"), "purchase", 1, at).with(Trace.MERCHANT, "m"));
                given.add(new Interaction(id(), UserId.of("mei"), "comment", 1, at));
            }
        }
        assertThat(flags("ORDER_VELOCITY")).hasSize(1);
    }

    /** Sizes at which anything quadratic would take hours. */
    @Test
    @Timeout(60)
    void takesNoLongerForCrowdsAndForOneWhoDoesEverything() {
        FraudDetector detector = new FraudDetector(FraudRules.DEFAULT);
        for (int i = 0; i < 100_000; i++) {
            UserId one = UserId.of("crowd-" + i);
            detector.add(new Interaction(id(), one, "comment", 1, NOON.plusMillis(i))
                    .with(Trace.DEVICE, "d")
                    .with(Trace.TEXT, "t"));
            detector.add(new Interaction(id(), UserId.of("busy"), "purchase", 1, NOON.plusMillis(i))
                    .with(Trace.MERCHANT, "crowd-" + i % 1_000)
                    .with(Trace.FUNDING_SOURCE, "f-" + i)
                    .with(Trace.PAYER, "p-" + i)
                    .with(Trace.DEVICE, "d")
                    .with(Trace.SKU, "s"));
            detector.add(new Interaction(id(), UserId.of("busy"), "comment", 1, NOON.plusSeconds(i * 3L))
                    .with(Trace.ADDRESS, "a-" + i % 500));
        }
        Assessment assessment = detector.assess();
        assertThat(assessment.flags()).extracting(Flag::user).containsOnly(UserId.of("busy"));
        assertThat(assessment.clusters()).isEmpty();
    }

    private Interaction add(String user, String type, long seconds) {
        Interaction interaction =
                new Interaction(id(), UserId.of(user), type, 1, NOON.plus(Duration.ofSeconds(seconds)));
        given.add(interaction);
        return interaction;
    }

    private void last(Trace trace, String value) {
        given.add(given.remove(given.size() - 1).with(trace, value));
    }

    private void share(Trace trace, String value, String... users) {
        for (String user : users) {
            add(user, "like", 0);
            last(trace, value);
        }
    }

    private void buyFrom(String merchant, String user, Trace trace, String value) {
        add(user, "purchase", 10);
        last(Trace.MERCHANT, merchant);
        last(trace, value);
    }

    private List<Interaction> refundsOf(int orders, int refunded) {
        List<Interaction> interactions = new ArrayList<>();
        for (int i = 0; i < orders; i++) {
            interactions.add(new Interaction(id(), UserId.of("mei"), "purchase", 100, NOON.plusSeconds(i)));
        }
        for (int i = 0; i < refunded; i++) {
            interactions.add(Interaction.refund(id(), interactions.get(i), 100, NOON.plusSeconds(60 + i)));
        }
        return interactions;
    }

    private InteractionId id() {
        return new InteractionId("edge", "show", sequence++);
    }

    private List<Flag> flags(String code) {
        return assess(given).flags().stream()
                .filter(flag -> flag.reason().code().equals(code))
                .toList();
    }

    private static List<String> codes(List<Interaction> interactions) {
        return assess(interactions).flags().stream()
                .map(flag -> flag.reason().code())
                .toList();
    }

    private static Assessment assess(List<Interaction> interactions) {
        return assess(interactions, FraudRules.DEFAULT);
    }

    private static Assessment assess(List<Interaction> interactions, FraudRules rules) {
        FraudDetector detector = new FraudDetector(rules);
        interactions.forEach(detector::add);
        return detector.assess();
    }

    private static List<Interaction> traffic(long seed, int viewers) throws IOException {
        ShowTraffic traffic = ShowTraffic.of(
                RandomGeneratorFactory.of("L64X128MixRandom").create(seed),
                Instant.parse("2026-11-11T00:00:00Z"),
                viewers);
        List<Interaction> interactions = new ArrayList<>();
        byte[] file = String.join("\n", traffic.lines()).getBytes(StandardCharsets.UTF_8);
        InteractionReader.read(new ByteArrayInputStream(file), interactions::add, bad -> {
            throw new AssertionError(bad);
        });
        return interactions;
    }
}
