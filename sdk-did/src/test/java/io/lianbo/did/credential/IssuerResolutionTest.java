package io.lianbo.did.credential;

import static io.lianbo.did.credential.Parties.MERCHANT;
import static io.lianbo.did.credential.Parties.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.lianbo.core.Verdict;
import io.lianbo.did.ClaimPath;
import io.lianbo.did.Did;
import io.lianbo.did.KeyAlgorithm;
import io.lianbo.did.LocalSigningKey;
import io.lianbo.did.net.Fetched;
import io.lianbo.did.net.Fetcher;
import io.lianbo.did.resolve.CachingDidMethod;
import io.lianbo.did.resolve.DidDocument;
import io.lianbo.did.resolve.DidMethod;
import io.lianbo.did.resolve.DidResolver;
import io.lianbo.did.resolve.Relationship;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The issuer's keys are those that its document names, as of the moment of verifying. */
class IssuerResolutionTest {
    private final Parties parties = new Parties();
    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicReference<String> hosted = new AtomicReference<>("");
    private final Fetcher fetcher = request -> {
        asked.incrementAndGet();
        return hosted.get().isEmpty()
                ? Verdict.refused("UNREACHABLE", "nobody answers")
                : Verdict.ok(Fetched.of(
                        request.uri(), "application/did+json", hosted.get().getBytes(StandardCharsets.UTF_8)));
    };

    @AfterEach
    void closeKeys() {
        parties.close();
    }

    @Test
    void trustsTheKeysOfTheIssuersDocument() {
        host(parties.merchantKey, Relationship.ASSERTION_METHOD);
        // @start region="trust"
        DidMethod web = CachingDidMethod.of(
                DidMethod.web(fetcher), Duration.ofMinutes(10), Duration.ofSeconds(30), parties.clock);
        CredentialVerifier verifier = CredentialVerifier.builder(parties.clock)
                .trust(MERCHANT, DidResolver.of(web))
                .build();
        // @end region="trust"
        assertThat(verifier.verify(presentation(), parties.request).reasons()).isEmpty();
        assertThat(verifier.verify(presentation(), parties.request).reasons()).isEmpty();
        assertThat(asked).hasValue(1);
    }

    @Test
    void aKeyThatIsNotForAssertionsSignsNoCredential() {
        host(parties.merchantKey, Relationship.AUTHENTICATION);

        refused(verifier().verify(presentation(), parties.request), "ALGORITHM_REFUSED");
    }

    @Test
    void aKeyThatWasReplacedIsNotBelievedAnyMore() {
        host(parties.merchantKey, Relationship.ASSERTION_METHOD);
        CredentialVerifier verifier = verifier();
        assertThat(verifier.verify(presentation(), parties.request).reasons()).isEmpty();

        try (LocalSigningKey next = LocalSigningKey.generate(KeyAlgorithm.ES256, parties.random)) {
            host(next, Relationship.ASSERTION_METHOD);
            refused(verifier.verify(presentation(), parties.request), "ISSUER_SIGNATURE_INVALID");
        }
    }

    @Test
    void anIssuerThatIsNotResolvedIsNotBelieved() {
        refused(verifier().verify(presentation(), parties.request), "ISSUER_UNRESOLVED");
    }

    @Test
    void nobodyIsAskedAboutAnIssuerThatIsNotTrusted() {
        CredentialVerifier verifier = CredentialVerifier.builder(parties.clock)
                .trust(Did.ofWeb("coffee.example"), DidResolver.of(DidMethod.web(fetcher)))
                .build();

        refused(verifier.verify(presentation(), parties.request), "ISSUER_UNTRUSTED");
        assertThat(asked).hasValue(0);
    }

    private CredentialVerifier verifier() {
        return CredentialVerifier.builder(parties.clock)
                .trust(MERCHANT, DidResolver.of(DidMethod.web(fetcher)))
                .build();
    }

    private void host(LocalSigningKey key, Relationship use) {
        hosted.set(DidDocument.builder(MERCHANT)
                .key("key-1", key.verificationKey(), use)
                .build()
                .toString());
    }

    private String presentation() {
        return parties.holder.present(parties.purchase(), parties.request, ClaimPath.all("category"));
    }
}
