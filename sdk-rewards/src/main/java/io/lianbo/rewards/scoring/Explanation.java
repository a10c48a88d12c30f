package io.lianbo.rewards.scoring;

import io.lianbo.core.Verdict.Reason;
import java.math.BigInteger;
import java.util.Comparator;
import java.util.List;
import java.util.StringJoiner;

/**
 * How one user's points of an epoch came about, traced to interactions and rules; {@link #toString()} tells it in sentences.
 *
 * @param user whose points
 * @param lines one a rule that scored something, by type
 * @param earned the points of all lines, at most the rules' cap per user
 * @param adjustments corrections of earlier epochs, by epoch
 * @param debt what was owed from earlier epochs
 * @param flags what is doubted and why
 * @param notCounted what did not count, or not wholly, and why, by id
 */
public record Explanation(
        UserId user,
        List<Line> lines,
        long earned,
        List<Adjustment> adjustments,
        long debt,
        List<Flag> flags,
        List<NotCounted> notCounted) {

    public Explanation {
        lines = lines.stream()
                .sorted(Comparator.comparing(line -> line.rule().type()))
                .toList();
        adjustments = List.copyOf(adjustments);
        flags = flags.stream().sorted().toList();
        notCounted =
                notCounted.stream().sorted(Comparator.comparing(NotCounted::id)).toList();
    }

    /** The user's points of the epoch, as in {@link EpochScores#points()}. */
    public long points() {
        return Math.max(balance(), 0);
    }

    /** What remains to be taken off later, as in {@link EpochScores#debts()}. */
    public long remainingDebt() {
        return Math.max(-balance(), 0);
    }

    private long balance() {
        return adjustments.stream().mapToLong(Adjustment::points).sum() + earned - debt;
    }

    @Override
    public String toString() {
        StringJoiner text = new StringJoiner("\n");
        text.add(user + ": " + points() + " points");
        lines.forEach(line -> text.add("  " + line));
        long sum = lines.stream().mapToLong(Line::points).sum();
        if (earned < sum) {
            text.add("  all types together: " + earned + ", the most for one user, instead of " + sum);
        }
        adjustments.forEach(adjustment -> text.add("  " + adjustment));
        if (debt > 0) {
            text.add("  owed from earlier epochs: " + debt);
        }
        if (remainingDebt() > 0) {
            text.add("  still owed: " + remainingDebt());
        }
        flags.forEach(flag -> text.add("  flag: " + flag));
        notCounted.forEach(one -> text.add("  " + one));
        return text.toString();
    }

    /**
     * What one rule gave.
     *
     * @param rule the rule
     * @param interactions what it scored, by id
     * @param quantity the sum of their quantities, less what was taken back
     * @param counted what counts of it after quality, half life and the cap per session, rounded down
     * @param steps the points, from what the rule gives to what remains; the first and each that changed them
     */
    public record Line(
            InteractionRule rule,
            List<InteractionId> interactions,
            BigInteger quantity,
            BigInteger counted,
            List<Step> steps) {

        public Line {
            interactions = interactions.stream().sorted().toList();
            steps = List.copyOf(steps);
        }

        /** What the rule gave in the end. */
        public long points() {
            return steps.getLast().points();
        }

        @Override
        public String toString() {
            StringJoiner text = new StringJoiner(", then ");
            text.add(rule.type() + ": " + quantity + " in " + interactions.size()
                    + (interactions.size() == 1 ? " interaction" : " interactions")
                    + (counted.equals(quantity) ? "" : ", of which " + counted + " counted,") + " gave "
                    + steps.getFirst().points());
            steps.stream().skip(1).forEach(step -> text.add(step.points() + " " + step.cause()));
            return text.toString();
        }
    }

    /**
     * Points at one stage of a rule.
     *
     * @param cause what changed them, in words
     * @param points what was left
     */
    public record Step(String cause, long points) {}

    /**
     * A correction of an earlier epoch.
     *
     * @param epoch the epoch corrected
     * @param before what it had come to
     * @param after what it comes to now
     */
    public record Adjustment(long epoch, long before, long after) {

        /** What the correction adds, or takes off. */
        public long points() {
            return after - before;
        }

        @Override
        public String toString() {
            return "epoch " + epoch + " comes to " + after + " instead of " + before + ": " + (points() > 0 ? "+" : "")
                    + points();
        }
    }

    /**
     * An interaction that did not count, or not wholly.
     *
     * @param id which
     * @param reason why, with one of the codes of {@link ScoringEngine}
     */
    public record NotCounted(InteractionId id, Reason reason) {

        @Override
        public String toString() {
            return "not counted: " + id + ": " + reason.detail();
        }
    }
}
