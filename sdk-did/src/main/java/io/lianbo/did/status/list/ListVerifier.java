package io.lianbo.did.status.list;

import io.lianbo.core.Verdict;
import io.lianbo.did.Did;
import io.lianbo.did.VerificationKey;
import io.lianbo.did.internal.Quote;
import io.lianbo.did.internal.jose.Jws;
import io.lianbo.did.internal.jose.MalformedException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

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

    record Signer(Did did, Set<VerificationKey> keys) {}

    boolean trustsAnyoneAbout(Did issuer) {
        return signers.containsKey(issuer.toString());
    }

    /**
     * What the list says, or the reason {@code STATUS_LIST_MALFORMED}, {@code STATUS_LIST_UNTRUSTED} or {@code STATUS_LIST_MISMATCH}.
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
            Optional<Signer> signer = signers.getOrDefault(issuer.toString(), List.of()).stream()
                    .filter(trusted -> trusted.keys().stream().anyMatch(jws::isSignedBy))
                    .findFirst();
            if (signer.isEmpty()) {
                return Verdict.refused(
                        "STATUS_LIST_UNTRUSTED",
                        "not signed by a key that is trusted for the status lists of " + issuer);
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
