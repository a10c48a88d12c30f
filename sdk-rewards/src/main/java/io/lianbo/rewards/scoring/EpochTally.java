package io.lianbo.rewards.scoring;

import io.lianbo.rewards.internal.LargestRemainder;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Works out what the interactions of one epoch come to: first sums by user and type, which do not depend on any order, then the rules, once.
 *
 * <p>Users and types are numbers here, those of {@link Interactions}; referral points are the type after the last. A sum that would exceed 2^63-1 stays there: adding what
 * is never negative gives that in any order, and no rule gives more points for more than that.
 */
final class EpochTally {

    private static final BigInteger FULL = BigInteger.valueOf(Context.FULL_QUALITY);

    private final Epoch epoch;
    private final ScoringRules rules;
    private final Assessment assessment;
    private final Interactions rows;
    private final int users;
    private final int referralType;
    private final @Nullable InteractionRule[] ruleOf;
    private final boolean[] plain;
    private final int[] sessionOf;
    private final long[] @Nullable [] sums;

    /** By type, user and session where the rule asks for it: by half life, what counts in full, then what counts in part, in basis points. */
    private final List<Map<Cell, long[]>> cells = new ArrayList<>();

    private record Cell(int user, int session) {}

    /** What a rule goes through, in this order. */
    enum Stage {
        BEFORE_CAP,
        CAPPED,
        FLAGGED,
        ROOTED,
        SHARED
    }

    /** By type, stage and user; nothing for a type of which nothing was done, and the array of the stage before for a stage that a rule does not have. */
    private final List<Map<Stage, long[]>> points = new ArrayList<>();

    private final long[] totals;

    EpochTally(Epoch epoch, ScoringRules rules, Assessment assessment, Interactions rows) {
        this.epoch = epoch;
        this.rules = rules;
        this.assessment = assessment;
        this.rows = rows;
        this.users = rows.users().size();
        this.referralType = rows.types().size();
        this.ruleOf = new InteractionRule[referralType + 1];
        this.plain = new boolean[referralType + 1];
        for (int type = 0; type <= referralType; type++) {
            ruleOf[type] = type < referralType
                    ? rules.interactions().get(rows.types().get(type))
                    : rules.referral() == null ? null : rules.referral().rule();
            InteractionRule rule = ruleOf[type];
            cells.add(new HashMap<>());
            points.add(new EnumMap<>(Stage.class));
            plain[type] = rule != null && rule.maxPerSession() == null && rule.halfLife() == null;
        }
        this.sessionOf = sessions(rows);
        this.sums = new long[referralType + 1][];
        this.totals = new long[users];
    }

    /** A session reported by two producers is one session. */
    private static int[] sessions(Interactions rows) {
        Map<String, Integer> numbers = new HashMap<>();
        int[] sessionOf = new int[rows.lanes()];
        for (int lane = 0; lane < sessionOf.length; lane++) {
            Integer known = numbers.putIfAbsent(rows.session(lane), numbers.size());
            sessionOf[lane] = known == null ? numbers.size() - 1 : known;
        }
        return sessionOf;
    }

    Epoch epoch() {
        return epoch;
    }

    boolean scores(int type) {
        return ruleOf[type] != null;
    }

    /** Adds what is left of a row. */
    void add(int row, long quantity) {
        int type = rows.type(row);
        Context context = rows.context(row);
        add(type, rows.user(row), row, quantity, context.quality());
        if (context.referrer() != null && isReferral(row)) {
            add(referralType, rows.numberOf(context.referrer()), row, quantity, context.quality());
        }
    }

    private void add(int type, int user, int row, long quantity, int quality) {
        if (plain[type] && quality == Context.FULL_QUALITY) {
            long[] sum = sums[type];
            if (sum == null) {
                sum = new long[users];
                sums[type] = sum;
            }
            sum[user] = plus(sum[user], quantity);
            return;
        }
        InteractionRule rule = Objects.requireNonNull(ruleOf[type]);
        int age = rule.halfLife() == null ? 0 : age(row, rule.halfLife());
        if (age >= InteractionRule.MAX_HALVINGS) {
            return;
        }
        int session = rule.maxPerSession() == null ? 0 : sessionOf[rows.lane(row)];
        int length = rule.halfLife() == null ? 2 : 2 * InteractionRule.MAX_HALVINGS;
        long[] cell = cells.get(type).computeIfAbsent(new Cell(user, session), key -> new long[length]);
        if (quality == Context.FULL_QUALITY) {
            cell[2 * age] = plus(cell[2 * age], quantity);
        } else {
            cell[2 * age + 1] = plus(cell[2 * age + 1], Math.multiplyExact(quantity, quality));
        }
    }

