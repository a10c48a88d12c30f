package io.lianbo.did.consent.ledger;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.lianbo.core.Address;
import io.lianbo.core.ChainId;
import io.lianbo.core.Hash32;
import io.lianbo.core.Verdict;
import io.lianbo.core.Verdict.Reason;
import io.lianbo.core.chain.Chain;
import io.lianbo.core.crypto.LocalSigner;
import io.lianbo.core.json.JsonObject;
import io.lianbo.core.json.StrictJson;
import io.lianbo.did.Did;
import io.lianbo.did.KeyAlgorithm;
import io.lianbo.did.LocalSigningKey;
import io.lianbo.did.VerificationKey;
import io.lianbo.did.credential.CredentialDraft;
import io.lianbo.did.credential.CredentialIssuer;
import io.lianbo.did.credential.CredentialVerifier;
import io.lianbo.did.credential.PresentationRequest;
import io.lianbo.did.login.JdbcNonceStore;
import io.lianbo.did.login.JdbcSessionStore;
import io.lianbo.did.login.Login;
import io.lianbo.did.login.LoginVerifier;
import io.lianbo.did.login.NonceStore;
import io.lianbo.did.login.OpenedSession;
import io.lianbo.did.login.Session;
import io.lianbo.did.login.Sessions;
import io.lianbo.did.net.FetchRequest;
import io.lianbo.did.net.Fetcher;
import io.lianbo.did.net.HttpFetcher;
import io.lianbo.did.resolve.DidDocument;
import io.lianbo.did.resolve.DidMethod;
import io.lianbo.did.resolve.DidResolver;
import io.lianbo.did.resolve.Relationship;
import io.lianbo.did.status.CredentialStatusRegistry;
import io.lianbo.did.status.StatusCheck;
import io.lianbo.testkit.LocalChain;
import io.lianbo.testsupport.Databases;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import javax.sql.DataSource;

/**
 * A platform as a process of its own: its address, its chain, its database and its keys, none of them shared with another. It says on its
 * standard output where it is to be found, and ends with its standard input.
 */
final class PlatformService implements AutoCloseable {
    private final Did did;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();
    private final LocalSigningKey key = LocalSigningKey.generate(KeyAlgorithm.ES256, random);

    private final LocalChain local = LocalChain.start();
    private final List<Chain> chains = new CopyOnWriteArrayList<>();
    private final LocalSigner operator;
    private final CredentialStatusRegistry registry;

    private final NonceStore nonces;
    private final LoginVerifier logins;
    private final Sessions sessions;
    private final ConsentLedger ledger;

    private final Map<Did, URI> issuers = new ConcurrentHashMap<>();
    private final List<StatusCheck> registries = new CopyOnWriteArrayList<>();
    private final HttpFetcher web = HttpFetcher.of(HttpFetcher.Options.onLoopbackForTests());
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpServer server;

    /** Takes its domain, the URL of its database, what time it is, and which of its chain's accounts is its own. */
    public static void main(String[] args) throws IOException {
        InstantSource clock = InstantSource.fixed(Instant.parse(args[2]));
        try (PlatformService service =
                new PlatformService(args[0], Databases.at(args[1]), clock, Integer.parseInt(args[3]))) {
            System.out.println(service.whereabouts());
            System.in.transferTo(OutputStream.nullOutputStream());
        }
    }

    private PlatformService(String domain, DataSource database, InstantSource clock, int account) throws IOException {
        this.did = Did.ofWeb(domain);
        this.clock = clock;
        this.operator = LocalSigner.fromPrivateKey(local.accounts().get(account).privateKey());
        Chain chain = connect(local.rpcUrl());
        this.registry = CredentialStatusRegistry.deploy(chain, operator);
        this.nonces = JdbcNonceStore.in(database, clock, random, Duration.ofMinutes(5));
        this.logins = LoginVerifier.builder()
                .domain(domain)
                .uri(URI.create("https://" + domain), did.toUri())
                .contracts(chain)
                .nonces(nonces)
                .clock(clock)
                .build();
        this.sessions = Sessions.builder()
                .domain(domain)
                .store(JdbcSessionStore.in(database))
                .clock(clock)
                .random(random)
                .build();
        this.ledger = JdbcConsentLedger.in(database);
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/.well-known/did.json", exchange -> answer(exchange, "application/did+json", document()));
        serve("/nonce", body -> Map.of("nonce", nonces.issue()));
        serve("/login", this::login);
        serve("/buy", this::buy);
        serve("/read", this::read);
        serve("/grants", this::grants);
        serve("/receipts", this::receipts);
        serve("/revoke", this::revoke);
        serve("/logout", body -> Map.of("ended", sessions.revoke(body.text("token"))));
        serve("/operator/trust", this::trust);
        serve("/operator/take-back", this::takeBack);
        server.start();
        trust(JsonObject.parse("own whereabouts", whereabouts()));
    }

    private Chain connect(URI rpc) {
        Chain chain = Chain.connect(rpc, new ChainId(local.chainId()));
        chains.add(chain);
        return chain;
    }

    private String whereabouts() {
        return StrictJson.write(Map.of(
                "did",
                did.toString(),
                "url",
                "http://127.0.0.1:" + server.getAddress().getPort(),
                "rpc",
                local.rpcUrl().toString(),
                "registry",
                registry.account().address().toString()));
    }

