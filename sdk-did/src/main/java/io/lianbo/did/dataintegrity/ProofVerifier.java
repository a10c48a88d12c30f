package io.lianbo.did.dataintegrity;

import io.lianbo.core.Verdict;
import io.lianbo.core.Verdict.Reason;
import io.lianbo.core.json.StrictJson;
import io.lianbo.did.VerificationKey;
import io.lianbo.did.internal.ClockSkew;
import io.lianbo.did.internal.Quote;
import io.lianbo.did.internal.jose.Json;
import io.lianbo.did.internal.jose.MalformedException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether the proofs in a JSON object hold (Data Integrity section 4.4; suites {@code eddsa-jcs-2022} and
 * {@code ecdsa-jcs-2019}).
 *
 * <p>Every proof of a document must hold, up to {@value #MAX_PROOFS} of them; one that depends on another ({@code previousProof}) is
 * refused. Contexts are constants that are signed like every other member and are never fetched. Clocks may differ by
 * {@link #CLOCK_SKEW}. Hostile input gives a verdict, never an exception.
 *
 * {@snippet class="io.lianbo.did.dataintegrity.DataIntegrityTest" region="verify"}
 */
public final class ProofVerifier {
    /** By how much another's clock may differ from ours. */
    public static final Duration CLOCK_SKEW = ClockSkew.MOST;

    /** How many proofs a document may have. */
    public static final int MAX_PROOFS = 8;

    /** How many characters of JSON a document may have. */
    public static final int MAX_LENGTH = 256 * 1024;

    private final KeyLookup keys;
    private final InstantSource clock;

    private ProofVerifier(KeyLookup keys, InstantSource clock) {
        this.keys = keys;
        this.clock = clock;
    }

    /**
     * {@return a verifier}
     *
     * @param keys whose signatures count
     * @param clock what time it is
     */
    public static ProofVerifier of(KeyLookup keys, InstantSource clock) {
        return new ProofVerifier(keys, clock);
    }

    /**
     * {@return what was signed, or every reason why it is refused}
     *
     * <p>Codes: {@code DOCUMENT_MALFORMED}, and those of {@link #verify(Map, ProofRequirement)}.
     *
     * @param json the document, strict JSON of at most {@value #MAX_LENGTH} characters
     * @param required what its proofs must be for
     */
    public Verdict<SignedDocument> verify(String json, ProofRequirement required) {
        if (json.length() > MAX_LENGTH) {
            return malformedDocument("at most " + MAX_LENGTH + " characters are allowed: " + json.length());
        }
        Map<String, @Nullable Object> document;
        try {
            document = StrictJson.parseObject(json);
        } catch (IllegalArgumentException e) {
            return malformedDocument(String.valueOf(e.getMessage()));
        }
        return verify(document, required);
    }

    /**
     * {@return what was signed, or every reason why it is refused}
     *
     * <p>Codes: {@code DOCUMENT_MALFORMED}, {@code PROOF_MISSING}, {@code PROOF_MALFORMED}, {@code CRYPTOSUITE_UNSUPPORTED},
     * {@code PROOF_PURPOSE_MISMATCH}, {@code PROOF_EXPIRED}, {@code PROOF_FROM_THE_FUTURE}, {@code PROOF_TOO_OLD},
     * {@code DOMAIN_MISMATCH}, {@code CHALLENGE_MISMATCH}, {@code CONTEXT_CHANGED}, {@code ALGORITHM_REFUSED},
     * {@code SIGNATURE_INVALID}, and what the {@link KeyLookup} says.
     *
     * @param document as {@link StrictJson} read it
     * @param required what its proofs must be for
     */
    public Verdict<SignedDocument> verify(Map<String, ? extends @Nullable Object> document, ProofRequirement required) {
        Map<String, @Nullable Object> unsecured = new LinkedHashMap<>(document);
        Object member = unsecured.remove(Proof.MEMBER);
        if (!document.containsKey(Proof.MEMBER)) {
            return Verdict.refused("PROOF_MISSING", "the document carries no proof");
        }
        List<?> proofs = member instanceof List<?> list ? list : List.of(Objects.requireNonNullElse(member, "null"));
        if (proofs.isEmpty() || proofs.size() > MAX_PROOFS) {
            return Verdict.refused(
                    "PROOF_MALFORMED", "a document must have 1 to " + MAX_PROOFS + " proofs: " + proofs.size());
        }
        List<Reason> reasons = new ArrayList<>();
        List<VerifiedProof> verified = new ArrayList<>();
        Map<String, @Nullable Object> signedByAll = unsecured;
        for (Object proof : proofs) {
            try {
                Proof parsed = Proof.parse(Json.object(proof, "a proof"));
                Map<String, @Nullable Object> signed = signedBy(parsed, unsecured);
                if (!startsAlike(unsecured, signed)) {
                    reasons.add(new Reason(
                            "CONTEXT_CHANGED", "the document's contexts must begin with those of the proof"));
                }
                signedByAll = fewerContexts(signedByAll, signed);
                check(parsed, signed, required, reasons).ifPresent(verified::add);
            } catch (MalformedException e) {
                reasons.add(new Reason("PROOF_MALFORMED", String.valueOf(e.getMessage())));
            }
        }
        return reasons.isEmpty() ? Verdict.ok(new SignedDocument(signedByAll, verified)) : Verdict.refused(reasons);
    }

    /** The document as it was when the proof was made: contexts that were appended since are not part of it. */
    private static Map<String, @Nullable Object> signedBy(Proof proof, Map<String, @Nullable Object> unsecured) {
        if (!proof.configuration().containsKey(Proof.CONTEXT)) {
            return unsecured;
        }
        Map<String, @Nullable Object> signed = new LinkedHashMap<>(unsecured);
        signed.put(Proof.CONTEXT, proof.configuration().get(Proof.CONTEXT));
        return signed;
    }

    private static boolean startsAlike(Map<String, @Nullable Object> unsecured, Map<String, @Nullable Object> signed) {
        List<?> now = Proof.contexts(unsecured);
        List<?> then = Proof.contexts(signed);
        if (now == null || then == null) {
            return now == null && then == null;
        }
        return now.size() >= then.size() && now.subList(0, then.size()).equals(then);
    }

    private static Map<String, @Nullable Object> fewerContexts(
            Map<String, @Nullable Object> one, Map<String, @Nullable Object> other) {
        List<?> ofOne = Proof.contexts(one);
        List<?> ofOther = Proof.contexts(other);
        return ofOne != null && ofOther != null && ofOther.size() < ofOne.size() ? other : one;
    }

    private Optional<VerifiedProof> check(
            Proof proof, Map<String, @Nullable Object> signed, ProofRequirement required, List<Reason> reasons) {
        int before = reasons.size();
        checkPurpose(proof, required, reasons);
        checkTime(proof, required, clock.instant(), reasons);
        Optional<Cryptosuite> suite = Cryptosuite.of(proof.suite());
        if (suite.isEmpty()) {
            reasons.add(new Reason(
                    "CRYPTOSUITE_UNSUPPORTED",
                    "a proof must be of eddsa-jcs-2022 or ecdsa-jcs-2019: " + Quote.of(proof.suite())));
            return Optional.empty();
        }
        Verdict<Set<VerificationKey>> found = keys.find(proof.verificationMethod(), required.purpose());
        reasons.addAll(found.reasons());
        Optional<VerificationKey> key =
                found.value().flatMap(candidates -> signer(proof, suite.get(), candidates, signed, reasons));
        return reasons.size() > before || key.isEmpty()
                ? Optional.empty()
                : Optional.of(new VerifiedProof(
                        suite.get(), proof.verificationMethod(), key.get(), Optional.ofNullable(proof.created())));
    }

    private static void checkPurpose(Proof proof, ProofRequirement required, List<Reason> reasons) {
        if (!proof.purpose().equals(required.purpose().id())) {
            reasons.add(new Reason(
                    "PROOF_PURPOSE_MISMATCH",
                    "asked for " + required.purpose().id() + ", given " + Quote.of(proof.purpose())));
        }
        Map<String, @Nullable Object> configuration = proof.configuration();
        // A list of domains is refused as well, even one that holds ours: it was not meant for us alone.
        if (required.domain() != null && !required.domain().equals(configuration.get("domain"))) {
            reasons.add(new Reason("DOMAIN_MISMATCH", "the proof was not made for " + required.domain()));
        }
        if (required.challenge() != null && !required.challenge().equals(configuration.get("challenge"))) {
            reasons.add(new Reason("CHALLENGE_MISMATCH", "the proof was made for another request (challenge)"));
        }
    }

    private static void checkTime(Proof proof, ProofRequirement required, Instant now, List<Reason> reasons) {
        Instant expires = proof.expires();
        if (expires != null && ClockSkew.hasPassed(expires, now)) {
            reasons.add(new Reason("PROOF_EXPIRED", "the proof expired at " + expires));
        }
        Instant created = proof.created();
        if (created != null && ClockSkew.isToCome(created, now)) {
            reasons.add(new Reason("PROOF_FROM_THE_FUTURE", "the proof was made at " + created));
        }
        Duration maxAge = required.maxAge();
        if (maxAge != null && (created == null || created.isBefore(now.minus(maxAge)))) {
            reasons.add(new Reason(
                    "PROOF_TOO_OLD",
                    created == null
                            ? "the proof does not say when it was made"
                            : "the proof was made at " + created + ", more than " + maxAge + " ago"));
        }
    }

    private static Optional<VerificationKey> signer(
            Proof proof,
            Cryptosuite suite,
            Set<VerificationKey> candidates,
            Map<String, @Nullable Object> signed,
            List<Reason> reasons) {
        List<VerificationKey> fitting = candidates.stream()
                .filter(key -> Cryptosuite.of(key.algorithm()).equals(Optional.of(suite)))
                .toList();
        if (fitting.isEmpty()) {
            reasons.add(new Reason(
                    "ALGORITHM_REFUSED",
                    "no key of " + Quote.of(proof.verificationMethod()) + " is for " + suite.id()));
            return Optional.empty();
        }
        for (VerificationKey key : fitting) {
            byte[] message;
            try {
                message = new HashData(key.algorithm(), proof.configuration(), signed).message();
            } catch (IllegalArgumentException e) {
                reasons.add(new Reason("DOCUMENT_MALFORMED", String.valueOf(e.getMessage())));
                return Optional.empty();
            }
            if (key.verify(message, proof.signature()).isVerified()) {
                return Optional.of(key);
            }
        }
        reasons.add(new Reason("SIGNATURE_INVALID", "not signed by " + Quote.of(proof.verificationMethod())));
        return Optional.empty();
    }

    private static <T> Verdict<T> malformedDocument(String detail) {
        return Verdict.refused("DOCUMENT_MALFORMED", detail);
    }
}