    /** Whole half lives between a row and the epoch's end. */
    private int age(int row, long halfLife) {
        long seconds =
                Duration.between(rows.settled(row), epoch.end()).minusNanos(1).toSeconds();
        return (int) Math.min(seconds / halfLife, InteractionRule.MAX_HALVINGS);
    }

    /** Whether a purchase earns its referrer points: one who bought for herself, under whichever account, brought nobody. */
    boolean isReferral(int row) {
        Referral referral = rules.referral();
        UserId referrer = rows.context(row).referrer();
        return referral != null
                && referrer != null
                && referral.of().equals(rows.types().get(rows.type(row)))
                && !isSame(referrer, rows.users().get(rows.user(row)));
    }

    private boolean isSame(UserId one, UserId other) {
        String cluster = assessment.clusters().get(one);
        return one.equals(other)
                || (cluster != null && cluster.equals(assessment.clusters().get(other)));
    }

    /** Applies the rules to the sums; nothing may be added afterwards. */
    void close() {
        for (int type = 0; type <= referralType; type++) {
            InteractionRule rule = ruleOf[type];
            if (rule != null && (sums[type] != null || !cells.get(type).isEmpty())) {
                long[] last = apply(rule, type, points.get(type));
                for (int user = 0; user < users; user++) {
                    totals[user] = plus(totals[user], last[user]);
                }
            }
        }
        if (rules.maxPoints() != null) {
            for (int user = 0; user < users; user++) {
                totals[user] = Math.min(totals[user], rules.maxPoints());
            }
        }
    }

    private long[] apply(InteractionRule rule, int type, Map<Stage, long[]> stages) {
        long[] beforeCap = new long[users];
        long[] sum = sums[type];
        if (sum != null) {
            for (int user = 0; user < users; user++) {
                beforeCap[user] = sum[user] == 0 ? 0 : rule.beforeCap(sum[user]);
            }
        }
        if (!cells.get(type).isEmpty()) {
            fractions(type)
                    .forEach((user, numerator) -> beforeCap[user] = rule.beforeCap(numerator, denominator(rule)));
        }
        long[] capped = beforeCap;
        if (rule.maxPoints() != null) {
            capped = Arrays.stream(beforeCap).map(rule::capped).toArray();
        }
        long[] flagged = flagged(rule.type(), capped);
        long[] rooted = rule.quadratic() ? rooted(flagged) : flagged;
        long[] shared = rule.maxPointsOfAll() == null ? rooted : shared(rooted, rule.maxPointsOfAll());
        stages.put(Stage.BEFORE_CAP, beforeCap);
        stages.put(Stage.CAPPED, capped);
        stages.put(Stage.FLAGGED, flagged);
        stages.put(Stage.ROOTED, rooted);
        stages.put(Stage.SHARED, shared);
        return shared;
    }

    private static BigInteger denominator(InteractionRule rule) {
        return FULL.shiftLeft(rule.halfLife() == null ? 0 : InteractionRule.MAX_HALVINGS - 1);
    }

    /** What counts of the quantity of each user of a type that has cells, over the {@link #denominator}. */
    private Map<Integer, BigInteger> fractions(int type) {
        InteractionRule rule = Objects.requireNonNull(ruleOf[type]);
        BigInteger denominator = denominator(rule);
        Map<Integer, BigInteger> byUser = new HashMap<>();
        cells.get(type).forEach((cell, amounts) -> {
            BigInteger counted = BigInteger.ZERO;
            int last = amounts.length / 2 - 1;
            for (int age = 0; age <= last; age++) {
                BigInteger amount = BigInteger.valueOf(amounts[2 * age])
                        .multiply(FULL)
                        .add(BigInteger.valueOf(amounts[2 * age + 1]));
                counted = counted.add(amount.shiftLeft(last - age));
            }
            if (rule.maxPerSession() != null) {
                counted = counted.min(denominator.multiply(BigInteger.valueOf(rule.maxPerSession())));
            }
            byUser.merge(cell.user(), counted, BigInteger::add);
        });
        long[] sum = sums[type];
        if (sum != null) {
            byUser.replaceAll((user, counted) -> counted.add(denominator.multiply(BigInteger.valueOf(sum[user]))));
        }
        return byUser;
    }

