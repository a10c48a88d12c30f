package io.lianbo.did.credential;

import static org.assertj.core.api.Assertions.assertThat;

import io.lianbo.core.Verdict;
import io.lianbo.core.json.StrictJson;
import io.lianbo.did.ClaimPath;
import io.lianbo.did.KeyAlgorithm;
import io.lianbo.did.LocalSigningKey;
import io.lianbo.did.internal.Base64Url;
import io.lianbo.testsupport.NodePeer;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Ours and {@code @sd-jwt/sd-jwt-vc} of npm read each other's credentials and presentations. */
class SdJwtPeerTest {
    private static final Map<String, Object> CLAIMS = Map.of(
            "category",
            "tea",
            "order",
            Map.of("id", 7L, "shop", Map.of("city", "Hangzhou", "street", "Longjing Rd")),
            "tags",
            List.of("spring", "green", Map.of("lot", "A-1")),
            "kind",
            "purchase");
    private static final Map<String, Object> SHOWN = Map.of(
            "order",
            Map.of("id", 7L, "shop", Map.of("city", "Hangzhou")),
            "tags",
            List.of("green", Map.of("lot", "A-1")),
            "kind",
            "purchase");

    private final SecureRandom random = new SecureRandom();
    private final Instant now = Instant.parse("2026-11-24T20:00:00Z");
    private final InstantSource clock = InstantSource.fixed(now);
    private final PresentationRequest request = Parties.request("0123456789abcdef");
    private LocalSigningKey merchantKey = LocalSigningKey.generate(KeyAlgorithm.ES256, random);
    private LocalSigningKey viewerKey = LocalSigningKey.generate(KeyAlgorithm.EDDSA, random);

    @AfterEach
    void closeKeys() {
        merchantKey.close();
        viewerKey.close();
    }

    private void use(KeyAlgorithm issuer) {
        closeKeys();
        merchantKey = LocalSigningKey.generate(issuer, random);
        viewerKey = LocalSigningKey.generate(
                issuer == KeyAlgorithm.ES256 ? KeyAlgorithm.EDDSA : KeyAlgorithm.ES256, random);
    }

    @ParameterizedTest
    @EnumSource(
            value = KeyAlgorithm.class,
            names = {"ES256", "EDDSA"})
    void thePeerVerifiesWhatWeIssueAndPresent(KeyAlgorithm issuer) {
        use(issuer);
        String presentation = Holder.of(viewerKey, clock)
                .present(ours(), request, ClaimPath.all("order.shop.city", "tags.1", "tags.2"));

        Map<String, Object> verified = object(
                ask("verify", Map.of("token", presentation, "nonce", request.nonce(), "now", now.getEpochSecond())));

        Map<String, Object> payload = new LinkedHashMap<>(object(verified.get("payload")));
        assertThat(payload.remove("iss")).isEqualTo(Parties.MERCHANT.toString());
        assertThat(payload.remove("vct")).isEqualTo(Parties.PURCHASE);
        payload.keySet().removeAll(List.of("iat", "cnf"));
        assertThat(payload).isEqualTo(SHOWN);
        assertThat(object(verified.get("binding"))).containsEntry("aud", request.audience());
    }

    @ParameterizedTest
    @EnumSource(
            value = KeyAlgorithm.class,
            names = {"ES256", "EDDSA"})
    void weVerifyWhatThePeerPresentsOfOurCredential(KeyAlgorithm issuer) {
        use(issuer);

        assertThat(verify(presentedByPeer(ours().compact())).claims()).isEqualTo(SHOWN);
    }

    @ParameterizedTest
    @EnumSource(
            value = KeyAlgorithm.class,
            names = {"ES256", "EDDSA"})
    void weReadPresentAndVerifyWhatThePeerIssues(KeyAlgorithm issuer) {
        use(issuer);
        Credential credential = Credential.parse(theirs());
        assertThat(credential.claims()).isEqualTo(CLAIMS);
        assertThat(credential.disclosable())
                .isEqualTo(ClaimPath.all(
                        "category", "order.shop", "order.shop.city", "order.shop.street", "tags.0", "tags.2"));

        String presentation =
                Holder.of(viewerKey, clock).present(credential, request, ClaimPath.all("order.shop.city", "tags.2"));

        assertThat(verify(presentation).claims()).isEqualTo(SHOWN);
        assertThat(verify(presentedByPeer(credential.compact())).claims()).isEqualTo(SHOWN);
    }

