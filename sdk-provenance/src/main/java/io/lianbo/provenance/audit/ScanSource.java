package io.lianbo.provenance.audit;

import io.lianbo.core.Verdict;
import io.lianbo.provenance.code.DigitalLink;
import io.lianbo.provenance.scan.ScanRecord;
import io.lianbo.provenance.scan.ScanStore;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Where scans come from: {@linkplain #of what a guard of scans keeps}, or one method over whatever a platform keeps them in.
 *
 * {@snippet class="io.lianbo.provenance.audit.RegulatorViewTest" region="scans"}
 */
@FunctionalInterface
public interface ScanSource {

    /**
     * Some scans.
     *
     * @param scans those of this page, oldest first
     * @param nextPageToken what gives the next page; empty at the end
     */
    record Page(List<ItemScan> scans, Optional<String> nextPageToken) {
        public Page {
            scans = List.copyOf(scans);
        }
    }

    /** The scans that a {@link io.lianbo.provenance.scan.ScanGuard} with this store assessed, and did not forget yet. */
    static ScanSource of(ScanStore store) {
        return query -> {
            List<ScanRecord> found = store.scans(
                    query.item(),
                    query.from().orElse(Instant.EPOCH),
                    query.until().orElse(Instant.ofEpochMilli(Long.MAX_VALUE)),
                    query.pageToken().map(ScanSource::number).orElse(0L),
                    query.perPage() + 1);
            List<ScanRecord> page = found.subList(0, Math.min(found.size(), query.perPage()));
            return new Page(
                    page.stream().map(scan -> seen(query.item(), scan)).toList(),
                    found.size() > page.size()
                            ? Optional.of(Long.toString(page.getLast().number()))
                            : Optional.empty());
        };
    }

    private static long number(String pageToken) {
        if (!pageToken.matches("[0-9]{1,18}")) {
            throw new IllegalArgumentException("a page token must be a number that a page gave: " + pageToken);
        }
        return Long.parseLong(pageToken);
    }

    private static ItemScan seen(DigitalLink item, ScanRecord scan) {
        return new ItemScan(
                item,
                scan.time(),
                scan.grade().name(),
                scan.reasons().stream().map(Verdict.Reason::code).toList(),
                Optional.ofNullable(scan.geohash()));
    }

    /**
     * The scans of the query's item within its time, from its page token on, and not more than it has room for.
     *
     * @param query narrowed to what may be seen
     * @throws IllegalArgumentException when no page gave its token
     */
    Page scans(AuditQuery.Scans query);
}
