package io.lianbo.did.vc;

import io.lianbo.core.Verdict;
import io.lianbo.core.Verdict.Reason;
import io.lianbo.did.VerificationKey;
import io.lianbo.did.dataintegrity.KeyLookup;
import io.lianbo.did.dataintegrity.ProofPurpose;
import io.lianbo.did.dataintegrity.ProofRequirement;
import io.lianbo.did.dataintegrity.ProofVerifier;
import io.lianbo.did.dataintegrity.SignedDocument;
import io.lianbo.did.dataintegrity.VerifiedProof;
import io.lianbo.did.internal.Quote;
import io.lianbo.did.internal.jose.Jws;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Whether a document is signed by its owner, in either form. */
final class SignatureCheck {
    private final TokenForm form;
    private final ProofPurpose purpose;
    private final ProofRequirement proof;
    private final InstantSource clock;

    SignatureCheck(TokenForm form, ProofPurpose purpose, ProofRequirement proof, InstantSource clock) {
        this.form = form;
        this.purpose = purpose;
        this.proof = proof;
        this.clock = clock;
    }

    /**
     * What was signed, and by which keys.
     *
     * @param document without what secures it
     * @param keys at least one
     */
    record Signed(Map<String, @Nullable Object> document, List<VerificationKey> keys) {}

    /** What the owner signed; empty, and with reasons added, where she did not. */
    Optional<Signed> check(Secured secured, String owner, KeyLookup keys, List<Reason> reasons) {
        Jws jws = secured.jws();
        if (jws != null) {
            return checkToken(jws, owner, keys, reasons).map(key -> new Signed(secured.document(), List.of(key)));
        }
        Map<String, @Nullable Object> embedded = secured.embedded();
        if (embedded == null) {
            return Optional.empty();
        }
        Verdict<SignedDocument> verdict = ProofVerifier.of(keys, clock).verify(embedded, proof);
        reasons.addAll(verdict.reasons());
        return verdict.value()
                .map(signed -> new Signed(
                        signed.document(),
                        signed.proofs().stream().map(VerifiedProof::key).toList()));
    }

    private Optional<VerificationKey> checkToken(Jws jws, String owner, KeyLookup keys, List<Reason> reasons) {
        Object contentType = jws.header().getOrDefault("cty", form.contentType());
        if (!jws.hasType(form.type()) || !form.contentType().equals(contentType) || jws.hasCriticalExtension()) {
            reasons.add(new Reason(
                    "TOKEN_TYPE_REFUSED",
                    "a token must be of typ " + form.type() + " and cty " + form.contentType()
                            + " and demand no extension by crit"));
        }
        for (Map<String, @Nullable Object> part : List.of(jws.header(), jws.payload())) {
            if (part.containsKey("iss") && !owner.equals(part.get("iss"))) {
                reasons.add(new Reason("ISSUER_MISMATCH", "the token's iss must be " + Quote.of(owner)));
            }
        }
        Optional<String> name = keyName(jws.header(), owner);
        if (name.isEmpty()) {
            reasons.add(new Reason("KEY_UNTRUSTED", "the token's kid must be text"));
            return Optional.empty();
        }
        Verdict<Set<VerificationKey>> found = keys.find(name.get(), purpose);
        reasons.addAll(found.reasons());
        return found.value().flatMap(candidates -> signer(jws, name.get(), candidates, reasons));
    }

    /** The key's URL; a {@code kid} that is none is relative to the owner, who stands for all her keys where there is no kid. */
    private static Optional<String> keyName(Map<String, @Nullable Object> header, String owner) {
        if (!header.containsKey("kid")) {
            return Optional.of(owner);
        }
        if (!(header.get("kid") instanceof String kid)) {
            return Optional.empty();
        }
        if (kid.startsWith("#")) {
            return Optional.of(owner + kid);
        }
        return Optional.of(kid.contains(":") ? kid : owner + "#" + kid);
    }

    private static Optional<VerificationKey> signer(
            Jws jws, String name, Set<VerificationKey> candidates, List<Reason> reasons) {
        if (candidates.stream().noneMatch(jws::isFor)) {
            reasons.add(new Reason(
                    "ALGORITHM_REFUSED",
                    "no key of " + Quote.of(name) + " is for alg "
                            + Quote.of(String.valueOf(jws.header().get("alg")))));
            return Optional.empty();
        }
        Optional<VerificationKey> signer =
                candidates.stream().filter(jws::isSignedBy).findFirst();
        if (signer.isEmpty()) {
            reasons.add(new Reason("SIGNATURE_INVALID", "not signed by " + Quote.of(name)));
        }
        return signer;
    }
}
