package io.lianbo.provenance.passport;

import io.lianbo.core.Hash32;
import io.lianbo.provenance.code.DigitalLink;
import io.lianbo.provenance.log.ConsistencyProof;
import io.lianbo.provenance.log.MerkleLog;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;

/**
 * What an issuer keeps: the history of each of its items, and the log that it anchors batch by batch. Of each item that a batch
 * touched, the log takes the newest leaf alone, for that one proves all before it.
 *
 * {@snippet class="io.lianbo.provenance.passport.EventLedgerTest" region="ledger"}
 *
 * <p>It records what it is given; whether that holds is for {@link PassportVerifier} to say. In memory; may be used by several
 * threads.
 */
public final class EventLedger {

    private final MerkleLog log = new MerkleLog();
    private final Map<Hash32, List<Passport.Entry>> histories = new HashMap<>();
    private final Map<Hash32, DigitalLink> touched = new LinkedHashMap<>();
    private final RandomGenerator salts;

    /**
     * An empty ledger.
     *
     * @param salts makes the salts that keep outsiders from guessing events: a {@link java.security.SecureRandom}, outside tests
     */
    public EventLedger(RandomGenerator salts) {
        this.salts = Objects.requireNonNull(salts, "salts");
    }

    /**
     * Records the next event in the history of an item. An event about several items, or about a lot, is recorded for each.
     *
     * @return the leaf that now ends the item's history
     */
    public synchronized ProvenanceLeaf record(DigitalLink item, SignedEvent signed) {
        byte[] random = new byte[Hash32.SIZE];
        salts.nextBytes(random);
        Hash32 salt = Hash32.of(random);
        List<Passport.Entry> history = histories.computeIfAbsent(item.itemKey(), key -> new ArrayList<>());
        List<Hash32> parents =
                history.isEmpty() ? List.of() : List.of(history.getLast().leaf().hash());
        ProvenanceLeaf leaf = ProvenanceLeaf.of(item, signed, salt, parents);
        history.add(new Passport.Entry(signed, salt, leaf));
        touched.put(item.itemKey(), item);
        return leaf;
    }

    /**
     * Closes the batch: the newest leaf of each item recorded since the last one goes into the log, whose head is then to be
     * anchored.
     *
     * @throws IllegalStateException when nothing was recorded since
     */
    public synchronized EventBatch closeBatch() {
        if (touched.isEmpty()) {
            throw new IllegalStateException("nothing was recorded since the last batch");
        }
        Map<Hash32, EventBatch.ItemHistory> items = new LinkedHashMap<>();
        touched.forEach((key, item) -> {
            List<Passport.Entry> history = List.copyOf(histories.get(key));
            long index = log.append(history.getLast().leaf().hash());
            items.put(key, new EventBatch.ItemHistory(item, history, index));
        });
        touched.clear();
        return new EventBatch(log, log.head(), items);
    }

    /**
     * Proves that the log only grew between two heads that were anchored.
     *
     * @throws IllegalArgumentException unless 1 &le; {@code olderSize} &le; {@code newerSize} &le; the size now
     */
    public ConsistencyProof consistencyProof(long olderSize, long newerSize) {
        return log.consistencyProof(olderSize, newerSize);
    }

    MerkleLog log() {
        return log;
    }
}
