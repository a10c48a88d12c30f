package io.lianbo.did.credential;

import static io.lianbo.did.credential.Parties.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lianbo.did.ClaimPath;
import io.lianbo.did.KeyAlgorithm;
import io.lianbo.did.LocalSigningKey;
import io.lianbo.did.SigningKey;
import io.lianbo.did.VerificationKey;
import io.lianbo.did.internal.Base64Url;
import io.lianbo.did.internal.jose.Json;
import io.lianbo.did.internal.jose.Jws;
import io.lianbo.did.internal.jose.MalformedException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9901 section 9 and what went wrong in other libraries: a test for each attack. */
class PresentationAttacksTest {
    private final Parties parties = new Parties();

    @AfterEach
    void closeKeys() {
        parties.close();
    }

    private String genuine() {
        return parties.holder.present(parties.purchase(), parties.request, ClaimPath.all("category"));
    }

    private static Map<String, Object> with(Map<String, Object> payload, String name, Object value) {
        payload.put(name, value);
        return payload;
    }

    @Test
    void theGenuineOnePasses() {
        assertThat(parties.verify(genuine()).reasons()).isEmpty();
        assertThat(parties.verify(parties.present(parties.payload())).reasons()).isEmpty();
    }

    // --- signatures, keys, algorithms ---

    @Test
    void refusesAnUnsecuredToken() {
        String[] parts = genuine().split("\\.", 2);
        String none = Json.encode(Map.of("alg", "none", "typ", "dc+sd-jwt"));

        refused(parties.verify(none + "." + parts[1]), "ALGORITHM_REFUSED", "DISCLOSURES_CHANGED");
    }

    @Test
    void refusesAnAlgorithmThatIsNotTheKeys() {
        for (String algorithm : List.of("EdDSA", "HS256", "RS256", "es256", "ES384", "")) {
            String[] parts = parties.present(parties.payload()).split("\\.", 2);
            String header = Json.encode(Map.of("alg", algorithm, "typ", "dc+sd-jwt"));

            refused(parties.verify(header + "." + parts[1]), "ALGORITHM_REFUSED", "DISCLOSURES_CHANGED");
        }
    }

    @Test
    void refusesAnotherIssuersKeyAndAnotherIssuer() {
        Map<String, Object> ofAnother = with(parties.payload(), "iss", "did:web:other.example");
        refused(parties.verify(parties.present(ofAnother)), "ISSUER_UNTRUSTED");
        refused(parties.verify(parties.present(with(parties.payload(), "iss", "tea.example"))), "ISSUER_UNTRUSTED");

        try (LocalSigningKey forger = LocalSigningKey.generate(KeyAlgorithm.ES256, parties.random)) {
            Jws forged = Jws.sign(SdJwt.TYPE, Map.of(), parties.payload(), forger);
            refused(
                    parties.verify(parties.bind(new SdJwt(forged, List.of(), null), binding -> {})),
                    "ISSUER_SIGNATURE_INVALID");
            String kid = parties.merchantKey.verificationKey().did() + "#key";
            Jws withKid = Jws.sign(SdJwt.TYPE, Map.of("kid", kid), parties.payload(), forger);
            refused(
                    parties.verify(parties.bind(new SdJwt(withKid, List.of(), null), binding -> {})),
                    "ISSUER_SIGNATURE_INVALID");
        }
    }

    @Test
    void refusesAChangedPayload() throws MalformedException {
        SdJwt token = SdJwt.parse(parties.present(parties.payload()));
        String[] parts = token.jwt().compact().split("\\.", -1);
        String changed = parts[0] + "." + Json.encode(with(parties.payload(), "kind", "more")) + "." + parts[2];

        refused(parties.verify(parties.bind(SdJwt.parse(changed + "~"), binding -> {})), "ISSUER_SIGNATURE_INVALID");
    }

