package io.lianbo.did.vc;

import static org.assertj.core.api.Assertions.assertThat;

import io.lianbo.core.Verdict;
import io.lianbo.did.Did;
import io.lianbo.did.KeyAlgorithm;
import io.lianbo.did.LocalSigningKey;
import io.lianbo.did.dataintegrity.KeyLookup;
import io.lianbo.did.dataintegrity.ProofPurpose;
import io.lianbo.did.net.Fetched;
import io.lianbo.did.net.Fetcher;
import io.lianbo.did.resolve.DidDocument;
import io.lianbo.did.resolve.DidMethod;
import io.lianbo.did.resolve.DidResolver;
import io.lianbo.did.resolve.Relationship;
import io.lianbo.did.status.StatusReference;
import io.lianbo.did.status.list.SignedStatusList;
import io.lianbo.did.status.list.StatusBook;
import io.lianbo.did.status.list.StatusListCheck;
import io.lianbo.did.status.list.StatusListIssuer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Keys from the issuer's document and status from his list, both found where the credential says. */
class VcOverTheWebTest {
    private static final Did MERCHANT = Did.parse("did:web:tea.example");
    private static final URI DOCUMENT = URI.create("https://tea.example/.well-known/did.json");
    private static final URI LIST = URI.create("https://tea.example/status/1");

    private final SecureRandom random = new SecureRandom();
    private final InstantSource clock = InstantSource.fixed(Instant.parse("2026-11-25T20:00:00Z"));
    private final LocalSigningKey key = LocalSigningKey.generate(KeyAlgorithm.ES384, random);
    private final LocalSigningKey authentication = LocalSigningKey.generate(KeyAlgorithm.ES384, random);
    private final StatusListIssuer statuses = StatusListIssuer.builder(MERCHANT, key, clock, random)
            .bitstring(LIST, StatusReference.BitstringEntry.REVOCATION)
            .book(StatusBook.inMemory())
            .build();
    private final StatusReference.BitstringEntry place =
            (StatusReference.BitstringEntry) statuses.allocate().orElseThrow();
    private final Map<URI, Fetched> web = new ConcurrentHashMap<>();
    private final Fetcher fetcher = request -> Optional.ofNullable(web.get(request.uri()))
            .map(Verdict::ok)
            .orElseGet(() -> Verdict.refused("NOT_FOUND", "nothing at " + request.uri()));
    private final DidResolver resolver = DidResolver.of(DidMethod.web(fetcher), DidMethod.key());

    // @start region="web"
    private final VcVerifier verifier = VcVerifier.builder(clock)
            .trust(MERCHANT.toUri(), KeyLookup.resolvedBy(resolver))
            .holders(KeyLookup.resolvedBy(resolver))
            .status(VcStatusCheck.by(StatusListCheck.builder(fetcher, clock)
                    .trust(MERCHANT, resolver)
                    .maxStaleness(Duration.ZERO)
                    .build()))
            .build();
    // @end region="web"

    @AfterEach
    void closeKeys() {
        key.close();
        authentication.close();
    }

    private void host(URI uri, String mediaType, String body) {
        web.put(uri, Fetched.of(uri, mediaType, body.getBytes(StandardCharsets.UTF_8)));
    }

    private void hostDocument() {
        host(
                DOCUMENT,
                "application/did+json",
                DidDocument.builder(MERCHANT)
                        .key("key-1", key.verificationKey(), Relationship.ASSERTION_METHOD)
                        .key("key-2", authentication.verificationKey(), Relationship.AUTHENTICATION)
                        .build()
                        .toString());
    }

    private void publish() {
        SignedStatusList list = statuses.publish();
        host(LIST, list.mediaType(), list.compact());
    }

    private static VerifiableCredential membership(CredentialEntry status) {
        return VerifiableCredential.builder(MERCHANT)
                .contexts(VerifiableCredential.UNDEFINED_TERMS)
                .type("Membership")
                .subject(Did.parse("did:web:viewer.example"), Map.of("tier", "gold"))
                .status(status)
                .build();
    }

    private String issued(LocalSigningKey signer, String method, CredentialEntry status) {
        return VcIssuer.of(MERCHANT, signer, MERCHANT + method, clock).issueWithProof(membership(status));
    }

    private List<String> codes(String credential) {
        return verifier.verify(credential, "Membership").reasons().stream()
                .map(Verdict.Reason::code)
                .toList();
    }

    @Test
    void aCredentialStandsUntilItsIssuerRevokesIt() {
        hostDocument();
        publish();
        CredentialEntry status = new CredentialEntry(Map.copyOf(place.toMap()));
        String proven = issued(key, "#key-1", status);
        String token = VcIssuer.of(MERCHANT, key, MERCHANT + "#key-1", clock).issueToken(membership(status));
        assertThat(codes(proven)).isEmpty();
        assertThat(codes(token)).isEmpty();

        statuses.revoke(place);
        publish();
        assertThat(codes(proven)).containsExactly("REVOKED");
        assertThat(codes(token)).containsExactly("REVOKED");

        web.remove(LIST);
        assertThat(codes(proven)).containsExactly("STATUS_UNAVAILABLE");
    }

    @Test
    void aKeyCountsForWhatTheDocumentSaysAlone() {
        publish();
        CredentialEntry status = new CredentialEntry(Map.copyOf(place.toMap()));
        assertThat(codes(issued(key, "#key-1", status))).containsExactly("DID_UNRESOLVED");
        hostDocument();
        assertThat(codes(issued(authentication, "#key-2", status))).containsExactly("RELATIONSHIP_MISMATCH");
        assertThat(codes(issued(key, "#key-3", status))).containsExactly("METHOD_NOT_FOUND");
        assertThat(codes(issued(authentication, "#key-1", status))).containsExactly("SIGNATURE_INVALID");
        assertThat(KeyLookup.resolvedBy(resolver)
                        .find(MERCHANT.toString(), ProofPurpose.AUTHENTICATION)
                        .value()
                        .orElseThrow())
                .containsExactly(authentication.verificationKey());
        assertThat(KeyLookup.resolvedBy(resolver)
                        .find("https://tea.example", ProofPurpose.AUTHENTICATION)
                        .reasons())
                .extracting(Verdict.Reason::code)
                .containsExactly("KEY_UNKNOWN");
    }

    @Test
    void aStatusOfAnotherKindIsARefusal() {
        hostDocument();
        publish();
        for (CredentialEntry odd : List.of(
                CredentialEntry.of("OtherStatus", Map.of("n", 1)),
                CredentialEntry.of("BitstringStatusListEntry", Map.of("statusListIndex", "-1")))) {
            assertThat(codes(issued(key, "#key-1", odd))).containsExactly("STATUS_UNAVAILABLE");
        }
    }
}
