package io.lianbo.provenance.audit;

import static io.lianbo.provenance.TeaCake.CAKE;
import static io.lianbo.provenance.audit.Tea.AUTHORITY;
import static io.lianbo.provenance.audit.Tea.LEAVES;
import static io.lianbo.provenance.audit.Tea.LOG_KEY;
import static io.lianbo.provenance.audit.Tea.NOW;
import static io.lianbo.provenance.audit.Tea.PRODUCT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.lianbo.core.Hash32;
import io.lianbo.core.LianboException;
import io.lianbo.core.Verdict;
import io.lianbo.core.Verdict.Reason;
import io.lianbo.core.crypto.Sha256;
import io.lianbo.provenance.TeaCake;
import io.lianbo.provenance.audit.AuditEntry.Answered;
import io.lianbo.provenance.audit.AuditEntry.Refused;
import io.lianbo.provenance.checkpoint.Checkpoint;
import io.lianbo.provenance.checkpoint.CheckpointVerifier;
import io.lianbo.provenance.checkpoint.CheckpointVerifier.History;
import io.lianbo.provenance.checkpoint.NoteVerifier;
import io.lianbo.provenance.checkpoint.SignedNote;
import io.lianbo.provenance.code.DigitalLink;
import io.lianbo.provenance.event.EpcisEvent;
import io.lianbo.provenance.event.EventType;
import io.lianbo.provenance.log.ConsistencyProof;
import io.lianbo.provenance.log.TreeHead;
import io.lianbo.provenance.passport.SignedEvent;
import io.lianbo.provenance.receipt.CoseSigner;
import io.lianbo.provenance.receipt.ReceiptVerifier;
import io.lianbo.provenance.scan.Location;
import io.lianbo.provenance.scan.Scan;
import io.lianbo.provenance.scan.ScanGuard;
import io.lianbo.provenance.scan.ScanKeys;
import io.lianbo.provenance.scan.ScanRecord;
import io.lianbo.provenance.scan.ScanStore;
import io.lianbo.provenance.store.EventStore;
import io.lianbo.provenance.store.JdbcEventStore;
import io.lianbo.provenance.tag.TagRegistry;
import io.lianbo.testsupport.Databases;
import io.lianbo.testsupport.Databases.Store;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a regulator sees, in memory and in each database. */
class RegulatorViewTest {
    private static final ScanSource NO_SCANS = query -> new ScanSource.Page(List.of(), Optional.empty());

    @TempDir
    private Path folder;

    private final Tea.Clock clock = new Tea.Clock();
    private int requests;

    /** A platform's stores, and its view over them. */
    private record Platform(EventStore events, AccessLogStore entries, AccessLog log, RegulatorView view) {}

    private Platform platform(Store kind) {
        return platform(kind, NO_SCANS);
    }

    private Platform platform(Store kind, ScanSource scans) {
        EventStore events;
        AccessLogStore entries;
        if (kind == Store.MEMORY) {
            events = EventStore.inMemory();
            entries = AccessLogStore.inMemory();
        } else {
            DataSource source = Databases.open(kind, folder);
            events = JdbcEventStore.in(source);
            entries = JdbcAccessLogStore.in(source);
        }
        events.appendAll(Tea.events());
        AccessLog log = AccessLog.open(entries, LOG_KEY, clock);
        return new Platform(events, entries, log, new RegulatorView(events, scans, log));
    }

    private AuditRequest request(Hash32 grant, AuditQuery query) {
        return Tea.request(grant, query, clock.instant(), requests++);
    }

    private static Hash32 grant(Platform platform, AuditScope scope) {
        return platform.log().grant(Tea.grant(scope)).entry().leafHash();
    }

    private AuditAnswer answer(Platform platform, Hash32 grant, AuditQuery query) {
        return platform.view().answer(request(grant, query)).value().orElseThrow();
    }

    private static List<String> steps(AuditAnswer answer) {
        return answer.events().stream()
                .map(event -> event.event().bizStep().orElseThrow().replaceFirst(".*BizStep-", ""))
                .toList();
    }

    private static void assertWhole(Platform platform) {
        AccessLogVerifier auditor = new AccessLogVerifier(Tea.LOG);
        assertThat(auditor.verify(
                                platform.log().entries(0, 10_000).stream(),
                                platform.log().checkpoint())
                        .reasons())
                .isEmpty();
    }

