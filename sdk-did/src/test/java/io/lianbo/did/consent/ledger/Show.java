package io.lianbo.did.consent.ledger;

import io.lianbo.core.AccountId;
import io.lianbo.core.ChainId;
import io.lianbo.core.crypto.LocalSigner;
import io.lianbo.did.ClaimPath;
import io.lianbo.did.Did;
import io.lianbo.did.KeyAlgorithm;
import io.lianbo.did.LocalSigningKey;
import io.lianbo.did.consent.ConsentGrant;
import io.lianbo.did.credential.Credential;
import io.lianbo.did.credential.CredentialDraft;
import io.lianbo.did.credential.CredentialIssuer;
import io.lianbo.did.credential.CredentialVerifier;
import io.lianbo.did.credential.Holder;
import io.lianbo.did.credential.PresentationRequest;
import io.lianbo.did.login.LoginMessage;
import io.lianbo.did.login.LoginVerifier;
import io.lianbo.did.login.NonceStore;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;

/** A viewer with a wallet and a credential about her purchase, a shop that reads it, and the time they share. */
final class Show implements AutoCloseable {
    static final String PURCHASE = "https://lianbo.example/credentials/purchase";
    static final String PURPOSE = "a discount for regulars";
    static final Did TEA = Did.parse("did:web:tea.example");
    static final Did SHOP = Did.parse("did:web:shop.example");
    static final ChainId CHAIN = new ChainId(31337);

    final SecureRandom random = new SecureRandom();
    final LocalSigner wallet = LocalSigner.generate(random);
    final AccountId account = new AccountId(CHAIN, wallet.address());
    final Did viewer = Did.ofAccount(account);
    final LocalSigningKey viewerKey = LocalSigningKey.generate(KeyAlgorithm.EDDSA, random);
    final LocalSigningKey teaKey = LocalSigningKey.generate(KeyAlgorithm.ES256, random);
    final LocalSigningKey shopKey = LocalSigningKey.generate(KeyAlgorithm.EDDSA, random);
    Instant now = Instant.parse("2026-11-24T20:00:00.123456Z");
    final InstantSource clock = () -> now;
    final NonceStore nonces = NonceStore.inMemory(clock, random, Duration.ofMinutes(5));
    final LoginVerifier logins = LoginVerifier.builder()
            .domain("shop.example")
            .uri(SHOP.toUri())
            .chain(CHAIN)
            .nonces(nonces)
            .clock(clock)
            .build();
    final Credential credential = credential(PURCHASE);

    Credential credential(String type) {
        return CredentialIssuer.of(TEA, teaKey, clock, random)
                .issue(CredentialDraft.builder(type)
                        .holderKey(viewerKey.verificationKey())
                        .subject(viewer)
                        .disclosableClaim("category", "tea")
                        .disclosableClaim("year", 2026)
                        .disclosableClaim("price", 12_500)
                        .disclosableClaim("address", Map.of("city", "Hangzhou", "street", "Longjing Rd"))
                        .disclosable(ClaimPath.all("address.city", "address.street"))
                        .build());
    }

    ConsentGrant.Builder grant() {
        return ConsentGrant.builder()
                .holder(viewer)
                .grantee(SHOP)
                .purpose(PURPOSE)
                .credentialType(PURCHASE)
                .claims("category", "year", "address")
                .expiresAt(now.plus(Duration.ofDays(30)));
    }

    /** Logs in with a grant and records it. */
    ConsentRecord record(ConsentLedger ledger, ConsentGrant grant) {
        String text = LoginMessage.builder()
                .domain("shop.example")
                .account(account)
                .nonce(nonces.issue())
                .issuedAt(now)
                .consent(grant)
                .build()
                .toString();
        String signature = wallet.signMessage(text).toString();
        return ledger.record(logins.verify(text, signature).value().orElseThrow(), now);
    }

    CredentialVerifier.Builder credentials() {
        return CredentialVerifier.builder(clock).trust(TEA, teaKey.verificationKey());
    }

    PresentationRequest request() {
        return request(PURPOSE);
    }

    PresentationRequest request(String purpose) {
        return PresentationRequest.builder()
                .credentialType(PURCHASE)
                .audience(SHOP.toString())
                .purpose(purpose)
                .nonce(nonces.issue())
                .maxAge(Duration.ofMinutes(5))
                .build();
    }

    String present(PresentationRequest request, String... claims) {
        return Holder.of(viewerKey, clock).present(credential, request, ClaimPath.all(claims));
    }

    @Override
    public void close() {
        viewerKey.close();
        teaKey.close();
        shopKey.close();
        wallet.close();
    }
}
