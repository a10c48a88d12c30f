package io.lianbo.did.dataintegrity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lianbo.core.Verdict;
import io.lianbo.core.Verdict.Reason;
import io.lianbo.core.json.StrictJson;
import io.lianbo.did.KeyAlgorithm;
import io.lianbo.did.LocalSigningKey;
import io.lianbo.did.VerificationKey;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DataIntegrityTest {
    private static final String SHOP = "did:web:shop.example";
    private static final String CHALLENGE = "0123456789abcdef";
    private static final ProofRequirement LOGIN =
            ProofRequirement.authentication(SHOP, CHALLENGE, Duration.ofMinutes(5));

    private final SecureRandom random = new SecureRandom();
    private final Instant now = Instant.parse("2026-11-24T20:00:00Z");
    private final InstantSource clock = InstantSource.fixed(now);
    private final LocalSigningKey key = LocalSigningKey.generate(KeyAlgorithm.EDDSA, random);
    private final String method = key.verificationKey().didUrl();
    private final ProofSigner signer = ProofSigner.of(key, method, clock);
    private final ProofVerifier verifier = ProofVerifier.of(KeyLookup.pinned(key.verificationKey()), clock);

    @Test
    void whatIsSignedInPlaceIsVerifiedWithoutAnyContextBeingFetched() {
        LocalSigningKey brandKey = key;
        // @start region="sign"
        ProofSigner brand = ProofSigner.of(brandKey, brandKey.verificationKey().didUrl(), clock);
        Map<String, Object> signed = brand.sign(Map.of("lot", "TEA-2026-04", "grade", "spring"));
        String json = StrictJson.write(signed);
        // @end region="sign"
        VerificationKey trusted = key.verificationKey();
        // @start region="verify"
        Verdict<SignedDocument> verdict =
                ProofVerifier.of(KeyLookup.pinned(trusted), clock).verify(json, ProofRequirement.assertion());
        Map<String, Object> lot = verdict.value().orElseThrow().document();
        // @end region="verify"
        assertThat(lot).isEqualTo(Map.of("lot", "TEA-2026-04", "grade", "spring"));
        VerifiedProof proof = verdict.value().orElseThrow().proofs().getFirst();
        assertThat(proof.key()).isEqualTo(trusted);
        assertThat(proof.suite()).isEqualTo(Cryptosuite.EDDSA_JCS_2022);
        assertThat(proof.verificationMethod()).isEqualTo(method);
        assertThat(proof.created()).contains(now);
    }

    @ParameterizedTest
    @EnumSource(
            value = KeyAlgorithm.class,
            names = {"ES256", "ES384", "EDDSA"})
    void everyKeyWithASuiteSignsWhatOthersCannotChange(KeyAlgorithm algorithm) {
        try (LocalSigningKey own = LocalSigningKey.generate(algorithm, random)) {
            ProofVerifier trusting = ProofVerifier.of(KeyLookup.pinned(own.verificationKey()), clock);
            Random seeded = new Random(7);
            for (int round = 0; round < 20; round++) {
                Map<String, Object> document = document(seeded, 0);
                Map<String, Object> signed =
                        ProofSigner.of(own, "did:web:tea.example#1", clock).sign(document);

                assertThat(trusting.verify(StrictJson.write(signed), ProofRequirement.assertion())
                                .value()
                                .orElseThrow()
                                .document())
                        .isEqualTo(StrictJson.parseObject(StrictJson.write(document)));
                Map<String, Object> changed = new LinkedHashMap<>(signed);
                changed.put("m0", "changed");
                assertThat(codes(trusting.verify(changed, ProofRequirement.assertion())))
                        .containsExactly("SIGNATURE_INVALID");
            }
        }
    }

    private static Map<String, Object> document(Random seeded, int depth) {
        Map<String, Object> document = new LinkedHashMap<>();
        int members = 1 + seeded.nextInt(4);
        for (int i = 0; i < members; i++) {
            document.put("m" + i, value(seeded, depth));
        }
        return document;
    }

    private static Object value(Random seeded, int depth) {
        return switch (seeded.nextInt(depth < 4 ? 7 : 5)) {
            case 0 -> seeded.nextInt();
            case 1 -> "\u8336\u997c \ud83c\udf75 \" \\ \u0001" + seeded.nextInt();
            case 2 -> seeded.nextBoolean();
            case 3 -> null;
            case 4 -> new BigDecimal("0.10");
            case 5 -> new ArrayList<>(Arrays.asList(value(seeded, depth + 1), value(seeded, depth + 1)));
            default -> document(seeded, depth + 1);
        };
    }

    @Test
    void aProofOfPresenceIsForOneVerifierOneRequestAndAShortTime() {
        Map<String, Object> signed = signer.authenticate(Map.of("say", "hello"), SHOP, CHALLENGE);

        assertThat(codes(verifier.verify(signed, LOGIN))).isEmpty();
        assertThat(codes(verifier.verify(signed, ProofRequirement.assertion())))
                .containsExactly("PROOF_PURPOSE_MISMATCH");
        assertThat(codes(verifier.verify(
                        signed,
                        ProofRequirement.authentication("did:web:other.example", CHALLENGE, Duration.ofMinutes(5)))))
                .containsExactly("DOMAIN_MISMATCH");
        assertThat(codes(verifier.verify(
                        signed, ProofRequirement.authentication(SHOP, "another-challenge", Duration.ofMinutes(5)))))
                .containsExactly("CHALLENGE_MISMATCH");
        assertThat(codes(at(now.plus(Duration.ofMinutes(6))).verify(signed, LOGIN)))
                .containsExactly("PROOF_TOO_OLD");
        assertThat(codes(at(now.minus(Duration.ofMinutes(6))).verify(signed, LOGIN)))
                .containsExactly("PROOF_FROM_THE_FUTURE");
        assertThat(codes(verifier.verify(signer.sign(Map.of("say", "hello")), LOGIN)))
                .containsExactly("PROOF_PURPOSE_MISMATCH", "DOMAIN_MISMATCH", "CHALLENGE_MISMATCH");
    }

    @Test
    void aProofEndsWhenItSays() {
        Map<String, Object> signed = signer.sign(Map.of("say", "hello"), now.plus(Duration.ofHours(1)));

        assertThat(codes(at(now.plus(Duration.ofHours(1))).verify(signed, ProofRequirement.assertion())))
                .isEmpty();
        assertThat(codes(at(now.plus(Duration.ofHours(1)).plus(ProofVerifier.CLOCK_SKEW))
                        .verify(signed, ProofRequirement.assertion())))
                .containsExactly("PROOF_EXPIRED");
    }

    @Test
    void everyProofOfASetMustHold() {
        try (LocalSigningKey other = LocalSigningKey.generate(KeyAlgorithm.ES384, random)) {
            Map<String, Object> once = signer.sign(Map.of("say", "hello"));
            Map<String, Object> twice = ProofSigner.of(
                            other, other.verificationKey().didUrl(), clock)
                    .sign(once);
            ProofVerifier trusting =
                    ProofVerifier.of(KeyLookup.pinned(key.verificationKey(), other.verificationKey()), clock);

            assertThat(trusting.verify(twice, ProofRequirement.assertion())
                            .value()
                            .orElseThrow()
                            .proofs())
                    .extracting(VerifiedProof::key)
                    .containsExactly(key.verificationKey(), other.verificationKey());
            assertThat(codes(verifier.verify(twice, ProofRequirement.assertion())))
                    .containsExactly("KEY_UNTRUSTED");
            Map<String, Object> thrice = ProofSigner.of(
                            other, other.verificationKey().didUrl(), clock)
                    .sign(twice);
            assertThat(trusting.verify(thrice, ProofRequirement.assertion())
                            .value()
                            .orElseThrow()
                            .proofs())
                    .hasSize(3);
        }
    }

    @Test
    void aContextThatWasAddedLaterIsNotPartOfWhatWasSigned() {
        Map<String, Object> document = Map.of("@context", List.of("https://one.example"), "say", "hello");
        Map<String, Object> signed = signer.sign(document);

        Map<String, Object> more = new LinkedHashMap<>(signed);
        more.put("@context", List.of("https://one.example", "https://two.example"));
        assertThat(verifier.verify(more, ProofRequirement.assertion())
                        .value()
                        .orElseThrow()
                        .document())
                .isEqualTo(document);
        more.put("@context", List.of("https://two.example", "https://one.example"));
        assertThat(codes(verifier.verify(more, ProofRequirement.assertion()))).containsExactly("CONTEXT_CHANGED");
        more.remove("@context");
        assertThat(codes(verifier.verify(more, ProofRequirement.assertion()))).containsExactly("CONTEXT_CHANGED");
    }

    @Test
    void aNumberThatCanonicalizationWouldChangeIsNeitherSignedNorVerified() {
        for (Object number : List.of(
                9_007_199_254_740_993L,
                new BigInteger("123456789012345678901"),
                new BigDecimal("0.10000000000000000001"),
                new BigDecimal("1e999"),
                new BigDecimal("1e-999"))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> signer.sign(Map.of("amount", number)))
                    .withMessageContaining("a double keeps");
        }
        Map<String, Object> signed = new LinkedHashMap<>(signer.sign(Map.of("amount", 9_007_199_254_740_992L)));
        signed.put("amount", 9_007_199_254_740_993L);
        assertThat(codes(verifier.verify(signed, ProofRequirement.assertion()))).containsExactly("DOCUMENT_MALFORMED");
    }

    @Test
    void aKeyServesItsOwnSuiteAlone() {
        try (LocalSigningKey wallet = LocalSigningKey.generate(KeyAlgorithm.ES256K, random);
                LocalSigningKey p256 = LocalSigningKey.generate(KeyAlgorithm.ES256, random)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> ProofSigner.of(wallet, "did:web:tea.example#1", clock))
                    .withMessageContaining("ES256K");
            Map<String, Object> signed =
                    ProofSigner.of(p256, "did:web:tea.example#1", clock).sign(Map.of("say", "hello"));
            for (LocalSigningKey other : List.of(wallet, key)) {
                assertThat(codes(ProofVerifier.of(KeyLookup.pinned(other.verificationKey()), clock)
                                .verify(signed, ProofRequirement.assertion())))
                        .containsExactly("ALGORITHM_REFUSED");
            }
        }
    }

    @Test
    void aNameOfAKeyProvesNothingAboutAnotherOwner() {
        try (LocalSigningKey attacker = LocalSigningKey.generate(KeyAlgorithm.EDDSA, random)) {
            Map<String, Object> forged = ProofSigner.of(
                            attacker, attacker.verificationKey().didUrl(), clock)
                    .sign(Map.of("say", "hello"));

            assertThat(codes(verifier.verify(forged, ProofRequirement.assertion())))
                    .containsExactly("KEY_UNTRUSTED");
            assertThat(codes(ProofVerifier.of(KeyLookup.didKey().ownedBy("did:web:tea.example"), clock)
                            .verify(forged, ProofRequirement.assertion())))
                    .containsExactly("KEY_UNTRUSTED");
            assertThat(codes(ProofVerifier.of(KeyLookup.didKey(), clock).verify(forged, ProofRequirement.assertion())))
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"did:key:zNope#zNope", "did:key:z6Mk", "did:web:tea.example#1", "", "#", "did:key:"})
    void aNameThatIsNoKeyFindsNone(String name) {
        assertThat(codes(KeyLookup.didKey().find(name, ProofPurpose.ASSERTION_METHOD)))
                .containsExactly("KEY_UNKNOWN");
    }

    @Test
    void aFragmentMustRepeatTheKey() {
        String other = key.verificationKey().did() + "#z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2";
        assertThat(codes(KeyLookup.didKey().find(other, ProofPurpose.ASSERTION_METHOD)))
                .containsExactly("KEY_UNKNOWN");
        assertThat(KeyLookup.didKey()
                        .find(key.verificationKey().did().toString(), ProofPurpose.ASSERTION_METHOD)
                        .value())
                .contains(Set.of(key.verificationKey()));
    }

    @Test
    void everyMalformedProofIsRefusedByName() {
        changed("PROOF_MALFORMED", proof -> proof.put("type", "Ed25519Signature2020"));
        changed("PROOF_MALFORMED", proof -> proof.put("previousProof", "urn:uuid:1"));
        changed("PROOF_MALFORMED", proof -> proof.put("proofValue", "u" + proof.get("proofValue")));
        changed("PROOF_MALFORMED", proof -> proof.put("proofValue", "z0OIl"));
        changed("PROOF_MALFORMED", proof -> proof.put("proofValue", "z" + "1".repeat(1000)));
        changed("PROOF_MALFORMED", proof -> proof.put("proofValue", 7L));
        changed("PROOF_MALFORMED", proof -> proof.remove("verificationMethod"));
        changed("PROOF_MALFORMED", proof -> proof.put("created", "2026-11-24T20:00:00"));
        changed("PROOF_MALFORMED", proof -> proof.put("created", "2026-02-30T20:00:00Z"));
        changed("PROOF_MALFORMED", proof -> proof.put("expires", null));
        changed("SIGNATURE_INVALID", proof -> proof.put("proofValue", "z"));
        changed("SIGNATURE_INVALID", proof -> proof.put("proofValue", "z1"));
        changed("SIGNATURE_INVALID", proof -> proof.put("created", "2026-11-24T19:59:59Z"));
        changed("SIGNATURE_INVALID", proof -> proof.remove("created"));
        changed("CRYPTOSUITE_UNSUPPORTED", proof -> proof.put("cryptosuite", "eddsa-rdfc-2022"));
        changed("PROOF_PURPOSE_MISMATCH", "SIGNATURE_INVALID", proof -> proof.put("proofPurpose", "keyAgreement"));
        changed("CONTEXT_CHANGED", "SIGNATURE_INVALID", proof -> proof.put("@context", "https://one.example"));
    }

    private void changed(String code, Consumer<Map<String, Object>> change) {
        assertThat(codes(verifyChanged(change))).containsExactly(code);
    }

    private void changed(String first, String second, Consumer<Map<String, Object>> change) {
        assertThat(codes(verifyChanged(change))).containsExactly(first, second);
    }

    private Verdict<SignedDocument> verifyChanged(Consumer<Map<String, Object>> change) {
        Map<String, Object> signed = new LinkedHashMap<>(signer.sign(Map.of("say", "hello")));
        Map<String, Object> proof = new LinkedHashMap<>(object(signed.get("proof")));
        change.accept(proof);
        signed.put("proof", proof);
        return verifier.verify(signed, ProofRequirement.assertion());
    }

    @Test
    void whatIsNoSignedDocumentGetsAVerdict() {
        assertThat(codes(verifier.verify("[]", ProofRequirement.assertion()))).containsExactly("DOCUMENT_MALFORMED");
        assertThat(codes(verifier.verify("{\"a\":1,\"a\":2}", ProofRequirement.assertion())))
                .containsExactly("DOCUMENT_MALFORMED");
        assertThat(codes(verifier.verify(
                        "\"" + "x".repeat(ProofVerifier.MAX_LENGTH) + "\"", ProofRequirement.assertion())))
                .containsExactly("DOCUMENT_MALFORMED");
        assertThat(codes(verifier.verify("{}", ProofRequirement.assertion()))).containsExactly("PROOF_MISSING");
        for (Object proof : Arrays.asList(
                null, "proof", 1L, List.of(), Arrays.asList((Object) null), Collections.nCopies(9, Map.of()))) {
            Map<String, Object> document = new LinkedHashMap<>();
            document.put("proof", proof);
            assertThat(codes(verifier.verify(document, ProofRequirement.assertion())))
                    .containsExactly("PROOF_MALFORMED");
        }
    }

    @Test
    void saysWhatIsWrongWithWhatItIsGiven() {
        assertThatIllegalArgumentException().isThrownBy(KeyLookup::pinned).withMessageContaining("needs a key");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ProofSigner.of(key, " ", clock))
                .withMessageContaining("URL");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ProofRequirement.authentication(SHOP, "short", Duration.ofMinutes(5)))
                .withMessageContaining("16 characters: 5");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ProofRequirement.authentication(" ", CHALLENGE, Duration.ofMinutes(5)))
                .withMessageContaining("blank");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ProofRequirement.authentication(SHOP, CHALLENGE, Duration.ZERO))
                .withMessageContaining("positive");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> signer.sign(Map.of(), Instant.MAX))
                .withMessageContaining("years");
        assertThat(LOGIN.toString()).contains(SHOP).doesNotContain(CHALLENGE);
    }

    private ProofVerifier at(Instant time) {
        return ProofVerifier.of(KeyLookup.pinned(key.verificationKey()), InstantSource.fixed(time));
    }

    private static List<String> codes(Verdict<?> verdict) {
        return verdict.reasons().stream().map(Reason::code).toList();
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> object(Object value) {
        return (Map<String, Object>) value;
    }
}