    @Test
    void refusesAnotherTypeOfTokenAndUnknownExtensions() {
        for (String type : List.of("JWT", "kb+jwt", "vc+sd-jwt", "dc+sd-jwt+x")) {
            Jws jwt = Jws.sign(type, Map.of(), parties.payload(), parties.merchantKey);
            refused(parties.verify(parties.bind(new SdJwt(jwt, List.of(), null), binding -> {})), "TOKEN_TYPE_REFUSED");
        }
        Jws critical = Jws.sign(SdJwt.TYPE, Map.of("crit", "b64"), parties.payload(), parties.merchantKey);
        refused(
                parties.verify(parties.bind(new SdJwt(critical, List.of(), null), binding -> {})),
                "TOKEN_TYPE_REFUSED");
    }

    @Test
    void refusesLenientBase64Url() {
        String genuine = genuine();
        String[] parts = genuine.split("~", -1);
        refused(parties.verify(genuine + "="), "PRESENTATION_MALFORMED");
        refused(parties.verify(genuine.replaceFirst("\\.", "=.")), "PRESENTATION_MALFORMED");
        refused(parties.verify(genuine.replaceFirst("~", "=~")), "PRESENTATION_MALFORMED");
        refused(parties.verify(genuine.replace(parts[1], parts[1] + "\n")), "PRESENTATION_MALFORMED");
        // The last character of a 64-byte signature has four bits that say nothing.
        char last = genuine.charAt(genuine.length() - 1);
        String respelled = genuine.substring(0, genuine.length() - 1) + (char) (last + 1);
        refused(parties.verify(respelled), "PRESENTATION_MALFORMED");
    }

    // --- disclosures ---

    @Test
    void refusesADisclosureThatIsThereTwice() {
        Disclosure once = Disclosure.ofMember("salt", "category", "tea");
        Map<String, Object> payload = with(parties.payload(), "_sd", List.of(once.digest()));

        assertThat(parties.verify(parties.present(payload, once)).reasons()).isEmpty();
        malformed(payload, once, once);
    }

    @Test
    void refusesADisclosureThatNothingRefersTo() {
        malformed(parties.payload(), Disclosure.ofMember("salt", "category", "tea"));
    }

    @Test
    void refusesADigestThatIsThereTwice() {
        Disclosure once = Disclosure.ofMember("salt", "category", "tea");
        malformed(with(parties.payload(), "_sd", List.of(once.digest(), once.digest())), once);
        malformed(with(parties.payload(), "_sd", List.of("decoy", "decoy")));
        Map<String, Object> inTwoPlaces = with(parties.payload(), "_sd", List.of(once.digest()));
        malformed(with(inTwoPlaces, "other", Map.of("_sd", List.of(once.digest()))), once);
        Disclosure element = Disclosure.ofElement("salt", "tea");
        Map<String, Object> hidden = Map.of("...", element.digest());
        malformed(with(parties.payload(), "list", List.of(hidden, hidden)), element);
    }

    @Test
    void refusesADisclosureThatReplacesAClaim() {
        Disclosure shadow = Disclosure.ofMember("salt", "kind", "gift");
        malformed(with(with(parties.payload(), "kind", "purchase"), "_sd", List.of(shadow.digest())), shadow);
        Disclosure again = Disclosure.ofMember("other salt", "kind", "loan");
        malformed(with(parties.payload(), "_sd", List.of(shadow.digest(), again.digest())), shadow, again);
    }

    @ParameterizedTest
    @ValueSource(strings = {"iss", "nbf", "exp", "cnf", "vct", "vct#integrity", "status", "_sd", "_sd_alg", "..."})
    void refusesADisclosureOfWhatMustBeVisible(String name) {
        Disclosure disclosure = Disclosure.ofMember("salt", name, "value");
        Map<String, Object> payload = parties.payload();
        payload.remove(name);

        malformed(with(payload, "_sd", List.of(disclosure.digest())), disclosure);
    }

