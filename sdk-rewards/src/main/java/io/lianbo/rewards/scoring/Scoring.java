package io.lianbo.rewards.scoring;

import io.lianbo.core.Verdict.Reason;
import io.lianbo.rewards.scoring.EpochTally.Stage;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One working out of all epochs that can still change, from what an engine knows at that moment. */
final class Scoring {

    private final ScoringRules rules;
    private final Epoch epoch;
    private final List<PastEpoch> past;
    private final SortedMap<UserId, Long> debts;
    private final Interactions rows;
    private final EngineState.Sealed sealed;
    private final Refunds refunds;

    /** Those of the past epochs, null where nothing changed, and last that of the open one. */
    private final @Nullable EpochTally[] tallies;

    private final SortedMap<String, Long> notCounted = new TreeMap<>();

    Scoring(EngineState state) {
        this.rules = state.rules();
        this.epoch = state.epoch();
        this.past = state.past();
        this.debts = state.debts();
        this.rows = state.rows();
        this.sealed = state.sealed();
        this.refunds = new Refunds(rows, epoch);
        this.tallies = new EpochTally[past.size() + 1];
        boolean[] changed = changed();
        for (int i = 0; i < past.size(); i++) {
            if (changed[i]) {
                PastEpoch one = past.get(i);
                tallies[i] = new EpochTally(one.epoch(), one.rules(), one.assessment(), rows);
            }
        }
        tallies[past.size()] = new EpochTally(epoch, rules, state.assessment(), rows);
        for (int row = 0; row < rows.size(); row++) {
            take(row);
        }
        for (EpochTally tally : tallies) {
            if (tally != null) {
                tally.close();
            }
        }
    }

    /** Which past epochs something new concerns: a straggler, a refund, a conflict with what had counted, an appeal. */
    private boolean[] changed() {
        boolean[] changed = new boolean[past.size()];
        for (int i = 0; i < changed.length; i++) {
            changed[i] = past.get(i).changed();
        }
        if (changed.length > 0) {
            for (int row = 0; row < rows.size(); row++) {
                if (row >= sealed.size()) {
                    mark(changed, row);
                } else if (rows.isConflicting(row) && !sealed.conflicting().get(row)) {
                    mark(changed, row);
                    InteractionId original = rows.context(row).refunds();
                    if (original != null) { // a refund that counts no longer takes nothing back
                        mark(changed, rows.rowOf(original));
                    }
                }
            }
            refunds.originals().forEach((refund, original) -> {
                if (refund >= sealed.size() || !rows.at(refund).isBefore(epoch.start())) {
                    mark(changed, original);
                }
            });
        }
        return changed;
    }

    private void mark(boolean[] changed, int row) {
        int index = row < 0 ? -1 : indexOf(row);
        if (index >= 0 && index < changed.length) {
            changed[index] = true;
        }
    }

    /** The place of the epoch in which a row counts; -1 before the first, one more than the open one's after it. */
    private int indexOf(int row) {
        if (!isBefore(row, epoch.end())) {
            return past.size() + 1;
        }
        if (!isBefore(row, epoch.start())) {
            return past.size();
        }
        for (int i = past.size() - 1; i >= 0; i--) {
            if (!isBefore(row, past.get(i).epoch().start())) {
                return i;
            }
        }
        return -1;
    }

    private boolean isBefore(int row, Instant moment) {
        return rows.isSettledBefore(row, moment.getEpochSecond(), moment.getNano());
    }

    private void take(int row) {
        String code = codeOf(row);
        if (code == null) {
            long left = rows.quantity(row) - refunds.taken(row);
            EpochTally tally = tallies[indexOf(row)];
            if (left > 0 && tally != null) {
                tally.add(row, left);
            }
        } else if (row >= sealed.size() && !code.isEmpty()) {
            notCounted.merge(code, 1L, Math::addExact);
        }
    }

