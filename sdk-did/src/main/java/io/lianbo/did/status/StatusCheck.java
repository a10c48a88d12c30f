package io.lianbo.did.status;

import io.lianbo.core.Verdict;

/**
 * Asks whether a credential still stands, afresh each time: an answer that is kept hides a revocation.
 *
 * <p>Whoever cannot be asked gives no answer: then the credential is refused, as {@code STATUS_UNAVAILABLE}.
 */
@FunctionalInterface
public interface StatusCheck {
    /**
     * {@return the reference, where the credential stands; else the reason {@code REVOKED} or {@code STATUS_UNAVAILABLE}}
     *
     * @param reference where the status is kept, as the issuer signed it
     */
    Verdict<StatusReference> check(StatusReference reference);
}
