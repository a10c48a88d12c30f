package io.lianbo.rewards.scoring;

import java.util.BitSet;
import java.util.List;
import java.util.SortedMap;

/**
 * All that an engine knows.
 *
 * @param rules of the open epoch
 * @param epoch the open one
 * @param assessment what was found out about users in the open epoch
 * @param past the epochs that can still be corrected, in their order
 * @param debts what users owed when the epoch was opened
 * @param rows the interactions
 * @param sealed what of them had arrived when the epoch was opened
 */
record EngineState(
        ScoringRules rules,
        Epoch epoch,
        Assessment assessment,
        List<PastEpoch> past,
        SortedMap<UserId, Long> debts,
        Interactions rows,
        Sealed sealed) {

    /**
     * What had arrived at some moment.
     *
     * @param size how many rows
     * @param conflicting which of them were conflicting
     */
    record Sealed(int size, BitSet conflicting) {}
}
