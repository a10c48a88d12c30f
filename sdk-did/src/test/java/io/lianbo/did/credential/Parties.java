package io.lianbo.did.credential;

import static org.assertj.core.api.Assertions.assertThat;

import io.lianbo.core.Verdict;
import io.lianbo.core.Verdict.Reason;
import io.lianbo.did.Did;
import io.lianbo.did.KeyAlgorithm;
import io.lianbo.did.LocalSigningKey;
import io.lianbo.did.internal.jose.Jws;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** A merchant who issues (P-256), a viewer who holds (Ed25519), a shop that verifies, and the time they share. */
final class Parties implements AutoCloseable {
    static final String PURCHASE = "https://lianbo.example/credentials/purchase";
    static final Did MERCHANT = Did.parse("did:web:tea.example");
    static final String SHOP = "did:web:shop.example";

    final SecureRandom random = new SecureRandom();
    final LocalSigningKey merchantKey = LocalSigningKey.generate(KeyAlgorithm.ES256, random);
    final LocalSigningKey viewerKey = LocalSigningKey.generate(KeyAlgorithm.EDDSA, random);
    Instant now = Instant.parse("2026-11-24T20:00:00Z");
    final InstantSource clock = () -> now;
    final CredentialIssuer issuer = CredentialIssuer.of(MERCHANT, merchantKey, clock, random);
    final Holder holder = Holder.of(viewerKey, clock);
    final PresentationRequest request = request("0123456789abcdef");

    static PresentationRequest request(String nonce) {
        return PresentationRequest.builder()
                .credentialType(PURCHASE)
                .audience(SHOP)
                .purpose("a discount for regulars")
                .nonce(nonce)
                .maxAge(Duration.ofMinutes(5))
                .build();
    }

    CredentialDraft.Builder draft() {
        return CredentialDraft.builder(PURCHASE).holderKey(viewerKey.verificationKey());
    }

    Credential purchase() {
        return issuer.issue(draft().claim("kind", "purchase")
                .disclosableClaim("category", "tea")
                .disclosableClaim("year", 2026)
                .disclosableClaim("price", 12_500)
                .build());
    }

    CredentialVerifier verifier() {
        return CredentialVerifier.builder(clock)
                .trust(MERCHANT, merchantKey.verificationKey())
                .build();
    }

    Verdict<PresentedCredential> verify(String presentation) {
        return verifier().verify(presentation, request);
    }

    /** A presentation of a credential with this payload and these disclosures, whatever they are, all signatures genuine. */
    String present(Map<String, ?> payload, Disclosure... disclosures) {
        Jws jwt = Jws.sign(SdJwt.TYPE, Map.of(), new LinkedHashMap<>(payload), merchantKey);
        return bind(new SdJwt(jwt, List.of(disclosures), null), binding -> {});
    }

    /** The key binding for a token, after a change to what it says. */
    String bind(SdJwt token, Consumer<Map<String, Object>> change) {
        Map<String, Object> payload = new LinkedHashMap<>();
        payload.put("iat", now.getEpochSecond());
        payload.put("aud", request.audience());
        payload.put("nonce", request.nonce());
        payload.put("sd_hash", token.hash());
        change.accept(payload);
        return token.withoutKeyBinding()
                + Jws.sign(SdJwt.KEY_BINDING_TYPE, Map.of(), payload, viewerKey).compact();
    }

    /** A payload that is accepted as it is. */
    Map<String, Object> payload() {
        return new LinkedHashMap<>(draft().build().envelope(MERCHANT, now).toClaims());
    }

    static void refused(Verdict<PresentedCredential> verdict, String... codes) {
        assertThat(verdict.reasons()).extracting(Reason::code).containsExactly(codes);
    }

    @Override
    public void close() {
        merchantKey.close();
        viewerKey.close();
    }
}
