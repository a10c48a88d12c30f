package io.lianbo.did.consent.ledger;

import io.lianbo.core.Hash32;
import java.time.Instant;

/**
 * Where a receipt stands among others: they are ordered by the time of reading, and those of one millisecond by their hashes.
 *
 * @param readAt when the claims were read
 * @param receipt the receipt's hash
 */
public record ReceiptPlace(Instant readAt, Hash32 receipt) {
    /** Before every receipt. */
    public static final ReceiptPlace START = new ReceiptPlace(Instant.EPOCH, Hash32.ZERO);
}
