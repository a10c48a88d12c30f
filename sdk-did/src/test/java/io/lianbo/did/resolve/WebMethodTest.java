package io.lianbo.did.resolve;

import static io.lianbo.did.resolve.DidResolverTest.error;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.sun.net.httpserver.HttpServer;
import io.lianbo.core.Verdict;
import io.lianbo.did.Did;
import io.lianbo.did.KeyAlgorithm;
import io.lianbo.did.LocalSigningKey;
import io.lianbo.did.net.FetchRequest;
import io.lianbo.did.net.Fetched;
import io.lianbo.did.net.Fetcher;
import io.lianbo.did.net.HttpFetcher;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebMethodTest {
    private static final Did TEA = Did.ofWeb("tea.example");

    @ParameterizedTest
    @CsvSource({
        "did:web:tea.example, https://tea.example/.well-known/did.json",
        "did:web:tea.example:shops:7, https://tea.example/shops/7/did.json",
        "did:web:tea.example%3A8443, https://tea.example:8443/.well-known/did.json",
        "did:web:tea.example%3a8443:shops, https://tea.example:8443/shops/did.json",
        "did:web:localhost, https://localhost/.well-known/did.json",
        "did:web:xn--1lq90i.example:a%20b, https://xn--1lq90i.example/a%20b/did.json"
    })
    void aDidSaysWhereItsDocumentLies(String did, URI location) {
        assertThat(WebMethod.location(Did.parse(did))).contains(location);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "did:web:127.0.0.1",
                "did:web:10.0.0.1%3A80",
                "did:web:2130706433",
                "did:web:0x7f000001",
                "did:web:127.0x1",
                "did:web:%5B%3A%3A1%5D",
                "did:web:user%40tea.example",
                "did:web:tea.example%2Fa",
                "did:web:tea..example",
                "did:web:.example",
                "did:web:tea.example%3A",
                "did:web:tea.example%3A123456",
                "did:web:tea.example::a",
                "did:web:tea.example:..:a",
                "did:web:tea.example:%2e%2E:a",
                "did:web:tea.example:a:."
            })
    void aDidWithoutAPlaceIsRefusedUnasked(String did) {
        Fetcher nobody = request -> {
            throw new AssertionError("asked for " + request);
        };
        assertThat(error(DidMethod.web(nobody).resolve(Did.parse(did), ResolutionOptions.latest())))
                .isEqualTo(ResolutionError.INVALID_DID);
    }

    @Test
    void namesAPlace() {
        assertThat(Did.ofWeb("tea.example")).hasToString("did:web:tea.example");
        assertThat(Did.ofWeb("tea.example:8443", "shops", "7")).hasToString("did:web:tea.example%3A8443:shops:7");
        for (String host : new String[] {"", "a b", "https://a", "a/b", "a@b", "[::1]", "a:b", "a."}) {
            assertThatIllegalArgumentException().isThrownBy(() -> Did.ofWeb(host));
        }
        for (String part : new String[] {"", ".", "..", "a/b", "a:b", "%2e"}) {
            assertThatIllegalArgumentException().isThrownBy(() -> Did.ofWeb("tea.example", part));
        }
    }

    @Test
    void whatIsHostedIsWhatIsResolved() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.start();
        try (LocalSigningKey signingKey = LocalSigningKey.generate(KeyAlgorithm.ES256, new SecureRandom());
                HttpFetcher loopback = HttpFetcher.of(HttpFetcher.Options.onLoopbackForTests())) {
            // @start region="host"
            Did shop = Did.ofWeb("tea.example", "shops", "7");
            DidDocument document = DidDocument.builder(shop)
                    .key("key-1", signingKey.verificationKey(), Relationship.ASSERTION_METHOD)
                    .service("shop", "LinkedDomains", "https://tea.example/shops/7")
                    .build();
            String hosted = document.toString(); // at https://tea.example/shops/7/did.json
            // @end region="host"
            server.createContext("/shops/7/did.json", exchange -> {
                exchange.getResponseHeaders().add("Content-Type", "application/did+json");
                byte[] body = hosted.getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
                exchange.close();
            });
            String origin = "http://127.0.0.1:" + server.getAddress().getPort();
            Fetcher here = request -> loopback.fetch(FetchRequest.of(
                    URI.create(origin + request.uri().getPath()),
                    request.mediaTypes().toArray(String[]::new)));

            DidResolver resolver = DidResolver.of(DidMethod.web(here));
            assertThat(resolver.resolve(shop).document()).contains(document);
            assertThat(error(resolver.resolve(Did.ofWeb("tea.example", "shops", "8"))))
                    .isEqualTo(ResolutionError.NOT_FOUND);
        } finally {
            server.stop(0);
        }
    }

    @Test
    void refusesTheDocumentOfAnother() {
        assertThat(error(resolve("{\"id\":\"did:web:coffee.example\"}")))
                .isEqualTo(ResolutionError.INVALID_DID_DOCUMENT);
    }

    @Test
    void refusesWhatIsNoDocument() {
        assertThat(error(resolve("<html>"))).isEqualTo(ResolutionError.INVALID_DID_DOCUMENT);
        assertThat(error(resolve("{\"id\":\"did:web:tea.example\",\"service\":7}")))
                .isEqualTo(ResolutionError.INVALID_DID_DOCUMENT);
    }

    @Test
    void refusesADocumentNestedTenThousandDeep() {
        String deep = "{\"id\":\"did:web:tea.example\",\"x\":" + "[".repeat(10_000) + "]".repeat(10_000) + "}";

        assertThat(error(resolve(deep))).isEqualTo(ResolutionError.INVALID_DID_DOCUMENT);
    }

    @Test
    void readsADocumentOfAMegabyteAndTakesItsTimeFromNobody() {
        String filler = "\"" + "a".repeat(1000) + "\",";
        String large = "{\"id\":\"did:web:tea.example\",\"x\":[" + filler.repeat(1020) + "1]}";

        assertThat(resolve(large).document()).map(DidDocument::id).contains(TEA);
    }

    @Test
    void saysByTheStandardsCodesWhatWentWrong() {
        Map<String, ResolutionError> errors = Map.of(
                "NOT_FOUND", ResolutionError.NOT_FOUND,
                "ADDRESS_FORBIDDEN", ResolutionError.NOT_FOUND,
                "URL_FORBIDDEN", ResolutionError.NOT_FOUND,
                "TOO_LARGE", ResolutionError.INVALID_DID_DOCUMENT,
                "CONTENT_TYPE", ResolutionError.INVALID_DID_DOCUMENT,
                "TIMED_OUT", ResolutionError.INTERNAL_ERROR,
                "UNREACHABLE", ResolutionError.INTERNAL_ERROR,
                "HTTP_STATUS", ResolutionError.INTERNAL_ERROR,
                "TOO_MANY_REDIRECTS", ResolutionError.INTERNAL_ERROR);
        errors.forEach((code, error) -> assertThat(error(DidMethod.web(request -> Verdict.refused(code, "why"))
                        .resolve(TEA, ResolutionOptions.latest())))
                .isEqualTo(error));
    }

    @Test
    void asksNoPrivateHostUnderAnyName() {
        try (HttpFetcher strict = HttpFetcher.create()) {
            Resolution resolution = DidMethod.web(strict).resolve(Did.ofWeb("localhost"), ResolutionOptions.latest());
            assertThat(error(resolution)).isEqualTo(ResolutionError.NOT_FOUND);
            assertThat(resolution.json().toString()).contains("ADDRESS_FORBIDDEN");
        }
    }

    private static Resolution resolve(String document) {
        Fetcher fetcher = request ->
                Verdict.ok(Fetched.of(request.uri(), "application/json", document.getBytes(StandardCharsets.UTF_8)));
        return DidMethod.web(fetcher).resolve(TEA, ResolutionOptions.latest());
    }
}
