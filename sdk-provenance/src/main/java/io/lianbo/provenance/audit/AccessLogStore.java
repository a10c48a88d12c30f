package io.lianbo.provenance.audit;

import io.lianbo.core.Hash32;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Where the entries of access logs are kept. {@link JdbcAccessLogStore} keeps them in SQLite or PostgreSQL; {@link #inMemory} as long as the process lives,
 * for tests.
 *
 * <p>Every method is atomic and, when it returns, durable; each fails with {@code STORE_FAILED} and has then changed nothing. Several processes may
 * append to one log.
 */
public interface AccessLogStore {

    /** A store that dies with the process. */
    static AccessLogStore inMemory() {
        return new MemoryAccessLogStore();
    }

    /**
     * What is kept of an entry.
     *
     * @param entry {@link AuditEntry#toJson}
     * @param request of an access what was asked; empty of other entries
     */
    record Row(String entry, Optional<AuditRequest> request) {
        public Row {
            Objects.requireNonNull(entry, "entry");
            Objects.requireNonNull(request, "request");
        }
    }

    /**
     * Adds an entry to the end of a log of this size, and nothing to one of another size.
     *
     * @param log its origin, at most 200 characters
     * @return the size that the log had; the entry was added where that is {@code size}
     */
    long append(String log, long size, Row row);

    /**
     * Rows from an index on, in order.
     *
     * @throws IllegalArgumentException unless the page starts at 0 or later and has room for one
     */
    List<Row> rows(String log, long from, int most);

    /** The index of the entry about a request, by {@link AuditRequest#digest}. */
    OptionalLong find(String log, Hash32 request);
}