    @Test
    void answersWhatWasGrantedAndProvesThatItIsLogged() {
        EventStore events = EventStore.inMemory();
        events.appendAll(Tea.events());
        AccessLogStore store = JdbcAccessLogStore.sqlite(folder.resolve("access.db"));
        // @start region="log"
        // The platform. JdbcAccessLogStore.in(dataSource) where several services share the log.
        AccessLog log = AccessLog.open(store, LOG_KEY, clock);
        // @end
        // @start region="grant"
        AuditScope scope = AuditScope.of(DigitalLink.ofProduct("09506000134352"))
                .eventTypes(EventType.OBJECT, EventType.AGGREGATION)
                .between(Instant.parse("2026-01-01T00:00:00Z"), Instant.parse("2027-01-01T00:00:00Z"));
        LoggedEntry granted = log.grant(new AuditGrant(
                "Market Surveillance Authority of Yunnan",
                AUTHORITY.address(),
                scope,
                "recall 2026/17",
                "Regulation (EU) 2023/988, Article 27",
                Instant.parse("2026-11-01T00:00:00Z"),
                Instant.parse("2027-01-01T00:00:00Z")));
        Hash32 grant = granted.entry().leafHash(); // what the regulator names in each request
        // @end
        // @start region="ask"
        // The regulator, with its own key.
        AuditQuery query = AuditQuery.events(DigitalLink.ofItem("09506000134352", "CAKE-0001"))
                .bizSteps("inspecting", "shipping")
                .perPage(50);
        AuditRequest request =
                AuditRequest.sign("tea.example/access", grant, query, clock.instant(), new SecureRandom(), AUTHORITY);
        String json = request.toJson(); // goes to the platform
        // @end
        // @start region="answer"
        // The platform.
        RegulatorView view = new RegulatorView(events, NO_SCANS, log);
        String reply = switch (view.answer(AuditRequest.parse(json))) {
            case Verdict.Verified<AuditAnswer> answered -> answered.result().toJson();
            case Verdict.Refused<AuditAnswer> refused -> "refused: " + refused.reasons();
        };
        // @end
        // @start region="check"
        // The regulator.
        CheckpointVerifier platformLog = new CheckpointVerifier("tea.example/access", LOG_KEY.verifier());
        AuditAnswer answer = AuditAnswer.parse(reply);
        Verdict<Answered> checked = answer.verify(request, platformLog);
        assertThat(checked.isVerified()).isTrue();
        // @end
        assertThat(steps(answer)).containsExactly("inspecting", "shipping");
        assertThat(answer.events()).allMatch(event -> event.verify().isVerified());
        assertThat(answer.nextPageToken()).isEmpty();
        Answered entry = checked.value().orElseThrow();
        assertThat(entry.at()).isEqualTo(NOW);
        assertThat(entry.regulator()).isEqualTo(AUTHORITY.address());
        assertThat(entry.count()).isEqualTo(2);
        assertThat(log.request(1)).contains(request);
        assertThat(log.request(0)).isEmpty();

        SignedNote seenBefore = granted.checkpoint();
        // @start region="entry"
        LoggedEntry kept = log.entry(request).orElseThrow(); // also where the answer was lost on its way
        assertThat(kept.verify(platformLog).isVerified()).isTrue();
        // @end
        assertThat(LoggedEntry.parse(kept.toJson())).isEqualTo(kept);
        CoseSigner coseKey = CoseSigner.ed25519(Sha256.digest(new byte[] {7}));
        // @start region="receipt"
        byte[] receipt = log.receipt(kept.proof().leafIndex(), coseKey).bytes();

        ReceiptVerifier receipts = new ReceiptVerifier("tea.example/access", coseKey.key());
        Verdict<TreeHead> held = receipts.inclusion(receipt, kept.entry().leafHash());
        // @end
        assertThat(held.value()).isEqualTo(log.head());
        // @start region="audit"
        // An auditor, with a copy of the log and the checkpoint that somebody kept.
        AccessLogVerifier auditor = new AccessLogVerifier(platformLog);
        SignedNote checkpoint = log.checkpoint();
        Verdict<Checkpoint> whole = auditor.verify(log.entries(0, 10_000).stream(), checkpoint);

        ConsistencyProof proof = log.consistencyProof(1, 2);
        History history = platformLog.extend(seenBefore, checkpoint, proof); // nothing was taken out since
        // @end
        assertThat(whole.value().orElseThrow().size()).isEqualTo(2);
        assertThat(history).isInstanceOf(History.Consistent.class);
        // @start region="revoke"
        log.revoke(grant, "the recall is over");
        // @end
        assertThat(view.answer(request(grant, query)).reasons())
                .extracting(Reason::code)
                .containsExactly("GRANT_REVOKED");
    }