    private long[] flagged(String type, long[] points) {
        Map<Integer, Integer> weights = new HashMap<>();
        for (Flag flag : assessment.flags()) {
            int user = rows.numberOf(flag.user());
            if (user >= 0 && (flag.type() == null || flag.type().equals(type))) {
                weights.merge(user, flag.weight(), Math::min);
            }
        }
        if (weights.isEmpty()) {
            return points;
        }
        long[] weighted = points.clone();
        weights.forEach((user, weight) -> weighted[user] = BigInteger.valueOf(points[user])
                .multiply(BigInteger.valueOf(weight))
                .divide(FULL)
                .longValueExact());
        return weighted;
    }

    private long[] rooted(long[] points) {
        Map<String, List<UserId>> clusters = new HashMap<>();
        long[] rooted = new long[users];
        forEach(points, (user, count) -> {
            String cluster = assessment.clusters().get(user);
            if (cluster == null) {
                rooted[rows.numberOf(user)] = root(BigInteger.valueOf(count));
            } else {
                clusters.computeIfAbsent(cluster, key -> new ArrayList<>()).add(user);
            }
        });
        clusters.values().forEach(members -> {
            Map<UserId, Long> byMember = new TreeMap<>();
            members.forEach(member -> byMember.put(member, points[rows.numberOf(member)]));
            divide(root(sum(byMember)), byMember, rooted);
        });
        return rooted;
    }

    private static long root(BigInteger points) {
        return points.sqrt().longValueExact();
    }

    private long[] shared(long[] points, long cap) {
        Map<UserId, Long> byUser = new TreeMap<>();
        forEach(points, byUser::put);
        if (sum(byUser).compareTo(BigInteger.valueOf(cap)) <= 0) {
            return points;
        }
        long[] shared = new long[users];
        divide(cap, byUser, shared);
        return shared;
    }

    private void divide(long pool, Map<UserId, Long> points, long[] into) {
        LargestRemainder.divide(BigInteger.valueOf(pool), points)
                .forEach((user, share) -> into[rows.numberOf(user)] = share.longValueExact());
    }

    private static BigInteger sum(Map<UserId, Long> points) {
        return points.values().stream().map(BigInteger::valueOf).reduce(BigInteger.ZERO, BigInteger::add);
    }

    private void forEach(long[] points, BiConsumer<UserId, Long> each) {
        for (int user = 0; user < users; user++) {
            if (points[user] > 0) {
                each.accept(rows.users().get(user), points[user]);
            }
        }
    }

    /** The points of each user, by number. */
    long[] totals() {
        return totals;
    }

    /** What flags withhold of each user's points. */
    long withheld(int user) {
        long withheld = 0;
        for (int type = 0; type <= referralType; type++) {
            withheld = plus(withheld, points(type, Stage.CAPPED, user) - points(type, Stage.FLAGGED, user));
        }
        return withheld;
    }

    /** A user's points of a type after a stage. */
    long points(int type, Stage stage, int user) {
        long[] ofStage = points.get(type).get(stage);
        return ofStage == null ? 0 : ofStage[user];
    }

    @Nullable
    InteractionRule rule(int type) {
        return ruleOf[type];
    }

    /** The number of the type under which referral points stand. */
    int referralType() {
        return referralType;
    }

    /** What counts of a user's quantity of a type, rounded down. */
    BigInteger counted(int type, int user) {
        if (!cells.get(type).isEmpty()) {
            BigInteger numerator = fractions(type).get(user);
            if (numerator != null) {
                return numerator.divide(denominator(Objects.requireNonNull(ruleOf[type])));
            }
        }
        long[] sum = sums[type];
        return BigInteger.valueOf(sum == null ? 0 : sum[user]);
    }

    private static long plus(long one, long other) {
        long sum = one + other;
        return sum < 0 ? Long.MAX_VALUE : sum;
    }
}
