package io.lianbo.provenance.audit;

import io.lianbo.core.Hash32;
import io.lianbo.core.store.Database;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import javax.sql.DataSource;

/**
 * Keeps access logs in a SQLite file, or in a database of the service's: SQLite and PostgreSQL. It makes its tables ({@code lianbo_access_...}) where they
 * are missing. The driver is the user's to add.
 */
public final class JdbcAccessLogStore implements AccessLogStore, AutoCloseable {
    private static final List<String> TABLES = List.of(
            "CREATE TABLE IF NOT EXISTS lianbo_access_log (log VARCHAR(200) PRIMARY KEY, size BIGINT NOT NULL)",
            "CREATE TABLE IF NOT EXISTS lianbo_access_entry (log VARCHAR(200) NOT NULL, place BIGINT NOT NULL,"
                    + " entry TEXT NOT NULL, digest {bytes}, request TEXT, PRIMARY KEY (log, place))",
            "CREATE UNIQUE INDEX IF NOT EXISTS lianbo_access_entry_digest ON lianbo_access_entry (log, digest)");

    private final Database database;

    private JdbcAccessLogStore(Database database) {
        this.database = database;
    }

    /**
     * Opens a SQLite file, and makes it where it is missing; every change is on disk before a method returns.
     *
     * @throws io.lianbo.core.LianboException {@code STORE_FAILED} when it cannot be opened for writing
     */
    public static JdbcAccessLogStore sqlite(Path file) {
        return new JdbcAccessLogStore(Database.sqlite(file, TABLES));
    }

    /**
     * The store in this database.
     *
     * @param source gives connections: a pool, since each step takes one; of SQLite, durable ones
     * @throws IllegalArgumentException when it is of another kind of database than PostgreSQL and SQLite
     * @throws io.lianbo.core.LianboException {@code STORE_FAILED} when it cannot be reached or written
     */
    public static JdbcAccessLogStore in(DataSource source) {
        return new JdbcAccessLogStore(Database.of(source, TABLES));
    }

    @Override
    public long append(String log, long size, Row row) {
        return database.transaction(connection -> {
            long before = lockedSize(connection, log);
            if (before == size) {
                Database.update(
                        connection,
                        "INSERT INTO lianbo_access_entry (log, place, entry, digest, request) VALUES (?, ?, ?, ?, ?)",
                        log,
                        size,
                        row.entry(),
                        row.request().map(request -> request.digest().bytes()).orElse(null),
                        row.request().map(AuditRequest::toJson).orElse(null));
                Database.update(connection, "UPDATE lianbo_access_log SET size = ? WHERE log = ?", size + 1, log);
            }
            return before;
        });
    }

    /** How many entries a log has; until the end of the transaction nobody else adds one. */
    private long lockedSize(Connection connection, String log) throws SQLException {
        Database.update(
                connection,
                "INSERT INTO lianbo_access_log (log, size) VALUES (?, 0) ON CONFLICT (log) DO NOTHING",
                log);
        try (PreparedStatement select = Database.prepare(
                        connection, "SELECT size FROM lianbo_access_log WHERE log = ?" + database.forUpdate(), log);
                ResultSet row = select.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    @Override
    public List<Row> rows(String log, long from, int most) {
        MemoryAccessLogStore.requirePage(from, most);
        return database.read(connection -> {
            try (PreparedStatement select = Database.prepare(
                            connection,
                            "SELECT entry, request FROM lianbo_access_entry WHERE log = ? AND place >= ? ORDER BY place LIMIT ?",
                            log,
                            from,
                            most);
                    ResultSet row = select.executeQuery()) {
                List<Row> rows = new ArrayList<>();
                while (row.next()) {
                    rows.add(new Row(
                            row.getString(1),
                            Optional.ofNullable(row.getString(2)).map(AuditRequest::parse)));
                }
                return rows;
            }
        });
    }

    @Override
    public OptionalLong find(String log, Hash32 request) {
        return database.read(connection -> {
            try (PreparedStatement select = Database.prepare(
                            connection,
                            "SELECT place FROM lianbo_access_entry WHERE log = ? AND digest = ?",
                            log,
                            request.bytes());
                    ResultSet row = select.executeQuery()) {
                return row.next() ? OptionalLong.of(row.getLong(1)) : OptionalLong.empty();
            }
        });
    }

    /** Closes the file that it opened; a source belongs to whoever made it. */
    @Override
    public void close() {
        database.close();
    }
}
