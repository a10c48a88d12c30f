package io.lianbo.did.consent.ledger;

import java.util.Optional;

/**
 * A receipt as a ledger keeps it.
 *
 * @param receipt who read what
 * @param token the same signed by the reader, see {@link ConsentReceipt#verify}, where he signs his receipts
 */
public record RecordedReceipt(ConsentReceipt receipt, Optional<String> token) {}
