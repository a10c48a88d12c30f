package io.lianbo.provenance.audit;

import static io.lianbo.provenance.TeaCake.CAKE;
import static io.lianbo.provenance.audit.Tea.AUTHORITY;
import static io.lianbo.provenance.audit.Tea.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lianbo.core.Hash32;
import io.lianbo.core.crypto.Sha256;
import io.lianbo.provenance.audit.AuditEntry.Answered;
import io.lianbo.provenance.audit.AuditEntry.Granted;
import io.lianbo.provenance.audit.AuditEntry.Refused;
import io.lianbo.provenance.audit.AuditEntry.Revoked;
import io.lianbo.provenance.code.DigitalLink;
import io.lianbo.provenance.event.EventType;
import io.lianbo.provenance.log.MerkleLog;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is signed and logged, in writing. */
class AuditValuesTest {
    private static final Hash32 GRANT = Sha256.hash(new byte[] {1});

    @Test
    void writesARequestInOneWay() {
        AuditQuery query = AuditQuery.events(CAKE)
                .eventTypes(EventType.TRANSFORMATION, EventType.OBJECT)
                .bizSteps("shipping")
                .between(Instant.parse("2026-01-01T00:00:00Z"), Instant.parse("2026-12-01T00:00:00.5Z"))
                .perPage(7)
                .pageToken("12.3");
        AuditRequest request = Tea.request(GRANT, query, NOW.plusNanos(999), 1);
        assertThat(request.text()).isEqualTo("""
                {"at":"2026-11-30T12:00:00Z","grant":"%s","log":"tea.example/access","nonce":"%s",\
                "query":{"bizSteps":["shipping"],"eventTypes":["ObjectEvent","TransformationEvent"],"for":"events",\
                "from":"2026-01-01T00:00:00Z","goods":["https://id.gs1.org/01/09506000134352/21/CAKE-0001"],\
                "pageToken":"12.3","perPage":7,"until":"2026-12-01T00:00:00.500Z"},"type":"LianboAuditRequest"}""".formatted(GRANT, request.nonce()));
        assertThat(request.digest()).isEqualTo(Sha256.hash(request.text().getBytes(StandardCharsets.UTF_8)));
        assertThat(request.verify(AUTHORITY.address()).isVerified()).isTrue();
    }

    @Test
    void readsBackEveryRequest() {
        Random random = new Random(20261130);
        for (int n = 0; n < 200; n++) {
            AuditRequest request = Tea.request(GRANT, randomQuery(random), NOW, n);
            assertThat(AuditRequest.parse(request.toJson())).isEqualTo(request);
        }
    }

    private static AuditQuery randomQuery(Random random) {
        Optional<Instant> from =
                random.nextBoolean() ? Optional.of(NOW.minusMillis(random.nextInt(99_999))) : Optional.empty();
        Optional<Instant> until = random.nextBoolean() ? Optional.of(NOW.plusMillis(1)) : Optional.empty();
        Optional<String> token = random.nextBoolean() ? Optional.of(random.nextInt(999) + ".1") : Optional.empty();
        int perPage = random.nextInt(1, 1001);
        if (random.nextInt(3) == 0) {
            return new AuditQuery.Scans(CAKE, from, until, perPage, token);
        }
        List<DigitalLink> goods = List.of(CAKE, Tea.PRODUCT, Tea.LEAVES).subList(0, random.nextInt(4));
        List<String> steps = List.of("shipping", "packing").subList(0, random.nextInt(3));
        Set<EventType> types = random.nextBoolean() ? Set.of(EventType.values()) : Set.of();
        return new AuditQuery.Events(goods, types, steps, from, until, perPage, token);
    }

    @Test
    void refusesARequestThatIsNone() {
        String json = Tea.request(GRANT, AuditQuery.events(CAKE), NOW, 1).toJson();
        String scans = Tea.request(GRANT, AuditQuery.scans(CAKE), NOW, 1).toJson();
        for (String bad : List.of(
                "",
                "[]",
                "{}",
                json.substring(1),
                json + "x",
                json.replace("LianboAuditRequest", "LianboAuditAnswer"),
                json.replace("\"for\":\"events\"", "\"for\":\"passports\""),
                json.replace("\"perPage\":100", "\"perPage\":1001"),
                json.replace("\"perPage\":100", "\"perPage\":0"),
                json.replace("\"perPage\":100", "\"perPage\":1.5"),
                json.replace("\"perPage\":100", "\"perPage\":100,\"device\":\"x\""),
                json.replace("/01/09506000134352", "/01/09506000134353"),
                json.replace("\"at\":\"2026-11-30T12:00:00Z\"", "\"at\":\"yesterday\""),
                json.replace("\"at\":\"2026-11-30T12:00:00Z\"", "\"at\":\"-9999-11-30T12:00:00Z\""),
                json.replace(GRANT.toString(), "0x01"),
                json.replace("tea.example/access", ""),
                json.replace("\"goods\":[", "\"goods\":[7,"),
                scans.replace("/21/CAKE-0001", ""),
                scans.replace("\"item\":", "\"goods\":"))) {
            assertThatIllegalArgumentException().as(bad).isThrownBy(() -> AuditRequest.parse(bad));
        }
    }