    private String document() {
        return DidDocument.builder(did)
                .key("key-1", key.verificationKey(), Relationship.ASSERTION_METHOD)
                .build()
                .toString();
    }

    /** Believes what another platform says of its customers, under the keys of its document and unless its registry says otherwise. */
    private Map<String, Object> trust(JsonObject body) {
        issuers.put(body.text("did", Did::parse), body.text("url", URI::create));
        registries.add(CredentialStatusRegistry.at(
                connect(body.text("rpc", URI::create)), body.text("registry", Address::of)));
        return Map.of();
    }

    private Map<String, Object> login(JsonObject body) {
        Verdict<Login> verdict = logins.verify(body.text("message"), body.text("signature"));
        if (!(verdict instanceof Verdict.Verified<Login> verified)) {
            return refused(verdict.reasons());
        }
        Login login = verified.result();
        if (login.consent().isPresent()) {
            ledger.record(login, clock.instant());
        }
        Verdict<OpenedSession> opened = sessions.open(login);
        return opened.value()
                .map(session -> Map.<String, Object>of("did", login.did().toString(), "token", session.token()))
                .orElseGet(() -> refused(opened.reasons()));
    }

    private Map<String, Object> buy(JsonObject body) {
        return inSession(
                body,
                session -> Map.of(
                        "credential",
                        CredentialIssuer.of(did, key, clock, random)
                                .issue(CredentialDraft.builder(Show.PURCHASE)
                                        .holderKey(VerificationKey.fromJwk(
                                                body.object("holderKey").values()))
                                        .subject(session.did())
                                        .disclosableClaim("category", "tea")
                                        .disclosableClaim("price", 12_500)
                                        .status(registry.reference(
                                                operator.address(), body.integer("index", 0, Long.MAX_VALUE)))
                                        .build())
                                .compact()));
    }

    private Map<String, Object> takeBack(JsonObject body) {
        registry.revoke(operator, body.integer("index", 0, Long.MAX_VALUE));
        return Map.of();
    }

    /** Reads what is shown under a grant, for a request that this platform made. */
    private Map<String, Object> read(JsonObject body) {
        String nonce = body.text("nonce");
        if (!nonces.consume(nonce)) {
            return refused(List.of(new Reason("NONCE_UNKNOWN", "no such request was made here")));
        }
        PresentationRequest request = PresentationRequest.builder()
                .credentialType(Show.PURCHASE)
                .audience(did.toString())
                .purpose(Show.PURPOSE)
                .nonce(nonce)
                .maxAge(Duration.ofMinutes(5))
                .build();
        Verdict<ConsentedReading> verdict = ConsentedVerifier.of(credentials(), ledger, clock)
                .signingReceipts(key)
                .verify(body.text("presentation"), request, body.text("grant", Hash32::of));
        return verdict.value()
                .map(reading -> Map.<String, Object>of(
                        "claims",
                        reading.credential().claims(),
                        "receipt",
                        reading.receipt().token().orElseThrow()))
                .orElseGet(() -> refused(verdict.reasons()));
    }

    private CredentialVerifier credentials() {
        Fetcher named = request -> web.fetch(
                FetchRequest.of(located(request.uri()), request.mediaTypes().toArray(String[]::new)));
        DidResolver resolver = DidResolver.of(DidMethod.web(named));
        CredentialVerifier.Builder credentials =
                CredentialVerifier.builder(clock).status(StatusCheck.firstOf(registries.toArray(StatusCheck[]::new)));
        issuers.keySet().forEach(issuer -> credentials.trust(issuer, resolver));
        return credentials.build();
    }

    /** What names and certificates do elsewhere. */
    private URI located(URI uri) {
        return issuers.get(Did.ofWeb(uri.getHost())).resolve(uri.getPath());
    }

    private Map<String, Object> grants(JsonObject body) {
        return inSession(
                body,
                session -> Map.of(
                        "grants",
                        ledger.grants(session.did(), Hash32.ZERO, 100).stream()
                                .map(known -> Map.of("id", known.grant().id().toString(), "used", known.used()))
                                .toList()));
    }

    private Map<String, Object> receipts(JsonObject body) {
        return inSession(
                body,
                session -> Map.of(
                        "receipts",
                        ledger.receipts(session.did(), ReceiptPlace.START, 100).stream()
                                .map(each -> each.token().orElseThrow())
                                .toList()));
    }

    private Map<String, Object> revoke(JsonObject body) {
        return inSession(
                body,
                session -> refused(ledger.revoke(body.text("grant", Hash32::of), session.did(), clock.instant())
                        .reasons()));
    }

    private Map<String, Object> inSession(JsonObject body, Function<Session, Map<String, Object>> work) {
        Verdict<Session> session = sessions.check(body.text("token"));
        return session.value().map(work).orElseGet(() -> refused(session.reasons()));
    }

    private static Map<String, Object> refused(List<Reason> reasons) {
        List<String> codes = new ArrayList<>();
        reasons.forEach(reason -> codes.add(reason.code()));
        return Map.of("refused", codes);
    }

    private void serve(String path, Function<JsonObject, Map<String, Object>> work) {
        server.createContext(path, exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            answer(exchange, "application/json", StrictJson.write(work.apply(JsonObject.parse("request", body))));
        });
    }

    private static void answer(HttpExchange exchange, String type, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
        web.close();
        chains.forEach(Chain::close);
        operator.close();
        key.close();
        local.close();
    }
}