    /** Why a row counts in no epoch by now; null when it does, empty for a refund that did what it says. */
    private @Nullable String codeOf(int row) {
        if (rows.isConflicting(row)) {
            return ScoringEngine.CONFLICTING_IDENTITY;
        }
        boolean isRefund = rows.types().get(rows.type(row)).equals(Interaction.REFUND);
        int index = indexOf(row);
        if (index > past.size()) {
            return rows.at(row).isBefore(epoch.end()) ? ScoringEngine.PENDING : ScoringEngine.TOO_EARLY;
        }
        if (isRefund) {
            Reason problem = refunds.problems().get(row);
            return problem == null ? "" : problem.code();
        }
        if (index < 0) {
            return ScoringEngine.TOO_LATE;
        }
        boolean known = index == past.size()
                ? Objects.requireNonNull(tallies[index]).scores(rows.type(row))
                : past.get(index)
                        .rules()
                        .interactions()
                        .containsKey(rows.types().get(rows.type(row)));
        return known ? null : ScoringEngine.UNKNOWN_TYPE;
    }

    private Reason reason(int row, String code) {
        Interaction interaction = rows.interaction(row);
        Reason problem = refunds.problems().get(row);
        if (problem != null) {
            return problem;
        }
        return new Reason(
                code,
                switch (code) {
                    case ScoringEngine.CONFLICTING_IDENTITY ->
                        "the id " + interaction.id() + " came with different contents";
                    case ScoringEngine.PENDING -> "pending until " + rows.settled(row);
                    case ScoringEngine.TOO_EARLY ->
                        "happened at " + interaction.at() + ", the epoch is " + epoch.start() + " to " + epoch.end();
                    case ScoringEngine.TOO_LATE ->
                        "happened at " + interaction.at() + ", before " + first().start()
                                + ", from when on epochs can be corrected";
                    default ->
                        "the rules score "
                                + String.join(", ", rules.interactions().keySet()) + ": " + interaction.type();
                });
    }

    private Epoch first() {
        return past.isEmpty() ? epoch : past.getFirst().epoch();
    }

    private EpochTally open() {
        return Objects.requireNonNull(tallies[past.size()]);
    }

    EpochScores scores() {
        SortedMap<UserId, Long> adjustments = new TreeMap<>();
        for (int i = 0; i < past.size(); i++) {
            int place = i;
            if (tallies[i] != null) {
                SortedMap<UserId, Long> now = pointsOf(i);
                past.get(place).booked().forEach((user, points) -> adjustments.merge(user, -points, Math::addExact));
                now.forEach((user, points) -> adjustments.merge(user, points, Math::addExact));
            }
        }
        adjustments.values().removeIf(points -> points == 0);
        SortedMap<UserId, Long> balances = pointsOf(past.size());
        adjustments.forEach((user, points) -> balances.merge(user, points, Math::addExact));
        debts.forEach((user, debt) -> balances.merge(user, -debt, Math::addExact));
        SortedMap<UserId, Long> points = new TreeMap<>();
        SortedMap<UserId, Long> owed = new TreeMap<>();
        balances.forEach((user, balance) -> {
            if (balance > 0) {
                points.put(user, balance);
            } else if (balance < 0) {
                owed.put(user, -balance);
            }
        });
        SortedMap<UserId, Long> withheld = new TreeMap<>();
        for (int user = 0; user < rows.users().size(); user++) {
            if (open().withheld(user) > 0) {
                withheld.put(rows.users().get(user), open().withheld(user));
            }
        }
        return new EpochScores(epoch, rules.hash(), points, adjustments, owed, withheld, notCounted);
    }

    /** What the users of an epoch have by now. */
    private SortedMap<UserId, Long> pointsOf(int index) {
        EpochTally tally = tallies[index];
        if (tally == null) {
            return past.get(index).booked();
        }
        SortedMap<UserId, Long> points = new TreeMap<>();
        long[] totals = tally.totals();
        for (int user = 0; user < totals.length; user++) {
            if (totals[user] > 0) {
                points.put(rows.users().get(user), totals[user]);
            }
        }
        return points;
    }

    /** The past epochs with what they come to by now, and the open one as the last of them. */
    List<PastEpoch> booked(Assessment assessment) {
        List<PastEpoch> booked = new ArrayList<>();
        for (int i = 0; i < past.size(); i++) {
            booked.add(past.get(i).booked(pointsOf(i)));
        }
        booked.add(new PastEpoch(epoch, rules, assessment, pointsOf(past.size()), false));
        return booked;
    }

