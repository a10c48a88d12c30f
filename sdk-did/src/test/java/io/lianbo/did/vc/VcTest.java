package io.lianbo.did.vc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lianbo.core.Verdict;
import io.lianbo.core.Verdict.Reason;
import io.lianbo.core.json.StrictJson;
import io.lianbo.did.Did;
import io.lianbo.did.KeyAlgorithm;
import io.lianbo.did.LocalSigningKey;
import io.lianbo.did.VerificationKey;
import io.lianbo.did.credential.PresentationRequest;
import io.lianbo.did.dataintegrity.KeyLookup;
import io.lianbo.did.dataintegrity.ProofSigner;
import io.lianbo.did.internal.jose.Jws;
import io.lianbo.did.schema.JsonSchema;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class VcTest {
    private static final Did MERCHANT = Did.parse("did:web:tea.example");
    private static final String METHOD = MERCHANT + "#key-1";

    private final SecureRandom random = new SecureRandom();
    private final Instant now = Instant.parse("2026-11-24T20:00:00Z");
    private final InstantSource clock = InstantSource.fixed(now);
    private final LocalSigningKey merchantKey = LocalSigningKey.generate(KeyAlgorithm.ES256, random);
    private final LocalSigningKey viewerKey = LocalSigningKey.generate(KeyAlgorithm.EDDSA, random);
    private final Did viewer = viewerKey.verificationKey().did();
    private final VcIssuer issuer = VcIssuer.of(MERCHANT, merchantKey, METHOD, clock);
    private final VcHolder holder = VcHolder.of(viewerKey, clock);
    private final VcVerifier verifier = VcVerifier.builder(clock)
            .trust(MERCHANT, merchantKey.verificationKey())
            .build();
    private final PresentationRequest request = request("0123456789abcdef");

    private static PresentationRequest request(String nonce) {
        return PresentationRequest.builder()
                .credentialType("Membership")
                .audience("did:web:shop.example")
                .purpose("a discount for members")
                .nonce(nonce)
                .maxAge(Duration.ofMinutes(5))
                .build();
    }

    @AfterEach
    void closeKeys() {
        merchantKey.close();
        viewerKey.close();
    }

    private VerifiableCredential.Builder draft() {
        return VerifiableCredential.builder(MERCHANT)
                .contexts(VerifiableCredential.UNDEFINED_TERMS)
                .type("Membership")
                .subject(viewer, Map.of("tier", "gold"));
    }

    @Test
    void issuesPresentsAndVerifiesInEitherForm() {
        // @start region="build"
        VerifiableCredential membership = VerifiableCredential.builder(MERCHANT)
                .contexts(VerifiableCredential.UNDEFINED_TERMS)
                .type("Membership")
                .validUntil(now.plus(Duration.ofDays(365)))
                .subject(viewer, Map.of("tier", "gold"))
                .build();
        // @end region="build"
        // @start region="issue"
        VcIssuer merchant = VcIssuer.of(MERCHANT, merchantKey, MERCHANT + "#key-1", clock);
        String token = merchant.issueToken(membership);
        String json = merchant.issueWithProof(membership);
        // @end region="issue"
        // @start region="present"
        String presentation = VcHolder.of(viewerKey, clock).presentToken(List.of(token, json), request);
        // @end region="present"
        // @start region="verify"
        VcVerifier shop = VcVerifier.builder(clock)
                .trust(MERCHANT, merchantKey.verificationKey())
                .build();
        Verdict<VerifiedPresentation> verdict = shop.verifyPresentation(presentation, request);
        // @end region="verify"

        VerifiedPresentation presented = verdict.value().orElseThrow();
        assertThat(presented.holder()).isEqualTo(viewer);
        assertThat(presented.holderKey()).isEqualTo(viewerKey.verificationKey());
        assertThat(presented.credentials())
                .extracting(VerifiedCredential::credential)
                .containsExactly(membership, membership);
        assertThat(presented.credentials().getFirst().signers()).containsExactly(merchantKey.verificationKey());
        String proven = holder.presentWithProof(List.of(token, json), request);
        assertThat(verifier.verifyPresentation(proven, request).value()).contains(presented);
        assertThat(verifier.verify(token, "Membership").value().orElseThrow().credential())
                .isEqualTo(membership);
        assertThat(verifier.verify(json, "Membership").value().orElseThrow().credential())
                .isEqualTo(membership);
    }

    @ParameterizedTest
    @EnumSource(KeyAlgorithm.class)
    void everyKeySignsTokensAndThoseWithASuiteProofs(KeyAlgorithm algorithm) {
        try (LocalSigningKey key = LocalSigningKey.generate(algorithm, random)) {
            VcIssuer own = VcIssuer.of(MERCHANT, key, clock);
            VcVerifier trusting = VcVerifier.builder(clock)
                    .trust(MERCHANT, key.verificationKey(), merchantKey.verificationKey())
                    .build();
            VerifiableCredential credential = draft().build();

            assertThat(codes(trusting.verify(own.issueToken(credential), "Membership")))
                    .isEmpty();
            assertThat(codes(verifier.verify(own.issueToken(credential), "Membership")))
                    .containsExactly("KEY_UNTRUSTED");
            if (algorithm == KeyAlgorithm.ES256K) {
                assertThatIllegalArgumentException().isThrownBy(() -> own.issueWithProof(credential));
            } else {
                assertThat(codes(trusting.verify(own.issueWithProof(credential), "Membership")))
                        .isEmpty();
                assertThat(codes(verifier.verify(own.issueWithProof(credential), "Membership")))
                        .containsExactly("KEY_UNTRUSTED");
            }
        }
    }

    @Test
    void nothingIsLostOnTheWay() {
        String json = """
                {"@context":["https://www.w3.org/ns/credentials/v2","https://www.w3.org/ns/credentials/examples/v2"],
                 "id":"urn:uuid:58172aac-d8ba-11ed-83dd-0b3aef56cc33","type":["VerifiableCredential","Alumni"],
                 "name":{"@value":"Alumni","@language":"en"},"issuer":{"id":"did:web:tea.example","name":"Tea"},
                 "validFrom":"2023-01-01T00:00:00Z","validUntil":"2033-01-01T08:00:00+08:00",
                 "credentialSubject":[{"id":"did:example:a","degree":{"level":1.50,"tags":[null,true]}},{"role":"guest"}],
                 "credentialStatus":{"id":"https://tea.example/status#7","type":"BitstringStatusListEntry","n":"7"},
                 "credentialSchema":[{"id":"https://tea.example/schema","type":"JsonSchema"}],
                 "evidence":[{"type":["Receipt","Scan"],"no":7}],"termsOfUse":{"type":"Policy"},
                 "refreshService":{"type":"Refresh","id":"https://tea.example/refresh"},"more":{"a":[1,2]}}""";

        VerifiableCredential credential = VerifiableCredential.parse(json);

        assertThat(StrictJson.parse(credential.toJson())).isEqualTo(StrictJson.parse(json));
        assertThat(credential.contexts()).hasSize(2);
        assertThat(credential.id()).contains(URI.create("urn:uuid:58172aac-d8ba-11ed-83dd-0b3aef56cc33"));
        assertThat(credential.types()).containsExactly("VerifiableCredential", "Alumni");
        assertThat(credential.issuer()).isEqualTo(MERCHANT.toUri());
        assertThat(credential.validFrom()).contains(Instant.parse("2023-01-01T00:00:00Z"));
        assertThat(credential.validUntil()).contains(Instant.parse("2033-01-01T00:00:00Z"));
        assertThat(credential.subjects()).hasSize(2);
        assertThat(credential.statuses().getFirst().types()).containsExactly("BitstringStatusListEntry");
        assertThat(credential.statuses().getFirst().id()).contains(URI.create("https://tea.example/status#7"));
        assertThat(credential.statuses().getFirst().members()).containsEntry("n", "7");
        assertThat(credential.schemas()).hasSize(1);
        assertThat(credential.evidence().getFirst().types()).containsExactly("Receipt", "Scan");
        assertThat(credential.termsOfUse()).hasSize(1);
        assertThat(credential.refreshServices()).hasSize(1);
        assertThat(credential.toString()).contains("Alumni").doesNotContain("degree");
        assertThat(credential)
                .isEqualTo(VerifiableCredential.parse(json))
                .hasSameHashCodeAs(VerifiableCredential.parse(json));
    }

    @Test
    void theBuilderWritesWhatTheReaderReads() {
        VerifiableCredential credential = VerifiableCredential.builder(MERCHANT)
                .contexts("https://tea.example/v1")
                .id(URI.create("urn:uuid:1"))
                .type("Purchase")
                .validFrom(now)
                .validUntil(now.plusSeconds(60))
                .subject(viewer, Map.of("id", "ignored", "category", "tea"))
                .subject(Map.of("bearer", true))
                .status(CredentialEntry.of("OneStatus", Map.of("n", 1)))
                .status(CredentialEntry.of("OtherStatus", Map.of("n", 2)))
                .schema(CredentialEntry.of("JsonSchema", Map.of("id", "https://tea.example/schema")))
                .evidence(CredentialEntry.of("Receipt", Map.of()))
                .termsOfUse(CredentialEntry.of("Policy", Map.of()))
                .member("name", "A purchase")
                .build();

        assertThat(VerifiableCredential.parse(credential.toJson())).isEqualTo(credential);
        assertThat(credential.subjects().getFirst()).containsEntry("id", viewer.toString());
        assertThat(credential.statuses()).hasSize(2);
        assertThat(credential.document()).containsEntry("name", "A purchase");
        assertThat(credential.validUntil()).contains(now.plusSeconds(60));
    }

    @Test
    void saysWhatIsWrongWithACredential() {
        wrong("credentialSubject", VerifiableCredential.builder(MERCHANT));
        wrong("credentialSubject", VerifiableCredential.builder(MERCHANT).subject(Map.of()));
        wrong("validUntil", draft().validFrom(now).validUntil(now.minusSeconds(1)));
        wrong("twice", draft().type("Membership"));
        wrong("twice", draft().contexts(VerifiableCredential.CONTEXT));
        wrong("id", draft().schema(CredentialEntry.of("JsonSchema", Map.of())));
        wrong("proof", draft().member("proof", Map.of()));
        wrong("issuer", draft().member("issuer", Map.of("name", "Tea")));
        wrong("absolute", draft().member("issuer", "tea"));
        wrong("id", draft().member("id", List.of("urn:uuid:1", "urn:uuid:2")));
        wrong("id", draft().member("id", "urn:not a url"));
        wrong("validFrom", draft().member("validFrom", "yesterday"));
        wrong("validFrom", draft().member("validFrom", 1));
        wrong("JSON object", draft().member("evidence", "a receipt"));
        wrong("type", draft().member("evidence", Map.of("no", 1)));
        wrong("deeper", draft().member("deep", deep(64)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CredentialEntry.of("", Map.of()))
                .withMessageContaining("type");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        VerifiableCredential.parse("{\"a\":\"" + "x".repeat(VerifiableCredential.MAX_LENGTH) + "\"}"))
                .withMessageContaining("at most");
        for (String contexts : List.of(
                "[]",
                "\"https://www.w3.org/2018/credentials/v1\"",
                "[\"https://www.w3.org/ns/credentials/v2\",{\"a\":\"b\"}]",
                "null")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(
                            () -> VerifiableCredential.parse(
                                    "{\"@context\":" + contexts
                                            + ",\"type\":\"VerifiableCredential\",\"issuer\":\"did:web:a\",\"credentialSubject\":{\"a\":1}}"))
                    .withMessageContaining("@context");
        }
    }

    private static void wrong(String message, VerifiableCredential.Builder draft) {
        assertThatIllegalArgumentException().isThrownBy(draft::build).withMessageContaining(message);
    }

    private static Object deep(int levels) {
        Object value = 1;
        for (int i = 0; i < levels; i++) {
            value = List.of(value);
        }
        return value;
    }

    @Test
    void refusesForEveryReasonAtOnce() {
        VcVerifier later = VcVerifier.builder(InstantSource.fixed(now.plus(Duration.ofDays(2))))
                .trust(MERCHANT, viewerKey.verificationKey())
                .build();
        VerifiableCredential credential = draft().contexts("https://elsewhere.example/v1")
                .validUntil(now.plus(Duration.ofDays(1)))
                .build();

        assertThat(codes(later.verify(issuer.issueToken(credential), "Purchase")))
                .containsExactly("CONTEXT_UNKNOWN", "ALGORITHM_REFUSED", "CREDENTIAL_TYPE_MISMATCH", "EXPIRED");
        assertThat(codes(later.verify(issuer.issueWithProof(credential), "Purchase")))
                .containsExactly("CONTEXT_UNKNOWN", "ALGORITHM_REFUSED", "CREDENTIAL_TYPE_MISMATCH", "EXPIRED");
    }

    @Test
    void isValidWithinItsTimesAlone() {
        VerifiableCredential credential =
                draft().validFrom(now).validUntil(now.plusSeconds(100)).build();
        for (String secured : List.of(issuer.issueToken(credential), issuer.issueWithProof(credential))) {
            assertThat(codes(at(now.minusSeconds(60)).verify(secured, "Membership")))
                    .isEmpty();
            assertThat(codes(at(now.minusSeconds(61)).verify(secured, "Membership")))
                    .contains("NOT_YET_VALID");
            assertThat(codes(at(now.plusSeconds(159)).verify(secured, "Membership")))
                    .isEmpty();
            assertThat(codes(at(now.plusSeconds(160)).verify(secured, "Membership")))
                    .containsExactly("EXPIRED");
        }
    }

    private VcVerifier at(Instant time) {
        return VcVerifier.builder(InstantSource.fixed(time))
                .trust(MERCHANT, merchantKey.verificationKey())
                .build();
    }

    @Test
    void aStatusThatNobodyCanAskAboutIsARefusal() {
        VerifiableCredential credential = draft().status(CredentialEntry.of("OneStatus", Map.of("n", 1)))
                .status(CredentialEntry.of("OtherStatus", Map.of("n", 2)))
                .build();
        for (String secured : List.of(issuer.issueToken(credential), issuer.issueWithProof(credential))) {
            assertThat(codes(verifier.verify(secured, "Membership")))
                    .containsExactly("STATUS_UNAVAILABLE", "STATUS_UNAVAILABLE");
            assertThat(codes(asking((entry, of) -> Verdict.ok(entry)).verify(secured, "Membership")))
                    .isEmpty();
            assertThat(codes(asking((entry, of) -> entry.types().contains("OtherStatus")
                                    ? Verdict.refused("REVOKED", "revoked")
                                    : Verdict.ok(entry))
                            .verify(secured, "Membership")))
                    .containsExactly("REVOKED");
        }
    }

    @Test
    void aCredentialMustFitTheSchemaOfItsType() {
        VcVerifier strict = VcVerifier.builder(clock)
                .trust(MERCHANT, merchantKey.verificationKey())
                .schema("Membership", JsonSchema.parse("""
                        {"properties": {"credentialSubject": {"properties": {"tier": {"enum": ["gold", "jade"]}}}}}"""))
                .build();
        VerifiableCredential tin = VerifiableCredential.builder(MERCHANT)
                .type("Membership")
                .subject(viewer, Map.of("tier", "tin"))
                .build();

        assertThat(codes(strict.verify(issuer.issueToken(draft().build()), "Membership")))
                .isEmpty();
        assertThat(codes(strict.verify(issuer.issueToken(tin), "Membership"))).containsExactly("SCHEMA_MISMATCH");
        assertThat(codes(verifier.verify(issuer.issueToken(tin), "Membership"))).isEmpty();
    }

    @Test
    void nobodyIsAskedAboutWhatIsNotGenuine() {
        String forged = VcIssuer.of(MERCHANT, viewerKey, METHOD, clock)
                .issueToken(draft().status(CredentialEntry.of("OneStatus", Map.of()))
                        .build());
        VcVerifier strict = asking((entry, of) -> {
            throw new AssertionError("asked about a forgery");
        });

        assertThat(codes(strict.verify(forged, "Membership"))).containsExactly("ALGORITHM_REFUSED");
    }

    private VcVerifier asking(VcStatusCheck status) {
        return VcVerifier.builder(clock)
                .trust(MERCHANT, merchantKey.verificationKey())
                .status(status)
                .build();
    }

    @Test
    void tokensOfOtherTypesAreRefused() {
        Map<String, Object> document = draft().build().document();
        for (Map<String, ?> header : List.of(Map.of("cty", "vp"), Map.of("crit", List.of("b64")), Map.of("cty", 1))) {
            assertThat(codes(verifier.verify(
                            Jws.sign("vc+jwt", header, document, merchantKey).compact(), "Membership")))
                    .containsExactly("TOKEN_TYPE_REFUSED");
        }
        for (String type : List.of("vp+jwt", "JWT", "dc+sd-jwt")) {
            assertThat(codes(verifier.verify(
                            Jws.sign(type, Map.of(), document, merchantKey).compact(), "Membership")))
                    .containsExactly("TOKEN_TYPE_REFUSED");
        }
    }

    @Test
    void aTokensOwnClaimsMustAgreeWithTheCredential() {
        said(Map.of("iss", MERCHANT.toString(), "sub", viewer.toString(), "iat", now.getEpochSecond()));
        said(Map.of("iss", "did:web:evil.example"), "ISSUER_MISMATCH");
        said(Map.of("sub", "did:web:evil.example"), "CLAIM_MISMATCH");
        said(Map.of("jti", "urn:uuid:1"), "CLAIM_MISMATCH");
        said(Map.of("exp", now.getEpochSecond() - 60), "EXPIRED");
        said(Map.of("nbf", now.getEpochSecond() + 61), "NOT_YET_VALID");
        said(Map.of("iat", now.getEpochSecond() + 61), "NOT_YET_VALID");
        said(Map.of("exp", "soon"), "CREDENTIAL_MALFORMED");
        said(Map.of("vc", Map.of()), "CREDENTIAL_MALFORMED");
        said(Map.of("proof", Map.of()), "CREDENTIAL_MALFORMED");
    }

    private void said(Map<String, ?> claims, String... codes) {
        Map<String, Object> payload = new LinkedHashMap<>(draft().build().document());
        payload.putAll(claims);
        assertThat(codes(verifier.verify(
                        Jws.sign("vc+jwt", Map.of(), payload, merchantKey).compact(), "Membership")))
                .containsExactly(codes);
    }

    @Test
    void theKeysNameIsResolvedAgainstTheIssuer() {
        VerificationKey key = merchantKey.verificationKey();
        VcVerifier resolving = VcVerifier.builder(clock)
                .trust(
                        MERCHANT.toUri(),
                        (name, purpose) -> name.equals(METHOD) || name.equals(MERCHANT.toString())
                                ? Verdict.ok(Set.of(key))
                                : Verdict.refused("KEY_UNKNOWN", name))
                .build();
        Map<String, Object> document = draft().build().document();

        for (String kid : List.of(METHOD, "#key-1", "key-1")) {
            assertThat(codes(resolving.verify(
                            Jws.sign("vc+jwt", Map.of("kid", kid), document, merchantKey)
                                    .compact(),
                            "Membership")))
                    .isEmpty();
        }
        assertThat(codes(resolving.verify(
                        Jws.sign("vc+jwt", Map.of(), document, merchantKey).compact(), "Membership")))
                .isEmpty();
        assertThat(codes(resolving.verify(
                        Jws.sign("vc+jwt", Map.of("kid", "key-2"), document, merchantKey)
                                .compact(),
                        "Membership")))
                .containsExactly("KEY_UNKNOWN");
        assertThat(codes(resolving.verify(
                        Jws.sign("vc+jwt", Map.of("kid", 1), document, merchantKey)
                                .compact(),
                        "Membership")))
                .containsExactly("KEY_UNTRUSTED");
    }

    @Test
    void nobodyIssuesInAnothersNameByNamingHerOwnKey() {
        VcVerifier resolving = VcVerifier.builder(clock)
                .trust(MERCHANT.toUri(), KeyLookup.didKey())
                .build();
        VcIssuer forger = VcIssuer.of(MERCHANT, viewerKey, clock);

        assertThat(codes(resolving.verify(forger.issueToken(draft().build()), "Membership")))
                .containsExactly("KEY_UNTRUSTED");
        assertThat(codes(resolving.verify(forger.issueWithProof(draft().build()), "Membership")))
                .containsExactly("KEY_UNTRUSTED");
        assertThat(codes(VcVerifier.builder(clock)
                        .trust(Did.parse("did:web:other.example"), merchantKey.verificationKey())
                        .build()
                        .verify(issuer.issueToken(draft().build()), "Membership")))
                .containsExactly("ISSUER_UNTRUSTED");
    }

    @Test
    void aPresentationIsForOneVerifierAndOneRequest() {
        String credential = issuer.issueToken(draft().build());
        String token = holder.presentToken(List.of(credential), request);
        String json = holder.presentWithProof(List.of(credential), request);

        assertThat(codes(verifier.verifyPresentation(token, request("another-nonce-123"))))
                .containsExactly("NONCE_MISMATCH");
        assertThat(codes(verifier.verifyPresentation(json, request("another-nonce-123"))))
                .containsExactly("CHALLENGE_MISMATCH");
        PresentationRequest ofOther =
                new PresentationRequest("Membership", "did:web:other.example", "p", request.nonce(), request.maxAge());
        assertThat(codes(verifier.verifyPresentation(token, ofOther))).containsExactly("AUDIENCE_MISMATCH");
        assertThat(codes(verifier.verifyPresentation(json, ofOther))).containsExactly("DOMAIN_MISMATCH");
        assertThat(codes(at(now.plus(Duration.ofMinutes(6))).verifyPresentation(token, request)))
                .containsExactly("PRESENTATION_TOO_OLD");
        assertThat(codes(at(now.plus(Duration.ofMinutes(6))).verifyPresentation(json, request)))
                .containsExactly("PROOF_TOO_OLD");
        assertThat(codes(at(now.minus(Duration.ofMinutes(6))).verifyPresentation(token, request)))
                .containsExactly("PRESENTATION_FROM_THE_FUTURE");
        assertThat(codes(at(now.minus(Duration.ofMinutes(6))).verifyPresentation(json, request)))
                .containsExactly("PROOF_FROM_THE_FUTURE");
    }

    @Test
    void nobodyPresentsWhatIsAboutAnother() {
        String credential = issuer.issueToken(draft().build());
        try (LocalSigningKey thief = LocalSigningKey.generate(KeyAlgorithm.EDDSA, random)) {
            assertThat(codes(verifier.verifyPresentation(
                            VcHolder.of(thief, clock).presentToken(List.of(credential), request), request)))
                    .containsExactly("HOLDER_MISMATCH");
            VcVerifier resolving = VcVerifier.builder(clock)
                    .trust(MERCHANT, merchantKey.verificationKey())
                    .holders(KeyLookup.pinned(thief.verificationKey()))
                    .build();
            Map<String, Object> stolen = Presentation.of(viewer, List.of(Presentation.item(credential)));
            String signed = StrictJson.write(
                    ProofSigner.of(thief, thief.verificationKey().didUrl(), clock)
                            .authenticate(stolen, request.audience(), request.nonce()));
            assertThat(codes(resolving.verifyPresentation(signed, request))).containsExactly("KEY_UNTRUSTED");
            assertThat(codes(verifier.verifyPresentation(signed, request))).containsExactly("KEY_UNTRUSTED");
        }
    }

    @Test
    void aHoldersKeyIsFoundByWhateverTheVerifierTrusts() {
        Did named = Did.parse("did:web:viewer.example");
        VcHolder byUrl = VcHolder.of(named, viewerKey, named + "#key-1", clock);
        String credential = issuer.issueToken(VerifiableCredential.builder(MERCHANT)
                .type("Membership")
                .subject(named, Map.of("tier", "gold"))
                .build());
        VcVerifier resolving = VcVerifier.builder(clock)
                .trust(MERCHANT, merchantKey.verificationKey())
                .holders((name, purpose) -> Verdict.ok(Set.of(viewerKey.verificationKey())))
                .build();

        assertThat(codes(resolving.verifyPresentation(byUrl.presentToken(List.of(credential), request), request)))
                .isEmpty();
        assertThat(codes(verifier.verifyPresentation(byUrl.presentToken(List.of(credential), request), request)))
                .containsExactly("KEY_UNKNOWN");
    }

    @Test
    void everyCredentialOfAPresentationMustBeGenuine() {
        String good = issuer.issueToken(draft().build());
        String forged = VcIssuer.of(MERCHANT, viewerKey, clock).issueToken(draft().build());
        String unsecured = draft().build().toJson();

        assertThat(codes(verifier.verifyPresentation(
                        holder.presentToken(List.of(good, forged, unsecured), request), request)))
                .containsExactly("KEY_UNTRUSTED", "PROOF_MISSING");
    }

    @Test
    void whatIsNoPresentationGetsAVerdict() {
        Map<String, Object> good =
                Presentation.of(viewer, List.of(Presentation.item(issuer.issueToken(draft().build()))));
        malformed(good, presentation -> presentation.remove("holder"));
        malformed(good, presentation -> presentation.put("holder", "https://viewer.example"));
        malformed(good, presentation -> presentation.put("holder", 7));
        malformed(good, presentation -> presentation.put("type", "VerifiableCredential"));
        malformed(good, presentation -> presentation.put("verifiableCredential", List.of()));
        malformed(good, presentation -> presentation.put("verifiableCredential", Collections.nCopies(17, Map.of())));
        malformed(good, presentation -> presentation.put("verifiableCredential", "a token"));
        malformed(
                good,
                presentation -> presentation.put(
                        "verifiableCredential",
                        Map.of("type", "EnvelopedVerifiableCredential", "id", "https://tea.example/1")));
        malformed(
                good,
                presentation -> presentation.put(
                        "verifiableCredential",
                        Map.of("type", "EnvelopedVerifiableCredential", "id", "data:application/vc+jwt,a.b")));
        for (String nothing : List.of("", "{}", "{", "a.b.c", "[]", "null", "..", "{\"proof\":[]}")) {
            assertThat(codes(verifier.verifyPresentation(nothing, request))).containsExactly("PRESENTATION_MALFORMED");
            assertThat(codes(verifier.verify(nothing, "Membership"))).containsExactly("CREDENTIAL_MALFORMED");
        }
        String tooLong = "x".repeat(VerifiableCredential.MAX_LENGTH + 1);
        assertThat(codes(verifier.verify(tooLong, "Membership"))).containsExactly("CREDENTIAL_MALFORMED");
    }

    @Test
    void noChangedCharacterIsEitherOverlookedOrTooMuch() {
        Random seeded = new Random(11);
        String token = issuer.issueToken(draft().build());
        String json = issuer.issueWithProof(draft().build());
        for (String secured : List.of(
                token,
                json,
                holder.presentToken(List.of(token), request),
                holder.presentWithProof(List.of(json), request))) {
            for (int round = 0; round < 500; round++) {
                StringBuilder changed = new StringBuilder(secured);
                int at = seeded.nextInt(secured.length());
                char other = (char) (' ' + seeded.nextInt(95));
                changed.setCharAt(at, other);
                boolean same = other == secured.charAt(at);
                for (Verdict<?> verdict : List.of(
                        verifier.verify(changed.toString(), "Membership"),
                        verifier.verifyPresentation(changed.toString(), request))) {
                    assertThat(verdict.isVerified() && !same)
                            .as(changed.toString())
                            .isFalse();
                }
            }
        }
    }

    private void malformed(Map<String, Object> good, Consumer<Map<String, Object>> change) {
        Map<String, Object> changed = new LinkedHashMap<>(good);
        change.accept(changed);
        String token = Jws.sign("vp+jwt", Map.of(), changed, viewerKey).compact();
        assertThat(codes(verifier.verifyPresentation(token, request))).containsExactly("PRESENTATION_MALFORMED");
    }

    @Test
    void saysWhatIsWrongWithWhatItIsGiven() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> VcVerifier.builder(clock).build())
                .withMessageContaining("trusted issuer");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> VcIssuer.of(MERCHANT, merchantKey, "did:web:other.example#1", clock))
                .withMessageContaining(MERCHANT + "#");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> VcHolder.of(MERCHANT, merchantKey, "did:web:other.example#1", clock))
                .withMessageContaining(MERCHANT + "#");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> VcIssuer.of(viewer, viewerKey, clock).issueToken(draft().build()))
                .withMessageContaining("issuer must be");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> holder.presentToken(List.of(), request))
                .withMessageContaining("1 to 16");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> issuer.issueToken(draft().member("long", "x".repeat(VerifiableCredential.MAX_LENGTH))
                        .build()))
                .withMessageContaining("at most");
    }

    private static List<String> codes(Verdict<?> verdict) {
        return verdict.reasons().stream().map(Reason::code).toList();
    }
}
