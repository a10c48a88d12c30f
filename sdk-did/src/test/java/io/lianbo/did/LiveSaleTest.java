package io.lianbo.did;

import static org.assertj.core.api.Assertions.assertThat;

import io.lianbo.core.AccountId;
import io.lianbo.core.ChainId;
import io.lianbo.core.Verdict;
import io.lianbo.core.Verdict.Reason;
import io.lianbo.core.crypto.LocalSigner;
import io.lianbo.did.consent.ConsentGrant;
import io.lianbo.did.credential.Credential;
import io.lianbo.did.credential.CredentialDraft;
import io.lianbo.did.credential.CredentialIssuer;
import io.lianbo.did.credential.CredentialVerifier;
import io.lianbo.did.credential.Holder;
import io.lianbo.did.credential.PresentationRequest;
import io.lianbo.did.credential.PresentedCredential;
import io.lianbo.did.login.Login;
import io.lianbo.did.login.LoginMessage;
import io.lianbo.did.login.LoginVerifier;
import io.lianbo.did.login.NonceStore;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** One evening: a viewer logs in and consents with one signature, buys, and later proves elsewhere that she did. */
class LiveSaleTest {
    private static final String PURCHASE = "https://lianbo.example/credentials/purchase";

    private final SecureRandom random = new SecureRandom();
    private final Instant now = Instant.parse("2026-11-24T20:00:00Z");
    private final InstantSource clock = InstantSource.fixed(now);
    private final ChainId chain = new ChainId(31337);

    @Test
    void logsInConsentsBuysAndProvesIt() {
        LocalSigner wallet = LocalSigner.generate(random);
        AccountId account = new AccountId(chain, wallet.address());
        Did viewer = Did.ofAccount(account);
        LocalSigningKey viewerKey = LocalSigningKey.generate(KeyAlgorithm.ES256, random);
        LocalSigningKey merchantKey = LocalSigningKey.generate(KeyAlgorithm.ES256, random);
        Did merchant = merchantKey.verificationKey().did();
        NonceStore nonces = NonceStore.inMemory(clock, random, Duration.ofMinutes(5));

        // @start region="grant"
        ConsentGrant grant = ConsentGrant.builder()
                .holder(viewer)
                .grantee(merchant)
                .purpose("a discount for regulars")
                .credentialType(PURCHASE)
                .claims("category", "year")
                .expiresAt(now.plus(Duration.ofDays(30)))
                .build();
        LoginMessage message = LoginMessage.builder()
                .domain("live.example")
                .account(account)
                .statement("Welcome to the tea show.")
                .nonce(nonces.issue())
                .issuedAt(now)
                .consent(grant)
                .build();
        // @end region="grant"
        LoginVerifier logins = LoginVerifier.builder()
                .domain("live.example")
                .uri(merchant.toUri())
                .chain(chain)
                .nonces(nonces)
                .clock(clock)
                .build();
        Login login = logins.verify(
                        message.toString(),
                        wallet.signMessage(message.toString()).toString())
                .value()
                .orElseThrow();
        assertThat(login.did()).isEqualTo(viewer);
        assertThat(login.consent()).contains(grant);

        // @start region="issue"
        CredentialIssuer issuer = CredentialIssuer.of(merchant, merchantKey, clock, random);
        Credential credential = issuer.issue(CredentialDraft.builder(PURCHASE)
                .holderKey(viewerKey.verificationKey())
                .subject(viewer)
                .disclosableClaim("category", "tea")
                .disclosableClaim("year", 2026)
                .disclosableClaim("price", "12.50 USDC")
                .build());
        // @end region="issue"

        // The merchant reads the two claims she granted, and no third.
        PresentationRequest ofMerchant = PresentationRequest.builder()
                .credentialType(PURCHASE)
                .audience(merchant.toString())
                .purpose("a discount for regulars")
                .nonce(nonces.issue())
                .maxAge(Duration.ofMinutes(5))
                .build();
        Holder holder = Holder.of(viewerKey, clock);
        CredentialVerifier verifier = CredentialVerifier.builder(clock)
                .trust(merchant, merchantKey.verificationKey())
                .build();
        String two = holder.present(credential, ofMerchant, ClaimPath.all("sub", "category", "year"));
        assertThat(verifier.verify(two, ofMerchant, login.consent().orElseThrow())
                        .isVerified())
                .isTrue();
        String three = holder.present(credential, ofMerchant, ClaimPath.all("sub", "category", "year", "price"));
        assertThat(verifier.verify(three, ofMerchant, grant).reasons())
                .extracting(Reason::code)
                .containsExactly("CLAIM_NOT_GRANTED");

        // A third platform learns that she bought tea this year: not what for, not who she is.
        // @start region="present"
        PresentationRequest request = PresentationRequest.builder()
                .credentialType(PURCHASE)
                .audience("did:web:third.example")
                .purpose("access to the tea lovers' room")
                .nonce(nonces.issue())
                .maxAge(Duration.ofMinutes(5))
                .build();
        String presentation = holder.present(credential, request, ClaimPath.all("category", "year"));
        // @end region="present"
        // @start region="verify"
        Verdict<PresentedCredential> verdict = CredentialVerifier.builder(clock)
                .trust(merchant, merchantKey.verificationKey())
                .build()
                .verify(presentation, request);
        Map<String, Object> claims = verdict.value().orElseThrow().claims();
        // @end region="verify"
        assertThat(claims).isEqualTo(Map.of("category", "tea", "year", 2026L));
    }
}
