package io.lianbo.did.consent.ledger;

import io.lianbo.did.credential.PresentedCredential;

/**
 * What was read under a consent, and the receipt that this left.
 *
 * @param credential what was shown
 * @param receipt for the holder, who can also list it later
 */
public record ConsentedReading(PresentedCredential credential, RecordedReceipt receipt) {}
