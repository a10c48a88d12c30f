package io.lianbo.did.consent.ledger;

import io.lianbo.core.Hash32;
import io.lianbo.core.Verdict;
import io.lianbo.did.SigningKey;
import io.lianbo.did.consent.ConsentGrant;
import io.lianbo.did.credential.CredentialVerifier;
import io.lianbo.did.credential.PresentationRequest;
import io.lianbo.did.credential.PresentedCredential;
import java.time.InstantSource;
import java.util.List;

/**
 * Reads credentials under a consent: only what was granted, only as often, only until it is revoked, and never without a receipt.
 *
 * <p>A {@link CredentialVerifier} decides first; when all else holds, the {@link ConsentLedger} makes the use and stores the receipt in one
 * step. So a presentation that is refused costs the holder no use, and a revocation or another's use that comes between wins. A ledger that
 * fails gives no consent. Hostile input gives a verdict, never an exception.
 *
 * {@snippet class="io.lianbo.did.consent.ledger.ConsentedVerifierTest" region="use"}
 */
public final class ConsentedVerifier {
    private final CredentialVerifier credentials;
    private final Uses uses;

    private ConsentedVerifier(CredentialVerifier credentials, Uses uses) {
        this.credentials = credentials;
        this.uses = uses;
    }

    /**
     * {@return a verifier whose receipts are not signed}
     *
     * @param credentials whom to trust, and whom to ask about revocation
     * @param ledger the grants that were given, shared by all verifiers of the reader
     * @param clock the time of the receipts
     */
    public static ConsentedVerifier of(CredentialVerifier credentials, ConsentLedger ledger, InstantSource clock) {
        return new ConsentedVerifier(credentials, new Uses(ledger, clock, null));
    }

    /**
     * {@return this verifier, signing its receipts}, so that holders can prove what was read
     *
     * @param key of the reader's
     */
    public ConsentedVerifier signingReceipts(SigningKey key) {
        return new ConsentedVerifier(credentials, uses.signing(key));
    }

    /**
     * {@return what was shown and the receipt for it, or every reason why it is refused}
     *
     * <p>Codes: those of {@link CredentialVerifier#verify(String, PresentationRequest, ConsentGrant)} but {@code CONSENT_NOT_COUNTED}; where
     * there is none, those of {@link ConsentLedger#spend}, and {@code CONSENT_UNAVAILABLE} where the ledger or the key of the receipts failed.
     *
     * @param presentation as it came from the holder
     * @param request what she was asked for
     * @param grant the id of what she consented to
     */
    public Verdict<ConsentedReading> verify(String presentation, PresentationRequest request, Hash32 grant) {
        return switch (uses.find(grant)) {
            case Verdict.Verified<ConsentGrant> found -> verify(presentation, request, found.result());
            case Verdict.Refused<ConsentGrant> refused -> Verdict.refused(refused.reasons());
        };
    }

    private Verdict<ConsentedReading> verify(String presentation, PresentationRequest request, ConsentGrant grant) {
        return switch (credentials.verify(presentation, request, Uses.uncounted(grant))) {
            case Verdict.Verified<PresentedCredential> shown ->
                uses.spend(List.of(new Uses.Shown(shown.result(), presentation, grant)))
                        .map(receipts -> new ConsentedReading(shown.result(), receipts.getFirst()));
            case Verdict.Refused<PresentedCredential> refused -> Verdict.refused(refused.reasons());
        };
    }
}
