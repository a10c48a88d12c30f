package io.lianbo.did.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lianbo.core.AccountId;
import io.lianbo.core.Address;
import io.lianbo.core.ChainId;
import io.lianbo.core.Verdict;
import io.lianbo.core.Verdict.Reason;
import io.lianbo.core.chain.Chain;
import io.lianbo.core.chain.ContractRevertException;
import io.lianbo.core.crypto.LocalSigner;
import io.lianbo.did.ClaimPath;
import io.lianbo.did.Did;
import io.lianbo.did.KeyAlgorithm;
import io.lianbo.did.LocalSigningKey;
import io.lianbo.did.credential.Credential;
import io.lianbo.did.credential.CredentialDraft;
import io.lianbo.did.credential.CredentialIssuer;
import io.lianbo.did.credential.CredentialVerifier;
import io.lianbo.did.credential.Holder;
import io.lianbo.did.credential.PresentationRequest;
import io.lianbo.did.credential.PresentedCredential;
import io.lianbo.testkit.LocalChain;
import io.lianbo.testkit.LocalChainTest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@LocalChainTest
class CredentialStatusRegistryTest {
    private static final Did MERCHANT = Did.parse("did:web:tea.example");

    private Chain chain;
    private LocalSigner issuer;
    private LocalSigner stranger;
    private CredentialStatusRegistry registry;

    @BeforeEach
    void deploy(LocalChain local) {
        chain = Chain.connect(local.rpcUrl(), new ChainId(local.chainId()));
        issuer = LocalSigner.fromPrivateKey(local.accounts().get(0).privateKey());
        stranger = LocalSigner.fromPrivateKey(local.accounts().get(1).privateKey());
        registry = CredentialStatusRegistry.deploy(chain, stranger);
    }

    @AfterEach
    void disconnect() {
        chain.close();
    }

    @Test
    void theIssuerRevokesAndAnyoneCanTell() {
        Did merchant = MERCHANT;
        // @start region="revoke"
        StatusReference status = registry.reference(issuer.address(), 7); // goes into the credential
        assertThat(registry.check(status, merchant).isVerified()).isTrue();

        registry.revoke(issuer, 7);
        assertThat(registry.check(status, merchant).isVerified()).isFalse();
        // @end region="revoke"
        assertThat(registry.check(status, merchant).reasons())
                .extracting(Reason::code)
                .containsExactly("REVOKED");
        assertThat(registry.isRevoked(issuer.address(), 6)).isFalse();
        assertThat(registry.isRevoked(issuer.address(), 8)).isFalse();
        assertThat(registry.isRevoked(issuer.address(), 7 + 256)).isFalse();
        assertThat(CredentialStatusRegistry.at(chain, registry.account().address())
                        .isRevoked(issuer.address(), 7))
                .isTrue();
    }

    @Test
    void nobodyRevokesForAnother() {
        registry.revoke(stranger, 7);

        assertThat(registry.isRevoked(issuer.address(), 7)).isFalse();
    }

    @Test
    void revokingTwiceIsAnErrorThatSaysSo() {
        registry.revoke(issuer, StatusReference.MAX_INDEX);

        assertThatExceptionOfType(ContractRevertException.class)
                .isThrownBy(() -> registry.revoke(issuer, StatusReference.MAX_INDEX))
                .satisfies(e -> assertThat(e.error().name()).isEqualTo("AlreadyRevoked"));
    }

    @Test
    void cannotTellForAnotherRegistry() {
        StatusReference elsewhere =
                new StatusReference.OnChain(new AccountId(chain.id(), stranger.address()), issuer.address(), 7);

        assertThat(registry.check(elsewhere, MERCHANT).reasons())
                .extracting(Reason::code)
                .containsExactly("STATUS_UNAVAILABLE");
    }

    @Test
    void refusesAnAddressWithoutAContract() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CredentialStatusRegistry.at(chain, stranger.address()))
                .withMessageContaining("no contract at " + stranger.address());
    }

    @Test
    void aCredentialIsAskedAboutEachTimeAndRefusedWhenNobodyAnswers() {
        Instant now = Instant.parse("2026-11-24T20:00:00Z");
        InstantSource clock = InstantSource.fixed(now);
        LocalChain other = LocalChain.start();
        try (Chain soonGone = Chain.connect(other.rpcUrl(), new ChainId(other.chainId()));
                LocalSigningKey merchantKey = LocalSigningKey.generate(KeyAlgorithm.ES256, new SecureRandom());
                LocalSigningKey viewerKey = LocalSigningKey.generate(KeyAlgorithm.ES256, new SecureRandom())) {
            CredentialStatusRegistry theirs = CredentialStatusRegistry.deploy(soonGone, issuer);
            Credential credential = CredentialIssuer.of(MERCHANT, merchantKey, clock, new SecureRandom())
                    .issue(CredentialDraft.builder("urn:purchase")
                            .holderKey(viewerKey.verificationKey())
                            .disclosableClaim("category", "tea")
                            .status(theirs.reference(issuer.address(), 300))
                            .build());
            PresentationRequest request = PresentationRequest.builder()
                    .credentialType("urn:purchase")
                    .audience("did:web:shop.example")
                    .purpose("a discount")
                    .nonce("0123456789abcdef")
                    .maxAge(Duration.ofMinutes(5))
                    .build();
            String presentation = Holder.of(viewerKey, clock).present(credential, request, ClaimPath.all("category"));
            CredentialVerifier verifier = CredentialVerifier.builder(clock)
                    .trust(MERCHANT, merchantKey.verificationKey())
                    .status(theirs)
                    .build();

            assertThat(verifier.verify(presentation, request).reasons()).isEmpty();
            theirs.revoke(issuer, 300);
            assertRefused(verifier.verify(presentation, request), "REVOKED");
            other.close();
            assertRefused(verifier.verify(presentation, request), "STATUS_UNAVAILABLE");
        } finally {
            other.close();
        }
    }

    @Test
    void refusesAnIndexThatJsonWouldRound() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> registry.reference(Address.ZERO, StatusReference.MAX_INDEX + 1))
                .withMessageContaining("9007199254740991");
        assertThatIllegalArgumentException().isThrownBy(() -> registry.reference(Address.ZERO, -1));
    }

    private static void assertRefused(Verdict<PresentedCredential> verdict, String code) {
        assertThat(verdict.reasons()).extracting(Reason::code).containsExactly(code);
    }
}
