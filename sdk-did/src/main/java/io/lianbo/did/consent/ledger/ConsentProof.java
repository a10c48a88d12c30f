package io.lianbo.did.consent.ledger;

import io.lianbo.core.Verdict;
import io.lianbo.core.Verdict.Reason;
import io.lianbo.core.chain.Chain;
import io.lianbo.did.consent.ConsentGrant;
import io.lianbo.did.internal.TextSignature;
import io.lianbo.did.login.LoginMessage;
import java.util.Arrays;
import java.util.Optional;

/**
 * What proves a consent: the login message that the holder signed, and her signature.
 *
 * @param message the text as the wallet showed it
 * @param signature hex, as it was verified
 */
public record ConsentProof(String message, String signature) {
    /** Refuses an empty part. */
    public ConsentProof {
        if (message.isBlank() || signature.isBlank()) {
            throw new IllegalArgumentException("the proof of a consent needs message and signature");
        }
    }

    /**
     * {@return the grant that this proves, or why it proves none}; for anyone to ask, years later, without the ledger that kept it
     *
     * {@snippet class="io.lianbo.did.consent.ledger.ConsentProofTest" region="audit"}
     *
     * <p>It says that the holder consented, in these words. That she logged in with them to the right service, in time and once, is what {@link
     * io.lianbo.did.login.LoginVerifier} found then; whether the consent has ended, was used up or revoked since, the ledger knows. Hostile
     * input gives a verdict, never an exception.
     *
     * <p>Codes: {@code MESSAGE_MALFORMED}, {@code CONSENT_INVALID} (the statement and the ReCap differ, or there is no such consent),
     * {@code CONSENT_MISSING} (a login, and nothing more), {@code SIGNATURE_MALFORMED}, {@code SIGNATURE_INVALID},
     * {@code SIGNATURE_UNVERIFIABLE} (the chain did not answer).
     *
     * @param chains where the holder may be a contract, which is asked as it is now: one that has another owner since need not stand by what the
     *     earlier one signed; without its chain, an account counts as a key, and nobody is asked
     */
    public Verdict<ConsentGrant> verify(Chain... chains) {
        LoginMessage login;
        try {
            login = LoginMessage.parse(message);
        } catch (IllegalArgumentException e) {
            return Verdict.refused("MESSAGE_MALFORMED", String.valueOf(e.getMessage()));
        }
        Optional<ConsentGrant> grant;
        try {
            grant = login.consent();
        } catch (IllegalArgumentException e) {
            return Verdict.refused("CONSENT_INVALID", String.valueOf(e.getMessage()));
        }
        if (grant.isEmpty()) {
            return Verdict.refused("CONSENT_MISSING", "the message gives no consent");
        }
        Optional<Reason> refusal =
                new TextSignature(Arrays.asList(chains)).refusal(message, signature, login.account(), true);
        return refusal.isPresent() ? Verdict.refused(refusal.get()) : Verdict.ok(grant.get());
    }
}
