package io.lianbo.provenance.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.lianbo.core.Verdict;
import io.lianbo.provenance.TeaCake;
import io.lianbo.provenance.code.DigitalLink;
import io.lianbo.provenance.event.EpcisEvent;
import io.lianbo.provenance.event.EventType;
import io.lianbo.provenance.passport.SignedEvent;
import io.lianbo.provenance.store.EventStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Random scopes and queries, beside a look at every event. */
class NarrowingTest {
    private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");
    private static final List<DigitalLink> GOODS = goods();

    private static List<DigitalLink> goods() {
        List<DigitalLink> goods = new ArrayList<>();
        for (String gtin : List.of("09506000134352", "09506000134369")) {
            goods.add(DigitalLink.ofProduct(gtin));
            goods.add(DigitalLink.ofLot(gtin, "A"));
            goods.add(DigitalLink.ofLot(gtin, "B"));
            goods.add(DigitalLink.ofItem(gtin, "A"));
            goods.add(DigitalLink.ofItem(gtin, "AB"));
        }
        return goods;
    }

    private static SignedEvent event(Random random, int number) {
        DigitalLink about = GOODS.get(random.nextInt(GOODS.size()));
        DigitalLink also = GOODS.get(random.nextInt(GOODS.size()));
        Instant time = START.plusSeconds(random.nextInt(20)).plusMillis(number); // no two events are one
        String named = about.serial().isPresent()
                ? "\"childEPCs\": [\"%s\"]".formatted(about)
                : "\"childQuantityList\": [{\"epcClass\": \"%s\"}]".formatted(about);
        String list = about.serial().isPresent()
                ? "\"epcList\": [\"%s\"]".formatted(about)
                : "\"quantityList\": [{\"epcClass\": \"%s\"}, {\"epcClass\": \"%s\"}]"
                        .formatted(about, also.serial().isPresent() ? about : also);
        String json = random.nextBoolean()
                ? "{\"type\": \"ObjectEvent\", \"eventTime\": \"%s\", \"eventTimeZoneOffset\": \"+00:00\", %s, \"action\": \"OBSERVE\","
                        + " \"bizStep\": \"%s\", \"rdfs:comment\": \"%d\"}"
                : "{\"type\": \"AggregationEvent\", \"eventTime\": \"%s\", \"eventTimeZoneOffset\": \"+00:00\", %s, \"action\": \"ADD\","
                        + " \"bizStep\": \"%s\", \"rdfs:comment\": \"%d\", \"parentID\": \"urn:epc:id:sscc:9506000.0000000001\"}";
        return SignedEvent.sign(
                EpcisEvent.parse(json.formatted(
                        time,
                        json.contains("Aggregation") ? named : list,
                        random.nextBoolean() ? "shipping" : "packing",
                        number)),
                TeaCake.BRAND);
    }

    /** By the texts of the identifiers alone. */
    private static boolean names(SignedEvent event, List<DigitalLink> goods) {
        return goods.stream()
                .anyMatch(link -> event.event().identifiers().stream()
                        .anyMatch(id -> id.equals(link.canonical())
                                || (link.lot().isEmpty()
                                        && link.serial().isEmpty()
                                        && id.startsWith(link.canonical() + "/"))));
    }

    private static boolean isWithin(DigitalLink asked, List<DigitalLink> granted) {
        return granted.stream()
                .anyMatch(own -> asked.canonical().equals(own.canonical())
                        || (asked.canonical().startsWith(own.canonical() + "/")
                                && own.canonical().endsWith("/01/" + own.gtin())));
    }

    private static List<DigitalLink> some(Random random, int least) {
        Set<DigitalLink> some = new HashSet<>();
        for (int i = random.nextInt(least, 4); i > 0; i--) {
            some.add(GOODS.get(random.nextInt(GOODS.size())));
        }
        return List.copyOf(some);
    }

    private static Set<EventType> types(Random random) {
        List<EventType> all = List.of(EventType.OBJECT, EventType.AGGREGATION);
        return switch (random.nextInt(3)) {
            case 0 -> EnumSet.allOf(EventType.class);
            case 1 -> Set.of(all.get(random.nextInt(2)));
            default -> Set.copyOf(all);
        };
    }

    private static Optional<Instant> time(Random random, int from) {
        return random.nextInt(3) > 0 ? Optional.empty() : Optional.of(START.plusSeconds(from + random.nextInt(10)));
    }

    @Test
    void answersWhatALookAtEveryEventFindsAndRefusesTheRest() {
        Random random = new Random(20261130);
        List<SignedEvent> all = new ArrayList<>();
        for (int n = 0; n < 150; n++) {
            all.add(event(random, n));
        }
        EventStore store = EventStore.inMemory();
        store.appendAll(all);
        AccessLog log = AccessLog.open(AccessLogStore.inMemory(), Tea.LOG_KEY, new Tea.Clock());
        RegulatorView view = new RegulatorView(store, query -> new ScanSource.Page(List.of(), Optional.empty()), log);
        int answered = 0;
        int refused = 0;
        int found = 0;
        for (int n = 0; n < 600; n++) {
            AuditScope scope = new AuditScope(some(random, 1), types(random), false, time(random, 0), time(random, 10));
            AuditQuery.Events query = new AuditQuery.Events(
                    some(random, 0),
                    random.nextBoolean() ? Set.of() : types(random),
                    random.nextBoolean() ? List.of() : List.of("shipping"),
                    time(random, 0),
                    time(random, 10),
                    1000,
                    Optional.empty());
            boolean within = query.goods().stream().allMatch(link -> isWithin(link, scope.goods()))
                    && scope.eventTypes().containsAll(query.eventTypes())
                    && !query.from().orElse(Instant.MAX).isBefore(scope.from().orElse(Instant.MIN))
                    && !query.until().orElse(Instant.MIN).isAfter(scope.until().orElse(Instant.MAX));
            var grant = log.grant(Tea.grant(scope)).entry().leafHash();
            Verdict<AuditAnswer> verdict = view.answer(Tea.request(grant, query, Tea.NOW, n));
            assertThat(verdict.isVerified()).as(scope + " " + query).isEqualTo(within);
            if (!within) {
                refused++;
                continue;
            }
            answered++;
            List<SignedEvent> expected = all.stream()
                    .filter(event -> names(event, scope.goods()))
                    .filter(event -> query.goods().isEmpty() || names(event, query.goods()))
                    .filter(event -> scope.eventTypes().contains(event.event().type()))
                    .filter(event -> query.eventTypes().isEmpty()
                            || query.eventTypes().contains(event.event().type()))
                    .filter(event -> query.bizSteps().isEmpty()
                            || event.event().bizStep().orElseThrow().endsWith("shipping"))
                    .filter(event -> isIn(event.event().eventTime(), scope.from(), scope.until())
                            && isIn(event.event().eventTime(), query.from(), query.until()))
                    .sorted(Comparator.comparing(event -> event.event().eventTime()))
                    .toList();
            assertThat(verdict.value().orElseThrow().events()).isEqualTo(expected);
            found += expected.size();
        }
        assertThat(answered).isGreaterThan(100);
        assertThat(refused).isGreaterThan(100);
        assertThat(found).isGreaterThan(1_000);
    }

    private static boolean isIn(Instant time, Optional<Instant> from, Optional<Instant> until) {
        return !time.isBefore(from.orElse(Instant.MIN)) && time.isBefore(until.orElse(Instant.MAX));
    }
}
