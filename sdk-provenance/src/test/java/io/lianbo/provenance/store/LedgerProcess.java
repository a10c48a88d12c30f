package io.lianbo.provenance.store;

import static io.lianbo.provenance.TeaCake.CAKE;

import io.lianbo.provenance.log.TreeHead;
import java.nio.file.Path;
import java.security.SecureRandom;

/** Records events in a file until it is killed, and says each leaf and head that it was promised. */
final class LedgerProcess {
    private LedgerProcess() {}

    public static void main(String[] args) {
        try (EventStore store = JdbcEventStore.sqlite(Path.of(args[0]))) {
            EventLedger ledger = new EventLedger(store, "brand", new SecureRandom());
            for (int n = Integer.parseInt(args[1]); ; n++) {
                var event = EventStoreTest.event(
                        "event-" + n + "-" + System.nanoTime(), "2026-03-01T00:00:00Z", "step_" + n);
                System.out.println(
                        ledger.record(CAKE, EventStoreTest.signed(event)).hash());
                if (n % 5 == 4) {
                    TreeHead head = ledger.closeBatch().head();
                    System.out.println("head " + head.root() + " " + head.size());
                }
            }
        }
    }
}