    @Test
    void refusesADisclosureInTheWrongPlaceOrShape() {
        Disclosure element = Disclosure.ofElement("salt", "tea");
        malformed(with(parties.payload(), "_sd", List.of(element.digest())), element);
        Disclosure member = Disclosure.ofMember("salt", "category", "tea");
        malformed(with(parties.payload(), "list", List.of(Map.of("...", member.digest()))), member);
        malformed(with(parties.payload(), "_sd", "text"));
        malformed(with(parties.payload(), "_sd", List.of(7)));
        malformed(with(parties.payload(), "list", List.of(Map.of("...", 7))));
        malformed(with(parties.payload(), "list", List.of(Map.of("...", "digest", "more", 1))));
        malformed(with(parties.payload(), "object", Map.of("...", "digest")));
        for (String shape : List.of("[]", "{}", "[1]", "[1,2]", "[\"salt\",7,8]", "[\"s\",\"n\",1,2]", "\"s\"", "[")) {
            String encoded = Base64Url.encode(shape.getBytes(StandardCharsets.UTF_8));
            String token = parties.present(parties.payload()).replaceFirst("~", "~" + encoded + "~");
            refused(parties.verify(token), "PRESENTATION_MALFORMED");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"md5", "sha-1", "sha-512", "SHA-256", ""})
    void refusesAnotherHashThanSha256(String algorithm) {
        malformed(with(parties.payload(), "_sd_alg", algorithm));
    }

    @Test
    void refusesWhereADisclosureWasAddedOrTakenAway() {
        String category = parties.holder.present(parties.purchase(), parties.request, ClaimPath.all("category"));
        int first = category.indexOf('~');
        int second = category.indexOf('~', first + 1);

        refused(parties.verify(category.substring(0, first) + category.substring(second)), "DISCLOSURES_CHANGED");
    }

    // --- key binding ---

    @Test
    void refusesACredentialWithoutKeyBinding() {
        refused(parties.verify(parties.purchase().compact()), "KEY_BINDING_MISSING");
    }

    @Test
    void refusesAKeyBindingByAnotherKeyOrAlgorithm() {
        Credential credential = parties.purchase();
        SdJwt token = credential.disclosing(Set.of());
        Map<String, Object> payload = Map.of(
                "iat", parties.now.getEpochSecond(),
                "aud", parties.request.audience(),
                "nonce", parties.request.nonce(),
                "sd_hash", token.hash());
        try (LocalSigningKey thief = LocalSigningKey.generate(KeyAlgorithm.EDDSA, parties.random)) {
            refused(
                    parties.verify(token.withoutKeyBinding()
                            + Jws.sign(SdJwt.KEY_BINDING_TYPE, Map.of(), new LinkedHashMap<>(payload), thief)
                                    .compact()),
                    "KEY_BINDING_INVALID");
            refused(
                    parties.verify(token.withoutKeyBinding()
                            + Jws.sign(
                                            SdJwt.KEY_BINDING_TYPE,
                                            Map.of(),
                                            new LinkedHashMap<>(payload),
                                            parties.merchantKey)
                                    .compact()),
                    "ALGORITHM_REFUSED");
            refused(
                    parties.verify(token.withoutKeyBinding()
                            + Jws.sign("JWT", Map.of(), new LinkedHashMap<>(payload), parties.viewerKey)
                                    .compact()),
                    "TOKEN_TYPE_REFUSED");
        }
    }

    @Test
    void refusesAPresentationMadeForAnother() {
        SdJwt token = parties.purchase().disclosing(Set.of());
        for (Object audience : List.of(
                "did:web:other.example",
                Parties.SHOP + "/",
                List.of(Parties.SHOP),
                List.of(Parties.SHOP, "did:web:other.example"))) {
            refused(parties.verify(parties.bind(token, binding -> binding.put("aud", audience))), "AUDIENCE_MISMATCH");
        }
        refused(parties.verify(parties.bind(token, binding -> binding.remove("aud"))), "AUDIENCE_MISMATCH");
    }

    @Test
    void refusesAReplayedPresentation() {
        String earlier = genuine();
        refused(parties.verifier().verify(earlier, Parties.request("another nonce of this shop")), "NONCE_MISMATCH");
        SdJwt token = parties.purchase().disclosing(Set.of());
        refused(parties.verify(parties.bind(token, binding -> binding.remove("nonce"))), "NONCE_MISMATCH");
    }

