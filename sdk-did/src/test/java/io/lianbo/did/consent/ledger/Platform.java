package io.lianbo.did.consent.ledger;

import io.lianbo.core.AccountId;
import io.lianbo.core.ChainId;
import io.lianbo.core.Hash32;
import io.lianbo.core.json.StrictJson;
import io.lianbo.did.Did;
import io.lianbo.did.VerificationKey;
import io.lianbo.did.consent.ConsentGrant;
import io.lianbo.did.credential.Credential;
import io.lianbo.did.credential.PresentationRequest;
import io.lianbo.did.login.LoginMessage;
import io.lianbo.did.resolve.DidDocument;
import io.lianbo.did.resolve.Relationship;
import io.lianbo.did.resolve.VerificationMethod;
import io.lianbo.testsupport.ChildJvm;
import io.lianbo.testsupport.Databases;
import io.lianbo.testsupport.Databases.Store;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A {@link PlatformService} as its users see it: a domain, and what it answers over HTTP. */
final class Platform implements AutoCloseable {
    static final ChainId CHAIN = new ChainId(31337);

    final String domain;
    final Did did;

    private final Instant now;
    private final Process process;
    private final BufferedReader out;
    private final HttpClient http = HttpClient.newHttpClient();
    private final String database;
    private @Nullable Map<String, Object> whereabouts;

    /** Starts the service; the first question waits until it is there. */
    Platform(String domain, Path folder, Instant now, int account) throws IOException {
        this.domain = domain;
        this.did = Did.ofWeb(domain);
        this.now = now;
        this.database = Databases.url(Store.SQLITE, folder);
        this.process =
                ChildJvm.start(PlatformService.class, domain, database, now.toString(), Integer.toString(account));
        this.out = process.inputReader(StandardCharsets.UTF_8);
    }

    private Map<String, Object> whereabouts() throws IOException {
        if (whereabouts == null) {
            whereabouts = StrictJson.parseObject(out.readLine());
        }
        return whereabouts;
    }

    /** What only this platform's processes write to, opened by somebody who got at it. */
    ConsentLedger ledger() {
        return JdbcConsentLedger.in(Databases.at(database));
    }

    Map<String, Object> ask(String path, Map<String, ?> question) {
        try {
            return StrictJson.parseObject(
                    send(path, HttpRequest.BodyPublishers.ofString(StrictJson.write(question)), "POST"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String send(String path, HttpRequest.BodyPublisher body, String method) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(whereabouts().get("url") + path))
                .timeout(Duration.ofSeconds(60))
                .method(method, body)
                .build();
        try {
            HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
            return response.body();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while " + domain + " was asked", e);
        }
    }

    /** Lets this platform believe the credentials of another. */
    void trust(Platform other) throws IOException {
        ask("/operator/trust", other.whereabouts());
    }

    void takeBack(long index) {
        ask("/operator/take-back", Map.of("index", index));
    }

    LoginMessage.Builder message(AccountId account) {
        return LoginMessage.builder()
                .domain(domain)
                .account(account)
                .uri(URI.create("https://" + domain))
                .nonce(nonce())
                .issuedAt(now);
    }

    private String nonce() {
        return (String) ask("/nonce", Map.of()).get("nonce");
    }

    Map<String, Object> login(String message, String signature) {
        return ask("/login", Map.of("message", message, "signature", signature));
    }

    Credential buy(String token, VerificationKey holderKey, long index) {
        return Credential.parse(
                (String) ask("/buy", Map.of("token", token, "holderKey", holderKey.jwk(), "index", index))
                        .get("credential"));
    }

    ConsentGrant.Builder grant(Did holder) {
        return ConsentGrant.builder()
                .holder(holder)
                .grantee(did)
                .purpose(Show.PURPOSE)
                .credentialType(Show.PURCHASE)
                .claims("category")
                .expiresAt(now.plus(Duration.ofDays(30)));
    }

    PresentationRequest request() {
        return PresentationRequest.builder()
                .credentialType(Show.PURCHASE)
                .audience(did.toString())
                .purpose(Show.PURPOSE)
                .nonce(nonce())
                .maxAge(Duration.ofMinutes(5))
                .build();
    }

    Map<String, Object> read(String presentation, PresentationRequest request, Hash32 grant) {
        return ask("/read", Map.of("presentation", presentation, "nonce", request.nonce(), "grant", grant.toString()));
    }

    /** The receipts for whoever is logged in, proved by the key of the platform's document. */
    List<ConsentReceipt> receipts(String token) throws IOException {
        DidDocument document =
                DidDocument.parse(send("/.well-known/did.json", HttpRequest.BodyPublishers.noBody(), "GET")
                        .getBytes(StandardCharsets.UTF_8));
        Set<VerificationKey> keys = document.verificationMethods(Relationship.ASSERTION_METHOD).stream()
                .map(VerificationMethod::key)
                .map(Optional::orElseThrow)
                .collect(Collectors.toSet());
        List<?> tokens = (List<?>) ask("/receipts", Map.of("token", token)).get("receipts");
        return tokens.stream()
                .map(each ->
                        ConsentReceipt.verify((String) each, did, keys).value().orElseThrow())
                .toList();
    }

    @Override
    public void close() throws IOException {
        process.getOutputStream().close(); // it ends by itself
        out.close();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