    Explanation explain(UserId id, Assessment assessment) {
        int user = rows.numberOf(id);
        Map<Integer, List<Integer>> scored = new TreeMap<>();
        List<Explanation.NotCounted> others = new ArrayList<>();
        for (int row = 0; row < rows.size(); row++) {
            String code = codeOf(row);
            if (code == null && indexOf(row) == past.size()) {
                scoredBy(row, user, scored, others);
            } else if (code != null && !code.isEmpty() && concerns(row, id, user)) {
                others.add(new Explanation.NotCounted(rows.id(row), reason(row, code)));
            }
        }
        List<Explanation.Line> lines = new ArrayList<>();
        scored.forEach((type, ofType) -> lines.add(line(type, user, ofType)));
        List<Explanation.Adjustment> adjustments = new ArrayList<>();
        for (int i = 0; i < past.size(); i++) {
            long before = past.get(i).booked().getOrDefault(id, 0L);
            EpochTally tally = tallies[i];
            long after = tally == null ? before : user < 0 ? 0 : tally.totals()[user];
            if (after != before) {
                adjustments.add(new Explanation.Adjustment(past.get(i).epoch().number(), before, after));
            }
        }
        return new Explanation(
                id,
                lines,
                user < 0 ? 0 : open().totals()[user],
                adjustments,
                debts.getOrDefault(id, 0L),
                assessment.flags().stream()
                        .filter(flag -> flag.user().equals(id))
                        .toList(),
                others);
    }

    private void scoredBy(int row, int user, Map<Integer, List<Integer>> scored, List<Explanation.NotCounted> others) {
        UserId referrer = rows.context(row).referrer();
        if (referrer != null && rows.numberOf(referrer) == user) {
            if (open().isReferral(row)) {
                scored.computeIfAbsent(open().referralType(), key -> new ArrayList<>())
                        .add(row);
            } else if (rules.referral() != null
                    && rules.referral().of().equals(rows.types().get(rows.type(row)))) {
                others.add(new Explanation.NotCounted(
                        rows.id(row),
                        new Reason(
                                ScoringEngine.SELF_REFERRAL,
                                "the buyer is the referrer, or shares an identity with the referrer")));
            }
        }
        if (rows.user(row) == user) {
            scored.computeIfAbsent(rows.type(row), key -> new ArrayList<>()).add(row);
            long taken = refunds.taken(row);
            if (taken > 0) {
                others.add(new Explanation.NotCounted(
                        rows.id(row),
                        new Reason(ScoringEngine.REFUNDED, taken + " of " + rows.quantity(row) + " was taken back")));
            }
        }
    }

    private boolean concerns(int row, UserId id, int user) {
        return rows.isConflicting(row) ? rows.conflictingUsers(row).contains(id) : rows.user(row) == user;
    }

    private Explanation.Line line(int type, int user, List<Integer> scored) {
        InteractionRule rule = Objects.requireNonNull(open().rule(type));
        BigInteger quantity = scored.stream()
                .map(row -> BigInteger.valueOf(rows.quantity(row) - refunds.taken(row)))
                .reduce(BigInteger.ZERO, BigInteger::add);
        List<Explanation.Step> steps = new ArrayList<>();
        steps.add(new Explanation.Step("by the rule", open().points(type, Stage.BEFORE_CAP, user)));
        step(steps, "by the cap of " + rule.maxPoints() + " for one user", type, Stage.CAPPED, user);
        step(steps, "by flags", type, Stage.FLAGGED, user);
        step(steps, "by the square root of the identity's points", type, Stage.ROOTED, user);
        step(steps, "by the cap of " + rule.maxPointsOfAll() + " for all users", type, Stage.SHARED, user);
        return new Explanation.Line(
                rule, scored.stream().map(rows::id).toList(), quantity, open().counted(type, user), steps);
    }

    private void step(List<Explanation.Step> steps, String cause, int type, Stage stage, int user) {
        long points = open().points(type, stage, user);
        if (steps.getLast().points() != points) {
            steps.add(new Explanation.Step(cause, points));
        }
    }
}
