package io.lianbo.did.vc;

import io.lianbo.core.Verdict;
import io.lianbo.core.Verdict.Reason;
import io.lianbo.did.Did;
import io.lianbo.did.VerificationKey;
import io.lianbo.did.credential.PresentationRequest;
import io.lianbo.did.dataintegrity.KeyLookup;
import io.lianbo.did.dataintegrity.ProofPurpose;
import io.lianbo.did.dataintegrity.ProofRequirement;
import io.lianbo.did.internal.ClockSkew;
import io.lianbo.did.internal.Quote;
import io.lianbo.did.internal.jose.Jws;
import io.lianbo.did.internal.jose.MalformedException;
import io.lianbo.did.schema.JsonSchema;
import io.lianbo.did.vc.SignatureCheck.Signed;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a credential or presentation of VCDM 2.0 is genuine, in either form: a token ({@code vc+jwt}, {@code vp+jwt}), or
 * JSON with Data Integrity proofs.
 *
 * <p>Checks structure, contexts against a list of constants, issuer and signature under a key that is trusted for it, type, validity,
 * and status last, asked afresh each time: a credential with a status that nobody here can ask about is refused. Of a presentation
 * it checks also that the holder signed it for us, for this request and just now, and that every credential is about her. Each key
 * verifies its own algorithm alone. Clocks may differ by {@link #CLOCK_SKEW}. Nothing is fetched, save by what the builder was given,
 * nothing is cached, and hostile input gives a verdict, never an exception.
 *
 * <p>{@code termsOfUse} and {@code evidence} are not judged, and no {@code credentialSchema} is fetched: they are there for whoever
 * reads the result. The schemas that a credential must fit are {@linkplain Builder#schema given} beforehand.
 *
 * {@snippet class="io.lianbo.did.vc.VcTest" region="verify"}
 */
public final class VcVerifier {
    /** By how much another's clock may differ from ours. */
    public static final Duration CLOCK_SKEW = ClockSkew.MOST;

    /** How many credentials a presentation may hold. */
    public static final int MAX_CREDENTIALS = 16;

    private final Map<String, KeyLookup> issuers;
    private final Set<String> contexts;
    private final KeyLookup holders;
    private final Map<String, JsonSchema> schemas;
    private final @Nullable VcStatusCheck status;
    private final InstantSource clock;

    private VcVerifier(Builder builder) {
        this.issuers = Map.copyOf(builder.issuers);
        this.contexts = Set.copyOf(builder.contexts);
        this.holders = builder.holders;
        this.schemas = Map.copyOf(builder.schemas);
        this.status = builder.status;
        this.clock = builder.clock;
    }

    /**
     * {@return a builder; at least one trusted issuer is required}
     *
     * @param clock what time it is
     */
    public static Builder builder(InstantSource clock) {
        return new Builder(clock);
    }

    /**
     * {@return the credential, or every reason why it is refused}; whoever has it can send it, so ask for a presentation where it
     * matters who does
     *
     * <p>Codes: {@code CREDENTIAL_MALFORMED}, {@code CONTEXT_UNKNOWN}, {@code ISSUER_UNTRUSTED}, {@code KEY_UNTRUSTED},
     * {@code ALGORITHM_REFUSED}, {@code SIGNATURE_INVALID}, {@code CREDENTIAL_TYPE_MISMATCH}, {@code EXPIRED}, {@code NOT_YET_VALID},
     * {@code SCHEMA_MISMATCH}, {@code STATUS_UNAVAILABLE} and what else the {@link VcStatusCheck} says; of tokens {@code TOKEN_TYPE_REFUSED},
     * {@code ISSUER_MISMATCH}, {@code CLAIM_MISMATCH}; of proofs those of {@link
     * io.lianbo.did.dataintegrity.ProofVerifier#verify(Map, ProofRequirement)}.
     *
     * @param credential as it came: a token, or JSON with proofs
     * @param type the type that is wanted
     */
    public Verdict<VerifiedCredential> verify(String credential, String type) {
        try {
            return decide(Secured.parse(credential, "the credential"), type);
        } catch (MalformedException e) {
            return Verdict.refused("CREDENTIAL_MALFORMED", String.valueOf(e.getMessage()));
        }
    }

    /**
     * {@return what was presented and by whom, or every reason why it is refused}
     *
     * <p>Codes, beside those of {@link #verify}: {@code PRESENTATION_MALFORMED}, {@code HOLDER_MISMATCH}, {@code KEY_UNKNOWN}; of
     * tokens {@code AUDIENCE_MISMATCH}, {@code NONCE_MISMATCH}, {@code PRESENTATION_TOO_OLD}, {@code PRESENTATION_FROM_THE_FUTURE}.
     *
     * @param presentation as it came from the holder: a token, or JSON with proofs
     * @param request what she was asked for; every credential must be of its type
     */
    public Verdict<VerifiedPresentation> verifyPresentation(String presentation, PresentationRequest request) {
        try {
            Secured secured = Secured.parse(presentation, "the presentation");
            return decide(secured, Presentation.read(secured.document()), request);
        } catch (MalformedException e) {
            return Verdict.refused("PRESENTATION_MALFORMED", String.valueOf(e.getMessage()));
        }
    }

    private Verdict<VerifiedPresentation> decide(
            Secured secured, Presentation presentation, PresentationRequest request) throws MalformedException {
        List<Reason> reasons = new ArrayList<>();
        checkContexts(presentation.contexts(), reasons);
        String holder = presentation.holder().toString();
        Optional<Signed> signed = new SignatureCheck(
                        TokenForm.PRESENTATION,
                        ProofPurpose.AUTHENTICATION,
                        ProofRequirement.authentication(request.audience(), request.nonce(), request.maxAge()),
                        clock)
                .check(secured, holder, holders.ownedBy(holder), reasons);
        Jws jws = secured.jws();
        if (jws != null) {
            checkBinding(jws.payload(), request, reasons);
        }
        List<VerifiedCredential> credentials = new ArrayList<>();
        for (Secured credential : presentation.credentials()) {
            Verdict<VerifiedCredential> verdict = decide(credential, request.credentialType());
            reasons.addAll(verdict.reasons());
            verdict.value().ifPresent(verified -> {
                credentials.add(verified);
                checkIsAbout(verified.credential(), holder, reasons);
            });
        }
        return reasons.isEmpty() && signed.isPresent()
                ? Verdict.ok(new VerifiedPresentation(
                        presentation.holder(), signed.get().keys().getFirst(), credentials))
                : Verdict.refused(reasons);
    }

    private void checkBinding(Map<String, @Nullable Object> payload, PresentationRequest request, List<Reason> reasons)
            throws MalformedException {
        TokenClaims claims = new TokenClaims(payload);
        Instant now = clock.instant();
        // A list of audiences is refused as well, even one that holds ours: it was not meant for us alone.
        if (!request.audience().equals(payload.get("aud"))) {
            reasons.add(new Reason("AUDIENCE_MISMATCH", "the holder did not sign for " + request.audience()));
        }
        if (!request.nonce().equals(payload.get("nonce"))) {
            reasons.add(new Reason("NONCE_MISMATCH", "the holder signed for another request (nonce)"));
        }
        Instant signedAt = claims.time("iat");
        if (signedAt == null) {
            throw new MalformedException("the presentation's token must hold iat");
        }
        if (signedAt.isBefore(now.minus(request.maxAge()))) {
            reasons.add(new Reason(
                    "PRESENTATION_TOO_OLD",
                    "the holder signed at " + signedAt + ", more than " + request.maxAge() + " ago"));
        }
        if (ClockSkew.isToCome(signedAt, now)) {
            reasons.add(new Reason("PRESENTATION_FROM_THE_FUTURE", "the holder signed at " + signedAt));
        }
        Instant end = claims.time("exp");
        if (end != null && ClockSkew.hasPassed(end, now)) {
            reasons.add(new Reason("EXPIRED", "the presentation expired at " + end));
        }
    }

    private static void checkIsAbout(VerifiableCredential credential, String holder, List<Reason> reasons) {
        if (credential.subjects().stream().noneMatch(subject -> holder.equals(subject.get(Members.ID)))) {
            reasons.add(new Reason("HOLDER_MISMATCH", "a credential is not about its holder " + holder));
        }
    }

    private Verdict<VerifiedCredential> decide(Secured secured, String type) {
        VerifiableCredential credential;
        List<Reason> reasons = new ArrayList<>();
        Instant now = clock.instant();
        try {
            credential = VerifiableCredential.read(secured.document());
            Jws jws = secured.jws();
            if (jws != null) {
                TokenClaims claims = new TokenClaims(jws.payload());
                claims.checkTimes(now, reasons);
                claims.checkRepeats("jti", credential.document().get(Members.ID), reasons);
                claims.checkRepeats("sub", credential.subjects().getFirst().get(Members.ID), reasons);
            }
        } catch (MalformedException e) {
            return Verdict.refused("CREDENTIAL_MALFORMED", String.valueOf(e.getMessage()));
        }
        checkContexts(credential.contexts(), reasons);
        Optional<Signed> signed = checkIssuer(secured, credential.issuer().toString(), reasons);
        if (!credential.types().contains(type)) {
            reasons.add(new Reason(
                    "CREDENTIAL_TYPE_MISMATCH",
                    "asked for " + type + ", given "
                            + Quote.of(credential.types().toString())));
        }
        checkValidity(credential, now, reasons);
        if (!reasons.isEmpty() || signed.isEmpty()) {
            return Verdict.refused(reasons);
        }
        return judge(signed.get());
    }

    private Optional<Signed> checkIssuer(Secured secured, String issuer, List<Reason> reasons) {
        KeyLookup keys = issuers.get(issuer);
        if (keys == null) {
            reasons.add(new Reason("ISSUER_UNTRUSTED", "not a trusted issuer: " + Quote.of(issuer)));
            return Optional.empty();
        }
        return new SignatureCheck(
                        TokenForm.CREDENTIAL, ProofPurpose.ASSERTION_METHOD, ProofRequirement.assertion(), clock)
                .check(secured, issuer, keys, reasons);
    }

    /** What it says, and whether it stands; last, so that only genuine credentials make us ask anybody. */
    private Verdict<VerifiedCredential> judge(Signed signed) {
        VerifiableCredential credential;
        try {
            credential = VerifiableCredential.read(signed.document());
        } catch (MalformedException e) {
            return Verdict.refused("CREDENTIAL_MALFORMED", String.valueOf(e.getMessage()));
        }
        List<Reason> reasons = new ArrayList<>();
        for (String type : credential.types()) {
            JsonSchema schema = schemas.get(type);
            if (schema != null) {
                reasons.addAll(schema.validate(credential.document()).reasons());
            }
        }
        if (!reasons.isEmpty()) {
            return Verdict.refused(reasons);
        }
        for (CredentialEntry entry : credential.statuses()) {
            if (status == null) {
                reasons.add(new Reason(
                        "STATUS_UNAVAILABLE",
                        "the credential can be revoked, and nobody is there to ask whether it was"));
            } else {
                reasons.addAll(status.check(entry, credential).reasons());
            }
        }
        return reasons.isEmpty()
                ? Verdict.ok(new VerifiedCredential(credential, signed.keys()))
                : Verdict.refused(reasons);
    }

    private void checkContexts(List<String> given, List<Reason> reasons) {
        for (String context : given) {
            if (!contexts.contains(context)) {
                reasons.add(new Reason("CONTEXT_UNKNOWN", "not an allowed context: " + Quote.of(context)));
            }
        }
    }

    private static void checkValidity(VerifiableCredential credential, Instant now, List<Reason> reasons) {
        credential
                .validUntil()
                .filter(end -> ClockSkew.hasPassed(end, now))
                .ifPresent(end -> reasons.add(new Reason("EXPIRED", "the credential expired at " + end)));
        credential
                .validFrom()
                .filter(start -> ClockSkew.isToCome(start, now))
                .ifPresent(start -> reasons.add(new Reason("NOT_YET_VALID", "the credential is valid from " + start)));
    }

    /** Collects whom a verifier trusts and whom it asks. */
    public static final class Builder {
        private final InstantSource clock;
        private final Map<String, KeyLookup> issuers = new LinkedHashMap<>();
        private final Set<String> contexts =
                new LinkedHashSet<>(List.of(VerifiableCredential.CONTEXT, VerifiableCredential.UNDEFINED_TERMS));
        private KeyLookup holders = KeyLookup.didKey();
        private final Map<String, JsonSchema> schemas = new LinkedHashMap<>();
        private @Nullable VcStatusCheck status;

        private Builder(InstantSource clock) {
            this.clock = clock;
        }

        /**
         * Trusts an issuer, under certain keys, whatever a credential calls them.
         *
         * @param issuer as credentials name it
         * @param keys the keys that speak for it, at least one, of which one must have signed; they replace earlier ones
         * @throws IllegalArgumentException where there is no key
         */
        public Builder trust(Did issuer, VerificationKey... keys) {
            return trust(issuer.toUri(), keys);
        }

        /**
         * Trusts an issuer, under certain keys, whatever a credential calls them.
         *
         * @param issuer as credentials name it; an issuer need not be a DID
         * @param keys the keys that speak for it, at least one, of which one must have signed; they replace earlier ones
         * @throws IllegalArgumentException where there is no key
         */
        public Builder trust(URI issuer, VerificationKey... keys) {
            issuers.put(issuer.toString(), KeyLookup.pinned(keys));
            return this;
        }

        /**
         * Trusts an issuer, under whatever keys a lookup finds for it.
         *
         * @param issuer as credentials name it
         * @param keys asked only for names that begin with the issuer; replaces earlier ones
         */
        public Builder trust(URI issuer, KeyLookup keys) {
            issuers.put(issuer.toString(), keys.ownedBy(issuer.toString()));
            return this;
        }

        /** Allows more contexts, by their exact text; only those of VCDM 2.0 are allowed from the start. */
        public Builder contexts(String... allowed) {
            contexts.addAll(Arrays.asList(allowed));
            return this;
        }

        /** Sets how holders' keys are found; without, a holder is a {@code did:key}. It is asked only for names that begin with hers. */
        public Builder holders(KeyLookup holders) {
            this.holders = holders;
            return this;
        }

        /**
         * Holds every credential of a type to a schema, whatever {@code credentialSchema} it names.
         *
         * @param type the type
         * @param schema what the whole credential must fit; it replaces an earlier one
         */
        public Builder schema(String type, JsonSchema schema) {
            schemas.put(type, schema);
            return this;
        }

        /** Sets whom to ask about revocation; without, a credential that can be revoked is refused. */
        public Builder status(VcStatusCheck status) {
            this.status = status;
            return this;
        }

        /**
         * {@return the verifier}
         *
         * @throws IllegalArgumentException where no issuer is trusted
         */
        public VcVerifier build() {
            if (issuers.isEmpty()) {
                throw new IllegalArgumentException("a verifier needs a trusted issuer");
            }
            return new VcVerifier(this);
        }
    }
}
