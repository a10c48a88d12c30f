package io.lianbo.rewards.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.lianbo.core.Verdict.Reason;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The engine against the rules as they are written down, worked out slowly in exact decimals from plain lists. */
class ScoringModelTest {

    private static final Instant START = Instant.parse("2026-12-01T00:00:00Z");
    private static final Epoch DAY = new Epoch(1, START, START.plusSeconds(86_400));
    private static final List<String> TYPES = List.of("like", "watchSeconds", "review", "purchase");
    private static final int USERS = 12;

    @Test
    void agreesWithTheModelUnderRandomRules() {
        int scored = 0;
        for (long seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            ScoringRules rules = rules(random);
            List<Interaction> interactions = interactions(random);
            Assessment assessment = assessment(random);
            ScoringEngine engine = new ScoringEngine(rules, DAY);
            interactions.forEach(engine::add);
            engine.assess(assessment);

            Map<UserId, Long> expected = new Model(rules, interactions, assessment).points();
            assertThat(engine.finalizeEpoch().points())
                    .as("seed %d, %s", seed, rules)
                    .isEqualTo(expected);
            scored += expected.size();
        }
        assertThat(scored).isGreaterThan(1_000);
    }

    private static ScoringRules rules(Random random) {
        List<InteractionRule> rules = new ArrayList<>();
        for (String type : TYPES) {
            InteractionRule rule =
                    InteractionRule.of(type, 1 + random.nextInt(90)).per(1 + random.nextInt(60));
            rule = random.nextInt(3) == 0 ? rule.atMost(1 + random.nextInt(3_000)) : rule;
            rule = random.nextInt(3) == 0 ? rule.atMostPerSession(1 + random.nextInt(900)) : rule;
            rule = random.nextInt(3) == 0 ? rule.atMostOfAll(1 + random.nextInt(9_000)) : rule;
            rule = random.nextInt(3) == 0 ? rule.halvingEvery(1 + random.nextInt(300)) : rule;
            rule = random.nextInt(3) == 0 ? rule.halvingIn(600 + random.nextInt(20_000)) : rule;
            rule = random.nextInt(4) == 0 ? rule.byRoot() : rule;
            rules.add(type.equals("purchase") ? rule.pendingFor(20_000) : rule);
        }
        ScoringRules all = ScoringRules.of("random", 1, rules.toArray(InteractionRule[]::new));
        all = random.nextInt(3) == 0 ? all.atMost(1 + random.nextInt(5_000)) : all;
        return random.nextBoolean()
                ? all.rewarding(new Referral(
                        "purchase", InteractionRule.of("referral", 7).per(20).atMost(2_000)))
                : all;
    }

    private static List<Interaction> interactions(Random random) {
        List<Interaction> interactions = new ArrayList<>();
        for (int i = 0; i < 120; i++) {
            InteractionId id = new InteractionId("p-" + random.nextInt(2), "s-" + random.nextInt(3), i);
            Instant at = START.plusSeconds(random.nextInt(86_400));
            if (i > 20 && random.nextInt(8) == 0) {
                Interaction original = interactions.get(random.nextInt(interactions.size()));
                interactions.add(new Interaction(
                        id,
                        random.nextInt(9) == 0 ? user(random) : original.user(),
                        Interaction.REFUND,
                        1 + random.nextInt((int) original.quantity()),
                        at,
                        Context.NONE.refunding(original.id())));
            } else {
                Interaction one = new Interaction(
                        id, user(random), TYPES.get(random.nextInt(TYPES.size())), 1 + random.nextInt(500), at);
                one = random.nextInt(3) == 0 ? one.withQuality(random.nextInt(10_001)) : one;
                interactions.add(random.nextInt(3) == 0 ? one.referredBy(user(random)) : one);
            }
        }
        return interactions;
    }

    private static Assessment assessment(Random random) {
        TreeSet<Flag> flags = new TreeSet<>();
        TreeMap<UserId, String> clusters = new TreeMap<>();
        for (int i = 0; i < random.nextInt(6); i++) {
            String type = random.nextInt(3) == 0 ? null : TYPES.get(random.nextInt(TYPES.size()));
            flags.add(new Flag(user(random), type, new Reason("SOME_RULE", "seen"), random.nextInt(10_000)));
            clusters.put(user(random), "cluster-" + random.nextInt(2));
        }
        return new Assessment(flags, clusters);
    }

    private static UserId user(Random random) {
        return UserId.of("viewer-" + random.nextInt(USERS));
    }

    private record Model(ScoringRules rules, List<Interaction> interactions, Assessment assessment) {

        Map<UserId, Long> points() {
            Map<UserId, Long> totals = new HashMap<>();
            for (InteractionRule rule : rules.interactions().values()) {
                ofRule(rule, rule.type()).forEach((user, points) -> totals.merge(user, points, Long::sum));
            }
            if (rules.referral() != null) {
                ofRule(rules.referral().rule(), Referral.TYPE)
                        .forEach((user, points) -> totals.merge(user, points, Long::sum));
            }
            if (rules.maxPoints() != null) {
                totals.replaceAll((user, points) -> Math.min(points, rules.maxPoints()));
            }
            totals.values().removeIf(points -> points == 0);
            return totals;
        }

