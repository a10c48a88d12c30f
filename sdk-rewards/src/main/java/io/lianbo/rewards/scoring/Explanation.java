package io.lianbo.rewards.scoring;

import io.lianbo.core.Verdict.Reason;
import java.util.Comparator;
import java.util.List;
import java.util.StringJoiner;

/**
 * How one user's points of an epoch came about, traced to interactions and rules; {@link #toString()} tells it in sentences.
 *
 * @param user whose points
 * @param lines one a rule that scored something, by type
 * @param notCounted what did not count and why, by id
 */
public record Explanation(UserId user, List<Line> lines, List<NotCounted> notCounted) {

    public Explanation {
        lines = lines.stream()
                .sorted(Comparator.comparing(line -> line.rule().type()))
                .toList();
        notCounted =
                notCounted.stream().sorted(Comparator.comparing(NotCounted::id)).toList();
    }

    /** The user's points of the epoch: the sum of the lines'. */
    public long points() {
        return lines.stream().mapToLong(Line::points).reduce(0L, Math::addExact);
    }

    @Override
    public String toString() {
        StringJoiner text = new StringJoiner("\n");
        text.add(user + ": " + points() + " points");
        lines.forEach(line -> text.add("  " + line));
        notCounted.forEach(one -> text.add("  " + one));
        return text.toString();
    }

    /**
     * What one rule gave.
     *
     * @param rule the rule
     * @param interactions what it scored, by id
     * @param quantity the sum of their quantities
     * @param beforeCap what the rule would have given without its cap
     * @param points what it gave
     */
    public record Line(
            InteractionRule rule, List<InteractionId> interactions, long quantity, long beforeCap, long points) {

        public Line {
            interactions = interactions.stream().sorted().toList();
        }

        @Override
        public String toString() {
            String cap = points < beforeCap ? ", capped from " + beforeCap : "";
            return rule.type() + ": " + quantity + " in " + interactions.size() + " interactions gave " + points
                    + " points" + cap;
        }
    }

    /**
     * An interaction that did not count.
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