    @Test
    void writesEntriesInCanonicalFormAndReadsNoOther() {
        AuditScope scope = AuditScope.of(CAKE, Tea.PRODUCT, Tea.LEAVES)
                .withScans()
                .eventTypes(EventType.ASSOCIATION)
                .between(NOW.minusSeconds(1), NOW);
        List<AuditEntry> entries = List.of(
                new Granted(NOW, Tea.grant(AuditScope.of(CAKE))),
                new Granted(NOW, Tea.grant(scope)),
                new Revoked(NOW, GRANT, "\u8336 \"done\""),
                new Answered(NOW, GRANT, AUTHORITY.address(), GRANT, "events", 12, Hash32.ZERO),
                new Refused(
                        NOW, GRANT, AUTHORITY.address(), GRANT, "scans", List.of("GRANT_REVOKED", "REQUEST_STALE")));
        for (AuditEntry entry : entries) {
            String json = entry.toJson();
            assertThat(AuditEntry.parse(json)).isEqualTo(entry);
            assertThat(entry.leafHash()).isEqualTo(MerkleLog.leafHash(json.getBytes(StandardCharsets.UTF_8)));
            for (String bad : List.of(
                    " " + json,
                    json.replace("Z\"", "+00:00\""),
                    json.replace("0x", "0X"),
                    json.replace("\"type\"", "\"kind\""),
                    json.replaceFirst("\\{", "{\"a\":1,"),
                    json.replace("\"type\":\"", "\"type\":\"x"))) {
                if (!bad.equals(json)) {
                    assertThatIllegalArgumentException().as(bad).isThrownBy(() -> AuditEntry.parse(bad));
                }
            }
        }
        assertThat(entries.get(3).toJson()).isEqualTo("""
                {"answer":"%s","at":"2026-11-30T12:00:00Z","count":12,"for":"events","grant":"%s","regulator":"%s",\
                "request":"%s","type":"answered"}""".formatted(Hash32.ZERO, GRANT, AUTHORITY.address(), GRANT));
    }

    @Test
    void refusesScopesThatAreNone() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AuditScope.of())
                .withMessage("a scope must have 1 to 100 items, lots or products: 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AuditScope.of(IntStream.range(0, 101)
                        .mapToObj(n -> DigitalLink.ofItem(CAKE.gtin(), "C" + n))
                        .toArray(DigitalLink[]::new)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new AuditScope(List.of(CAKE), Set.of(), false, Optional.empty(), Optional.empty()))
                .withMessage("a scope must show events or scans");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AuditScope.of(CAKE).between(NOW, NOW))
                .withMessageStartingWith("a window must end after it begins");
        // The same item with its lot, on another domain, is one item.
        DigitalLink same = DigitalLink.ofItem(CAKE.gtin(), "CAKE-0001");
        assertThat(AuditScope.of(CAKE, same).goods()).containsExactly(same);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a\nb", "half \ud800 of a pair"})
    void refusesTextsThatAreNone(String text) {
        AuditGrant good = Tea.grant(AuditScope.of(CAKE));
        for (String bad : List.of(text, "x".repeat(201))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new AuditGrant(
                            bad,
                            good.key(),
                            good.scope(),
                            good.purpose(),
                            good.legalBasis(),
                            good.from(),
                            good.until()));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new AuditGrant(
                            good.regulator(),
                            good.key(),
                            good.scope(),
                            bad,
                            good.legalBasis(),
                            good.from(),
                            good.until()));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new AuditGrant(
                            good.regulator(),
                            good.key(),
                            good.scope(),
                            good.purpose(),
                            bad,
                            good.from(),
                            good.until()));
            assertThatIllegalArgumentException().isThrownBy(() -> new Revoked(NOW, GRANT, bad));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> AuditQuery.events().bizSteps(bad));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> AuditQuery.scans(CAKE).pageToken(bad));
        }
    }

    @Test
    void refusesWhatHasNoTimeOrPlace() {
        AuditGrant good = Tea.grant(AuditScope.of(CAKE));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new AuditGrant(
                        good.regulator(), good.key(), good.scope(), good.purpose(), good.legalBasis(), NOW, NOW));
        assertThatIllegalArgumentException().isThrownBy(() -> new Revoked(Instant.MAX, GRANT, "never"));
        assertThatIllegalArgumentException().isThrownBy(() -> AuditQuery.scans(Tea.PRODUCT));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AuditQuery.events(Collections.nCopies(1, CAKE).toArray(DigitalLink[]::new))
                        .between(NOW, NOW));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Answered(NOW, GRANT, AUTHORITY.address(), GRANT, "passports", 0, GRANT));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Answered(NOW, GRANT, AUTHORITY.address(), GRANT, "events", -1, GRANT));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Refused(NOW, GRANT, AUTHORITY.address(), GRANT, "events", List.of()));
    }

    @Test
    void keepsOfAScanNoExactPlace() {
        ItemScan scan = new ItemScan(CAKE, NOW, "SUSPECT", List.of("UID_MISMATCH"), Optional.of("wtw3sjq6q"));
        assertThat(scan.area()).contains("wtw3");
        for (String area : List.of("", "31.23,121.47", "WTW3", "wtwa", "wtw3sjq6qwtw3")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new ItemScan(CAKE, NOW, "CHECK", List.of(), Optional.of(area)));
        }
        for (String code : List.of("", "genuine", "203.0.113.7")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new ItemScan(CAKE, NOW, code, List.of(), Optional.empty()));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new ItemScan(CAKE, NOW, "CHECK", List.of(code), Optional.empty()));
        }
    }
}
