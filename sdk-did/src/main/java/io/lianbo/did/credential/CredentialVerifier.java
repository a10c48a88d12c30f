package io.lianbo.did.credential;

import io.lianbo.core.Verdict;
import io.lianbo.core.Verdict.Reason;
import io.lianbo.did.ClaimPath;
import io.lianbo.did.Did;
import io.lianbo.did.VerificationKey;
import io.lianbo.did.consent.ConsentGrant;
import io.lianbo.did.internal.ClockSkew;
import io.lianbo.did.internal.Quote;
import io.lianbo.did.internal.jose.Jws;
import io.lianbo.did.internal.jose.MalformedException;
import io.lianbo.did.resolve.DidResolver;
import io.lianbo.did.resolve.Relationship;
import io.lianbo.did.status.StatusCheck;
import io.lianbo.did.status.StatusReference;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a presentation is genuine, meant for this verifier, fresh, and no more than was consented to.
 *
 * <p>Checks, by RFC 9901 section 7.3 and SD-JWT VC: issuer and signature under a key that is trusted for it; every disclosure used
 * exactly once; type; validity; the holder's key binding to audience, nonce and disclosures; consent, where one is given; and status
 * last, asked afresh each time. A credential that can be revoked is refused where nobody can be asked. Each key verifies its own
 * algorithm alone. Clocks may differ by {@link #CLOCK_SKEW}. Nothing is cached, and hostile input gives a verdict, never an
 * exception.
 *
 * {@snippet class="io.lianbo.did.LiveSaleTest" region="verify"}
 */
public final class CredentialVerifier {
    /** By how much another's clock may differ from ours. */
    public static final Duration CLOCK_SKEW = ClockSkew.MOST;

    private static final String SUBJECT = "sub";

    private final Map<String, TrustedIssuer> issuers;
    private final @Nullable StatusCheck status;
    private final InstantSource clock;

    private CredentialVerifier(Map<String, TrustedIssuer> issuers, @Nullable StatusCheck status, InstantSource clock) {
        this.issuers = Map.copyOf(issuers);
        this.status = status;
        this.clock = clock;
    }

    private record TrustedIssuer(Did did, Supplier<Verdict<Set<VerificationKey>>> keys) {}

    /**
     * {@return a builder; at least one trusted issuer is required}
     *
     * @param clock what time it is
     */
    public static Builder builder(InstantSource clock) {
        return new Builder(clock);
    }

    /**
     * {@return what was presented, or every reason why it is refused}
     *
     * <p>Codes: {@code PRESENTATION_MALFORMED}, {@code TOKEN_TYPE_REFUSED}, {@code ISSUER_UNTRUSTED}, {@code ISSUER_UNRESOLVED},
     * {@code ALGORITHM_REFUSED}, {@code ISSUER_SIGNATURE_INVALID}, {@code CREDENTIAL_TYPE_MISMATCH}, {@code EXPIRED}, {@code NOT_YET_VALID},
     * {@code KEY_BINDING_MISSING}, {@code KEY_BINDING_INVALID}, {@code DISCLOSURES_CHANGED}, {@code AUDIENCE_MISMATCH},
     * {@code NONCE_MISMATCH}, {@code PRESENTATION_TOO_OLD}, {@code PRESENTATION_FROM_THE_FUTURE}, {@code STATUS_UNAVAILABLE}
     * and what else the {@link StatusCheck} says, such as {@code REVOKED}.
     *
     * @param presentation as it came from the holder
     * @param request what she was asked for
     */
    public Verdict<PresentedCredential> verify(String presentation, PresentationRequest request) {
        return decide(presentation, request, null);
    }

    /**
     * {@return what was presented, or every reason why it is refused}
     *
     * <p>Everything that is shown must lie within the grant, whether it was disclosed or is visible to everyone, save the claim
     * {@code sub}, which must be there and name the grant's holder. Codes, beside those of the other {@code verify}:
     * {@code CONSENT_FOR_ANOTHER}, {@code CONSENT_PURPOSE_MISMATCH}, {@code CONSENT_TYPE_MISMATCH}, {@code CONSENT_EXPIRED},
     * {@code CONSENT_HOLDER_MISMATCH}, {@code CONSENT_NOT_COUNTED} where the grant has a maximum of uses, which only
     * {@link io.lianbo.did.consent.ledger.ConsentedVerifier} keeps, {@code CLAIM_NOT_GRANTED}.
     *
     * @param presentation as it came from the holder
     * @param request what she was asked for
     * @param grant what she consented to, from {@link io.lianbo.did.login.Login#consent()}
     */
    public Verdict<PresentedCredential> verify(String presentation, PresentationRequest request, ConsentGrant grant) {
        return decide(presentation, request, grant);
    }

    private Verdict<PresentedCredential> decide(
            String presentation, PresentationRequest request, @Nullable ConsentGrant grant) {
        try {
            return decide(SdJwt.parse(presentation), request, grant);
        } catch (MalformedException e) {
            return Verdict.refused("PRESENTATION_MALFORMED", String.valueOf(e.getMessage()));
        }
    }

    private Verdict<PresentedCredential> decide(SdJwt token, PresentationRequest request, @Nullable ConsentGrant grant)
            throws MalformedException {
        Unpacker unpacked = new Unpacker(token.jwt().payload(), token.disclosures());
        Envelope envelope = Envelope.parse(unpacked.claims());
        Map<String, @Nullable Object> claims = Envelope.without(unpacked.claims());
        Instant now = clock.instant();
        List<Reason> reasons = new ArrayList<>();
        checkTokenType(token.jwt(), SdJwt.TYPE, reasons);
        TrustedIssuer issuer = issuers.get(envelope.issuer());
        if (issuer == null) {
            reasons.add(new Reason("ISSUER_UNTRUSTED", "not a trusted issuer: " + Quote.of(envelope.issuer())));
        } else {
            checkIssuerSignature(token.jwt(), issuer, reasons);
        }
        if (!envelope.type().equals(request.credentialType())) {
            reasons.add(new Reason(
                    "CREDENTIAL_TYPE_MISMATCH",
                    "asked for " + request.credentialType() + ", given " + Quote.of(envelope.type())));
        }
        checkValidity(envelope, now, reasons);
        checkKeyBinding(token, envelope, request, now, reasons);
        if (grant != null) {
            checkConsent(grant, request, envelope, claims, now, reasons);
        }
        // Last, so that only genuine credentials make us ask.
        if (reasons.isEmpty() && issuer != null && envelope.hasStatus()) {
            reasons.addAll(statusOf(envelope.status(), issuer.did()));
        }
        return reasons.isEmpty() && issuer != null
                ? Verdict.ok(new PresentedCredential(issuer.did(), envelope, unpacked))
                : Verdict.refused(reasons);
    }

    private static void checkTokenType(Jws jws, String type, List<Reason> reasons) {
        if (!jws.hasType(type) || jws.hasCriticalExtension()) {
            reasons.add(new Reason(
                    "TOKEN_TYPE_REFUSED", "a token must be of typ " + type + " and demand no extension by crit"));
        }
    }

    private static void checkIssuerSignature(Jws jwt, TrustedIssuer issuer, List<Reason> reasons) {
        switch (issuer.keys().get()) {
            case Verdict.Verified<Set<VerificationKey>> known ->
                checkIssuerSignature(jwt, issuer.did(), known.result(), reasons);
            case Verdict.Refused<Set<VerificationKey>> unknown -> reasons.addAll(unknown.reasons());
        }
    }

    private static void checkIssuerSignature(Jws jwt, Did issuer, Set<VerificationKey> keys, List<Reason> reasons) {
        if (keys.stream().noneMatch(jwt::isFor)) {
            reasons.add(new Reason(
                    "ALGORITHM_REFUSED",
                    "no key of " + issuer + " is for alg "
                            + Quote.of(String.valueOf(jwt.header().get("alg")))));
        } else if (keys.stream().noneMatch(jwt::isSignedBy)) {
            reasons.add(new Reason("ISSUER_SIGNATURE_INVALID", "not signed by a trusted key of " + issuer));
        }
    }

    private static void checkValidity(Envelope envelope, Instant now, List<Reason> reasons) {
        Instant end = envelope.expiresAt();
        if (end != null && ClockSkew.hasPassed(end, now)) {
            reasons.add(new Reason("EXPIRED", "the credential expired at " + end));
        }
        for (Instant start : Arrays.asList(envelope.notBefore(), envelope.issuedAt())) {
            if (start != null && ClockSkew.isToCome(start, now)) {
                reasons.add(new Reason("NOT_YET_VALID", "the credential is valid from " + start));
            }
        }
    }

    private static void checkKeyBinding(
            SdJwt token, Envelope envelope, PresentationRequest request, Instant now, List<Reason> reasons)
            throws MalformedException {
        Jws binding = token.keyBinding();
        if (binding == null) {
            reasons.add(new Reason("KEY_BINDING_MISSING", "the holder did not sign for this request"));
            return;
        }
        checkTokenType(binding, SdJwt.KEY_BINDING_TYPE, reasons);
        if (!binding.isFor(envelope.holderKey())) {
            reasons.add(new Reason("ALGORITHM_REFUSED", "the key binding names another alg than the holder's key has"));
        } else if (!binding.isSignedBy(envelope.holderKey())) {
            reasons.add(new Reason("KEY_BINDING_INVALID", "not signed by the key the credential is bound to"));
        }
        Map<String, @Nullable Object> payload = binding.payload();
        if (!token.hash().equals(payload.get("sd_hash"))) {
            reasons.add(new Reason("DISCLOSURES_CHANGED", "the holder signed for other disclosures (sd_hash)"));
        }
        // A list of audiences is refused as well, even one that holds ours: it was not meant for us alone.
        if (!request.audience().equals(payload.get("aud"))) {
            reasons.add(new Reason("AUDIENCE_MISMATCH", "the holder did not sign for " + request.audience()));
        }
        if (!request.nonce().equals(payload.get("nonce"))) {
            reasons.add(new Reason("NONCE_MISMATCH", "the holder signed for another request (nonce)"));
        }
        Instant signedAt = Envelope.time(payload, "iat");
        if (signedAt == null) {
            throw new MalformedException("the key binding must hold iat");
        }
        if (signedAt.isBefore(now.minus(request.maxAge()))) {
            reasons.add(new Reason(
                    "PRESENTATION_TOO_OLD",
                    "the holder signed at " + signedAt + ", more than " + request.maxAge() + " ago"));
        }
        if (ClockSkew.isToCome(signedAt, now)) {
            reasons.add(new Reason("PRESENTATION_FROM_THE_FUTURE", "the holder signed at " + signedAt));
        }
    }

    private List<Reason> statusOf(@Nullable StatusReference reference, Did issuer) {
        if (status == null || reference == null) {
            return List.of(new Reason(
                    "STATUS_UNAVAILABLE", "the credential can be revoked, and nobody is there to ask whether it was"));
        }
        return status.check(reference, issuer).reasons();
    }

    private static void checkConsent(
            ConsentGrant grant,
            PresentationRequest request,
            Envelope envelope,
            Map<String, @Nullable Object> claims,
            Instant now,
            List<Reason> reasons) {
        if (!grant.grantee().toString().equals(request.audience())) {
            reasons.add(new Reason(
                    "CONSENT_FOR_ANOTHER", "granted to " + grant.grantee() + ", asked by " + request.audience()));
        }
        if (!grant.purpose().equals(request.purpose())) {
            reasons.add(new Reason(
                    "CONSENT_PURPOSE_MISMATCH",
                    "granted for \"" + grant.purpose() + "\", asked for \"" + request.purpose() + "\""));
        }
        if (!grant.credentialType().equals(envelope.type())) {
            reasons.add(new Reason(
                    "CONSENT_TYPE_MISMATCH",
                    "granted of " + grant.credentialType() + ", given " + Quote.of(envelope.type())));
        }
        if (!now.isBefore(grant.expiresAt())) {
            reasons.add(new Reason("CONSENT_EXPIRED", "the consent ended at " + grant.expiresAt()));
        }
        if (grant.isCounted()) {
            reasons.add(new Reason(
                    "CONSENT_NOT_COUNTED",
                    "granted for at most " + grant.maxUses() + " uses, and nobody counts them here"));
        }
        if (!grant.holder().toString().equals(claims.get(SUBJECT))) {
            reasons.add(
                    new Reason("CONSENT_HOLDER_MISMATCH", "the claim sub must be shown and name " + grant.holder()));
        }
        claims.forEach((name, claim) -> {
            if (!name.equals(SUBJECT)) {
                requireGranted(grant, claim, ClaimPath.of(name), reasons);
            }
        });
    }

    private static void requireGranted(
            ConsentGrant grant, @Nullable Object claim, ClaimPath path, List<Reason> reasons) {
        if (grant.covers(path)) {
            return;
        }
        if (claim instanceof Map<?, ?> members) {
            members.forEach((name, member) -> requireGranted(grant, member, path.child((String) name), reasons));
        } else if (!(claim instanceof List<?> elements) || !elements.isEmpty()) {
            reasons.add(new Reason("CLAIM_NOT_GRANTED", "shown without consent: " + Quote.of(path.toString())));
        }
    }

    /** Collects whom a verifier trusts and whom it asks. */
    public static final class Builder {
        private final InstantSource clock;
        private final Map<String, TrustedIssuer> issuers = new LinkedHashMap<>();
        private @Nullable StatusCheck status;

        private Builder(InstantSource clock) {
            this.clock = clock;
        }

        /**
         * Trusts an issuer, under certain keys.
         *
         * @param issuer as credentials name it
         * @param keys the keys that speak for it, at least one, of which one must have signed; they replace earlier ones
         * @throws IllegalArgumentException where there is no key
         */
        public Builder trust(Did issuer, VerificationKey... keys) {
            if (keys.length == 0) {
                throw new IllegalArgumentException("a trusted issuer needs a key: " + issuer);
            }
            Set<VerificationKey> trusted = Set.copyOf(Arrays.asList(keys));
            issuers.put(issuer.toString(), new TrustedIssuer(issuer, () -> Verdict.ok(trusted)));
            return this;
        }

        /**
         * Trusts an issuer, under the keys that its document names for assertions when a credential is verified.
         *
         * @param issuer as credentials name it
         * @param resolver whom to ask for its document each time; a {@link io.lianbo.did.resolve.CachingDidMethod} asks less often, and sees later that a
         *     key was withdrawn
         */
        public Builder trust(Did issuer, DidResolver resolver) {
            issuers.put(issuer.toString(), new TrustedIssuer(issuer, () -> resolved(issuer, resolver)));
            return this;
        }

        private static Verdict<Set<VerificationKey>> resolved(Did issuer, DidResolver resolver) {
            return switch (resolver.keysFor(issuer, Relationship.ASSERTION_METHOD)) {
                case Verdict.Verified<Set<VerificationKey>> found -> found;
                case Verdict.Refused<Set<VerificationKey>> failed ->
                    Verdict.refused(
                            "ISSUER_UNRESOLVED", failed.reasons().getFirst().detail());
            };
        }

        /**
         * Sets whom to ask about revocation, such as a {@link io.lianbo.did.status.CredentialStatusRegistry} or a
         * {@link io.lianbo.did.status.list.StatusListCheck}, or {@link StatusCheck#firstOf} several; without, a credential that can be
         * revoked is refused.
         */
        public Builder status(StatusCheck status) {
            this.status = status;
            return this;
        }

        /**
         * {@return the verifier}
         *
         * @throws IllegalArgumentException where no issuer is trusted
         */
        public CredentialVerifier build() {
            if (issuers.isEmpty()) {
                throw new IllegalArgumentException("a verifier needs a trusted issuer");
            }
            return new CredentialVerifier(issuers, status, clock);
        }
    }
}
