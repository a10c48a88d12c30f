package io.lianbo.did.dataintegrity;

import io.lianbo.core.Verdict;
import io.lianbo.did.Did;
import io.lianbo.did.VerificationKey;
import io.lianbo.did.internal.Quote;
import io.lianbo.did.resolve.DidResolver;
import io.lianbo.did.resolve.Relationship;
import io.lianbo.did.resolve.VerificationMethod;
import java.util.Set;

/** Finds keys in the documents of DIDs. */
final class ResolvedKeys implements KeyLookup {
    private final DidResolver resolver;

    ResolvedKeys(DidResolver resolver) {
        this.resolver = resolver;
    }

    @Override
    public Verdict<Set<VerificationKey>> find(String verificationMethod, ProofPurpose purpose) {
        Relationship relationship = relationship(purpose);
        if (verificationMethod.contains("#")) {
            return switch (resolver.dereference(verificationMethod, relationship)) {
                case Verdict.Verified<VerificationMethod> method ->
                    method.result()
                            .key()
                            .<Verdict<Set<VerificationKey>>>map(key -> Verdict.ok(Set.of(key)))
                            .orElseGet(() -> Verdict.refused(
                                    "KEY_UNKNOWN",
                                    "the method holds no key that can be used: " + Quote.of(verificationMethod)));
                case Verdict.Refused<VerificationMethod> refused -> Verdict.refused(refused.reasons());
            };
        }
        try {
            return resolver.keysFor(Did.parse(verificationMethod), relationship);
        } catch (IllegalArgumentException e) {
            return Verdict.refused("KEY_UNKNOWN", "not a DID: " + Quote.of(verificationMethod));
        }
    }

    private static Relationship relationship(ProofPurpose purpose) {
        return switch (purpose) {
            case ASSERTION_METHOD -> Relationship.ASSERTION_METHOD;
            case AUTHENTICATION -> Relationship.AUTHENTICATION;
        };
    }
}
