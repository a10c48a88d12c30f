package io.lianbo.provenance.scan;

import io.lianbo.core.Hash32;
import io.lianbo.provenance.code.DigitalLink;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is known of an item, and of the chip on it, apart from its scans; kept for as long as the item is registered.
 *
 * @param item with a serial number
 * @param status how far it is in its life
 * @param byChip whether its buyer makes it his by a tap on its chip alone, as it has one
 * @param code HMAC of its scratch code; null where it has none
 * @param owner HMAC of the device that activated it, of this item alone, so that it links nobody's items; null while there is none
 * @param wrongCodes how many scratch codes were wrong since {@code wrongSince}
 * @param wrongSince when the first of them was given
 * @param chip the UID of the chip that was last tapped; null where none was
 * @param counter the highest that this chip has said; 0 where it has said none
 * @param strangerTapped when the chip of the owned item was last tapped by somebody else; null where it never was
 */
public record ItemState(
        DigitalLink item,
        Status status,
        boolean byChip,
        @Nullable Hash32 code,
        @Nullable Hash32 owner,
        int wrongCodes,
        Instant wrongSince,
        @Nullable String chip,
        int counter,
        @Nullable Instant strangerTapped) {

    /** How far an item is in its life. */
    public enum Status {
        /** Made, and for sale. */
        MADE,

        /** Sold, and not scanned by its buyer yet. */
        SOLD,

        /** Its buyer's: scanned first, or claimed with its scratch code. */
        ACTIVATED,

        /** Gone. */
        DESTROYED
    }

    /**
     * A state.
     *
     * @throws IllegalArgumentException if the link names no single item
     */
    public ItemState {
        Objects.requireNonNull(status, "status");
        Objects.requireNonNull(wrongSince, "wrongSince");
        if (item.serial().isEmpty()) {
            throw new IllegalArgumentException("an item's link must have a serial number: " + item.canonical());
        }
    }

    static ItemState made(DigitalLink item, @Nullable Hash32 code) {
        return new ItemState(item, Status.MADE, false, code, null, 0, Instant.EPOCH, null, 0, null);
    }

    ItemState with(Status newStatus, @Nullable Hash32 newOwner) {
        return new ItemState(
                item, newStatus, byChip, code, newOwner, wrongCodes, wrongSince, chip, counter, strangerTapped);
    }

    ItemState withWrongCodes(int count, Instant since) {
        return new ItemState(item, status, byChip, code, owner, count, since, chip, counter, strangerTapped);
    }

    ItemState sold(boolean hasChip) {
        return new ItemState(item, Status.SOLD, hasChip, code, null, wrongCodes, wrongSince, chip, counter, null);
    }

    ItemState withCounter(String newChip, int newCounter) {
        return new ItemState(
                item, status, byChip, code, owner, wrongCodes, wrongSince, newChip, newCounter, strangerTapped);
    }

    ItemState withStrangerTapped(Instant time) {
        return new ItemState(item, status, byChip, code, owner, wrongCodes, wrongSince, chip, counter, time);
    }
}