    @ParameterizedTest
    @EnumSource
    void showsAllOfTheScopeWhereAQueryLeavesItOpen(Store kind) {
        Platform platform = platform(kind);
        Hash32 product = grant(platform, AuditScope.of(PRODUCT));
        assertThat(steps(answer(platform, product, AuditQuery.events())))
                .containsExactly(
                        "commissioning", "assembling", "inspecting", "packing", "shipping", "shipping", "inspecting");
        Hash32 lot = grant(platform, AuditScope.of(DigitalLink.ofLot(CAKE.gtin(), "SPRING-26"), LEAVES));
        assertThat(steps(answer(platform, lot, AuditQuery.events()))).containsExactly("commissioning", "inspecting");
        Hash32 item = grant(
                platform,
                AuditScope.of(CAKE)
                        .eventTypes(EventType.OBJECT)
                        .between(Instant.parse("2026-04-02T06:00:00Z"), Instant.parse("2026-04-20T10:00:00Z")));
        assertThat(steps(answer(platform, item, AuditQuery.events()))).containsExactly("assembling", "inspecting");
        assertThat(steps(answer(platform, item, AuditQuery.events(CAKE).bizSteps("inspecting"))))
                .containsExactly("inspecting");
        // A lot that the link of an item claims gives nothing of the lot away.
        DigitalLink claimed = DigitalLink.ofLot(CAKE.gtin(), "AUTUMN-26").withSerial("CAKE-0001");
        assertThat(steps(answer(platform, item, AuditQuery.events(claimed))))
                .containsExactly("assembling", "inspecting");
        assertWhole(platform);
    }

    @ParameterizedTest
    @EnumSource
    void refusesWhatIsBeyondTheScopeAndLogsThat(Store kind) {
        Platform platform = platform(kind);
        Instant from = Instant.parse("2026-04-01T00:00:00Z");
        Instant until = Instant.parse("2026-05-01T00:00:00Z");
        Hash32 grant =
                grant(platform, AuditScope.of(CAKE).eventTypes(EventType.OBJECT).between(from, until));
        Hash32 scansOnly =
                grant(platform, new AuditScope(List.of(LEAVES), Set.of(), true, Optional.empty(), Optional.empty()));
        AuditQuery.Events mine = AuditQuery.events(CAKE);
        record Case(Hash32 grant, AuditQuery query, List<String> codes) {}
        List<Case> cases = List.of(
                new Case(grant, AuditQuery.events(CAKE, LEAVES), List.of("GOODS_OUT_OF_SCOPE")),
                new Case(grant, AuditQuery.events(PRODUCT), List.of("GOODS_OUT_OF_SCOPE")),
                new Case(
                        grant,
                        AuditQuery.events(DigitalLink.ofLot(CAKE.gtin(), "SPRING-26")),
                        List.of("GOODS_OUT_OF_SCOPE")),
                new Case(
                        grant,
                        AuditQuery.events(LEAVES, PRODUCT).eventTypes(EventType.AGGREGATION),
                        List.of("GOODS_OUT_OF_SCOPE", "GOODS_OUT_OF_SCOPE", "TYPE_OUT_OF_SCOPE")),
                new Case(grant, mine.eventTypes(EventType.OBJECT, EventType.AGGREGATION), List.of("TYPE_OUT_OF_SCOPE")),
                new Case(grant, mine.between(from.minusMillis(1), until), List.of("TIME_OUT_OF_SCOPE")),
                new Case(grant, mine.between(from, until.plusMillis(1)), List.of("TIME_OUT_OF_SCOPE")),
                new Case(
                        grant,
                        new AuditQuery.Events(
                                List.of(),
                                Set.of(),
                                List.of(),
                                Optional.of(until),
                                Optional.empty(),
                                10,
                                Optional.empty()),
                        List.of("TIME_OUT_OF_SCOPE")),
                new Case(grant, AuditQuery.scans(CAKE), List.of("SCANS_NOT_GRANTED")),
                new Case(scansOnly, AuditQuery.events(), List.of("EVENTS_NOT_GRANTED")),
                new Case(scansOnly, AuditQuery.scans(LEAVES.withSerial("1")), List.of("GOODS_OUT_OF_SCOPE")),
                new Case(grant, mine.pageToken("page 2"), List.of("MALFORMED_PAGE_TOKEN")));
        for (Case each : cases) {
            AuditRequest request = request(each.grant(), each.query());
            long before = platform.log().size();
            assertThat(platform.view().answer(request).reasons())
                    .extracting(Reason::code)
                    .isEqualTo(each.codes());
            LoggedEntry entry = platform.log().entry(request).orElseThrow();
            assertThat(entry.entry())
                    .isEqualTo(new Refused(
                            NOW,
                            each.grant(),
                            AUTHORITY.address(),
                            request.digest(),
                            each.query() instanceof AuditQuery.Events ? "events" : "scans",
                            each.codes()));
            assertThat(entry.verify(Tea.LOG).isVerified()).isTrue();
            assertThat(platform.log().size()).isEqualTo(before + 1);
        }
        assertWhole(platform);
    }