    @Test
    void refusesAPresentationThatIsTooOldOrFromTheFuture() {
        String presentation = genuine();
        parties.now = parties.now.plus(Duration.ofMinutes(5));
        assertThat(parties.verify(presentation).reasons()).isEmpty();
        parties.now = parties.now.plusSeconds(1);
        refused(parties.verify(presentation), "PRESENTATION_TOO_OLD");
        parties.now = parties.now.minus(Duration.ofMinutes(10));
        refused(parties.verify(presentation), "NOT_YET_VALID", "PRESENTATION_FROM_THE_FUTURE");
        SdJwt token = parties.purchase().disclosing(Set.of());
        for (Object time : List.of("now", 1.5, Long.MAX_VALUE, 31_556_889_864_403_199L)) {
            refused(parties.verify(parties.bind(token, binding -> binding.put("iat", time))), "PRESENTATION_MALFORMED");
        }
        refused(parties.verify(parties.bind(token, binding -> binding.remove("iat"))), "PRESENTATION_MALFORMED");
    }

    @Test
    void refusesABindingThatIsNotToAPublicKey() {
        Map<String, Object> privateKey =
                new HashMap<>(parties.viewerKey.verificationKey().jwk());
        privateKey.put("d", "AAAA");
        for (Object confirmation :
                List.of("key", Map.of(), Map.of("kid", "key"), Map.of("jwk", "key"), Map.of("jwk", privateKey))) {
            malformed(with(parties.payload(), "cnf", confirmation));
        }
        Map<String, Object> unbound = parties.payload();
        unbound.remove("cnf");
        malformed(unbound);
    }

    // --- validity, type, status ---

    @Test
    void refusesACredentialThatIsExpiredOrNotYetValid() {
        long now = parties.now.getEpochSecond();
        assertThat(parties.verify(parties.present(with(parties.payload(), "exp", now - 59)))
                        .reasons())
                .isEmpty();
        refused(parties.verify(parties.present(with(parties.payload(), "exp", now - 60))), "EXPIRED");
        assertThat(parties.verify(parties.present(with(parties.payload(), "nbf", now + 60)))
                        .reasons())
                .isEmpty();
        refused(parties.verify(parties.present(with(parties.payload(), "nbf", now + 61))), "NOT_YET_VALID");
        refused(parties.verify(parties.present(with(parties.payload(), "iat", now + 61))), "NOT_YET_VALID");
        for (Object time :
                List.of("tomorrow", true, new BigDecimal("1e400"), Long.MAX_VALUE, 31_556_889_864_403_199L, -1L)) {
            malformed(with(parties.payload(), "exp", time));
        }
    }

    @Test
    void refusesAnotherTypeOfCredential() {
        refused(
                parties.verify(parties.present(with(parties.payload(), "vct", "https://lianbo.example/review"))),
                "CREDENTIAL_TYPE_MISMATCH");
        malformed(with(parties.payload(), "vct", 7));
    }

    @Test
    void refusesACredentialWhoseStatusNobodyCanTell() {
        String registry = "eip155:1:0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2";
        Map<String, Object> onChain = Map.of("registry", registry, "issuer", "0x" + "00".repeat(20), "index", 7);
        Map<String, Object> listed = Map.of("uri", "https://tea.example/status/1", "idx", 7);
        for (Object status : List.of(
                Map.of("evm_registry", onChain),
                Map.of("status_list", listed),
                Map.of("another_mechanism", Map.of()),
                Map.of())) {
            refused(parties.verify(parties.present(with(parties.payload(), "status", status))), "STATUS_UNAVAILABLE");
        }
        for (Object broken : List.of(
                7,
                Map.of("evm_registry", onChain, "status_list", listed),
                Map.of("status_list", Map.of()),
                Map.of("status_list", Map.of("uri", "https://tea.example/status/1", "idx", "7")),
                Map.of("status_list", Map.of("uri", "https://tea.example/status/1", "idx", -1)),
                Map.of("status_list", Map.of("uri", "https://tea example/", "idx", 7)),
                Map.of("status_list", Map.of("uri", "status/1", "idx", 7)),
                Map.of("evm_registry", 7),
                Map.of("evm_registry", Map.of("registry", registry, "issuer", "0x00", "index", 7)),
                Map.of("evm_registry", Map.of("registry", registry, "issuer", "0x" + "00".repeat(20), "index", -1)),
                Map.of("evm_registry", Map.of("registry", registry, "issuer", "0x" + "00".repeat(20), "index", "7")))) {
            malformed(with(parties.payload(), "status", broken));
        }
    }