    @ParameterizedTest
    @EnumSource(
            value = KeyAlgorithm.class,
            names = {"ES256", "EDDSA"})
    void thePeerRefusesOursUnderAnotherKeyOrNonce(KeyAlgorithm issuer) {
        use(issuer);
        String presentation = Holder.of(viewerKey, clock).present(ours(), request, ClaimPath.all("category"));

        assertThat(answer("verify", Map.of("token", presentation, "nonce", "another", "now", now.getEpochSecond())))
                .containsKey("error");
        String forged = presentation.replaceFirst("[.][^.~]+~", ".AAAA~");
        assertThat(answer("verify", Map.of("token", forged, "nonce", request.nonce(), "now", now.getEpochSecond())))
                .containsKey("error");
    }

    private Credential ours() {
        return CredentialIssuer.of(Parties.MERCHANT, merchantKey, clock, random)
                .issue(CredentialDraft.builder(Parties.PURCHASE)
                        .holderKey(viewerKey.verificationKey())
                        .claims(CLAIMS)
                        .disclosable(ClaimPath.all(
                                "category",
                                "order.shop",
                                "order.shop.city",
                                "order.shop.street",
                                "tags.0",
                                "tags.1",
                                "tags.2"))
                        .decoys(3)
                        .build());
    }

    private String theirs() {
        Map<String, Object> claims = new LinkedHashMap<>(CLAIMS);
        claims.put("iss", Parties.MERCHANT.toString());
        claims.put("vct", Parties.PURCHASE);
        claims.put("iat", now.getEpochSecond());
        claims.put("cnf", Map.of("jwk", viewerKey.verificationKey().jwk()));
        Map<String, Object> shop = Map.of("_sd", List.of("city", "street"), "_sd_decoy", 2);
        Map<String, Object> frame = Map.of(
                "_sd",
                List.of("category"),
                "_sd_decoy",
                3,
                "order",
                Map.of("_sd", List.of("shop"), "shop", shop),
                "tags",
                Map.of("_sd", List.of(0, 2), "_sd_decoy", 2));
        return (String) ask("issue", Map.of("claims", claims, "frame", frame));
    }

    private String presentedByPeer(String token) {
        Map<String, Object> frame =
                Map.of("order", Map.of("shop", Map.of("city", true)), "tags", Map.of("1", true, "2", true));
        Map<String, Object> binding =
                Map.of("iat", now.getEpochSecond(), "aud", request.audience(), "nonce", request.nonce());
        return (String) ask("present", Map.of("token", token, "frame", frame, "binding", binding));
    }

    private PresentedCredential verify(String presentation) {
        Verdict<PresentedCredential> verdict = CredentialVerifier.builder(clock)
                .trust(Parties.MERCHANT, merchantKey.verificationKey())
                .build()
                .verify(presentation, request);
        assertThat(verdict.reasons()).isEmpty();
        return verdict.value().orElseThrow();
    }

    private Object ask(String action, Map<String, Object> request) {
        Map<String, Object> answer = answer(action, request);
        assertThat(answer).containsKey("ok");
        return answer.get("ok");
    }

    private Map<String, Object> answer(String action, Map<String, Object> question) {
        Map<String, Object> all = new LinkedHashMap<>(question);
        all.put("action", action);
        all.put("issuerAlg", merchantKey.verificationKey().algorithm().jose());
        all.put("issuerPublic", merchantKey.verificationKey().jwk());
        all.put("issuerPrivate", secret(merchantKey));
        all.put("holderAlg", viewerKey.verificationKey().algorithm().jose());
        all.put("holderPrivate", secret(viewerKey));
        return StrictJson.parseObject(NodePeer.ask("sd-jwt-peer.mjs", StrictJson.write(all)));
    }

    private static Map<String, Object> secret(LocalSigningKey key) {
        Map<String, Object> jwk = new LinkedHashMap<>(key.verificationKey().jwk());
        jwk.put("d", Base64Url.encode(key.exportPrivateKeyDangerously()));
        return jwk;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> object(Object value) {
        return (Map<String, Object>) value;
    }
}
