package io.lianbo.did.status.list;

import io.lianbo.core.Verdict;
import io.lianbo.core.Verdict.Reason;
import io.lianbo.did.Did;
import io.lianbo.did.VerificationKey;
import io.lianbo.did.internal.Quote;
import io.lianbo.did.internal.jose.Jws;
import io.lianbo.did.internal.jose.MalformedException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Decides whether a token is the list that was asked for, signed by one whose word counts; what time it is does not matter to it. */
final class ListVerifier {
    /** The longest list that is read. */
    static final int MAX_LENGTH = 1 << 20;

    private final Map<String, List<Signer>> signers;

    /** For each issuer of credentials those whose lists are believed about them. */
    ListVerifier(Map<String, List<Signer>> signers) {
        Map<String, List<Signer>> copy = new HashMap<>();
        signers.forEach((issuer, all) -> copy.put(issuer, List.copyOf(all)));
        this.signers = Map.copyOf(copy);
    }

    /**
     * One whose lists are believed.
     *
     * @param did as his lists name him
     * @param keys those that speak for him now, or why they cannot be told
     */
    record Signer(Did did, Supplier<Verdict<Set<VerificationKey>>> keys) {
        private boolean signed(Jws jws, List<Reason> unknown) {
            return switch (keys.get()) {
                case Verdict.Verified<Set<VerificationKey>> known ->
                    known.result().stream().anyMatch(jws::isSignedBy);
                case Verdict.Refused<Set<VerificationKey>> refused -> {
                    unknown.addAll(refused.reasons());
                    yield false;
                }
            };
        }
    }

    boolean trustsAnyoneAbout(Did issuer) {
        return signers.containsKey(issuer.toString());
    }

    /**
     * What the list says, or the reason {@code STATUS_LIST_MALFORMED}, {@code STATUS_LIST_UNTRUSTED} or {@code STATUS_LIST_MISMATCH};
     * {@code STATUS_UNAVAILABLE} where the keys of one who may have signed it cannot be told.
     *
     * @param compact the token
     * @param place which list it should be
     * @param issuer who issued the credential
     */
    Verdict<ListClaims> verify(String compact, ListPlace place, Did issuer) {
        if (compact.length() > MAX_LENGTH) {
            return Verdict.refused(
                    "STATUS_LIST_MALFORMED",
                    "a list must be at most " + MAX_LENGTH + " characters: " + compact.length());
        }
        try {
            Jws jws = Jws.parse(compact, "the list");
            if (!jws.hasType(place.format().type()) || jws.hasCriticalExtension()) {
                return Verdict.refused(
                        "STATUS_LIST_MALFORMED",
                        "a list must be of typ " + place.format().type() + " and demand no extension by crit");
            }
            // The signature first: nobody else's data are inflated.
            List<Reason> unknown = new ArrayList<>();
            Optional<Signer> signer = signers.getOrDefault(issuer.toString(), List.of()).stream()
                    .filter(trusted -> trusted.signed(jws, unknown))
                    .findFirst();
            if (signer.isEmpty()) {
                return unknown.isEmpty()
                        ? Verdict.refused(
                                "STATUS_LIST_UNTRUSTED",
                                "not signed by a key that is trusted for the status lists of " + issuer)
                        : Verdict.refused(unknown);
            }
            return asked(place.format().read(jws.payload(), place.bits()), signer.get(), place);
        } catch (MalformedException e) {
            return Verdict.refused("STATUS_LIST_MALFORMED", String.valueOf(e.getMessage()));
        }
    }

    private static Verdict<ListClaims> asked(ListClaims claims, Signer signer, ListPlace place) {
        if (claims.issuer() != null && !claims.issuer().equals(signer.did().toString())) {
            return Verdict.refused(
                    "STATUS_LIST_UNTRUSTED",
                    "signed by " + signer.did() + " for another issuer: " + Quote.of(claims.issuer()));
        }
        if (!claims.uri().equals(place.uri().toString())) {
            return Verdict.refused(
                    "STATUS_LIST_MISMATCH",
                    "asked for " + Quote.of(place.uri().toString()) + ", given " + Quote.of(claims.uri()));
        }
        return Verdict.ok(claims);
    }
}
