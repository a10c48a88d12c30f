package io.lianbo.did.presentation;

import io.lianbo.did.ClaimPath;
import io.lianbo.did.Did;
import io.lianbo.did.KeyAlgorithm;
import io.lianbo.did.LocalSigningKey;
import io.lianbo.did.credential.Credential;
import io.lianbo.did.credential.CredentialDraft;
import io.lianbo.did.credential.CredentialIssuer;
import io.lianbo.did.credential.CredentialVerifier;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/** A merchant who issues, a viewer with some credentials, a club that asks for them, and the time they share. */
final class Show implements AutoCloseable {
    static final String PURCHASE = "https://lianbo.example/credentials/purchase";
    static final String MEMBER = "https://lianbo.example/credentials/member";
    static final Did MERCHANT = Did.parse("did:web:tea.example");
    static final String CLUB = "did:web:club.example";
    static final String NONCE = "0123456789abcdef";

    final SecureRandom random = new SecureRandom();
    final LocalSigningKey merchantKey = LocalSigningKey.generate(KeyAlgorithm.ES256, random);
    final LocalSigningKey viewerKey = LocalSigningKey.generate(KeyAlgorithm.EDDSA, random);
    Instant now = Instant.parse("2026-11-25T20:00:00Z");
    final InstantSource clock = () -> now;
    final CredentialIssuer issuer = CredentialIssuer.of(MERCHANT, merchantKey, clock, random);

    CredentialDraft.Builder draft(String type) {
        return CredentialDraft.builder(type).holderKey(viewerKey.verificationKey());
    }

    Credential purchase(String category, int price) {
        return issuer.issue(draft(PURCHASE)
                .claim("kind", "purchase")
                .disclosableClaim("category", category)
                .disclosableClaim("year", 2026)
                .disclosableClaim("price", price)
                .build());
    }

    Credential member() {
        return issuer.issue(draft(MEMBER)
                .disclosableClaim("level", "gold")
                .disclosableClaim("address", Map.of("city", "Hangzhou", "street", "Longjing Rd"))
                .claim("teas", List.of("green", "white", "oolong"))
                .disclosable(ClaimPath.all("address.city", "address.street", "teas.0", "teas.1", "teas.2"))
                .build());
    }

    Wallet wallet(Credential... credentials) {
        return Wallet.of(viewerKey, List.of(credentials), clock);
    }

    PresentationVerifier verifier() {
        return PresentationVerifier.of(credentials());
    }

    CredentialVerifier credentials() {
        return CredentialVerifier.builder(clock)
                .trust(MERCHANT, merchantKey.verificationKey())
                .build();
    }

    static DcqlRequest request(DcqlQuery query) {
        return DcqlRequest.builder()
                .query(query)
                .audience(CLUB)
                .purpose("access to the tea lovers' room")
                .nonce(NONCE)
                .maxAge(Duration.ofMinutes(5))
                .build();
    }

    /** What the wallet answers by its own plan. */
    Map<String, List<String>> answer(Wallet wallet, DcqlQuery query) {
        return wallet.present(wallet.plan(query, CLUB).plan().orElseThrow(), NONCE);
    }

    @Override
    public void close() {
        merchantKey.close();
        viewerKey.close();
    }
}
