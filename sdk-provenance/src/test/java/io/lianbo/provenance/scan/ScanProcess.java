package io.lianbo.provenance.scan;

import static io.lianbo.provenance.TeaCake.CAKE;

import io.lianbo.provenance.tag.Chip;
import io.lianbo.provenance.tag.TagRegistry;
import io.lianbo.testsupport.Databases;
import java.time.Instant;

/** Scans what one chip says again and again, count by count, and says which counts were fresh. Its arguments: a JDBC URL, the device, how many counts. */
final class ScanProcess {
    static final String UID = "04DE5F1EACC040";
    static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");

    private ScanProcess() {}

    public static void main(String[] args) {
        try (ScanStore store = JdbcScanStore.in(Databases.at(args[0]))) {
            TagRegistry tags = TagRegistry.inMemory();
            tags.bind(UID, CAKE, NOON);
            ScanGuard guard = ScanGuard.of(store, tags, ScanGuardTest.keys(1));
            for (int count = 1; count <= Integer.parseInt(args[2]); count++) {
                Assessment assessment = guard.assess(Scan.ofChip(
                        Chip.verifier().verify(Chip.of(UID, count - 1).tap("https://tea.example/")), args[1], NOON));
                if (!assessment.signals().contains(Signal.COUNTER_REPLAYED)) {
                    System.out.println(count);
                }
            }
        }
    }
}