    @ParameterizedTest
    @EnumSource
    void pagesWithinBoundsAndNeverBeforeTheScopeBegins(Store kind) {
        Platform platform = platform(kind);
        Hash32 grant = grant(
                platform,
                AuditScope.of(PRODUCT)
                        .between(Instant.parse("2026-04-10T00:00:00Z"), Instant.parse("2026-05-01T00:00:00Z")));
        AuditQuery.Events query = AuditQuery.events().perPage(2);
        AuditAnswer first = answer(platform, grant, query);
        assertThat(steps(first)).containsExactly("inspecting", "packing");
        AuditAnswer second =
                answer(platform, grant, query.pageToken(first.nextPageToken().orElseThrow()));
        assertThat(steps(second)).containsExactly("shipping", "shipping");
        assertThat(second.nextPageToken()).isEmpty();
        for (String early : List.of("0.0", "-999999999999999999.0", "1.1")) {
            assertThat(steps(answer(platform, grant, query.pageToken(early)))).containsExactly("inspecting", "packing");
        }
        assertThat(steps(answer(platform, grant, query.pageToken("999999999999999999.0"))))
                .isEmpty();
        for (int most : new int[] {0, 1001}) {
            assertThatIllegalArgumentException().isThrownBy(() -> query.perPage(most));
        }
    }

