package io.lianbo.did.status.list;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.lianbo.core.AccountId;
import io.lianbo.core.Address;
import io.lianbo.core.LianboException;
import io.lianbo.core.Verdict;
import io.lianbo.core.Verdict.Reason;
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
import io.lianbo.did.net.Fetched;
import io.lianbo.did.net.Fetcher;
import io.lianbo.did.net.HttpFetcher;
import io.lianbo.did.resolve.DidDocument;
import io.lianbo.did.resolve.DidMethod;
import io.lianbo.did.resolve.DidResolver;
import io.lianbo.did.resolve.Relationship;
import io.lianbo.did.status.StatusCheck;
import io.lianbo.did.status.StatusReference;
import io.lianbo.did.status.StatusReference.BitstringEntry;
import io.lianbo.did.status.StatusReference.OnChain;
import io.lianbo.did.status.list.Platform.Format;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What holds for both formats, and for credentials whose status is kept in a list. */
class StatusListCheckTest {
    private final Platform platform = new Platform();

    @AfterEach
    void close() {
        platform.close();
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void tellsWhoIsRevokedAndWhoStands(Format format) {
        StatusListIssuer issuer = platform.issuer(format);
        List<StatusReference> revoked = new ArrayList<>();
        List<StatusReference> standing = new ArrayList<>();
        Random random = new Random(20261125);
        for (int i = 0; i < 500; i++) {
            StatusReference entry = issuer.allocate().orElseThrow();
            (random.nextInt(5) == 0 ? revoked : standing).add(entry);
        }
        revoked.forEach(issuer::revoke);
        platform.publish(issuer);
        StatusListCheck check = platform.checkBuilder().build();

        for (StatusReference entry : revoked) {
            Platform.refused(check.check(entry, Platform.MERCHANT), "REVOKED");
            assertThat(check.status(entry, Platform.MERCHANT)).isEqualTo(Verdict.ok(1));
        }
        for (StatusReference entry : standing) {
            assertThat(check.check(entry, Platform.MERCHANT)).isEqualTo(Verdict.ok(entry));
        }
        assertThat(platform.requests).hasSize(1);
        assertThat(platform.requests.getFirst().mediaTypes())
                .containsExactly(format == Format.TOKEN ? "application/statuslist+jwt" : "application/vc+jwt");
    }

    @Test
    void tellsARevocationFromASuspensionAndFromStatusesOfTheIssuers() {
        StatusListIssuer issuer =
                platform.issuerBuilder().tokenList(Platform.LIST, 4).size(1024).build();
        StatusReference entry = issuer.allocate().orElseThrow();
        StatusListCheck check =
                platform.checkBuilder().maxStaleness(Duration.ZERO).build();
        for (Map.Entry<Integer, List<String>> expected : Map.of(
                        0, List.<String>of(),
                        2, List.of("SUSPENDED"),
                        3, List.of("STATUS_NOT_VALID"),
                        12, List.of("STATUS_NOT_VALID"))
                .entrySet()) {
            assertThat(issuer.set(entry, expected.getKey()).isVerified()).isTrue();
            platform.publish(issuer);
            assertThat(Platform.codes(check.check(entry, Platform.MERCHANT))).isEqualTo(expected.getValue());
            assertThat(check.status(entry, Platform.MERCHANT)).isEqualTo(Verdict.ok(expected.getKey()));
        }
        issuer.revoke(entry);
        platform.publish(issuer);
        Platform.refused(check.check(entry, Platform.MERCHANT), "REVOKED");
    }

    @Test
    void tellsWhatABitstringIsFor() {
        StatusListIssuer suspensions = platform.issuerBuilder()
                .bitstring(Platform.LIST, BitstringEntry.SUSPENSION)
                .size(131_072)
                .build();
        StatusReference suspended = suspensions.allocate().orElseThrow();
        assertThat(suspensions.suspend(suspended).isVerified()).isTrue();
        platform.publish(suspensions);
        Platform.refused(platform.checkBuilder().build().check(suspended, Platform.MERCHANT), "SUSPENDED");

        StatusListIssuer messages = platform.issuerBuilder()
                .bitstring(Platform.LIST, List.of("pending", "accepted", "rejected", "undefined"))
                .size(131_072)
                .build();
        StatusReference rejected = messages.allocate().orElseThrow();
        assertThat(messages.set(rejected, 2).isVerified()).isTrue();
        platform.publish(messages);
        StatusListCheck check = platform.checkBuilder().build();
        assertThat(check.check(rejected, Platform.MERCHANT).reasons())
                .containsExactly(new Reason("STATUS_NOT_VALID", "\"rejected\""));
        assertThat(check.status(rejected, Platform.MERCHANT)).isEqualTo(Verdict.ok(2));
    }

    // --- how old a list may be ---

    @ParameterizedTest
    @EnumSource(Format.class)
    void aRevocationAfterTheListWasKeptIsSeenOnceItsTimeToLiveIsOver(Format format) {
        StatusListIssuer issuer = platform.issuer(format); // a ttl of 5 minutes
        StatusReference entry = issuer.allocate().orElseThrow();
        platform.publish(issuer);
        StatusListCheck check =
                platform.checkBuilder().maxStaleness(Duration.ofHours(1)).build();
        assertThat(check.check(entry, Platform.MERCHANT).isVerified()).isTrue();

        platform.pass(Duration.ofMinutes(1));
        issuer.revoke(entry);
        platform.publish(issuer);
        platform.pass(Duration.ofSeconds(239));
        assertThat(check.check(entry, Platform.MERCHANT).isVerified()).isTrue();
        platform.pass(Duration.ofSeconds(1));
        Platform.refused(check.check(entry, Platform.MERCHANT), "REVOKED");
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void theVerifierSaysHowStaleAnAnswerMayBe(Format format) {
        StatusListIssuer issuer = platform.issuer(format);
        StatusReference entry = issuer.allocate().orElseThrow();
        platform.publish(issuer);
        StatusListCheck check =
                platform.checkBuilder().maxStaleness(Duration.ofSeconds(30)).build();
        assertThat(check.check(entry, Platform.MERCHANT).isVerified()).isTrue();
        platform.pass(Duration.ofSeconds(1));
        issuer.revoke(entry);
        platform.publish(issuer);

        assertThat(check.check(entry, Platform.MERCHANT).isVerified()).isTrue();
        Platform.refused(check.within(Duration.ofSeconds(1)).check(entry, Platform.MERCHANT), "REVOKED");
        Platform.refused(check.check(entry, Platform.MERCHANT), "REVOKED"); // for they share the list

        platform.requests.clear();
        StatusListCheck always = check.within(Duration.ZERO);
        for (int i = 0; i < 3; i++) {
            Platform.refused(always.check(entry, Platform.MERCHANT), "REVOKED");
        }
        assertThat(platform.requests).hasSize(3);
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void asksByEntityTagAndGoesOnWithTheListItHas(Format format) {
        StatusListIssuer issuer = platform.issuer(format);
        StatusReference entry = issuer.allocate().orElseThrow();
        platform.publish(issuer);
        StatusListCheck check = platform.checkBuilder().build();
        for (int hour = 0; hour < 24; hour++) {
            assertThat(check.check(entry, Platform.MERCHANT).isVerified()).isTrue();
            platform.pass(Duration.ofHours(1));
        }
        assertThat(platform.requests).hasSize(24);
        assertThat(platform.requests.getFirst().entityTag()).isEmpty();
        assertThat(platform.requests.subList(1, 24))
                .allSatisfy(request -> assertThat(request.entityTag()).isPresent());
        platform.pass(Duration.ofMinutes(1)); // a day and the skew of clocks: an unchanged list expires all the same
        Platform.refused(check.check(entry, Platform.MERCHANT), "STATUS_STALE");
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void failsClosedWhenTheServerDoes(Format format) {
        StatusListIssuer issuer = platform.issuer(format);
        StatusReference entry = issuer.allocate().orElseThrow();
        platform.publish(issuer);
        StatusListCheck check = platform.checkBuilder().build();
        assertThat(check.check(entry, Platform.MERCHANT).isVerified()).isTrue();
        platform.down = true;

        assertThat(check.check(entry, Platform.MERCHANT).isVerified()).isTrue(); // still confirmed lately enough
        platform.pass(Duration.ofMinutes(5));
        assertThat(check.check(entry, Platform.MERCHANT).reasons())
                .containsExactly(new Reason(
                        "STATUS_UNAVAILABLE",
                        "\"https://tea.example/status/1\" cannot be read: UNREACHABLE: nothing listens there"));
        platform.down = false;
        assertThat(check.check(entry, Platform.MERCHANT).isVerified()).isTrue();
    }

    @Test
    void aClockThatWasSetBackMakesNoListYounger() {
        StatusListIssuer issuer = platform.issuer(Format.TOKEN);
        StatusReference entry = issuer.allocate().orElseThrow();
        platform.publish(issuer);
        StatusListCheck check = platform.checkBuilder().build();
        assertThat(check.check(entry, Platform.MERCHANT).isVerified()).isTrue();
        platform.pass(Duration.ofSeconds(-30));
        assertThat(check.check(entry, Platform.MERCHANT).isVerified()).isTrue();
        assertThat(platform.requests).hasSize(2);
    }

    @Test
    void thoseWhoAskAtOnceShareOneRequest() throws Exception {
        StatusListIssuer issuer = platform.issuer(Format.TOKEN);
        StatusReference entry = issuer.allocate().orElseThrow();
        platform.publish(issuer);
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        Fetcher slow = request -> {
            asked.countDown();
            await(answer);
            return platform.fetch(request);
        };
        StatusListCheck check = StatusListCheck.builder(slow, platform.clock)
                .trust(Platform.MERCHANT, platform.key.verificationKey())
                .build();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Verdict<StatusReference>>> verdicts = new ArrayList<>();
            for (int i = 0; i < 64; i++) {
                verdicts.add(threads.submit(() -> check.check(entry, Platform.MERCHANT)));
            }
            await(asked);
            answer.countDown();
            for (Future<Verdict<StatusReference>> verdict : verdicts) {
                assertThat(verdict.get().isVerified()).isTrue();
            }
        }
        assertThat(platform.requests).hasSize(1);
    }

    @Test
    @Timeout(30)
    void whoeverWantsItFresherAsksHimself() throws Exception {
        StatusListIssuer issuer = platform.issuer(Format.TOKEN);
        StatusReference entry = issuer.allocate().orElseThrow();
        String before = platform.publish(issuer).compact();
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        AtomicInteger calls = new AtomicInteger();
        Fetcher firstIsSlow = request -> {
            if (calls.incrementAndGet() > 1) {
                return platform.fetch(request);
            }
            asked.countDown();
            await(answer);
            return Verdict.ok(Fetched.of(
                    request.uri(), request.mediaTypes().getFirst(), before.getBytes(StandardCharsets.US_ASCII)));
        };
        StatusListCheck check = StatusListCheck.builder(firstIsSlow, platform.clock)
                .trust(Platform.MERCHANT, platform.key.verificationKey())
                .build();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Verdict<StatusReference>> patient = threads.submit(() -> check.check(entry, Platform.MERCHANT));
            await(asked);
            platform.pass(Duration.ofSeconds(1));
            issuer.revoke(entry);
            platform.publish(issuer);

            Platform.refused(check.within(Duration.ZERO).check(entry, Platform.MERCHANT), "REVOKED");
            answer.countDown();
            assertThat(patient.get().isVerified()).isTrue(); // it had asked before
            Platform.refused(check.check(entry, Platform.MERCHANT), "REVOKED"); // the newer list was kept
        }
    }

    @Test
    void aFetcherThatThrowsDoesNotBlockThoseAfterIt() {
        StatusListIssuer issuer = platform.issuer(Format.TOKEN);
        StatusReference entry = issuer.allocate().orElseThrow();
        platform.publish(issuer);
        AtomicInteger calls = new AtomicInteger();
        StatusListCheck check = StatusListCheck.builder(
                        request -> {
                            if (calls.incrementAndGet() == 1) {
                                throw new IllegalStateException("a bug");
                            }
                            return platform.fetch(request);
                        },
                        platform.clock)
                .trust(Platform.MERCHANT, platform.key.verificationKey())
                .build();
        assertThatIllegalStateException().isThrownBy(() -> check.check(entry, Platform.MERCHANT));
        assertThat(check.check(entry, Platform.MERCHANT).isVerified()).isTrue();
    }

    @Test
    void keepsNoMoreListsThanFit() {
        ListCache cache = new ListCache(3 * (1024 + 128));
        StatusList list = StatusList.of(1, 1024, Map.of());
        for (int i = 0; i < 5; i++) {
            ListClaims claims = new ListClaims("list " + i, null, platform.now, null, null, Set.of(), list);
            cache.put(new ListCache.Key("issuer", "list " + i, 0), new ListCache.Kept(claims, "", null, platform.now));
            assertThat(cache.get(new ListCache.Key("issuer", "list 0", 0))).isNotNull(); // read, so that it stays
        }
        assertThat(cache.get(new ListCache.Key("issuer", "list 1", 0))).isNull();
        assertThat(cache.get(new ListCache.Key("issuer", "list 2", 0))).isNull();
        assertThat(cache.get(new ListCache.Key("issuer", "list 3", 0))).isNotNull();
        assertThat(cache.get(new ListCache.Key("issuer", "list 4", 0))).isNotNull();
    }

    // --- whose lists count ---

    @Test
    void believesAProviderThatIsNamedForTheIssuerAndForNobodyElse() {
        Did provider = Did.parse("did:web:status.example");
        Did other = Did.parse("did:web:coffee.example");
        try (LocalSigningKey providerKey = LocalSigningKey.generate(KeyAlgorithm.EDDSA, platform.random)) {
            StatusListIssuer issuer = StatusListIssuer.builder(provider, providerKey, platform.clock, platform.random)
                    .tokenList(Platform.LIST, 1)
                    .size(64)
                    .book(StatusBook.inMemory())
                    .build();
            StatusReference entry = issuer.allocate().orElseThrow();
            platform.publish(issuer);
            StatusListCheck check = platform.checkBuilder()
                    .provider(Platform.MERCHANT, provider, providerKey.verificationKey())
                    .trust(other, platform.key.verificationKey())
                    .build();

            assertThat(check.check(entry, Platform.MERCHANT).isVerified()).isTrue();
            Platform.refused(check.check(entry, other), "STATUS_LIST_UNTRUSTED");
            platform.requests.clear();
            Platform.refused(check.check(entry, provider), "STATUS_LIST_UNTRUSTED");
            assertThat(platform.requests).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void believesTheKeysOfTheIssuersDocumentAndNoneThatWasWithdrawn(Format format) {
        AtomicReference<String> document = new AtomicReference<>(document(platform.key));
        Fetcher web = request -> Verdict.ok(
                Fetched.of(request.uri(), "application/did+json", document.get().getBytes(StandardCharsets.UTF_8)));
        StatusListIssuer issuer = platform.issuer(format);
        StatusReference entry = issuer.allocate().orElseThrow();
        platform.publish(issuer);
        StatusListCheck check = StatusListCheck.builder(platform, platform.clock)
                .trust(Platform.MERCHANT, DidResolver.of(DidMethod.web(web)))
                .build();
        assertThat(check.check(entry, Platform.MERCHANT).isVerified()).isTrue();

        try (LocalSigningKey next = LocalSigningKey.generate(KeyAlgorithm.ES256, platform.random)) {
            document.set(document(next));
            assertThat(check.check(entry, Platform.MERCHANT).isVerified()).isTrue(); // confirmed lately enough
            platform.pass(Duration.ofMinutes(5));
            Platform.refused(check.check(entry, Platform.MERCHANT), "STATUS_LIST_UNTRUSTED");
            assertThat(platform.requests.getLast().entityTag()).isPresent(); // the list itself is unchanged
            document.set("");
            Platform.refused(check.check(entry, Platform.MERCHANT), "STATUS_UNAVAILABLE");
        }
    }

    private static String document(LocalSigningKey key) {
        return DidDocument.builder(Platform.MERCHANT)
                .key("key-1", key.verificationKey(), Relationship.ASSERTION_METHOD)
                .build()
                .toString();
    }

    @Test
    void asksListsAlone() {
        StatusListCheck check = platform.checkBuilder().build();
        StatusReference onChain = new OnChain(AccountId.parse("eip155:1:" + Address.ZERO), Address.ZERO, 7);
        assertThat(check.knows(onChain)).isFalse();
        assertThat(check.at(platform.now).knows(onChain)).isFalse();
        assertThat(check.knows(new StatusReference.TokenListEntry(Platform.LIST, 7)))
                .isTrue();
        Platform.refused(check.check(onChain, Platform.MERCHANT), "STATUS_UNAVAILABLE");
    }

    @Test
    void refusesChecksThatMakeNoSense() {
        StatusListCheck.Builder builder = StatusListCheck.builder(platform, platform.clock);
        assertThatIllegalArgumentException().isThrownBy(builder::build).withMessageContaining("trusted issuer");
        assertThatIllegalArgumentException().isThrownBy(() -> builder.trust(Platform.MERCHANT));
        for (Duration wrong :
                List.of(Duration.ofSeconds(-1), Duration.ofDays(36_501), Duration.ofSeconds(Long.MAX_VALUE))) {
            assertThatIllegalArgumentException().isThrownBy(() -> builder.maxStaleness(wrong));
            assertThatIllegalArgumentException().isThrownBy(() -> builder.maxAge(wrong));
        }
        assertThatIllegalArgumentException().isThrownBy(() -> builder.maxAge(Duration.ZERO));
    }

    // --- the past ---

    @ParameterizedTest
    @EnumSource(Format.class)
    void tellsWhatTheStatusWasAtATime(Format format) {
        StatusListIssuer issuer = platform.issuer(format);
        StatusReference entry = issuer.allocate().orElseThrow();
        Instant start = platform.now;
        platform.publish(issuer);
        platform.pass(Duration.ofHours(12));
        issuer.revoke(entry);
        platform.publish(issuer);
        Instant revocation = platform.now;
        platform.pass(Duration.ofDays(30));
        StatusListCheck check = platform.checkBuilder().build();

        // @start region="past"
        Instant purchase = revocation.minus(Duration.ofMinutes(1));
        Verdict<StatusReference> then =
                check.at(purchase).check(entry, Platform.MERCHANT); // by what its server has of that time
        Verdict<StatusReference> also =
                check.at(purchase, platform.archive).check(entry, Platform.MERCHANT); // by what we have
        // @end region="past"
        assertThat(then).isEqualTo(also).isEqualTo(Verdict.ok(entry));
        for (StatusCheck past : List.of(check.at(revocation), check.at(revocation, platform.archive))) {
            Platform.refused(past.check(entry, Platform.MERCHANT), "REVOKED");
        }
        for (Instant time : List.of(start.minusSeconds(1), revocation.plus(Duration.ofDays(1)))) {
            assertThat(check.at(time).check(entry, Platform.MERCHANT).isVerified())
                    .isFalse();
            Platform.refused(check.at(time, platform.archive).check(entry, Platform.MERCHANT), "STATUS_UNAVAILABLE");
        }
        assertThat(check.at(start.plusMillis(999))
                        .check(entry, Platform.MERCHANT)
                        .isVerified())
                .isTrue();
        assertThat(platform.requests)
                .allMatch(request -> request.uri()
                        .toString()
                        .startsWith(Platform.LIST + (format == Format.TOKEN ? "?time=1" : "?timestamp=2026-11-2")));
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void doesNotForetell(Format format) {
        StatusListIssuer issuer = platform.issuer(format);
        StatusReference entry = issuer.allocate().orElseThrow();
        platform.publish(issuer);
        StatusListCheck check = platform.checkBuilder().build();

        Instant later = platform.now.plusSeconds(1); // within the list's validity

        Platform.refused(check.at(later).check(entry, Platform.MERCHANT), "STATUS_UNAVAILABLE");
        Platform.refused(check.at(later, platform.archive).check(entry, Platform.MERCHANT), "STATUS_UNAVAILABLE");
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void aServerThatIgnoresTheTimeDoesNotPassTodaysListForYesterdays(Format format) {
        StatusListIssuer issuer = platform.issuer(format);
        StatusReference entry = issuer.allocate().orElseThrow();
        Instant yesterday = platform.now.minus(Duration.ofDays(1));
        String today = issuer.publish().compact();
        Fetcher staticFiles = request -> Verdict.ok(
                Fetched.of(request.uri(), request.mediaTypes().getFirst(), today.getBytes(StandardCharsets.US_ASCII)));
        StatusListCheck check = StatusListCheck.builder(staticFiles, platform.clock)
                .trust(Platform.MERCHANT, platform.key.verificationKey())
                .build();

        assertThat(check.check(entry, Platform.MERCHANT).isVerified()).isTrue();
        Platform.refused(check.at(yesterday).check(entry, Platform.MERCHANT), "STATUS_UNAVAILABLE");
    }

    @Test
    void aVerifierKeepsWhatItSawAndNobodyCanDateAnotherListBack() {
        StatusArchive seen = StatusArchive.inMemory(10);
        StatusListIssuer issuer = platform.issuer(Format.TOKEN);
        StatusReference entry = issuer.allocate().orElseThrow();
        StatusListCheck check = platform.checkBuilder().archive(seen).build();
        Instant purchase = platform.now;
        platform.publish(issuer);
        assertThat(check.check(entry, Platform.MERCHANT).isVerified()).isTrue();
        platform.pass(Duration.ofDays(2));
        issuer.revoke(entry);
        Instant present = platform.now;
        platform.now = purchase;
        platform.archive.keep(Platform.LIST, purchase, issuer.publish().compact()); // the issuer lies
        platform.now = present;

        Platform.refused(check.at(purchase).check(entry, Platform.MERCHANT), "REVOKED");
        assertThat(check.at(purchase, seen).check(entry, Platform.MERCHANT).isVerified())
                .isTrue();
    }

    @Test
    void anArchiveThatFailsOrHoldsRubbishTellsNothing() {
        StatusListIssuer issuer = platform.issuer(Format.TOKEN);
        StatusReference entry = issuer.allocate().orElseThrow();
        platform.publish(issuer);
        StatusArchive failing = new StatusArchive() {
            @Override
            public void keep(URI list, Instant issuedAt, String signed) {
                throw new LianboException(LianboException.Code.STORE_FAILED, "full", true);
            }

            @Override
            public Optional<String> newestAt(URI list, Instant time) {
                throw new LianboException(LianboException.Code.STORE_FAILED, "gone", true);
            }
        };
        StatusArchive rubbish = StatusArchive.inMemory(1);
        rubbish.keep(Platform.LIST, platform.now, "rubbish");
        StatusListCheck check = platform.checkBuilder().archive(failing).build();

        Platform.refused(check.check(entry, Platform.MERCHANT), "STATUS_UNAVAILABLE");
        Platform.refused(check.at(platform.now, failing).check(entry, Platform.MERCHANT), "STATUS_UNAVAILABLE");
        Platform.refused(check.at(platform.now, rubbish).check(entry, Platform.MERCHANT), "STATUS_LIST_MALFORMED");
    }

    // --- with credentials, over HTTP ---

    @Test
    void aVerifierRefusesACredentialThatWasRevokedInAPublishedList() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        AtomicReference<SignedStatusList> served = new AtomicReference<>();
        List<Integer> answers = new CopyOnWriteArrayList<>(); // the server has a thread of its own
        server.createContext("/status/1", exchange -> serve(exchange, served.get(), answers));
        server.start();
        URI uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/status/1");
        Did merchant = Platform.MERCHANT;
        try (HttpFetcher fetcher = HttpFetcher.of(HttpFetcher.Options.onLoopbackForTests());
                LocalSigningKey viewerKey = LocalSigningKey.generate(KeyAlgorithm.ES256, platform.random)) {
            StatusListIssuer issuer = platform.issuerBuilder().tokenList(uri, 2).build();
            StatusReference entry = issuer.allocate().orElseThrow();
            served.set(issuer.publish());
            Credential credential = CredentialIssuer.of(merchant, platform.key, platform.clock, platform.random)
                    .issue(CredentialDraft.builder("urn:purchase")
                            .holderKey(viewerKey.verificationKey())
                            .disclosableClaim("category", "tea")
                            .status(entry)
                            .build());
            PresentationRequest request = PresentationRequest.builder()
                    .credentialType("urn:purchase")
                    .audience("did:web:shop.example")
                    .purpose("a discount")
                    .nonce("0123456789abcdef")
                    .maxAge(Duration.ofDays(1))
                    .build();
            String presentation =
                    Holder.of(viewerKey, platform.clock).present(credential, request, ClaimPath.all("category"));
            // @start region="check"
            StatusListCheck lists = StatusListCheck.builder(fetcher, platform.clock)
                    .trust(merchant, platform.key.verificationKey())
                    .maxStaleness(Duration.ofMinutes(1))
                    .build();
            CredentialVerifier verifier = CredentialVerifier.builder(platform.clock)
                    .trust(merchant, platform.key.verificationKey())
                    .status(lists) // or StatusCheck.firstOf(lists, registry)
                    .build();
            Verdict<PresentedCredential> verdict = verifier.verify(presentation, request);
            // @end region="check"
            assertThat(verdict.reasons()).isEmpty();
            platform.pass(Duration.ofMinutes(1));
            assertThat(verifier.verify(presentation, request).reasons()).isEmpty();
            assertThat(issuer.suspend(entry).isVerified()).isTrue();
            served.set(issuer.publish());
            assertThat(verifier.verify(presentation, request).reasons()).isEmpty(); // confirmed within the minute
            platform.pass(Duration.ofMinutes(1));
            Platform.refused(verifier.verify(presentation, request), "SUSPENDED");
            assertThat(answers).containsExactly(200, 304, 200);
            server.stop(0);
            platform.pass(Duration.ofMinutes(1));
            Platform.refused(verifier.verify(presentation, request), "STATUS_UNAVAILABLE");
        } finally {
            server.stop(0);
        }
    }

    private static void serve(HttpExchange exchange, SignedStatusList list, List<Integer> answers) throws IOException {
        answers.add(list.entityTag().equals(exchange.getRequestHeaders().getFirst("If-None-Match")) ? 304 : 200);
        // @start region="serve"
        exchange.getResponseHeaders().set("Content-Type", list.mediaType());
        exchange.getResponseHeaders().set("ETag", list.entityTag());
        boolean known = list.entityTag().equals(exchange.getRequestHeaders().getFirst("If-None-Match"));
        byte[] body = list.compact().getBytes(StandardCharsets.US_ASCII);
        exchange.sendResponseHeaders(known ? 304 : 200, known ? -1 : body.length);
        if (!known) {
            exchange.getResponseBody().write(body);
        }
        exchange.close();
        // @end region="serve"
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
