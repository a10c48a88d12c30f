package io.lianbo.provenance.passport;

import io.lianbo.core.Verdict;
import io.lianbo.provenance.code.DigitalLink;

/**
 * Verifies the credentials of passports: with {@code sdk-did}, or whatever the platform has.
 *
 * {@snippet class="io.lianbo.provenance.passport.EvidenceTest" region="credentials"}
 */
@FunctionalInterface
public interface CredentialCheck {

    /**
     * Says whether a credential is genuine, in force, of an issuer that is trusted for it, and about this item.
     *
     * @param credential what came with a passport, written by whoever
     * @param item what the passport is about, as far as its events say so: on {@code https://id.gs1.org}
     * @return anything; or why not
     */
    Verdict<?> check(PassportCredential credential, DigitalLink item);
}
