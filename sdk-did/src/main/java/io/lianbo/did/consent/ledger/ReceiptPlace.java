package io.lianbo.did.consent.ledger;

import io.lianbo.core.Hash32;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Where a receipt stands among others: they are ordered by the time of reading, and those of one millisecond by their hashes.
 *
 * @param readAt when the claims were read
 * @param receipt the receipt's hash
 */
public record ReceiptPlace(Instant readAt, Hash32 receipt) {
    /** Before every receipt. */
    public static final ReceiptPlace START = new ReceiptPlace(Instant.EPOCH, Hash32.ZERO);

    /**
     * {@return the place before every receipt of this time and later, and after all earlier ones}
     *
     * @param time such as the beginning of a month
     */
    public static ReceiptPlace startOf(Instant time) {
        return new ReceiptPlace(wholeMillis(time), Hash32.ZERO);
    }

    /** The first time from this one on that a receipt can have, or the one after the last. */
    static Instant wholeMillis(Instant time) {
        if (time.isBefore(Instant.EPOCH)) {
            return Instant.EPOCH;
        }
        if (time.isAfter(ConsentReceipt.LAST)) {
            return ConsentReceipt.LAST.plusMillis(1);
        }
        Instant cut = time.truncatedTo(ChronoUnit.MILLIS);
        return cut.equals(time) ? time : cut.plusMillis(1);
    }
}
