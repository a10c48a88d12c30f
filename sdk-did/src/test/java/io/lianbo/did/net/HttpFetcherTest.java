package io.lianbo.did.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.lianbo.core.Verdict;
import io.lianbo.core.Verdict.Reason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.GZIPOutputStream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpFetcherTest {
    private static final String JSON = "application/json";
    private static final byte[] DOCUMENT = "{\"id\":\"did:web:tea.example\"}".getBytes(StandardCharsets.UTF_8);

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch end = new CountDownLatch(1);
    private final HttpFetcher fetcher = HttpFetcher.of(
            HttpFetcher.Options.onLoopbackForTests().withMaxBytes(100_000).withTimeLimit(Duration.ofSeconds(20)));
    private HttpServer server;

    @BeforeEach
    void listen() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.start();
    }

    @AfterEach
    void stop() {
        end.countDown();
        fetcher.close();
        server.stop(0);
        threads.shutdownNow();
    }

    @Test
    void readsADocument() {
        serve("/did.json", exchange -> answer(exchange, 200, JSON, DOCUMENT));
        URI uri = uri("/did.json");
        // @start region="fetch"
        Verdict<Fetched> answer = fetcher.fetch(FetchRequest.of(uri, "application/did+json", "application/json"));
        switch (answer) {
            case Verdict.Verified<Fetched> found ->
                assertThat(found.result().mediaType()).isEqualTo("application/json");
            case Verdict.Refused<Fetched> refused -> throw new AssertionError(refused.reasons());
        }
        // @end region="fetch"
        Fetched fetched = answer.value().orElseThrow();
        assertThat(fetched.body()).isEqualTo(DOCUMENT);
        assertThat(fetched.uri()).isEqualTo(uri);
        assertThat(fetched.isUnchanged()).isFalse();
        assertThat(fetched.entityTag()).isEmpty();
        assertThat(fetched.maxAge()).isEmpty();
    }

    @Test
    void saysWhatItAcceptsAndNothingOfTheCaller() {
        AtomicReference<List<String>> headers = new AtomicReference<>();
        serve("/", exchange -> {
            headers.set(exchange.getRequestHeaders().entrySet().stream()
                    .map(entry -> entry.getKey() + ": " + String.join(", ", entry.getValue()))
                    .toList());
            exchange.getResponseHeaders().add("Set-Cookie", "a=b");
            answer(exchange, 200, "Application/JSON; charset=utf-8", DOCUMENT);
        });

        assertThat(get("/").value()).map(Fetched::mediaType).contains(JSON);
        assertThat(get("/").isVerified()).isTrue();
        assertThat(headers.get())
                .contains("Accept: application/did+json, application/json", "User-agent: lianbo")
                .noneMatch(header -> header.startsWith("Cookie") || header.startsWith("Authorization"));
    }

    @Test
    void asksForAVersionOnceAndThenOnlyWhetherItIsStillTheLast() {
        serve("/", exchange -> {
            exchange.getResponseHeaders().add("ETag", "\"v1\"");
            exchange.getResponseHeaders().add("Cache-Control", "max-age=60");
            if ("\"v1\"".equals(exchange.getRequestHeaders().getFirst("If-None-Match"))) {
                exchange.sendResponseHeaders(304, -1);
                exchange.close();
            } else {
                answer(exchange, 200, JSON, DOCUMENT);
            }
        });
        Fetched first = get("/").value().orElseThrow();
        assertThat(first.entityTag()).contains("\"v1\"");
        assertThat(first.maxAge()).contains(Duration.ofSeconds(60));

        Fetched second = fetcher.fetch(
                        FetchRequest.of(uri("/"), JSON).unless(first.entityTag().orElseThrow()))
                .value()
                .orElseThrow();
        assertThat(second.isUnchanged()).isTrue();
        assertThat(second.body()).isEmpty();
        assertThat(second.maxAge()).contains(Duration.ofSeconds(60));
    }

    @Test
    void a304ThatNobodyAskedForIsNoDocument() {
        serve("/", exchange -> {
            exchange.sendResponseHeaders(304, -1);
            exchange.close();
        });
        assertThat(get("/").reasons()).extracting(Reason::code).containsExactly("HTTP_STATUS");
    }

    @Test
    void keepsNoMarkThatCouldNotBeSentBack() {
        serve("/", exchange -> {
            exchange.getResponseHeaders().add("ETag", "\"" + "v".repeat(1000) + "\"");
            exchange.getResponseHeaders().add("Cache-Control", "no-store");
            answer(exchange, 200, JSON, DOCUMENT);
        });
        Fetched fetched = get("/").value().orElseThrow();
        assertThat(fetched.entityTag()).isEmpty();
        assertThat(fetched.maxAge()).contains(Duration.ZERO);
    }

    @Test
    void tellsAMissingDocumentFromAServerInTrouble() {
        serve("/404", exchange -> answer(exchange, 404, JSON, DOCUMENT));
        serve("/410", exchange -> answer(exchange, 410, JSON, DOCUMENT));
        serve("/500", exchange -> answer(exchange, 500, JSON, DOCUMENT));

        assertThat(get("/404").reasons()).extracting(Reason::code).containsExactly("NOT_FOUND");
        assertThat(get("/410").reasons()).extracting(Reason::code).containsExactly("NOT_FOUND");
        assertThat(get("/500").reasons()).extracting(Reason::code).containsExactly("HTTP_STATUS");
    }

    @Test
    void followsARedirectAndSaysWhereItEnded() {
        serve("/old", exchange -> redirect(exchange, "/new"));
        serve("/new", exchange -> answer(exchange, 200, JSON, DOCUMENT));

        assertThat(get("/old").value()).map(Fetched::uri).contains(uri("/new"));
    }

    @Test
    void leavesARedirectLoop() {
        AtomicInteger asked = new AtomicInteger();
        serve("/", exchange -> {
            asked.incrementAndGet();
            redirect(exchange, "/again");
        });

        assertThat(get("/").reasons()).extracting(Reason::code).containsExactly("TOO_MANY_REDIRECTS");
        assertThat(asked).hasValue(1 + HttpFetcher.Options.defaults().maxRedirects());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://10.0.0.1/",
                "http://169.254.169.254/latest/meta-data/",
                "http://[fd00:ec2::254]/",
                "http://[::ffff:10.0.0.1]/",
                "https://192.168.0.1:8443/"
            })
    void aRedirectDoesNotReachWhatTheUrlMayNot(String target) {
        serve("/", exchange -> redirect(exchange, target));

        assertThat(get("/").reasons()).extracting(Reason::code).containsExactly("ADDRESS_FORBIDDEN");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://tea.example/", "file:///etc/passwd", "http://user:pw@127.0.0.1/", "http://"})
    void aRedirectDoesNotLeaveHttpNorLogIn(String target) {
        serve("/", exchange -> redirect(exchange, target));

        assertThat(get("/").reasons()).extracting(Reason::code).containsExactly("URL_FORBIDDEN");
    }

    @Test
    void refusesABodyThatIsTooLongWhereverItIsCut() {
        serve("/", exchange -> answer(exchange, 200, JSON, new byte[100_001]));
        serve("/fits", exchange -> answer(exchange, 200, JSON, new byte[100_000]));
        serve("/endless", exchange -> {
            exchange.getResponseHeaders().add("Content-Type", JSON);
            exchange.sendResponseHeaders(200, 0);
            try (OutputStream body = exchange.getResponseBody()) {
                while (end.getCount() > 0) {
                    body.write(new byte[8192]);
                }
            }
        });

        assertThat(get("/").reasons()).extracting(Reason::code).containsExactly("TOO_LARGE");
        assertThat(get("/endless").reasons()).extracting(Reason::code).containsExactly("TOO_LARGE");
        assertThat(get("/fits").isVerified()).isTrue();
    }

    @Test
    void inflatesNoMoreThanAllowed() throws IOException {
        byte[] bomb = gzip(new byte[64 * 1024 * 1024]);
        byte[] small = gzip(DOCUMENT);
        serve("/bomb", exchange -> {
            exchange.getResponseHeaders().add("Content-Encoding", "gzip");
            answer(exchange, 200, JSON, bomb);
        });
        serve("/small", exchange -> {
            exchange.getResponseHeaders().add("Content-Encoding", "gzip");
            answer(exchange, 200, JSON, small);
        });
        serve("/br", exchange -> {
            exchange.getResponseHeaders().add("Content-Encoding", "br");
            answer(exchange, 200, JSON, small);
        });

        assertThat(bomb).hasSizeLessThan(100_000);
        assertThat(get("/bomb").reasons()).extracting(Reason::code).containsExactly("TOO_LARGE");
        assertThat(get("/small").value()).map(Fetched::body).contains(DOCUMENT);
        assertThat(get("/br").reasons()).extracting(Reason::code).containsExactly("CONTENT_TYPE");
    }

    @Test
    void refusesAnotherTypeThanAskedFor() {
        serve("/", exchange -> answer(exchange, 200, "text/html", DOCUMENT));
        serve("/none", exchange -> {
            exchange.sendResponseHeaders(200, DOCUMENT.length);
            exchange.getResponseBody().write(DOCUMENT);
            exchange.close();
        });

        assertThat(get("/").reasons()).extracting(Reason::code).containsExactly("CONTENT_TYPE");
        assertThat(get("/none").reasons()).extracting(Reason::code).containsExactly("CONTENT_TYPE");
    }

    @Test
    void waitsForTheWholeExchangeNoLongerThanAllowed() {
        serve("/silent", exchange -> awaitEnd());
        serve("/slow", exchange -> {
            exchange.getResponseHeaders().add("Content-Type", JSON);
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write('{');
            exchange.getResponseBody().flush();
            awaitEnd();
        });
        try (HttpFetcher hasty =
                HttpFetcher.of(HttpFetcher.Options.onLoopbackForTests().withTimeLimit(Duration.ofMillis(300)))) {
            for (String path : List.of("/silent", "/slow")) {
                assertThat(hasty.fetch(FetchRequest.of(uri(path), JSON)).reasons())
                        .extracting(Reason::code)
                        .containsExactly("TIMED_OUT");
            }
        }
    }

    @Test
    void saysThatNobodyAnswers() {
        URI uri = uri("/");
        server.stop(0);

        assertThat(fetcher.fetch(FetchRequest.of(uri, JSON)).reasons())
                .extracting(Reason::code)
                .containsExactly("UNREACHABLE");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://tea.example/",
                "https://tea.example:8443/",
                "https://user@tea.example/",
                "https://user:pw@tea.example/",
                "ftp://tea.example/",
                "file:///etc/passwd",
                "urn:tea",
                "/did.json"
            })
    void asksByHttpsAtTheUsualPortAlone(String uri) {
        try (HttpFetcher strict = HttpFetcher.create()) {
            assertThat(strict.fetch(FetchRequest.of(URI.create(uri), JSON)).reasons())
                    .extracting(Reason::code)
                    .containsExactly("URL_FORBIDDEN");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "10.1.2.3",
                "169.254.169.254",
                "100.64.0.1",
                "224.0.0.1",
                "0.0.0.0",
                "[::1]",
                "[fe80::1]",
                "[fd00::1]",
                "[::ffff:127.0.0.1]",
                "[64:ff9b::a00:1]"
            })
    void asksNoPrivateAddress(String host) {
        try (HttpFetcher strict = HttpFetcher.create()) {
            assertThat(strict.fetch(FetchRequest.of(URI.create("https://" + host + "/"), JSON))
                            .reasons())
                    .extracting(Reason::code)
                    .containsExactly("ADDRESS_FORBIDDEN");
        }
    }

    @Test
    void asksNoNameThatMeansAPrivateAddressEvenBesideAPublicOne() {
        for (String address :
                List.of("127.0.0.1", "10.0.0.1", "169.254.169.254", "100.64.0.1", "fd00::1", "fe80::1", "224.0.0.1")) {
            OkHttpClient base = new OkHttpClient.Builder()
                    .dns(host -> List.of(InetAddress.getByName("1.1.1.1"), InetAddress.getByName(address)))
                    .build();
            try (HttpFetcher strict = new HttpFetcher(HttpFetcher.Options.defaults(), base)) {
                assertThat(strict.fetch(FetchRequest.of(URI.create("https://tea.example/"), JSON))
                                .reasons())
                        .extracting(Reason::code)
                        .containsExactly("ADDRESS_FORBIDDEN");
            }
        }
    }

    @Test
    void connectsToTheVeryAddressThatWasCheckedThoughTheNameMeansAnotherByNow() {
        AtomicInteger lookups = new AtomicInteger();
        serve("/", exchange -> answer(exchange, 200, JSON, DOCUMENT));
        serve("/again", exchange -> {
            exchange.getResponseHeaders().add("Connection", "close");
            redirect(exchange, "http://tea.example:" + (server.getAddress().getPort() + 1) + "/");
        });
        OkHttpClient rebinding = new OkHttpClient.Builder()
                .dns(host -> List.of(
                        InetAddress.getByName(lookups.getAndIncrement() == 0 ? "127.0.0.1" : "169.254.169.254")))
                .build();
        try (HttpFetcher own = new HttpFetcher(HttpFetcher.Options.onLoopbackForTests(), rebinding)) {
            String origin = "http://tea.example:" + server.getAddress().getPort();
            assertThat(own.fetch(FetchRequest.of(URI.create(origin + "/"), JSON))
                            .isVerified())
                    .isTrue();
            assertThat(lookups).as("looked up once, checked and connected").hasValue(1);

            assertThat(own.fetch(FetchRequest.of(URI.create(origin + "/again"), JSON))
                            .reasons())
                    .extracting(Reason::code)
                    .containsExactly("ADDRESS_FORBIDDEN");
        }
    }

    @Test
    void saysThatThereIsNoSuchHost() {
        OkHttpClient base = new OkHttpClient.Builder()
                .dns(host -> {
                    throw new UnknownHostException(host);
                })
                .build();
        try (HttpFetcher strict = new HttpFetcher(HttpFetcher.Options.defaults(), base)) {
            assertThat(strict.fetch(FetchRequest.of(URI.create("https://tea.example/"), JSON))
                            .reasons())
                    .extracting(Reason::code)
                    .containsExactly("UNREACHABLE");
        }
    }

    @Test
    void readsOverHttpsFromWhoHasACertificateAndFromNobodyElse(@TempDir Path folder) throws Exception {
        KeyStore store = certificate(folder.resolve("server.p12"));
        SSLContext context = context(store);
        HttpsServer secure = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        secure.setHttpsConfigurator(new HttpsConfigurator(context));
        secure.setExecutor(threads);
        secure.createContext("/", exchange -> answer(exchange, 200, JSON, DOCUMENT));
        secure.start();
        URI uri = URI.create("https://localhost:" + secure.getAddress().getPort() + "/");
        OkHttpClient trusting = new OkHttpClient.Builder()
                .sslSocketFactory(context.getSocketFactory(), trust(store))
                .build();
        try (HttpFetcher own = new HttpFetcher(HttpFetcher.Options.onLoopbackForTests(), trusting)) {
            assertThat(own.fetch(FetchRequest.of(uri, JSON)).value())
                    .map(Fetched::body)
                    .contains(DOCUMENT);
            assertThat(fetcher.fetch(FetchRequest.of(uri, JSON)).reasons())
                    .extracting(Reason::code)
                    .containsExactly("UNREACHABLE");
        } finally {
            secure.stop(0);
        }
    }

    @Test
    void refusesRequestsAndBoundsThatMeanNothing() {
        URI uri = URI.create("https://tea.example/");
        HttpFetcher.Options options = HttpFetcher.Options.defaults();

        assertThatIllegalArgumentException().isThrownBy(() -> FetchRequest.of(uri));
        assertThatIllegalArgumentException().isThrownBy(() -> FetchRequest.of(uri, "json\r\nCookie: a=b"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FetchRequest.of(uri, JSON).unless("v1"));
        assertThatIllegalArgumentException().isThrownBy(() -> options.withMaxBytes(0));
        assertThatIllegalArgumentException().isThrownBy(() -> options.withMaxRedirects(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> options.withTimeLimit(Duration.ZERO));
        assertThatIllegalArgumentException().isThrownBy(() -> options.withPorts(Set.of()));
    }

    private Verdict<Fetched> get(String path) {
        return fetcher.fetch(FetchRequest.of(uri(path), "application/did+json", JSON));
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    private void serve(String path, HttpHandler handler) {
        server.createContext(path, handler);
    }

    private void awaitEnd() {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void redirect(HttpExchange exchange, String location) throws IOException {
        exchange.getResponseHeaders().add("Location", location);
        exchange.sendResponseHeaders(302, -1);
        exchange.close();
    }

    private static void answer(HttpExchange exchange, int status, String type, byte[] body) throws IOException {
        exchange.getResponseHeaders().add("Content-Type", type);
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
            gzip.write(bytes);
        }
        return compressed.toByteArray();
    }

    private static KeyStore certificate(Path file) throws Exception {
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        Process process = new ProcessBuilder(
                        keytool,
                        "-genkeypair",
                        "-alias",
                        "server",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=dns:localhost",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        "changeit")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(process.waitFor()).isZero();
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, "changeit".toCharArray());
        }
        return store;
    }

    private static SSLContext context(KeyStore store) throws GeneralSecurityException {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, "changeit".toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), new X509TrustManager[] {trust(store)}, null);
        return context;
    }

    private static X509TrustManager trust(KeyStore store) throws GeneralSecurityException {
        KeyStore certificates = KeyStore.getInstance("PKCS12");
        try {
            certificates.load(null, null);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        certificates.setCertificateEntry("server", store.getCertificate("server"));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(certificates);
        return (X509TrustManager) trust.getTrustManagers()[0];
    }
}
