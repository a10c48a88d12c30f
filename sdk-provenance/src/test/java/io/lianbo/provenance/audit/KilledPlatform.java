package io.lianbo.provenance.audit;

import static io.lianbo.provenance.TeaCake.CAKE;

import io.lianbo.core.Hash32;
import io.lianbo.provenance.store.EventStore;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** A process of its own that answers a regulator until it is killed, and hands out each answer in a line. */
final class KilledPlatform {
    private KilledPlatform() {}

    /** Arguments: the log's file, the grant, the number of its first request. */
    public static void main(String[] args) {
        Hash32 grant = Hash32.of(args[1]);
        EventStore events = EventStore.inMemory();
        events.appendAll(Tea.events());
        try (JdbcAccessLogStore store = JdbcAccessLogStore.sqlite(Path.of(args[0]))) {
            AccessLog log = AccessLog.open(store, Tea.LOG_KEY, InstantSource.fixed(Tea.NOW));
            RegulatorView view =
                    new RegulatorView(events, query -> new ScanSource.Page(List.of(), Optional.empty()), log);
            System.out.println("working");
            for (int n = Integer.parseInt(args[2]); ; n++) {
                AuditRequest request =
                        Tea.request(grant, AuditQuery.events(CAKE).perPage(1), Tea.NOW, n);
                System.out.println(
                        view.answer(request).value().orElseThrow().logged().toJson());
            }
        }
    }
}