    @ParameterizedTest
    @EnumSource
    void neitherAnswersNorLogsWhatNobodyCanBeHeldTo(Store kind) {
        Platform platform = platform(kind);
        Hash32 grant = grant(platform, AuditScope.of(CAKE));
        AuditRequest good = request(grant, AuditQuery.events());
        AuditRequest otherQuery = new AuditRequest(
                good.log(), grant, AuditQuery.events().perPage(1000), good.at(), good.nonce(), good.signature());
        AuditRequest stranger =
                AuditRequest.sign(Tea.ORIGIN, grant, AuditQuery.events(), NOW, new SecureRandom(), TeaCake.STRANGER);
        AuditRequest otherLog = AuditRequest.sign(
                "other.example/access", grant, AuditQuery.events(), NOW, new SecureRandom(), AUTHORITY);
        AuditRequest otherGrant = request(Hash32.ZERO, AuditQuery.events());
        assertThat(platform.view().answer(otherQuery).reasons())
                .extracting(Reason::code)
                .containsExactly("SIGNATURE_INVALID");
        assertThat(platform.view().answer(stranger).reasons())
                .extracting(Reason::code)
                .containsExactly("SIGNATURE_INVALID");
        assertThat(platform.view().answer(otherLog).reasons())
                .extracting(Reason::code)
                .containsExactly("WRONG_LOG");
        assertThat(platform.view().answer(otherGrant).reasons())
                .extracting(Reason::code)
                .containsExactly("UNKNOWN_GRANT");
        assertThat(platform.log().size()).isEqualTo(1);
        assertThat(platform.log().entry(otherQuery)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void answersARequestOnce(Store kind) {
        Platform platform = platform(kind);
        Hash32 grant = grant(platform, AuditScope.of(CAKE));
        AuditRequest request = request(grant, AuditQuery.events());
        assertThat(platform.view().answer(request).isVerified()).isTrue();
        assertThat(platform.view().answer(request).reasons())
                .extracting(Reason::code)
                .containsExactly("REQUEST_REPLAYED");
        AuditRequest refused = request(grant, AuditQuery.events(LEAVES));
        for (String code : List.of("GOODS_OUT_OF_SCOPE", "REQUEST_REPLAYED")) {
            assertThat(platform.view().answer(refused).reasons())
                    .extracting(Reason::code)
                    .containsExactly(code);
        }
        assertThat(platform.log().size()).isEqualTo(3);
    }

    @Test
    void answersInTheTimeOfTheGrantAndOfTheRequestAlone() {
        Platform platform = platform(Store.MEMORY);
        AuditGrant terms = Tea.grant(AuditScope.of(CAKE));
        Hash32 grant = platform.log().grant(terms).entry().leafHash();
        AuditRequest made = request(grant, AuditQuery.events());
        clock.set(NOW.plus(Duration.ofMinutes(5)));
        assertThat(platform.view().answer(made).isVerified()).isTrue();
        AuditRequest old = Tea.request(grant, AuditQuery.events(), NOW.minusMillis(1), 100);
        AuditRequest ahead = Tea.request(
                grant, AuditQuery.events(), NOW.plus(Duration.ofMinutes(10)).plusMillis(1), 101);
        for (AuditRequest stale : List.of(old, ahead)) {
            assertThat(platform.view().answer(stale).reasons())
                    .extracting(Reason::code)
                    .containsExactly("REQUEST_STALE");
        }
        clock.set(terms.until().minusMillis(1));
        assertThat(platform.view().answer(request(grant, AuditQuery.events())).isVerified())
                .isTrue();
        clock.set(terms.until());
        assertThat(platform.view()
                        .answer(request(grant, AuditQuery.events(LEAVES)))
                        .reasons())
                .extracting(Reason::code)
                .containsExactly("GRANT_EXPIRED", "GOODS_OUT_OF_SCOPE");
        // The log's time does not go back with the clock.
        clock.set(terms.from().minusMillis(1));
        assertThat(platform.view().answer(request(grant, AuditQuery.events())).reasons())
                .extracting(Reason::code)
                .containsExactly("GRANT_EXPIRED", "REQUEST_STALE");
        assertWhole(platform);

        Platform early = platform(Store.MEMORY);
        Hash32 later = early.log().grant(terms).entry().leafHash();
        assertThat(early.view().answer(request(later, AuditQuery.events())).reasons())
                .extracting(Reason::code)
                .containsExactly("GRANT_NOT_YET_VALID");
    }

    @ParameterizedTest
    @EnumSource
    void knowsWhatAnotherProcessGrantedAndRevoked(Store kind) {
        Platform platform = platform(kind);
        AccessLog other = AccessLog.open(platform.entries(), LOG_KEY, clock);
        Hash32 grant = other.grant(Tea.grant(AuditScope.of(CAKE))).entry().leafHash();
        assertThat(platform.view().answer(request(grant, AuditQuery.events())).isVerified())
                .isTrue();
        other.revoke(grant, "asked for by mistake");
        assertThat(platform.view().answer(request(grant, AuditQuery.events())).reasons())
                .extracting(Reason::code)
                .containsExactly("GRANT_REVOKED");
        assertThat(platform.log().size()).isEqualTo(4);
        assertThat(platform.log().head()).isEqualTo(other.head());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> platform.log().revoke(grant, "again"))
                .withMessage("there must be a grant that is not revoked: " + grant);
        assertThatIllegalArgumentException().isThrownBy(() -> other.revoke(Hash32.ZERO, "unknown"));
        assertWhole(platform);
    }

    @Test
    void tellsEqualGrantsApart() {
        Platform platform = platform(Store.MEMORY);
        Hash32 first = grant(platform, AuditScope.of(CAKE));
        Hash32 second = grant(platform, AuditScope.of(CAKE));
        assertThat(second).isNotEqualTo(first);
        platform.log().revoke(first, "once is enough");
        assertThat(platform.log().grant(first)).isEqualTo(platform.log().grant(second));
        assertThat(platform.view().answer(request(second, AuditQuery.events())).isVerified())
                .isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void showsScansWithoutWhoScanned(Store kind) {
        ScanStore store = ScanStore.inMemory();
        byte[] secret = new byte[32];
        ScanGuard guard = ScanGuard.of(store, TagRegistry.inMemory(), ScanKeys.of(secret));
        guard.register(List.of(CAKE));
        for (int n = 0; n < 5; n++) {
            guard.assess(Scan.ofCode(CAKE, "device-" + n, NOW.minus(Duration.ofHours(5 - n)))
                    .at(n == 1 ? Location.ofDevice(48.86, 2.35, 1) : Location.ofDevice(31.23, 121.47, 1)));
        }
        // @start region="scans"
        ScanSource scans = ScanSource.of(store);
        // @end
        List<String> pseudonyms = store.scans(CAKE, Instant.EPOCH, NOW, 0, 10).stream()
                .map(ScanRecord::device)
                .toList();
        Platform platform = platform(kind, scans);
        Hash32 grant = grant(platform, AuditScope.of(PRODUCT).withScans());
        AuditRequest request = request(grant, AuditQuery.scans(CAKE).perPage(3));
        AuditAnswer answer = platform.view().answer(request).value().orElseThrow();
        assertThat(answer.events()).isEmpty();
        assertThat(answer.scans()).hasSize(3);
        assertThat(answer.scans().getFirst())
                .isEqualTo(
                        new ItemScan(CAKE, NOW.minus(Duration.ofHours(5)), "GENUINE", List.of(), Optional.of("wtw3")));
        assertThat(answer.scans().get(1).grade()).isEqualTo("CHECK");
        assertThat(answer.scans().get(1).reasons()).containsExactly("TOO_FAST");
        assertThat(pseudonyms).hasSize(5).doesNotHaveDuplicates();
        assertThat(answer.toJson())
                .doesNotContain(pseudonyms)
                .doesNotContain("device")
                .doesNotContain("wtw3s");
        assertThat(AuditAnswer.parse(answer.toJson())).isEqualTo(answer);
        Answered entry = answer.verify(request, Tea.LOG).value().orElseThrow();
        assertThat(entry.kind()).isEqualTo("scans");
        assertThat(entry.count()).isEqualTo(3);
        AuditAnswer rest = answer(
                platform,
                grant,
                AuditQuery.scans(CAKE).pageToken(answer.nextPageToken().orElseThrow()));
        assertThat(rest.scans()).hasSize(2);
        assertThat(rest.nextPageToken()).isEmpty();
        assertThat(platform.view()
                        .answer(request(grant, AuditQuery.scans(CAKE).pageToken("x")))
                        .reasons())
                .extracting(Verdict.Reason::code)
                .containsExactly("MALFORMED_PAGE_TOKEN");
    }

    @Test
    void givesNothingAwayThatTheSourceOfScansGivesTooMuch() {
        ItemScan early = new ItemScan(CAKE, NOW.minusSeconds(1), "GENUINE", List.of(), Optional.empty());
        ItemScan other = new ItemScan(TeaCake.cake("CAKE-0002"), NOW, "GENUINE", List.of(), Optional.empty());
        ItemScan late = new ItemScan(CAKE, NOW.plusSeconds(1), "GENUINE", List.of(), Optional.empty());
        for (ItemScan wrong : List.of(early, other, late)) {
            Platform platform = platform(Store.MEMORY, query -> new ScanSource.Page(List.of(wrong), Optional.empty()));
            Hash32 grant = grant(platform, AuditScope.of(PRODUCT).withScans().between(NOW, NOW.plusSeconds(1)));
            assertThatIllegalStateException()
                    .isThrownBy(() -> platform.view().answer(request(grant, AuditQuery.scans(CAKE))));
            assertThat(platform.log().size()).isEqualTo(1);
        }
    }

    @Test
    void answersNothingToAGrantThatIsRevokedWhileItLooks() {
        List<Runnable> meanwhile = new ArrayList<>();
        Platform platform = platform(Store.MEMORY, query -> {
            meanwhile.forEach(Runnable::run);
            return new ScanSource.Page(List.of(), Optional.empty());
        });
        AccessLog other = AccessLog.open(platform.entries(), LOG_KEY, clock);
        Hash32 grant = grant(platform, AuditScope.of(PRODUCT).withScans());
        meanwhile.add(() -> other.revoke(grant, "wrong scope"));
        AuditRequest request = request(grant, AuditQuery.scans(CAKE));
        assertThat(platform.view().answer(request).reasons())
                .extracting(Reason::code)
                .containsExactly("GRANT_REVOKED");
        assertThat(platform.log().entry(request).orElseThrow().entry()).isInstanceOf(Refused.class);
        assertWhole(platform);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "MEMORY")
    void answersNothingThatItCannotLog(Store kind) throws Exception {
        Platform platform = platform(kind);
        Hash32 grant = grant(platform, AuditScope.of(CAKE));
        AuditRequest request = request(grant, AuditQuery.events());
        DataSource source = Databases.at(Databases.url(kind, folder));
        Databases.execute(source, "ALTER TABLE lianbo_access_log RENAME TO out_of_reach");
        assertThatExceptionOfType(LianboException.class)
                .isThrownBy(() -> platform.view().answer(request))
                .satisfies(e -> assertThat(e.code()).isEqualTo(LianboException.Code.STORE_FAILED));
        Databases.execute(source, "ALTER TABLE out_of_reach RENAME TO lianbo_access_log");
        assertThat(platform.log().size()).isEqualTo(1);
        assertThat(platform.view().answer(request).isVerified()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "MEMORY")
    void staysWholeWhereRequestsAreDeletedFromBesideIt(Store kind) throws Exception {
        Platform platform = platform(kind);
        Hash32 grant = grant(platform, AuditScope.of(CAKE));
        AuditRequest request = request(grant, AuditQuery.events());
        AuditAnswer answer = platform.view().answer(request).value().orElseThrow();
        Databases.execute(Databases.at(Databases.url(kind, folder)), "UPDATE lianbo_access_entry SET request = NULL");
        AccessLog reopened = AccessLog.open(platform.entries(), LOG_KEY, clock);
        assertThat(reopened.request(1)).isEmpty();
        assertThat(reopened.entry(1).entry()).isEqualTo(answer.logged().entry());
        assertThat(platform.view().answer(request).reasons())
                .extracting(Reason::code)
                .containsExactly("REQUEST_REPLAYED");
        assertWhole(platform);
    }

    @ParameterizedTest
    @EnumSource
    void keepsOneLogUnderManyThreadsAndProcesses(Store kind) throws Exception {
        Platform platform = platform(kind);
        AccessLog secondLog = AccessLog.open(platform.entries(), LOG_KEY, clock);
        RegulatorView second = new RegulatorView(platform.events(), NO_SCANS, secondLog);
        Hash32 grant = grant(platform, AuditScope.of(CAKE));
        List<AuditRequest> asked = IntStream.range(0, 40)
                .mapToObj(n -> request(grant, n % 4 == 0 ? AuditQuery.events(LEAVES) : AuditQuery.events()))
                .toList();
        List<Callable<Verdict<AuditAnswer>>> calls = new ArrayList<>();
        for (AuditRequest request : asked) {
            calls.add(() -> platform.view().answer(request));
            calls.add(() -> second.answer(request)); // the same once more, by another process
        }
        List<Verdict<AuditAnswer>> verdicts = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            for (Future<Verdict<AuditAnswer>> each : threads.invokeAll(calls)) {
                verdicts.add(each.get());
            }
        }
        assertThat(verdicts.stream().filter(Verdict::isVerified)).hasSize(30);
        assertThat(verdicts.stream()
                        .flatMap(verdict -> verdict.reasons().stream())
                        .map(Reason::code)
                        .filter("REQUEST_REPLAYED"::equals))
                .hasSize(40);
        Set<Hash32> logged = new HashSet<>();
        for (Verdict<AuditAnswer> verdict : verdicts) {
            verdict.value().ifPresent(answer -> {
                assertThat(answer.logged().verify(Tea.LOG).isVerified()).isTrue();
                logged.add(answer.logged().entry().leafHash());
            });
        }
        assertThat(logged).hasSize(30);
        assertThat(platform.log().size()).isEqualTo(41);
        assertThat(secondLog.head()).isEqualTo(platform.log().head());
        assertWhole(platform);
    }

    @Test
    void noticesAnAnswerThatIsNotTheLoggedOne() {
        Platform platform = platform(Store.MEMORY);
        Hash32 grant = grant(platform, AuditScope.of(CAKE));
        AuditRequest request = request(grant, AuditQuery.events());
        AuditAnswer answer = platform.view().answer(request).value().orElseThrow();
        AuditRequest another = request(grant, AuditQuery.events());
        AuditAnswer other = platform.view().answer(another).value().orElseThrow();
        assertThat(answer.verify(request, Tea.LOG).isVerified()).isTrue();
        assertThat(answer.verify(another, Tea.LOG).reasons())
                .extracting(Reason::code)
                .containsExactly("OTHER_REQUEST");
        List<SignedEvent> fewer = answer.events().subList(1, answer.events().size());
        List<SignedEvent> forged = new ArrayList<>(fewer);
        forged.add(SignedEvent.sign(
                EpcisEvent.parse(answer.events().getFirst().event().toJson().replace("commissioning", "void_shipping")),
                TeaCake.BRAND));
        for (AuditAnswer altered : List.of(
                new AuditAnswer(fewer, List.of(), answer.nextPageToken(), answer.logged()),
                new AuditAnswer(forged, List.of(), answer.nextPageToken(), answer.logged()),
                new AuditAnswer(answer.events(), List.of(), Optional.of("1.1"), answer.logged()))) {
            assertThat(altered.verify(request, Tea.LOG).reasons())
                    .extracting(Reason::code)
                    .containsExactly("ANSWER_ALTERED");
        }
        AuditAnswer unproven = new AuditAnswer(
                answer.events(),
                List.of(),
                Optional.empty(),
                new LoggedEntry(
                        answer.logged().entry(),
                        other.logged().proof(),
                        other.logged().checkpoint()));
        assertThat(unproven.verify(request, Tea.LOG).reasons())
                .extracting(Reason::code)
                .containsExactly("PROOF_INVALID");
        CheckpointVerifier stranger =
                new CheckpointVerifier(Tea.ORIGIN, NoteVerifier.account(Tea.ORIGIN, TeaCake.STRANGER.address()));
        assertThat(answer.verify(request, stranger).reasons())
                .extracting(Reason::code)
                .containsExactly("UNKNOWN_SIGNER");
        // The digest in the log tells nobody what was answered who does not know the request.
        assertThat(((Answered) answer.logged().entry()).answer())
                .isNotEqualTo(((Answered) other.logged().entry()).answer());
        assertThat(answer.events()).isEqualTo(other.events());
    }

    @Test
    void standsInFilesAfterItWasClosed() {
        Path file = folder.resolve("access.db");
        Hash32 grant;
        SignedNote checkpoint;
        try (JdbcAccessLogStore store = JdbcAccessLogStore.sqlite(file)) {
            AccessLog log = AccessLog.open(store, LOG_KEY, InstantSource.fixed(NOW));
            assertThat(log.head()).isEmpty();
            assertThat(Tea.LOG.open(log.checkpoint()).value().orElseThrow().size())
                    .isZero();
            grant = log.grant(Tea.grant(AuditScope.of(CAKE))).entry().leafHash();
            checkpoint = log.checkpoint();
        }
        try (JdbcAccessLogStore store = JdbcAccessLogStore.sqlite(file)) {
            AccessLog log = AccessLog.open(store, LOG_KEY, InstantSource.fixed(NOW));
            assertThat(log.grant(grant)).contains(Tea.grant(AuditScope.of(CAKE)));
            assertThat(log.checkpoint()).isEqualTo(checkpoint);
            assertThatIllegalArgumentException().isThrownBy(() -> log.entry(1));
            assertThatIllegalArgumentException().isThrownBy(() -> log.request(1));
        }
    }
}
