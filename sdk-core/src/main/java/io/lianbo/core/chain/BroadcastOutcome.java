package io.lianbo.core.chain;

import io.lianbo.core.Hash32;
import io.lianbo.core.LianboException;
import io.lianbo.core.Verdict;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What became of one of several transactions that were handed to a node.
 *
 * @param transaction its hash
 * @param failure null when the node has it; else why not, and whether it may have it all the same
 */
record BroadcastOutcome(Hash32 transaction, @Nullable LianboException failure) {
    boolean isAccepted() {
        return failure == null;
    }

    Optional<LianboException> refusal() {
        return Optional.ofNullable(failure);
    }

    Verdict<Hash32> verdict() {
        return failure == null
                ? Verdict.ok(transaction)
                : Verdict.refused(failure.code().name(), String.valueOf(failure.getMessage()));
    }
}