    // --- size, depth, rubbish ---

    @Test
    void refusesAMegabyteOfClaims() {
        malformed(with(parties.payload(), "big", "x".repeat(1_000_000)));
    }

    @ParameterizedTest
    @ValueSource(ints = {65, 400, 513, 10_000, 100_000})
    void refusesDeepNesting(int depth) {
        String json = "{\"a\":" + "[".repeat(depth) + "]".repeat(depth) + "}";
        String payload = Base64Url.encode(json.getBytes(StandardCharsets.UTF_8));
        String header = Json.encode(Map.of("alg", "ES256", "typ", "dc+sd-jwt"));

        refused(parties.verify(header + "." + payload + ".AA~"), "PRESENTATION_MALFORMED");
    }

    @Test
    void refusesNestingThroughDisclosures() {
        Disclosure inner = Disclosure.ofMember("salt", "m", "bottom");
        Disclosure[] chain = new Disclosure[100];
        for (int i = 0; i < chain.length; i++) {
            chain[i] = inner;
            inner = Disclosure.ofMember("salt" + i, "m", Map.of("_sd", List.of(inner.digest())));
        }
        malformed(with(parties.payload(), "_sd", List.of(chain[chain.length - 1].digest())), chain);
    }

    @Test
    void refusesDuplicateMembers() {
        String json = "{\"iss\":\"did:web:tea.example\",\"iss\":\"did:web:other.example\"}";
        String header = Json.encode(Map.of("alg", "ES256", "typ", "dc+sd-jwt"));

        refused(
                parties.verify(header + "." + Base64Url.encode(json.getBytes(StandardCharsets.UTF_8)) + ".AA~"),
                "PRESENTATION_MALFORMED");
    }

    @Test
    void anyDamageIsRefusedAndNothingThrows() {
        String genuine = genuine();
        Random random = new Random(20261124);
        for (int i = 0; i < 3_000; i++) {
            StringBuilder damaged = new StringBuilder(genuine);
            int at = random.nextInt(genuine.length());
            switch (random.nextInt(4)) {
                case 0 -> damaged.deleteCharAt(at);
                case 1 -> damaged.insert(at, (char) random.nextInt(0x100));
                case 2 -> damaged.setLength(at);
                default -> damaged.setCharAt(at, (char) (genuine.charAt(at) ^ (1 << random.nextInt(7))));
            }
            assertThatCode(() -> assertThat(parties.verify(damaged.toString()).isVerified())
                            .as(damaged.toString())
                            .isFalse())
                    .doesNotThrowAnyException();
        }
        for (String rubbish : List.of("", "~", "~~", ".", "..~", "...~", "e30.e30.~", "e30.e30.AA~", "\u0000~")) {
            refused(parties.verify(rubbish), "PRESENTATION_MALFORMED");
        }
    }

    @Test
    void anExternalKeyThatSignsBadlyIsNotBelieved() {
        SigningKey liar = new SigningKey() {
            @Override
            public VerificationKey verificationKey() {
                return parties.merchantKey.verificationKey();
            }

            @Override
            public byte[] sign(byte[] message) {
                return new byte[64];
            }
        };
        Jws jwt = Jws.sign(SdJwt.TYPE, Map.of(), parties.payload(), liar);

        refused(
                parties.verify(parties.bind(new SdJwt(jwt, List.of(), null), binding -> {})),
                "ISSUER_SIGNATURE_INVALID");
    }

    @Test
    void trustsNobodyByDefault() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CredentialVerifier.builder(parties.clock).build())
                .withMessageContaining("trusted issuer");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CredentialVerifier.builder(parties.clock).trust(Parties.MERCHANT))
                .withMessageContaining("needs a key");
    }

    private void malformed(Map<String, Object> payload, Disclosure... disclosures) {
        refused(parties.verify(parties.present(payload, disclosures)), "PRESENTATION_MALFORMED");
    }
}
