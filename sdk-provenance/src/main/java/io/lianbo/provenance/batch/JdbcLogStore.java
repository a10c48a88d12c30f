package io.lianbo.provenance.batch;

import io.lianbo.core.Hash32;
import io.lianbo.core.store.Database;
import io.lianbo.provenance.log.TreeHead;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * A store in a SQLite file, or in a database of the service's: SQLite and PostgreSQL. It makes its tables ({@code lianbo_log_...}) where
 * they are missing. The driver is the user's to add.
 */
public final class JdbcLogStore implements LogStore, AutoCloseable {

    private static final List<String> TABLES = List.of(
            "CREATE TABLE IF NOT EXISTS lianbo_log (log VARCHAR(200) PRIMARY KEY, leaves BIGINT NOT NULL,"
                    + " batches BIGINT NOT NULL, batched BIGINT NOT NULL)",
            "CREATE TABLE IF NOT EXISTS lianbo_log_leaf (log VARCHAR(200) NOT NULL, place BIGINT NOT NULL,"
                    + " hash {bytes} NOT NULL, added_at BIGINT NOT NULL, PRIMARY KEY (log, place))",
            "CREATE UNIQUE INDEX IF NOT EXISTS lianbo_log_leaf_hash ON lianbo_log_leaf (log, hash)",
            "CREATE TABLE IF NOT EXISTS lianbo_log_batch (log VARCHAR(200) NOT NULL, sequence BIGINT NOT NULL,"
                    + " size BIGINT NOT NULL, root {bytes} NOT NULL, attempt INTEGER NOT NULL, anchored_at BIGINT,"
                    + " PRIMARY KEY (log, sequence))");

    /** How many leaves a statement is about. */
    private static final int CHUNK = 500;

    private final Database database;

    private JdbcLogStore(Database database) {
        this.database = database;
    }

    /**
     * Opens a SQLite file, and makes it where it is missing; every change is on disk before a method returns.
     *
     * @throws io.lianbo.core.LianboException {@code STORE_FAILED} when it cannot be opened for writing
     */
    public static JdbcLogStore sqlite(Path file) {
        return new JdbcLogStore(Database.sqlite(file, TABLES));
    }

    /**
     * The store in this database.
     *
     * @param source gives connections: a pool, since each step takes one
     * @throws IllegalArgumentException when it is of another kind of database than PostgreSQL and SQLite
     * @throws io.lianbo.core.LianboException {@code STORE_FAILED} when it cannot be reached or written
     */
    public static JdbcLogStore in(DataSource source) {
        return new JdbcLogStore(Database.of(source, TABLES));
    }

    /** What a log has; until the end of the transaction nobody else changes it. */
    private record Counts(long leaves, long batches, long batched) {}

    private Counts locked(Connection connection, LogId log) throws SQLException {
        Database.update(
                connection,
                "INSERT INTO lianbo_log (log, leaves, batches, batched) VALUES (?, 0, 0, 0) ON CONFLICT (log) DO NOTHING",
                log.toString());
        try (PreparedStatement select = Database.prepare(
                        connection,
                        "SELECT leaves, batches, batched FROM lianbo_log WHERE log = ?" + database.forUpdate(),
                        log.toString());
                ResultSet row = select.executeQuery()) {
            row.next();
            return new Counts(row.getLong(1), row.getLong(2), row.getLong(3));
        }
    }

    @Override
    public List<Long> append(LogId log, long size, List<Hash32> leaves, Instant now) {
        return database.transaction(connection -> {
            long next = locked(connection, log).leaves();
            LogRules.requireSize(log, next, size);
            List<Long> indexes = new ArrayList<>(leaves.size());
            for (int from = 0; from < leaves.size(); from += CHUNK) {
                List<Hash32> chunk = leaves.subList(from, Math.min(from + CHUNK, leaves.size()));
                Map<Hash32, Long> places = placesOf(connection, log, chunk);
                next = insert(connection, log, chunk, places, next, now);
                chunk.forEach(leaf -> indexes.add(places.get(leaf)));
            }
            Database.update(connection, "UPDATE lianbo_log SET leaves = ? WHERE log = ?", next, log.toString());
            return indexes;
        });
    }

    /** Those of the leaves that the log has, with their places. */
    private static Map<Hash32, Long> placesOf(Connection connection, LogId log, List<Hash32> leaves)
            throws SQLException {
        Object[] values = new Object[1 + leaves.size()];
        values[0] = log.toString();
        for (int i = 0; i < leaves.size(); i++) {
            values[i + 1] = leaves.get(i).bytes();
        }
        Map<Hash32, Long> places = new HashMap<>();
        try (PreparedStatement select = Database.prepare(
                        connection,
                        "SELECT hash, place FROM lianbo_log_leaf WHERE log = ? AND hash IN ("
                                + String.join(", ", Collections.nCopies(leaves.size(), "?")) + ")",
                        values);
                ResultSet row = select.executeQuery()) {
            while (row.next()) {
                places.put(Hash32.of(row.getBytes(1)), row.getLong(2));
            }
        }
        return places;
    }

