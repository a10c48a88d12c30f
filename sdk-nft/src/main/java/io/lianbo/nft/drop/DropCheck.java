package io.lianbo.nft.drop;

import io.lianbo.core.Verdict.Reason;
import java.util.ArrayList;
import java.util.List;

/**
 * What the check of a drop's files found.
 *
 * @param rows how many rows the CSV has, good and bad
 * @param problemCount how many problems there are; none means that the drop can run
 * @param problems the first {@value Drop#MOST_PROBLEMS} of them, in the order of the files
 * @param ignoredColumns the CSV's columns that are not looked at, and stay on this machine
 */
public record DropCheck(long rows, long problemCount, List<DropProblem> problems, List<String> ignoredColumns) {

    /** Copies the lists. */
    public DropCheck {
        problems = List.copyOf(problems);
        ignoredColumns = List.copyOf(ignoredColumns);
    }

    /** Returns whether the drop can run. */
    public boolean isGood() {
        return problemCount == 0;
    }

    /** The problems as reasons, and how many more there are. */
    List<Reason> reasons() {
        List<Reason> reasons =
                new ArrayList<>(problems.stream().map(DropProblem::toReason).toList());
        if (problemCount > problems.size()) {
            reasons.add(new Reason("MORE_PROBLEMS", problemCount - problems.size() + " more problems"));
        }
        return reasons;
    }

    /** Returns {@code 5000 rows, no problem} or {@code 5000 rows, 3 problems}. */
    @Override
    public String toString() {
        String count = problemCount == 0 ? "no problem" : problemCount == 1 ? "1 problem" : problemCount + " problems";
        return rows + (rows == 1 ? " row, " : " rows, ") + count;
    }
}
