package io.lianbo.provenance.batch;

import io.lianbo.core.AccountId;
import io.lianbo.core.Address;
import io.lianbo.core.Hash32;
import io.lianbo.provenance.log.TreeHead;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Where the leaves of logs are kept, and which of them were anchored together. {@link JdbcLogStore} keeps them in SQLite or PostgreSQL;
 * {@link #inMemory} as long as the process lives, for tests.
 *
 * <p>Every method is atomic and, when it returns, durable; each fails with {@code STORE_FAILED} and has then changed nothing. A log has
 * one writer at a time.
 */
public interface LogStore {

    /** A store that dies with the process. */
    static LogStore inMemory() {
        return new InMemoryLogStore();
    }

    /**
     * Names a log.
     *
     * @param contract where it is anchored
     * @param issuer whose it is
     */
    record LogId(AccountId contract, Address issuer) {
        public LogId {
            Objects.requireNonNull(contract, "contract");
            Objects.requireNonNull(issuer, "issuer");
        }

        /** Contract and issuer with a slash in between. */
        @Override
        public String toString() {
            return contract + "/" + issuer;
        }
    }

    /**
     * A leaf at its place, which is its position in the log.
     *
     * @param hash its hash
     * @param addedAt when it came, in whole milliseconds
     */
    record Leaf(Hash32 hash, Instant addedAt) {
        public Leaf {
            Objects.requireNonNull(hash, "hash");
            addedAt = addedAt.truncatedTo(ChronoUnit.MILLIS);
        }
    }

    /**
     * What is anchored at once: all leaves up to a head that no batch before it has.
     *
     * @param sequence how many batches there were before
     * @param head what is anchored
     * @param attempt how many transactions failed for it and changed nothing
     * @param anchoredAt the time of its block; empty until that is known
     */
    record Batch(long sequence, TreeHead head, int attempt, Optional<Instant> anchoredAt) {
        public Batch {
            Objects.requireNonNull(head, "head");
            Objects.requireNonNull(anchoredAt, "anchoredAt");
            if (sequence < 0 || attempt < 0) {
                throw new IllegalArgumentException(
                        "sequence and attempt must be 0 or more: " + sequence + ", " + attempt);
            }
        }
    }

    /**
     * Adds leaves to the end of a log, except those that it has already.
     *
     * @param size how many leaves the caller believes there are
     * @return the index of each leaf, in the order given: below {@code size} for those that were there
     * @throws IllegalStateException when there are more, because somebody else writes to the log; nothing was added
     */
    List<Long> append(LogId log, long size, List<Hash32> leaves, Instant now);

    /** Leaves from an index on, in order. */
    List<Leaf> leaves(LogId log, long from, int most);

    /**
     * Adds the next batch of a log.
     *
     * @throws IllegalStateException when it is not the next, or does not grow
     */
    void add(LogId log, Batch batch);

    /**
     * Replaces what is known of a batch that was added and is not anchored yet, by its sequence.
     *
     * @throws IllegalStateException when there is none, or none of that head
     */
    void update(LogId log, Batch batch);

    /** Batches from a sequence on, in order. */
    List<Batch> batches(LogId log, long from, int most);
}
