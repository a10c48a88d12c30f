package io.lianbo.did.dataintegrity;

import io.lianbo.core.Verdict;
import io.lianbo.did.VerificationKey;
import io.lianbo.did.internal.Quote;
import java.util.Set;

/** Knows a few keys, whatever they are called, save where the name is itself a key. */
final class PinnedKeys implements KeyLookup {
    private final Set<VerificationKey> trusted;

    PinnedKeys(Set<VerificationKey> trusted) {
        this.trusted = trusted;
    }

    @Override
    public Verdict<Set<VerificationKey>> find(String verificationMethod, ProofPurpose purpose) {
        if (!verificationMethod.startsWith(DidKeyUrl.PREFIX)) {
            return Verdict.ok(trusted);
        }
        return DidKeyUrl.keyOf(verificationMethod)
                .filter(trusted::contains)
                .<Verdict<Set<VerificationKey>>>map(key -> Verdict.ok(Set.of(key)))
                .orElseGet(
                        () -> Verdict.refused("KEY_UNTRUSTED", "not a trusted key: " + Quote.of(verificationMethod)));
    }
}
