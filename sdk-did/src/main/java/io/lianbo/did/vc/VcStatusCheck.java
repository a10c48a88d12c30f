package io.lianbo.did.vc;

import io.lianbo.core.Verdict;
import io.lianbo.did.status.StatusCheck;

/**
 * Asks whether a credential still stands, afresh each time: an answer that is kept hides a revocation.
 *
 * <p>Whoever cannot be asked, or does not know the kind of entry, answers {@code STATUS_UNAVAILABLE}: then the credential is refused.
 */
@FunctionalInterface
public interface VcStatusCheck {
    /**
     * {@return the entry, where the credential stands; else the reason {@code REVOKED}, {@code SUSPENDED} or
     * {@code STATUS_UNAVAILABLE}}
     *
     * @param entry one of the credential's {@code credentialStatus}
     * @param credential all of it, its signature verified; who keeps its status is often its issuer
     */
    Verdict<CredentialEntry> check(CredentialEntry entry, VerifiableCredential credential);

    /**
     * {@return the check of entries of the type {@code BitstringStatusListEntry} (Bitstring Status List 1.0) by this one; entries of other
     * types are answered with {@code STATUS_UNAVAILABLE}}
     *
     * @param lists such as a {@link io.lianbo.did.status.list.StatusListCheck}
     */
    static VcStatusCheck by(StatusCheck lists) {
        return new ListedStatus(lists);
    }
}
