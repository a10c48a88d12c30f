package io.lianbo.did;

import static org.assertj.core.api.Assertions.assertThat;

import io.lianbo.core.Verdict;
import io.lianbo.core.json.StrictJson;
import io.lianbo.did.commerce.CommerceType;
import io.lianbo.did.commerce.Money;
import io.lianbo.did.commerce.Purchase;
import io.lianbo.did.credential.Credential;
import io.lianbo.did.credential.CredentialIssuer;
import io.lianbo.did.credential.CredentialVerifier;
import io.lianbo.did.net.Fetched;
import io.lianbo.did.net.Fetcher;
import io.lianbo.did.presentation.CredentialQuery;
import io.lianbo.did.presentation.DcqlQuery;
import io.lianbo.did.presentation.DcqlRequest;
import io.lianbo.did.presentation.DisclosurePlan;
import io.lianbo.did.presentation.PresentationVerdict;
import io.lianbo.did.presentation.PresentationVerifier;
import io.lianbo.did.presentation.Wallet;
import io.lianbo.did.resolve.CachingDidMethod;
import io.lianbo.did.resolve.DidDocument;
import io.lianbo.did.resolve.DidMethod;
import io.lianbo.did.resolve.DidResolver;
import io.lianbo.did.resolve.Relationship;
import io.lianbo.did.status.StatusReference;
import io.lianbo.did.status.list.SignedStatusList;
import io.lianbo.did.status.list.StatusBook;
import io.lianbo.did.status.list.StatusListCheck;
import io.lianbo.did.status.list.StatusListIssuer;
import java.math.BigInteger;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The life of a credential, as the guide tells it: from the issuer's DID to its revocation. */
class CredentialsGuideTest {
    private final SecureRandom random = new SecureRandom();
    private Instant now = Instant.parse("2026-11-25T20:00:00Z");
    private final InstantSource clock = () -> now;

    /** What the shop has put on the web, by its address; everything else is not there. */
    private final Map<URI, Fetched> web = new HashMap<>();

    private final Fetcher fetcher = request -> Optional.ofNullable(web.get(request.uri()))
            .map(Verdict::ok)
            .orElseGet(() -> Verdict.refused("NOT_FOUND", "nothing at " + request.uri()));

    private void host(String address, String mediaType, String body) {
        URI uri = URI.create(address);
        web.put(uri, Fetched.of(uri, mediaType, body.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void aPurchaseIsIssuedAskedForShownVerifiedAndRevoked() {
        // @start region="did"
        LocalSigningKey shopKey = LocalSigningKey.generate(KeyAlgorithm.ES256, random);
        Did shop = Did.ofWeb("tea.example");
        DidDocument document = DidDocument.builder(shop)
                .key("key-1", shopKey.verificationKey(), Relationship.ASSERTION_METHOD)
                .build();
        String hosted = document.toString(); // at https://tea.example/.well-known/did.json

        LocalSigningKey viewerKey = LocalSigningKey.generate(KeyAlgorithm.EDDSA, random);
        Did viewer = viewerKey.verificationKey().did(); // a did:key, which needs no host
        // @end region="did"
        host("https://tea.example/.well-known/did.json", "application/did+json", hosted);
        assertThat(viewer.method()).isEqualTo("key");

        // @start region="issue"
        StatusListIssuer statuses = StatusListIssuer.builder(shop, shopKey, clock, random)
                .tokenList(URI.create("https://tea.example/status/1"), 1)
                .book(StatusBook.inMemory()) // JdbcStatusBook.in(database) in production
                .build();
        StatusReference place = statuses.allocate().orElseThrow();

        Purchase purchase = new Purchase(
                "ORDER-42", "green tea", "Longjing, 250 g", new Money(BigInteger.valueOf(12_500), "CNY", 2), now);
        Credential credential = CredentialIssuer.of(shop, shopKey, clock, random)
                .issue(purchase.draft(viewerKey.verificationKey())
                        .expiresAt(now.plus(Duration.ofDays(365)))
                        .status(place)
                        .build());
        String kept = credential.compact(); // for the viewer to keep
        // @end region="issue"
        publish(statuses.publish());

        // @start region="ask"
        DcqlRequest request = DcqlRequest.builder()
                .query(DcqlQuery.of(CredentialQuery.builder("purchase")
                        .types(CommerceType.PURCHASE.vct())
                        .claims("category", "year")
                        .build()))
                .audience("did:web:club.example")
                .purpose("access to the tea lovers' room")
                .nonce("n-0S6_WzA2Mj-1f3a") // made for this answer alone
                .maxAge(Duration.ofMinutes(5))
                .build();
        String question = request.query().toJson(); // the dcql_query, to the wallet
        // @end region="ask"

        // @start region="present"
        Wallet wallet = Wallet.of(viewerKey, List.of(Credential.parse(kept)), clock);
        DisclosurePlan plan = wallet.plan(DcqlQuery.parse(question), "did:web:club.example")
                .plan()
                .orElseThrow();
        String shown = plan.describe(); // for her eyes; nothing is disclosed yet
        String answer = StrictJson.write(wallet.present(plan, "n-0S6_WzA2Mj-1f3a"));
        // @end region="present"
        assertThat(shown).contains("\"category\": \"green tea\"", "\"order\"").doesNotContain("ORDER-42");

        // @start region="verify"
        DidMethod cached =
                CachingDidMethod.of(DidMethod.web(fetcher), Duration.ofMinutes(10), Duration.ofSeconds(30), clock);
        DidResolver resolver = DidResolver.of(cached, DidMethod.key());
        PresentationVerifier verifier = PresentationVerifier.of(CredentialVerifier.builder(clock)
                .trust(shop, resolver)
                .status(StatusListCheck.builder(fetcher, clock)
                        .trust(shop, resolver)
                        .maxStaleness(Duration.ofMinutes(5))
                        .build())
                .build()); // fetcher is HttpFetcher.create()
        String outcome = switch (verifier.verify(answer, request)) {
            case PresentationVerdict.Accepted accepted ->
                "bought " + accepted.credentials().get("purchase").getFirst().claims();
            case PresentationVerdict.Refused refused -> "refused: " + refused.reasons();
        };
        // @end region="verify"
        assertThat(outcome).startsWith("bought").contains("category=green tea", "year=2026");

        // @start region="revoke"
        statuses.revoke(place);
        SignedStatusList list = statuses.publish(); // to be served at https://tea.example/status/1
        // @end region="revoke"
        publish(list);
        assertThat(verifier.verify(answer, request)).isInstanceOf(PresentationVerdict.Accepted.class);
        now = now.plus(Duration.ofMinutes(5).plusSeconds(1)); // as late as the verifier put up with
        String later = StrictJson.write(wallet.present(plan, "n-0S6_WzA2Mj-1f3a"));
        assertThat(((PresentationVerdict.Refused) verifier.verify(later, request)).reasons())
                .extracting("code")
                .containsExactly("REVOKED");
    }

    private void publish(SignedStatusList list) {
        host("https://tea.example/status/1", list.mediaType(), list.compact());
    }
}
