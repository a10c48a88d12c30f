package io.lianbo.provenance.audit;

import java.util.List;
import java.util.Optional;

/**
 * Where scans come from: one method over whatever store a platform keeps them in.
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

    /**
     * The scans of the query's item within its time, from its page token on, and not more than it has room for.
     *
     * @param query narrowed to what may be seen
     * @throws IllegalArgumentException when no page gave its token
     */
    Page scans(AuditQuery.Scans query);
}
