package io.lianbo.provenance.store;

import io.lianbo.core.crypto.Signature;
import io.lianbo.provenance.TeaCake;
import io.lianbo.provenance.event.EpcisEvent;
import io.lianbo.provenance.passport.SignedEvent;
import io.lianbo.testsupport.Databases;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * Loads events into a database and reads them again, in a heap that does not hold them; says for each part what it did, of how many events and in
 * how many microseconds. Its arguments are a file or JDBC URL, and how many events.
 */
final class LoadProcess {
    private static final int A_TRANSACTION = 1_000;
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    /** The store believes what it is given, so that loading need not wait for signing. */
    private static final Signature SIGNATURE = Signature.parse("0x" + "01".repeat(64) + "1b");

    private LoadProcess() {}

    /** An event of a million: each of 50,000 items is seen at 20 places, in lots of 1,000. */
    static SignedEvent event(int n) {
        int item = n % 50_000;
        EpcisEvent event = EpcisEvent.parse(
                """
                {"type": "ObjectEvent", "eventID": "urn:uuid:00000000-0000-4000-8000-%012d", "eventTime": "%s",
                 "eventTimeZoneOffset": "+00:00", "epcList": ["https://id.gs1.org/01/09506000134352/21/CAKE-%06d"],
                 "action": "OBSERVE", "bizStep": "%s", "disposition": "in_transit",
                 "readPoint": {"id": "https://id.gs1.org/414/9506000134352/254/%d"},
                 "bizLocation": {"id": "https://id.gs1.org/414/9506000134352"},
                 "bizTransactionList": [{"type": "po", "bizTransaction": "urn:epcglobal:cbv:bt:9506000134352:%d"}]}
                """.formatted(n, START.plusSeconds(n), item, n % 2 == 0 ? "shipping" : "receiving", n % 97, n / 1_000));
        return new SignedEvent(event, TeaCake.BRAND.address(), SIGNATURE);
    }

    public static void main(String[] args) {
        String database = args[0];
        int events = Integer.parseInt(args[1]);
        try (EventStore store = database.startsWith("jdbc:")
                ? JdbcEventStore.in(Databases.at(database))
                : JdbcEventStore.sqlite(Path.of(database))) {
            long start = System.nanoTime();
            for (int n = 0; n < events; n += A_TRANSACTION) {
                store.appendAll(IntStream.range(n, Math.min(events, n + A_TRANSACTION))
                        .mapToObj(LoadProcess::event)
                        .toList());
            }
            say("load", start, events);
            start = System.nanoTime();
            long read = store.stream(EventQuery.all()).count();
            say("stream", start, read);
            start = System.nanoTime();
            long shipped = store.stream(EventQuery.all().eqBizStep("shipping")).count();
            say("stream of shipping", start, shipped);
            List<EventQuery> narrow = List.of(
                    EventQuery.all().matchAnyEpc("urn:epc:id:sgtin:9506000.013435.CAKE-000007"),
                    EventQuery.all().eqEventId("urn:uuid:00000000-0000-4000-8000-000000000007"),
                    EventQuery.all()
                            .eqBizTransaction("po", "urn:epcglobal:cbv:bt:9506000134352:7")
                            .perPage(10),
                    EventQuery.all()
                            .eqBizStep("shipping")
                            .eqReadPoint("https://id.gs1.org/414/9506000134352/254/8")
                            .geEventTime(START.plus(Duration.ofHours(1)))
                            .perPage(10));
            for (EventQuery query : narrow) {
                start = System.nanoTime();
                int found = store.query(query).events().size();
                say("query", start, found);
            }
        }
    }

    private static void say(String what, long start, long count) {
        System.out.println(what + " " + count + " " + TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - start));
    }
}
