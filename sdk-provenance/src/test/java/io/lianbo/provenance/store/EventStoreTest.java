package io.lianbo.provenance.store;

import static io.lianbo.provenance.TeaCake.BRAND;
import static io.lianbo.provenance.TeaCake.CAKE;
import static io.lianbo.provenance.TeaCake.FACTORY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;

import io.lianbo.core.LianboException;
import io.lianbo.core.Verdict;
import io.lianbo.core.crypto.Signature;
import io.lianbo.core.store.Database;
import io.lianbo.provenance.TeaCake;
import io.lianbo.provenance.code.DigitalLink;
import io.lianbo.provenance.event.EpcisEvent;
import io.lianbo.provenance.event.EventType;
import io.lianbo.provenance.passport.SignedEvent;
import io.lianbo.testsupport.ChildJvm;
import io.lianbo.testsupport.Databases;
import io.lianbo.testsupport.Databases.Store;
import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every store promises, in memory and in each database. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class EventStoreTest {
    private static final String ITEM_URN = "urn:epc:id:sgtin:9506000.013435.CAKE-0001";
    private static final String ITEM_LINK = "https://tea.example/01/09506000134352/21/CAKE-0001";

    @TempDir
    private Path folder;

    /** A store that holds nothing. */
    static EventStore open(Store kind, Path folder) {
        return kind == Store.MEMORY ? EventStore.inMemory() : JdbcEventStore.in(Databases.open(kind, folder));
    }

    static EpcisEvent event(String eventId, String time, String step) {
        return EpcisEvent.parse("""
                {"type": "ObjectEvent", "eventID": "%s", "eventTime": "%s", "eventTimeZoneOffset": "+00:00",
                 "epcList": ["%s"], "action": "OBSERVE", "bizStep": "%s"}""".formatted(eventId, time, ITEM_LINK, step));
    }

    static SignedEvent signed(EpcisEvent event) {
        return SignedEvent.sign(event, BRAND);
    }

    private static SignedEvent signed(String json) {
        return signed(EpcisEvent.parse(json));
    }

    private static List<SignedEvent> found(EventStore store, EventQuery query) {
        return store.stream(query).toList();
    }

    @Test
    void keepsEventsInAFile() {
        Path file = folder.resolve("events.db");
        List<SignedEvent> history = TeaCake.history(CAKE);
        // @start region="jdbc"
        try (EventStore store = JdbcEventStore.sqlite(file)) { // or JdbcEventStore.in(dataSource)
            store.appendAll(history);
        }
        // @end
        try (EventStore store = JdbcEventStore.sqlite(file)) {
            assertThat(found(store, EventQuery.all())).isEqualTo(history);
        }
    }

    @ParameterizedTest
    @EnumSource
    void keepsAnEventOnceForEachIssuer(Store kind) {
        EventStore store = open(kind, folder);
        SignedEvent event = TeaCake.history(CAKE).getFirst();
        // @start region="store"
        Verdict<SignedEvent> kept = store.append(event);
        store.append(event); // told again: nothing changes
        List<SignedEvent> found = store.find(event.event().hash()); // this one event
        // @end
        assertThat(kept.value()).contains(event);
        assertThat(found).containsExactly(event);

        SignedEvent other = SignedEvent.sign(event.event(), FACTORY);
        assertThat(store.append(other).value()).contains(other);
        SignedEvent otherWords = signed(
                EpcisEvent.parse(event.event().toJson().replace("https://tea.example", "https://other.example")));
        assertThat(otherWords.event().hash()).isEqualTo(event.event().hash());
        SignedEvent sameInOtherWords = new SignedEvent(otherWords.event(), event.issuer(), otherWords.signature());
        assertThat(store.append(sameInOtherWords).value()).contains(event);
        assertThat(store.find(event.event().hash())).containsExactly(event, other);
        assertThat(found(store, EventQuery.all())).containsExactly(event, other);
    }

    @ParameterizedTest
    @EnumSource
    void refusesTheIdOfAnotherEvent(Store kind) {
        EventStore store = open(kind, folder);
        SignedEvent first = signed(event("id-1", "2026-03-01T00:00:00Z", "shipping"));
        SignedEvent impostor = signed(event("id-1", "2026-03-02T00:00:00Z", "shipping"));
        SignedEvent another = signed(event("id-2", "2026-03-03T00:00:00Z", "shipping"));
        assertThat(store.append(first).isVerified()).isTrue();
        List<Verdict<SignedEvent>> verdicts = store.appendAll(List.of(impostor, another, first));
        assertThat(verdicts.getFirst().reasons())
                .extracting(Verdict.Reason::code, Verdict.Reason::detail)
                .containsExactly(tuple(
                        "EVENT_ID_TAKEN",
                        "the event id id-1 is that of " + first.event().hash() + ", not of "
                                + impostor.event().hash()));
        assertThat(verdicts.get(1).value()).contains(another);
        assertThat(verdicts.get(2).value()).contains(first);
        assertThat(found(store, EventQuery.all())).containsExactly(first, another);
    }

    @ParameterizedTest
    @EnumSource
    void keepsWhatDeclaresAnEventErroneousAndWhatCorrectsIt(Store kind) {
        EventStore store = open(kind, folder);
        SignedEvent wrong = signed(event("id-1", "2026-03-01T00:00:00Z", "shipping"));
        String declaration = wrong.event()
                .toJson()
                .replaceFirst(
                        "\\{",
                        "{\"errorDeclaration\": {\"declarationTime\": \"2026-03-05T00:00:00Z\", \"reason\": \"did_not_occur\","
                                + " \"correctiveEventIDs\": [\"id-2\"]}, ");
        SignedEvent declared = signed(declaration);
        SignedEvent again = signed(declaration.replace("did_not_occur", "incorrect_data"));
        SignedEvent correction = signed(event("id-2", "2026-03-01T00:00:00Z", "receiving"));
        List<SignedEvent> all = List.of(wrong, declared, again, correction);
        for (SignedEvent event : all) {
            assertThat(store.append(event).value()).contains(event);
            assertThat(store.append(event).value()).contains(event);
        }
        assertThat(found(store, EventQuery.all())).isEqualTo(all);
        assertThat(found(store, EventQuery.all().existsErrorDeclaration())).containsExactly(declared, again);
        assertThat(found(store, EventQuery.all().eqEventId("id-1"))).containsExactly(wrong, declared, again);
        assertThat(store.find(wrong.event().hash())).containsExactly(wrong, declared, again);
    }

    @ParameterizedTest
    @EnumSource
    void findsByEveryField(Store kind) {
        EventStore store = open(kind, folder);
        SignedEvent shipped = signed("""
                {"type": "ObjectEvent", "eventTime": "2026-03-01T08:00:00.000+08:00", "eventTimeZoneOffset": "+08:00",
                 "epcList": ["urn:epc:id:sgtin:9506000.013435.CAKE-0001"], "action": "OBSERVE",
                 "bizStep": "urn:epcglobal:cbv:bizstep:shipping", "disposition": "in_transit",
                 "readPoint": {"id": "urn:epc:id:sgln:9506000.13435.0"},
                 "bizLocation": {"id": "https://tea.example/414/9506000134352"},
                 "bizTransactionList": [{"type": "po", "bizTransaction": "urn:epcglobal:cbv:bt:9506000134352:1"},
                   {"bizTransaction": "urn:epcglobal:cbv:bt:9506000134352:2"}]}""");
        SignedEvent packed = signed("""
                {"type": "AggregationEvent", "eventTime": "2026-03-02T00:00:00Z", "eventTimeZoneOffset": "+00:00",
                 "parentID": "urn:epc:id:sscc:9506000.0000000001", "childEPCs": ["https://id.gs1.org/01/09506000134352/21/CAKE-0001"],
                 "childQuantityList": [{"epcClass": "urn:epc:class:lgtin:9506000.013435.SPRING-26", "quantity": 5}],
                 "action": "ADD", "bizStep": "packing"}""");
        SignedEvent pressed = signed("""
                {"type": "TransformationEvent", "eventTime": "2026-02-01T00:00:00Z", "eventTimeZoneOffset": "+00:00",
                 "inputEPCList": ["https://id.gs1.org/01/09506000134369/21/BALE-1"],
                 "inputQuantityList": [{"epcClass": "https://id.gs1.org/01/09506000134369/10/LEAF", "quantity": 7, "uom": "KGM"}],
                 "outputEPCList": ["https://id.gs1.org/01/09506000134352/21/CAKE-0001"], "bizStep": "commissioning"}""");
        SignedEvent catalogued = signed("""
                {"type": "ObjectEvent", "eventTime": "2026-01-01T00:00:00Z", "eventTimeZoneOffset": "+00:00",
                 "quantityList": [{"epcClass": "https://id.gs1.org/01/09506000134352"}], "action": "OBSERVE",
                 "bizStep": "inspecting"}""");
        store.appendAll(List.of(shipped, packed, pressed, catalogued));

        // @start region="query"
        EventQuery query = EventQuery.all()
                .matchAnyEpc("urn:epc:id:sgtin:9506000.013435.CAKE-0001")
                .eqBizStep("shipping", "packing")
                .geEventTime(Instant.parse("2026-03-01T00:00:00Z"))
                .perPage(100);
        EventPage page = store.query(query);
        // @end
        assertThat(page.events()).containsExactly(shipped, packed);
        assertThat(page.nextPageToken()).isEmpty();

        EventQuery all = EventQuery.all();
        for (String spelling : List.of(ITEM_URN, ITEM_LINK, "https://id.gs1.org/01/9506000134352/10/L/21/CAKE-0001")) {
            assertThat(found(store, all.matchAnyEpc(spelling))).containsExactly(pressed, shipped, packed);
            assertThat(found(store, all.matchEpc(spelling))).containsExactly(shipped, packed);
            assertThat(found(store, all.matchOutputEpc(spelling))).containsExactly(pressed);
            assertThat(found(store, all.matchInputEpc(spelling))).isEmpty();
        }
        for (String spelling : List.of(
                "shipping",
                "cbv:BizStep-shipping",
                "https://ref.gs1.org/cbv/BizStep-shipping",
                "urn:epcglobal:cbv:bizstep:shipping")) {
            assertThat(found(store, all.eqBizStep(spelling))).containsExactly(shipped);
        }
        assertThat(found(store, all.eqDisposition("urn:epcglobal:cbv:disp:in_transit")))
                .containsExactly(shipped);
        assertThat(found(store, all.matchInputEpc("https://id.gs1.org/01/09506000134369/21/BALE-1")))
                .containsExactly(pressed);
        assertThat(found(store, all.matchParentId("https://id.gs1.org/00/095060000000000010")))
                .hasSize(0);
        assertThat(found(store, all.matchParentId("urn:epc:id:sscc:9506000.0000000001")))
                .containsExactly(packed);
        assertThat(found(store, all.matchEpcClass("https://id.gs1.org/01/09506000134352/10/SPRING-26")))
                .containsExactly(packed);
        assertThat(found(store, all.matchAnyEpcClass("urn:epc:class:lgtin:9506000.013436.LEAF")))
                .containsExactly(pressed);
        assertThat(found(store, all.eqReadPoint("https://id.gs1.org/414/9506000134352")))
                .containsExactly(shipped);
        assertThat(found(store, all.eqBizLocation("urn:epc:id:sgln:9506000.13435.0")))
                .containsExactly(shipped);
        assertThat(found(
                        store,
                        all.eqBizTransaction("urn:epcglobal:cbv:btt:po", "urn:epcglobal:cbv:bt:9506000134352:1")))
                .containsExactly(shipped);
        assertThat(found(store, all.eqBizTransaction("inv", "urn:epcglobal:cbv:bt:9506000134352:1")))
                .isEmpty();
        assertThat(found(store, all.eqBizTransaction("", "urn:epcglobal:cbv:bt:9506000134352:2")))
                .containsExactly(shipped);
        assertThat(found(store, all.eventType(EventType.AGGREGATION, EventType.TRANSFORMATION)))
                .containsExactly(pressed, packed);
        assertThat(found(store, all.ltEventTime(Instant.parse("2026-03-01T00:00:00Z"))))
                .containsExactly(catalogued, pressed);
        assertThat(found(store, all.geEventTime(Instant.parse("2026-03-01T00:00:00.001Z"))))
                .containsExactly(packed);
        assertThat(found(store, all.geEventTime(Instant.MIN).ltEventTime(Instant.MAX)))
                .containsExactly(catalogued, pressed, shipped, packed);
        assertThat(found(store, all.geEventTime(Instant.MAX))).isEmpty();
        assertThat(found(store, all.existsErrorDeclaration())).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void findsAllThatConcernsAnItemItsLotAndItsProduct(Store kind) {
        EventStore store = open(kind, folder);
        String about = """
                {"type": "ObjectEvent", "eventTime": "2026-0%d-01T00:00:00Z", "eventTimeZoneOffset": "+00:00",
                 %s, "action": "OBSERVE"}""";
        SignedEvent product = signed(
                about.formatted(1, "\"quantityList\": [{\"epcClass\": \"urn:epc:idpat:sgtin:9506000.013435.*\"}]"));
        SignedEvent lot = signed(about.formatted(
                2, "\"quantityList\": [{\"epcClass\": \"urn:epc:class:lgtin:9506000.013435.SPRING-26\"}]"));
        SignedEvent otherLot = signed(about.formatted(
                3, "\"quantityList\": [{\"epcClass\": \"urn:epc:class:lgtin:9506000.013435.AUTUMN-26\"}]"));
        SignedEvent item = signed(about.formatted(4, "\"epcList\": [\"" + ITEM_URN + "\"]"));
        SignedEvent otherItem = signed(about.formatted(5, "\"epcList\": [\"" + ITEM_URN + "0\"]"));
        store.appendAll(List.of(otherItem, item, otherLot, lot, product));
        assertThat(found(store, EventQuery.all().concerning(CAKE))).containsExactly(product, lot, item);
        assertThat(found(store, EventQuery.all().concerning(CAKE).perPage(1))).containsExactly(product, lot, item);
        assertThat(found(store, EventQuery.all().concerning(DigitalLink.ofLot(CAKE.gtin(), "SPRING-26"))))
                .containsExactly(product, lot);
        assertThat(found(store, EventQuery.all().concerning(DigitalLink.ofProduct(CAKE.gtin()))))
                .containsExactly(product);
    }

    @ParameterizedTest
    @EnumSource
    void findsWhatNamesGoodsAndOfAProductAlsoItsLotsAndItems(Store kind) {
        EventStore store = open(kind, folder);
        String about = """
                {"type": "ObjectEvent", "eventTime": "2026-0%d-01T00:00:00Z", "eventTimeZoneOffset": "+00:00",
                 %s, "action": "OBSERVE"}""";
        SignedEvent product = signed(
                about.formatted(1, "\"quantityList\": [{\"epcClass\": \"urn:epc:idpat:sgtin:9506000.013435.*\"}]"));
        SignedEvent lot = signed(about.formatted(
                2, "\"quantityList\": [{\"epcClass\": \"urn:epc:class:lgtin:9506000.013435.SPRING-26\"}]"));
        SignedEvent item = signed(about.formatted(3, "\"epcList\": [\"" + ITEM_URN + "\"]"));
        SignedEvent leaves = signed(
                about.formatted(4, "\"quantityList\": [{\"epcClass\": \"urn:epc:class:lgtin:9506000.013436.LEAF\"}]"));
        SignedEvent pallet = signed(about.formatted(5, "\"epcList\": [\"urn:epc:id:sscc:9506000.0000000001\"]"));
        SignedEvent digits = signed(about.formatted(6, "\"epcList\": [\"urn:x:" + CAKE.gtin() + "\"]"));
        store.appendAll(List.of(digits, pallet, leaves, item, lot, product));
        DigitalLink tea = DigitalLink.ofProduct(CAKE.gtin());
        EventQuery all = EventQuery.all();
        assertThat(found(store, all.naming(List.of(tea)))).containsExactly(product, lot, item);
        assertThat(found(store, all.naming(List.of(tea)).perPage(1))).containsExactly(product, lot, item);
        assertThat(found(store, all.naming(List.of(CAKE)))).containsExactly(item);
        assertThat(found(store, all.naming(List.of(DigitalLink.ofLot(CAKE.gtin(), "SPRING-26")))))
                .containsExactly(lot);
        DigitalLink otherLot = DigitalLink.ofLot("09506000134369", "LEAF");
        assertThat(found(store, all.naming(List.of(tea, otherLot)))).containsExactly(product, lot, item, leaves);
        assertThat(found(store, all.naming(List.of(otherLot, CAKE)))).containsExactly(item, leaves);
        assertThatIllegalArgumentException().isThrownBy(() -> all.naming(List.of()));
    }

    @ParameterizedTest
    @EnumSource
    void findsTheSameAsASearchThroughAll(Store kind) {
        EventStore store = open(kind, folder);
        Random random = new Random(20261130);
        List<SignedEvent> events = new ArrayList<>();
        for (int n = 0; n < 300; n++) {
            events.add(new SignedEvent(
                    randomEvent(random, n), BRAND.address(), Signature.parse("0x" + "01".repeat(64) + "1b")));
        }
        Collections.shuffle(events, random);
        store.appendAll(events);
        int hits = 0;
        for (int n = 0; n < 200; n++) {
            EventQuery query = randomQuery(random);
            Set<String> expected = new HashSet<>();
            for (SignedEvent each : events) {
                long time = each.event().eventTime().toEpochMilli();
                Set<Term> terms = Term.of(each.event());
                if (new Place(time, 1).compareTo(query.after()) > 0
                        && time < query.before()
                        && query.conditions().stream().allMatch(condition -> condition.holds(terms))) {
                    expected.add(each.event().toJson());
                }
            }
            List<EpcisEvent> found = store.stream(query).map(SignedEvent::event).toList();
            assertThat(found)
                    .extracting(EpcisEvent::toJson)
                    .doesNotHaveDuplicates()
                    .hasSameElementsAs(expected);
            assertThat(found).isSortedAccordingTo(Comparator.comparing(EpcisEvent::eventTime));
            hits += found.size();
        }
        assertThat(hits).isGreaterThan(1_000);
    }

    private static EpcisEvent randomEvent(Random random, int n) {
        return EpcisEvent.parse("""
                {"type": "AggregationEvent", "eventID": "id-%d", "eventTime": "2026-03-01T00:00:%02d.%03dZ",
                 "eventTimeZoneOffset": "+00:00", "parentID": "%s", "childEPCs": ["%s", "%s"],
                 "childQuantityList": [{"epcClass": "%s"}], "action": "ADD", "bizStep": "step_%d",
                 "disposition": "disp_%d", "readPoint": {"id": "place:%d"}, "rdfs:comment": "%d"}""".formatted(
                        n,
                        random.nextInt(20),
                        random.nextInt(2),
                        randomItem(random),
                        randomItem(random),
                        randomItem(random),
                        "urn:epc:class:lgtin:9506000.013435.LOT" + random.nextInt(4),
                        random.nextInt(3),
                        random.nextInt(3),
                        random.nextInt(4),
                        n));
    }

    private static String randomItem(Random random) {
        return "https://id.gs1.org/01/09506000134352/21/" + random.nextInt(20);
    }

    private static EventQuery randomQuery(Random random) {
        List<UnaryOperator<EventQuery>> narrowings = List.of(
                query -> query.matchAnyEpc(randomItem(random), randomItem(random), randomItem(random)),
                query -> query.matchEpc(randomItem(random), randomItem(random), randomItem(random)),
                query -> query.matchParentId(randomItem(random), randomItem(random)),
                query -> query.eqBizStep("step_" + random.nextInt(3)),
                query -> query.eqDisposition("disp_" + random.nextInt(3), "disp_0"),
                query -> query.eqReadPoint("place:" + random.nextInt(4)),
                query -> query.eventType(EventType.AGGREGATION),
                query -> query.geEventTime(Instant.parse("2026-03-01T00:00:05Z")),
                query -> query.ltEventTime(Instant.parse("2026-03-01T00:00:15Z")),
                query -> query.concerning(DigitalLink.ofLot("09506000134352", "LOT" + random.nextInt(4))
                        .withSerial(Integer.toString(random.nextInt(20)))));
        EventQuery query = EventQuery.all().perPage(random.nextInt(20, 200));
        for (int i = random.nextInt(4); i > 0; i--) {
            query = narrowings.get(random.nextInt(narrowings.size())).apply(query);
        }
        return query;
    }

    @ParameterizedTest
    @EnumSource
    void goesOnWhereAPageEnded(Store kind) {
        EventStore store = open(kind, folder);
        List<SignedEvent> events = IntStream.range(0, 7) // four of them at one time
                .mapToObj(n -> signed(event("id-" + n, "2026-03-0" + Math.max(1, n - 2) + "T00:00:00Z", "step_" + n)))
                .toList();
        events.forEach(store::append);
        List<SignedEvent> found = new ArrayList<>();
        EventQuery query = EventQuery.all().matchEpc(ITEM_URN).perPage(2);
        Optional<String> token = Optional.of("");
        int pages = 0;
        while (token.isPresent()) {
            EventPage page = store.query(token.get().isEmpty() ? query : query.nextPageToken(token.get()));
            found.addAll(page.events());
            token = page.nextPageToken();
            pages++;
        }
        assertThat(found).isEqualTo(events);
        assertThat(pages).isEqualTo(4);
        for (String wrong : List.of("", "7", "1.2.3", "1.-2", "x", "1." + "9".repeat(30))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> query.nextPageToken(wrong))
                    .withMessage("a page token must be one that a page gave: " + wrong);
        }
    }

    @Test
    void refusesQueriesThatCannotBeAnswered() {
        EventQuery all = EventQuery.all();
        assertThatIllegalArgumentException().isThrownBy(() -> all.perPage(0));
        assertThatIllegalArgumentException().isThrownBy(() -> all.perPage(10_001));
        assertThatIllegalArgumentException().isThrownBy(() -> all.eqBizStep());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> all.matchEpc(
                        Stream.iterate("a", a -> a + "a").limit(101).toArray(String[]::new)))
                .withMessage("there must be 1 to 100 values: 101");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> all.matchAnyEpc("urn:epc:idpat:sgtin:9506000.013435.*"))
                .withMessage("patterns are not matched, only identifiers: urn:epc:idpat:sgtin:9506000.013435.*");
    }

    @ParameterizedTest
    @EnumSource
    void keepsAndFindsWhatNoIndexCouldHold(Store kind) {
        EventStore store = open(kind, folder);
        String item = "urn:example:" + "x".repeat(9_000);
        SignedEvent event = signed("""
                {"type": "ObjectEvent", "eventID": "id-\\u0000-%s", "eventTime": "2026-03-01T00:00:00Z",
                 "eventTimeZoneOffset": "+00:00", "epcList": ["%s", "nul\\u0000"], "action": "OBSERVE"}""".formatted(item, item));
        assertThat(store.append(event).isVerified()).isTrue();
        assertThat(found(store, EventQuery.all().matchEpc(item))).containsExactly(event);
        assertThat(found(store, EventQuery.all().matchEpc("nul\0"))).containsExactly(event);
        assertThat(found(store, EventQuery.all().eqEventId("id-\0-" + item))).containsExactly(event);
        assertThat(found(store, EventQuery.all().matchEpc(item + "x"))).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void keepsEachEventOnceThoughManyWriteAtOnce(Store kind) throws Exception {
        EventStore store = open(kind, folder);
        List<SignedEvent> events = IntStream.range(0, 60)
                .mapToObj(n -> signed(event("id-" + n, "2026-03-01T00:00:%02dZ".formatted(n), "shipping")))
                .toList();
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Callable<Boolean>> writers = new ArrayList<>();
            for (int writer = 0; writer < 8; writer++) {
                List<SignedEvent> mine = new ArrayList<>(events);
                Collections.shuffle(mine, new Random(writer));
                writers.add(() -> {
                    for (int from = 0; from < mine.size(); from += 20) {
                        store.appendAll(mine.subList(from, from + 20))
                                .forEach(
                                        verdict -> assertThat(verdict.reasons()).isEmpty());
                    }
                    return true;
                });
            }
            for (Future<Boolean> done : threads.invokeAll(writers)) {
                assertThat(done.get()).isTrue();
            }
        }
        assertThat(found(store, EventQuery.all())).isEqualTo(events);
        assertThat(found(store, EventQuery.all().matchEpc(ITEM_URN))).isEqualTo(events);
    }

    @Test
    void findsWithoutReadingWhatIsNotAskedFor() throws Exception {
        DataSource database = Databases.open(Store.SQLITE, folder);
        JdbcEventStore.in(database);
        EventQuery all = EventQuery.all();
        List<EventQuery> queries = List.of(
                all,
                all.geEventTime(Instant.MIN).ltEventTime(Instant.MAX),
                all.eventType(EventType.OBJECT),
                all.eqEventId("id"),
                all.matchAnyEpc(ITEM_URN).eqBizStep("shipping").eqReadPoint("place:1"),
                all.concerning(CAKE).eventType(EventType.OBJECT),
                all.eqBizStep("shipping", "receiving").existsErrorDeclaration());
        for (EventQuery query : queries) {
            List<Object> values = new ArrayList<>();
            String sql = "EXPLAIN QUERY PLAN " + JdbcEventStore.sql(query, values);
            List<String> plan = new ArrayList<>();
            try (var connection = database.getConnection();
                    PreparedStatement statement = Database.prepare(connection, sql, values.toArray());
                    ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    plan.add(row.getString("detail"));
                }
            }
            assertThat(plan).isNotEmpty().noneMatch(step -> step.matches("SCAN (lianbo_event\\w*|t|o|e)\\b.*"));
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "MEMORY")
    void saysThatTheDatabaseFailed(Store kind) throws Exception {
        DataSource database = Databases.open(kind, folder);
        EventStore store = JdbcEventStore.in(database);
        SignedEvent event = TeaCake.history(CAKE).getFirst();
        Databases.execute(database, "ALTER TABLE lianbo_event_term RENAME TO away");
        assertThatExceptionOfType(LianboException.class)
                .isThrownBy(() -> store.append(event))
                .satisfies(e -> assertThat(e.code()).isEqualTo(LianboException.Code.STORE_FAILED));
        Databases.execute(database, "ALTER TABLE away RENAME TO lianbo_event_term");
        assertThat(store.find(event.event().hash())).isEmpty();
        assertThat(store.append(event).isVerified()).isTrue();
        assertThat(found(store, EventQuery.all().matchEpc(ITEM_URN))).containsExactly(event);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "MEMORY")
    void readsMoreThanMemoryHolds(Store kind) throws Exception {
        int events = 12_000; // some 200 MB of objects
        Process process =
                ChildJvm.startIn(40, LoadProcess.class, Databases.empty(kind, folder), Integer.toString(events));
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            List<String> said = lines.lines().toList();
            assertThat(process.waitFor()).isZero();
            assertThat(said)
                    .extracting(line -> line.replaceFirst(" \\d+$", ""))
                    .containsExactly(
                            "load 12000",
                            "stream 12000",
                            "stream of shipping 6000",
                            "query 1",
                            "query 1",
                            "query 10",
                            "query 10");
        } finally {
            process.destroyForcibly().waitFor();
        }
    }
}