        private Map<UserId, Long> ofRule(InteractionRule rule, String type) {
            Map<UserId, Long> points = new TreeMap<>();
            for (int i = 0; i < USERS; i++) {
                UserId user = UserId.of("viewer-" + i);
                long earned = worth(rule, counted(rule, type, user));
                if (rule.maxPoints() != null) {
                    earned = Math.min(earned, rule.maxPoints());
                }
                points.put(user, earned * weight(type, user) / 10_000);
            }
            if (rule.quadratic()) {
                rooted(points);
            }
            if (rule.maxPointsOfAll() != null) {
                shared(points, new HashSet<>(points.keySet()), rule.maxPointsOfAll());
            }
            return points;
        }

        private long weight(String type, UserId user) {
            return assessment.flags().stream()
                    .filter(flag -> flag.user().equals(user))
                    .filter(flag -> flag.type() == null || flag.type().equals(type))
                    .mapToLong(Flag::weight)
                    .min()
                    .orElse(10_000);
        }

        private BigDecimal counted(InteractionRule rule, String type, UserId user) {
            Map<String, BigDecimal> bySession = new HashMap<>();
            for (Interaction one : interactions) {
                boolean isOurs = type.equals(Referral.TYPE)
                        ? user.equals(one.context().referrer())
                                && one.type().equals("purchase")
                                && !isSame(user, one.user())
                        : one.type().equals(type) && one.user().equals(user);
                Instant settled = one.at().plusSeconds(one.type().equals("purchase") ? 20_000 : 0);
                if (isOurs && settled.isBefore(DAY.end())) {
                    BigDecimal amount = BigDecimal.valueOf(one.quantity() - taken(one))
                            .multiply(BigDecimal.valueOf(one.context().quality()))
                            .movePointLeft(4);
                    if (rule.halfLife() != null) {
                        long halvings = Duration.between(settled, DAY.end()).toNanos() - 1;
                        halvings = halvings / 1_000_000_000L / rule.halfLife();
                        amount = halvings > 63 ? BigDecimal.ZERO : halved(amount, (int) halvings);
                    }
                    bySession.merge(one.id().session(), amount, BigDecimal::add);
                }
            }
            return bySession.values().stream()
                    .map(amount -> rule.maxPerSession() == null
                            ? amount
                            : amount.min(BigDecimal.valueOf(rule.maxPerSession())))
                    .reduce(BigDecimal.ZERO, BigDecimal::add);
        }

        private boolean isSame(UserId one, UserId other) {
            String cluster = assessment.clusters().get(one);
            return one.equals(other)
                    || (cluster != null && cluster.equals(assessment.clusters().get(other)));
        }

        private long taken(Interaction original) {
            long asked = interactions.stream()
                    .filter(one -> original.id().equals(one.context().refunds()))
                    .filter(one -> one.user().equals(original.user()))
                    .filter(one -> !original.type().equals(Interaction.REFUND))
                    .mapToLong(Interaction::quantity)
                    .sum();
            return Math.min(asked, original.quantity());
        }

        private static BigDecimal halved(BigDecimal amount, int times) {
            return amount.divide(BigDecimal.valueOf(2).pow(times));
        }

        private static long worth(InteractionRule rule, BigDecimal quantity) {
            BigDecimal left = quantity;
            BigDecimal worth = BigDecimal.ZERO;
            if (rule.halveEvery() == null) {
                worth = left;
            } else {
                BigDecimal step = BigDecimal.valueOf(rule.halveEvery());
                for (int band = 0; band < 64 && left.signum() > 0; band++) {
                    worth = worth.add(halved(left.min(step), band));
                    left = left.subtract(step);
                }
            }
            return worth.multiply(BigDecimal.valueOf(rule.points()))
                    .divideToIntegralValue(BigDecimal.valueOf(rule.per()))
                    .longValueExact();
        }

        private void rooted(Map<UserId, Long> points) {
            Set<UserId> done = new HashSet<>();
            for (UserId user : new ArrayList<>(points.keySet())) {
                if (done.contains(user)) {
                    continue;
                }
                Set<UserId> identity = new HashSet<>();
                points.keySet().stream().filter(other -> isSame(user, other)).forEach(identity::add);
                done.addAll(identity);
                long sum = identity.stream().mapToLong(points::get).sum();
                shared(points, identity, BigInteger.valueOf(sum).sqrt().longValueExact());
            }
        }

        /** Divides the pool among these if they have more than it: by shares rounded down, then one more to the largest remainders. */
        private static void shared(Map<UserId, Long> points, Set<UserId> among, long pool) {
            long sum = among.stream().mapToLong(points::get).sum();
            if (sum <= pool) {
                return;
            }
            Map<UserId, Long> before = new HashMap<>(points);
            List<UserId> users = new ArrayList<>(among);
            users.sort(Comparator.comparingLong((UserId user) -> -(before.get(user) * pool % sum))
                    .thenComparing(user -> user));
            long left = pool;
            for (UserId user : users) {
                points.put(user, before.get(user) * pool / sum);
                left -= points.get(user);
            }
            for (UserId user : users.subList(0, (int) left)) {
                points.merge(user, 1L, Long::sum);
            }
        }
    }
}
