package io.lianbo.provenance.scan;

import io.lianbo.core.Hash32;
import io.lianbo.core.Verdict;
import io.lianbo.provenance.code.DigitalLink;
import io.lianbo.provenance.tag.TagRead;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A scan with all that can be said of it before its item's history is looked at, and without what must not be stored.
 *
 * @param time when
 * @param item what it is about; null where nothing names an item
 * @param chip what a chip said that is believed; null without one
 * @param onItem whether that chip is on the item still
 * @param objection what speaks against the scan whatever the item's history is; null where nothing does
 * @param device the pseudonyms of who scanned
 * @param owner who he is as an owner of this item; null where there is no item
 * @param code HMAC of the scratch code that he typed; null where he typed none
 * @param showcase what is to be said of the showcase link; null without one
 * @param geohash where, roughly; null where that is not known
 * @param errorKm how far off that may be
 * @param fromNetwork whether that comes of a network address
 * @param region where; null where that is not known
 * @param shippedTo where the item was to be; empty where that is not known
 */
record Reading(
        Instant time,
        @Nullable DigitalLink item,
        @Nullable TagRead chip,
        boolean onItem,
        @Nullable Finding objection,
        Pseudonyms.Names device,
        @Nullable Hash32 owner,
        @Nullable Hash32 code,
        @Nullable Verdict<String> showcase,
        @Nullable String geohash,
        int errorKm,
        boolean fromNetwork,
        @Nullable String region,
        Set<String> shippedTo) {

    /** A signal, and why. */
    record Finding(Signal signal, String detail) {}

    @Nullable
    String uid() {
        return chip == null ? null : chip.uid();
    }

    int counter() {
        return chip == null ? 0 : chip.counter();
    }

    /** Whether the scan may change what is known: it is of an item, and of one that its reader has at hand. */
    boolean changes() {
        boolean condemned = objection != null && objection.signal().alone() == Grade.COUNTERFEIT;
        return item != null && showcase == null && (!condemned || chip != null);
    }
}
