package io.lianbo.provenance.store;

import io.lianbo.core.Hash32;
import io.lianbo.provenance.code.DigitalLink;
import io.lianbo.provenance.log.AnchoredRoot;
import io.lianbo.provenance.log.ConsistencyProof;
import io.lianbo.provenance.log.MerkleLog;
import io.lianbo.provenance.log.TreeHead;
import io.lianbo.provenance.passport.Passport;
import io.lianbo.provenance.passport.ProvenanceLeaf;
import io.lianbo.provenance.passport.SignedEvent;
import io.lianbo.provenance.store.LedgerStore.Batch;
import io.lianbo.provenance.store.LedgerStore.History;
import io.lianbo.provenance.store.LedgerStore.Step;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * What an issuer keeps: the history of each of its items, and the log that it anchors batch by batch. Of each item that a batch
 * touched, the log takes the newest leaf alone, for that one proves all before it.
 *
 * {@snippet class="io.lianbo.provenance.store.EventLedgerTest" region="ledger"}
 *
 * <p>All of it is in an {@link EventStore}, and is there again after a crash: what was recorded, what is in the log, and the last batch, which
 * may still want to be anchored. In memory are only the hashes of the log, some 100 bytes a leaf. Several processes may share a ledger in a
 * database.
 *
 * {@snippet class="io.lianbo.provenance.store.EventLedgerTest" region="kept"}
 *
 * <p>It records what it is given; whether that holds is for {@link io.lianbo.provenance.passport.PassportVerifier} to say. May be used by
 * several threads.
 */
public final class EventLedger {
    private static final int LEAVES_A_READ = 10_000;

    private final MerkleLog log = new MerkleLog();
    private final LedgerStore store;
    private final RandomGenerator salts;

    /**
     * An empty ledger in memory.
     *
     * @param salts makes the salts that keep outsiders from guessing events: a {@link java.security.SecureRandom}, outside tests
     */
    public EventLedger(RandomGenerator salts) {
        this(EventStore.inMemory(), "memory", salts);
    }

    /**
     * The ledger of this name in a store; empty when it is new.
     *
     * @param store where it is kept, which stays open when the ledger is no longer used
     * @param name what it is called there, 1 to 100 characters: a store may hold the ledgers of several issuers
     * @param salts makes the salts that keep outsiders from guessing events: a {@link java.security.SecureRandom}, outside tests
     */
    public EventLedger(EventStore store, String name, RandomGenerator salts) {
        this.store = store.ledger(name);
        this.salts = Objects.requireNonNull(salts, "salts");
    }

    /**
     * Records the next event in the history of an item. An event that stands there is not recorded again, so a call that failed may be
     * repeated.
     *
     * @return the leaf of the event, which ends the item's history when the event is new
     * @throws IllegalArgumentException if another event has its {@code eventID}
     */
    public ProvenanceLeaf record(DigitalLink item, SignedEvent signed) {
        return recordAll(List.of(item), signed).getFirst();
    }

    /**
     * Records an event that is about several items, or about a lot or a product, in the history of each; in all of them or in none.
     *
     * @return the leaf of each item, as {@link #record} says
     * @throws IllegalArgumentException if another event has its {@code eventID}
     */
    public List<ProvenanceLeaf> recordAll(List<DigitalLink> items, SignedEvent signed) {
        return store.record(
                items.stream().map(item -> new Step(item, signed, salt())).toList());
    }

    private Hash32 salt() {
        byte[] random = new byte[Hash32.SIZE];
        salts.nextBytes(random);
        return Hash32.of(random);
    }

    /**
     * Closes the batch: the newest leaf of each item recorded since the last one goes into the log, whose head is then to be
     * anchored.
     *
     * @throws IllegalStateException when nothing was recorded since
     */
    public EventBatch closeBatch() {
        return new EventBatch(
                this,
                store.closeBatch()
                        .orElseThrow(() -> new IllegalStateException("nothing was recorded since the last batch")));
    }

    /** The batch that was closed last: what to anchor when a crash came in between. */
    public Optional<EventBatch> lastBatch() {
        return store.lastBatch().map(batch -> new EventBatch(this, batch));
    }

    /**
     * The passport of an item: its whole history up to an anchor, also where the item was last touched long before.
     *
     * @param anchor where a head of this log was anchored
     * @throws IllegalArgumentException when the log held nothing of the item then, or had another head
     */
    public Passport passport(DigitalLink item, AnchoredRoot anchor) {
        long size = anchor.head().size();
        TreeHead head = log(size).head(size);
        if (!anchor.head().equals(head)) {
            throw new IllegalArgumentException("the anchor must be of this log's " + head + ": " + anchor.head());
        }
        History history = history(item, size)
                .orElseThrow(() -> new IllegalArgumentException(
                        "the log of " + size + " leaves holds nothing of " + item.canonical()));
        return new Passport(item, history.entries(), log.inclusionProof(history.leafIndex(), size), anchor);
    }

    /**
     * Proves that the log only grew between two heads that were anchored.
     *
     * @throws IllegalArgumentException unless 1 &le; {@code olderSize} &le; {@code newerSize} &le; the size now
     */
    public ConsistencyProof consistencyProof(long olderSize, long newerSize) {
        return log(newerSize).consistencyProof(olderSize, newerSize);
    }

    TreeHead head(long size) {
        return log(size).head(size);
    }

    List<DigitalLink> items(Batch batch) {
        return store.items(batch.from(), batch.size());
    }

    Optional<History> history(DigitalLink item, long size) {
        return store.history(item.itemKey(), size);
    }

    /** The log, with at least so many leaves where there are so many. */
    private MerkleLog log(long size) {
        synchronized (log) {
            boolean more = true;
            while (more && log.size() < size) {
                List<Hash32> leaves = store.leaves(log.size(), LEAVES_A_READ);
                leaves.forEach(log::append);
                more = !leaves.isEmpty();
            }
        }
        return log;
    }
}
