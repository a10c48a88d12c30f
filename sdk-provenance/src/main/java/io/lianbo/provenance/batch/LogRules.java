package io.lianbo.provenance.batch;

import io.lianbo.provenance.batch.LogStore.Batch;
import io.lianbo.provenance.batch.LogStore.LogId;
import java.util.List;

/** What every store refuses. */
final class LogRules {

    private LogRules() {}

    static void requireSize(LogId log, long actual, long believed) {
        if (actual != believed) {
            throw new IllegalStateException(
                    "the log " + log + " must have one writer: it has " + actual + " leaves, not " + believed);
        }
    }

    static void requireNext(Batch batch, long batches, long anchoredLeaves, long leaves) {
        if (batch.sequence() != batches) {
            throw new IllegalStateException("the next batch must be number " + batches + ": " + batch.sequence());
        }
        if (batch.head().size() <= anchoredLeaves || batch.head().size() > leaves) {
            throw new IllegalStateException("a batch must end after leaf " + anchoredLeaves + " and at most after leaf "
                    + leaves + ": " + batch.head().size());
        }
    }

    static void requireOpen(Batch batch, List<Batch> known) {
        if (known.isEmpty()
                || !known.getFirst().head().equals(batch.head())
                || known.getFirst().anchoredAt().isPresent()) {
            throw new IllegalStateException("there is no open batch " + batch.sequence() + " of " + batch.head());
        }
    }

    static void requirePage(long from, int most) {
        if (from < 0 || most < 1) {
            throw new IllegalArgumentException(
                    "a page must start at 0 or later and have room for one: " + from + ", " + most);
        }
    }
}
