package io.lianbo.did.consent.ledger;

import io.lianbo.core.AccountId;
import io.lianbo.core.ChainId;
import io.lianbo.core.Hash32;
import io.lianbo.core.Verdict;
import io.lianbo.core.chain.Chain;
import io.lianbo.core.crypto.LocalSigner;
import io.lianbo.did.Did;
import io.lianbo.did.KeyAlgorithm;
import io.lianbo.did.LocalSigningKey;
import io.lianbo.did.VerificationKey;
import io.lianbo.did.consent.ConsentGrant;
import io.lianbo.did.credential.Credential;
import io.lianbo.did.credential.CredentialDraft;
import io.lianbo.did.credential.CredentialIssuer;
import io.lianbo.did.credential.CredentialVerifier;
import io.lianbo.did.credential.PresentationRequest;
import io.lianbo.did.login.Login;
import io.lianbo.did.login.LoginMessage;
import io.lianbo.did.login.LoginVerifier;
import io.lianbo.did.login.NonceStore;
import io.lianbo.did.status.CredentialStatusRegistry;
import io.lianbo.did.status.StatusCheck;
import io.lianbo.testkit.LocalChain;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;

/** A service as a platform would run one: its chain, its logins, its credentials and its ledger, none of them shared with another. */
final class Platform implements AutoCloseable {
    final String domain;
    final Did did;

    private final LocalChain local = LocalChain.start();
    private final Chain chain = Chain.connect(local.rpcUrl(), new ChainId(local.chainId()));
    private final LocalSigner operator =
            LocalSigner.fromPrivateKey(local.accounts().getFirst().privateKey());
    private final SecureRandom random = new SecureRandom();
    private final LocalSigningKey key = LocalSigningKey.generate(KeyAlgorithm.ES256, random);
    private final CredentialStatusRegistry registry = CredentialStatusRegistry.deploy(chain, operator);
    private final InstantSource clock;
    private final NonceStore nonces;
    private final LoginVerifier logins;
    final ConsentLedger ledger = ConsentLedger.inMemory();

    Platform(String domain, InstantSource clock) {
        this.domain = domain;
        this.did = Did.parse("did:web:" + domain);
        this.clock = clock;
        this.nonces = NonceStore.inMemory(clock, random, Duration.ofMinutes(5));
        this.logins = LoginVerifier.builder()
                .domain(domain)
                .uri(URI.create("https://" + domain), did.toUri())
                .chain(chain.id())
                .nonces(nonces)
                .clock(clock)
                .build();
    }

    ChainId chainId() {
        return chain.id();
    }

    LoginMessage.Builder message(AccountId account) {
        return LoginMessage.builder()
                .domain(domain)
                .account(account)
                .uri(URI.create("https://" + domain))
                .nonce(nonces.issue())
                .issuedAt(clock.instant());
    }

    /** Logs someone in, and records what she consented to with that. */
    Verdict<Login> login(String message, String signature) {
        Verdict<Login> verdict = logins.verify(message, signature);
        verdict.value()
                .filter(login -> login.consent().isPresent())
                .ifPresent(login -> ledger.record(login, clock.instant()));
        return verdict;
    }

    /** Vouches for a purchase; that it was revoked is told on this platform's chain. */
    Credential sell(Did buyer, VerificationKey holderKey, long index) {
        return CredentialIssuer.of(did, key, clock, random)
                .issue(CredentialDraft.builder(Show.PURCHASE)
                        .holderKey(holderKey)
                        .subject(buyer)
                        .disclosableClaim("category", "tea")
                        .disclosableClaim("price", 12_500)
                        .status(registry.reference(operator.address(), index))
                        .build());
    }

    void takeBack(long index) {
        registry.revoke(operator, index);
    }

    PresentationRequest request() {
        return PresentationRequest.builder()
                .credentialType(Show.PURCHASE)
                .audience(did.toString())
                .purpose(Show.PURPOSE)
                .nonce(nonces.issue())
                .maxAge(Duration.ofMinutes(5))
                .build();
    }

    ConsentGrant.Builder grant(Did holder) {
        return ConsentGrant.builder()
                .holder(holder)
                .grantee(did)
                .purpose(Show.PURPOSE)
                .credentialType(Show.PURCHASE)
                .claims("category")
                .expiresAt(clock.instant().plus(Duration.ofDays(30)));
    }

    /** Reads a purchase that any of these platforms vouches for. */
    Verdict<ConsentedReading> read(
            String presentation, PresentationRequest request, Hash32 grant, Platform... trusted) {
        CredentialVerifier.Builder credentials = CredentialVerifier.builder(clock)
                .status(StatusCheck.firstOf(Arrays.stream(trusted)
                        .map(platform -> platform.registry)
                        .toArray(StatusCheck[]::new)));
        for (Platform platform : trusted) {
            credentials.trust(platform.did, platform.key.verificationKey());
        }
        return ConsentedVerifier.of(credentials.build(), ledger, clock)
                .signingReceipts(key)
                .verify(presentation, request, grant);
    }

    @Override
    public void close() {
        key.close();
        operator.close();
        chain.close();
        local.close();
    }
}
