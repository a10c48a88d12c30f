package io.lianbo.provenance.passport;

import io.lianbo.core.Hash32;
import io.lianbo.provenance.code.DigitalLink;
import io.lianbo.provenance.log.AnchoredRoot;
import io.lianbo.provenance.log.MerkleLog;
import io.lianbo.provenance.log.TreeHead;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** A closed batch of an {@link EventLedger}: the head that its issuer anchors, and the passports of the items it touched. */
public final class EventBatch {

    private final MerkleLog log;
    private final TreeHead head;
    private final Map<Hash32, ItemHistory> items;

    EventBatch(MerkleLog log, TreeHead head, Map<Hash32, ItemHistory> items) {
        this.log = log;
        this.head = head;
        this.items = Collections.unmodifiableMap(items);
    }

    record ItemHistory(DigitalLink item, List<Passport.Entry> entries, long leafIndex) {}

    /** What to anchor. */
    public TreeHead head() {
        return head;
    }

    /** The items that the batch touched. */
    public List<DigitalLink> items() {
        return items.values().stream().map(ItemHistory::item).toList();
    }

    /**
     * The passport of an item: its whole history up to this batch.
     *
     * @param anchor where the head of this batch was anchored
     * @throws IllegalArgumentException when the batch did not touch the item, or another head was anchored
     */
    public Passport passport(DigitalLink item, AnchoredRoot anchor) {
        if (!anchor.head().equals(head)) {
            throw new IllegalArgumentException("the anchor must be of this batch's " + head + ": " + anchor.head());
        }
        ItemHistory history = items.get(item.itemKey());
        if (history == null) {
            throw new IllegalArgumentException("the batch holds nothing new of " + item.canonical());
        }
        return new Passport(item, history.entries(), log.inclusionProof(history.leafIndex(), head.size()), anchor);
    }
}
