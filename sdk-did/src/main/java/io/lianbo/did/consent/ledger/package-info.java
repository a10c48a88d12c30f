/**
 * Who read what under which consent, counted, revocable and with receipts: start at {@link io.lianbo.did.consent.ledger.ConsentedVerifier}.
 */
@NullMarked
package io.lianbo.did.consent.ledger;

import org.jspecify.annotations.NullMarked;
