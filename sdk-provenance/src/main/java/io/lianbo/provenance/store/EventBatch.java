package io.lianbo.provenance.store;

import io.lianbo.provenance.code.DigitalLink;
import io.lianbo.provenance.log.AnchoredRoot;
import io.lianbo.provenance.log.TreeHead;
import io.lianbo.provenance.passport.Passport;
import io.lianbo.provenance.store.LedgerStore.Batch;
import java.util.List;

/** A closed batch of an {@link EventLedger}: the head that its issuer anchors, and the passports of the items it touched. */
public final class EventBatch {

    private final EventLedger ledger;
    private final Batch batch;
    private final TreeHead head;

    EventBatch(EventLedger ledger, Batch batch) {
        this.ledger = ledger;
        this.batch = batch;
        this.head = ledger.head(batch.size());
    }

    /** What to anchor. */
    public TreeHead head() {
        return head;
    }

    /** The items that the batch touched. */
    public List<DigitalLink> items() {
        return ledger.items(batch);
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
        boolean touched = ledger.history(item, head.size())
                .filter(history -> history.leafIndex() >= batch.from())
                .isPresent();
        if (!touched) {
            throw new IllegalArgumentException("the batch holds nothing new of " + item.canonical());
        }
        return ledger.passport(item, anchor);
    }
}
