package io.lianbo.provenance.store;

import io.lianbo.core.Hash32;
import io.lianbo.provenance.code.DigitalLink;
import io.lianbo.provenance.passport.Passport;
import io.lianbo.provenance.passport.ProvenanceLeaf;
import io.lianbo.provenance.passport.SignedEvent;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What an {@link EventLedger} keeps: the history of each item, and which leaves are in the log. Each method is one transaction, and those of two
 * processes come one after another.
 */
public interface LedgerStore {

    /**
     * A step in the history of an item that is to be recorded.
     *
     * @param item the item
     * @param signed what happened, and who says so
     * @param salt what hides the event in its leaf
     */
    record Step(DigitalLink item, SignedEvent signed, Hash32 salt) {

        public Step {
            Objects.requireNonNull(item, "item");
            Objects.requireNonNull(signed, "signed");
            Objects.requireNonNull(salt, "salt");
        }
    }

    /**
     * The history of an item up to a leaf of the log.
     *
     * @param leafIndex the leaf's place in the log
     * @param entries the steps, the oldest first; the leaf is of the last one
     */
    record History(long leafIndex, List<Passport.Entry> entries) {

        public History {
            entries = List.copyOf(entries);
        }
    }

    /**
     * The leaves that went into the log together.
     *
     * @param from the index of the first one
     * @param size the size of the log with them
     */
    record Batch(long from, long size) {}

    /**
     * Keeps the events and appends each step to the history of its item; one that was recorded before stays where it is, with its salt.
     *
     * @return the leaf of each step
     * @throws IllegalArgumentException if another event has the {@code eventID} of one of them; then nothing was recorded
     */
    List<ProvenanceLeaf> record(List<Step> steps);

    /**
     * Puts the newest leaf of each item with a step since the last batch into the log.
     *
     * @return the new batch, or empty where there was no step
     */
    Optional<Batch> closeBatch();

    /** The newest batch. */
    Optional<Batch> lastBatch();

    /** The hashes of leaves in the log, from this index on, at most so many. */
    List<Hash32> leaves(long from, int most);

    /** The items whose leaves are in the log from one index to before another. */
    List<DigitalLink> items(long from, long to);

    /** The history of an item up to its newest leaf in the log of this size; empty where it has none there. */
    Optional<History> history(Hash32 itemKey, long treeSize);
}