    /** Adds the leaves that have no place yet, and gives them theirs from {@code next} on; returns the place after the last. */
    private static long insert(
            Connection connection, LogId log, List<Hash32> leaves, Map<Hash32, Long> places, long next, Instant now)
            throws SQLException {
        long place = next;
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO lianbo_log_leaf (log, place, hash, added_at) VALUES (?, ?, ?, ?)")) {
            for (Hash32 leaf : leaves) {
                if (places.putIfAbsent(leaf, place) == null) {
                    insert.setString(1, log.toString());
                    insert.setLong(2, place);
                    insert.setBytes(3, leaf.bytes());
                    insert.setLong(4, now.toEpochMilli());
                    insert.addBatch();
                    place++;
                }
            }
            insert.executeBatch();
        }
        return place;
    }

    @Override
    public List<Leaf> leaves(LogId log, long from, int most) {
        LogRules.requirePage(from, most);
        return database.read(connection -> {
            try (PreparedStatement select = Database.prepare(
                            connection,
                            "SELECT hash, added_at FROM lianbo_log_leaf WHERE log = ? AND place >= ? ORDER BY place LIMIT ?",
                            log.toString(),
                            from,
                            most);
                    ResultSet row = select.executeQuery()) {
                List<Leaf> leaves = new ArrayList<>();
                while (row.next()) {
                    leaves.add(new Leaf(Hash32.of(row.getBytes(1)), Instant.ofEpochMilli(row.getLong(2))));
                }
                return leaves;
            }
        });
    }

    @Override
    public void add(LogId log, Batch batch) {
        database.transaction(connection -> {
            Counts counts = locked(connection, log);
            LogRules.requireNext(batch, counts.batches(), counts.batched(), counts.leaves());
            Database.update(
                    connection,
                    "INSERT INTO lianbo_log_batch (log, sequence, size, root, attempt, anchored_at) VALUES (?, ?, ?, ?, ?, ?)",
                    log.toString(),
                    batch.sequence(),
                    batch.head().size(),
                    batch.head().root().bytes(),
                    batch.attempt(),
                    batch.anchoredAt().map(Instant::getEpochSecond).orElse(null));
            return Database.update(
                    connection,
                    "UPDATE lianbo_log SET batches = ?, batched = ? WHERE log = ?",
                    batch.sequence() + 1,
                    batch.head().size(),
                    log.toString());
        });
    }

    @Override
    public void update(LogId log, Batch batch) {
        database.transaction(connection -> {
            locked(connection, log);
            LogRules.requireOpen(batch, batches(connection, log, batch.sequence(), batch.sequence(), 1));
            return Database.update(
                    connection,
                    "UPDATE lianbo_log_batch SET attempt = ?, anchored_at = ? WHERE log = ? AND sequence = ?",
                    batch.attempt(),
                    batch.anchoredAt().map(Instant::getEpochSecond).orElse(null),
                    log.toString(),
                    batch.sequence());
        });
    }

    @Override
    public List<Batch> batches(LogId log, long from, int most) {
        LogRules.requirePage(from, most);
        return database.read(connection -> batches(connection, log, from, Long.MAX_VALUE, most));
    }

    private static List<Batch> batches(Connection connection, LogId log, long from, long to, int most)
            throws SQLException {
        try (PreparedStatement select = Database.prepare(
                        connection,
                        "SELECT sequence, size, root, attempt, anchored_at FROM lianbo_log_batch"
                                + " WHERE log = ? AND sequence >= ? AND sequence <= ? ORDER BY sequence LIMIT ?",
                        log.toString(),
                        from,
                        to,
                        most);
                ResultSet row = select.executeQuery()) {
            List<Batch> batches = new ArrayList<>();
            while (row.next()) {
                TreeHead head = new TreeHead(Hash32.of(row.getBytes(3)), row.getLong(2));
                long seconds = row.getLong(5);
                Optional<Instant> anchoredAt =
                        row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochSecond(seconds));
                batches.add(new Batch(row.getLong(1), head, row.getInt(4), anchoredAt));
            }
            return batches;
        }
    }

    /** Closes the file that it opened; a source belongs to whoever made it. */
    @Override
    public void close() {
        database.close();
    }
}
