package io.lianbo.provenance.scan;

import io.lianbo.core.Verdict.Reason;
import io.lianbo.provenance.code.DigitalLink;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of a scan until it is forgotten. It holds no address, no device's identifier and no coordinates.
 *
 * @param number its place among all scans of a store, from 1; 0 before it is stored
 * @param item what it is about, in canonical form; null where nothing names an item
 * @param time when, to the millisecond
 * @param grade what it was worth
 * @param reasons why
 * @param counted whether it counts for later scans: it had the item at hand, and was no reload
 * @param uid of the chip that said so; null without a chip, or with a message that is not believed
 * @param counter what the chip had counted; 0 without a chip
 * @param device the device's pseudonym, another after some days; 32 hex digits
 * @param geohash where, roughly; null where that is not known
 * @param errorKm how far off that may be, in kilometres
 * @param show which show's link it was; null where it was none
 */
public record ScanRecord(
        long number,
        @Nullable DigitalLink item,
        Instant time,
        Grade grade,
        List<Reason> reasons,
        boolean counted,
        @Nullable String uid,
        int counter,
        String device,
        @Nullable String geohash,
        int errorKm,
        @Nullable String show) {

    /** A record of these. */
    public ScanRecord {
        reasons = List.copyOf(reasons);
        time = Instant.ofEpochMilli(time.toEpochMilli());
    }

    ScanRecord numbered(long newNumber) {
        return new ScanRecord(
                newNumber, item, time, grade, reasons, counted, uid, counter, device, geohash, errorKm, show);
    }
}
