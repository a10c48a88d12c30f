package io.lianbo.rewards.scoring;

import io.lianbo.core.Verdict.Reason;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;

/** What refunds take from which rows. Which of several refunds finds nothing left is decided by their times and ids, not by their order of arrival. */
final class Refunds {

    private final Map<Integer, Long> taken = new HashMap<>();
    private final Map<Integer, Integer> originals = new HashMap<>();
    private final Map<Integer, Reason> problems = new HashMap<>();

    /** Applies the refunds among these rows that happened before an epoch's end. */
    Refunds(Interactions rows, Epoch open) {
        int refund = rows.types().indexOf(Interaction.REFUND);
        if (refund < 0) {
            return;
        }
        IntStream.range(0, rows.size())
                .filter(row -> rows.type(row) == refund && !rows.isConflicting(row))
                .mapToObj(row -> Map.entry(row, rows.interaction(row)))
                .filter(entry -> entry.getValue().at().isBefore(open.end()))
                .sorted(Comparator.comparing((Map.Entry<Integer, Interaction> entry) ->
                                entry.getValue().at())
                        .thenComparing(entry -> entry.getValue().id()))
                .forEach(entry -> apply(rows, entry.getKey(), entry.getValue()));
    }

    private void apply(Interactions rows, int row, Interaction refund) {
        InteractionId id = refund.context().refunds();
        int original = id == null ? -1 : rows.rowOf(id);
        if (original < 0
                || rows.isConflicting(original)
                || rows.interaction(original).type().equals(Interaction.REFUND)
                || rows.user(original) != rows.user(row)) {
            problems.put(
                    row,
                    new Reason(
                            ScoringEngine.REFUND_WITHOUT_ORIGINAL,
                            "there is nothing of " + refund.user() + " under " + id + " to take back"));
            return;
        }
        originals.put(row, original);
        long before = taken(original);
        long left = rows.quantity(original) - before;
        taken.put(original, before + Math.min(left, refund.quantity()));
        if (refund.quantity() > left) {
            problems.put(
                    row,
                    new Reason(
                            ScoringEngine.REFUND_EXCEEDS_ORIGINAL,
                            "takes back " + refund.quantity() + " of " + id + ", of which " + left + " is left"));
        }
    }

    /** How much was taken from a row. */
    long taken(int row) {
        return taken.isEmpty() ? 0 : taken.getOrDefault(row, 0L);
    }

    /** The row from which each refund takes, by the refund's row. */
    Map<Integer, Integer> originals() {
        return originals;
    }

    /** Refunds that take nothing or less than they say, by row. */
    Map<Integer, Reason> problems() {
        return problems;
    }
}
