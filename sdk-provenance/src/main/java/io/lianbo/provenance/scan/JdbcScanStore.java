package io.lianbo.provenance.scan;

import io.lianbo.core.Hash32;
import io.lianbo.core.store.Database;
import io.lianbo.core.store.GroupCommit;
import io.lianbo.provenance.code.DigitalLink;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A store in a database: a SQLite file beside the service, or a PostgreSQL that several services share. It makes its tables ({@code lianbo_scan...}) where they are missing.
 *
 * {@snippet class="io.lianbo.provenance.scan.ScanStoreTest" region="jdbc"}
 *
 * <p>The driver is the user's to add: {@code org.xerial:sqlite-jdbc}, or {@code org.postgresql:postgresql}. Threads that record at the same time share a commit of a file. In
 * PostgreSQL each has a connection, and waits for others at the same item alone.
 */
public final class JdbcScanStore implements ScanStore {
    private static final List<String> TABLES = List.of(
            "CREATE TABLE IF NOT EXISTS lianbo_scan_item (item TEXT PRIMARY KEY, link TEXT NOT NULL,"
                    + " status VARCHAR(11) NOT NULL, by_chip SMALLINT NOT NULL, code {bytes}, owner {bytes},"
                    + " wrong_codes INTEGER NOT NULL, wrong_since BIGINT NOT NULL,"
                    + " chip VARCHAR(14), counter INTEGER NOT NULL, stranger_tapped BIGINT) {clustered}",
            "CREATE TABLE IF NOT EXISTS lianbo_scan (number {identity}, item TEXT NOT NULL,"
                    + " counted SMALLINT NOT NULL, time BIGINT NOT NULL, grade VARCHAR(11) NOT NULL, reasons TEXT NOT NULL,"
                    + " uid VARCHAR(14), counter INTEGER NOT NULL, device {bytes} NOT NULL, geohash VARCHAR(5),"
                    + " error_km INTEGER NOT NULL, showcase VARCHAR(64))",
            "CREATE INDEX IF NOT EXISTS lianbo_scan_of_item ON lianbo_scan (item, counted, time)",
            "CREATE INDEX IF NOT EXISTS lianbo_scan_time ON lianbo_scan (time)");

    private static final int A_TRANSACTION = 5_000;

    private final Database database;
    private final @Nullable GroupCommit<List<Step>, List<Outcome>> commits;

    private JdbcScanStore(Database database, boolean oneWriter) {
        this.database = database;
        this.commits = oneWriter ? new GroupCommit<>(this::recordEach) : null;
    }

    /**
     * Opens a store in a SQLite file, and makes the file where it is missing: durable at every step, one writer at a time. Several processes of one machine may share it.
     *
     * @param file where it is; its folder exists
     * @throws io.lianbo.core.LianboException {@code STORE_FAILED} when it cannot be opened for writing
     */
    public static JdbcScanStore sqlite(Path file) {
        return new JdbcScanStore(Database.sqlite(file, TABLES), true);
    }

    /**
     * Opens a store in a PostgreSQL or SQLite database; any number of processes may share the former.
     *
     * @param source gives connections: a pool, since each step takes one; of SQLite, durable ones
     * @throws IllegalArgumentException when it is another kind of database
     * @throws io.lianbo.core.LianboException {@code STORE_FAILED} when it cannot be reached or written
     */
    public static JdbcScanStore in(DataSource source) {
        return new JdbcScanStore(Database.of(source, TABLES), false);
    }

    @Override
    public int register(Collection<ItemState> items) {
        List<ItemState> sorted = items.stream()
                .sorted(Comparator.comparing(state -> state.item().canonical()))
                .toList();
        return database.transaction(connection -> {
            try (PreparedStatement insert = connection.prepareStatement(
                    "INSERT INTO lianbo_scan_item (item, link, status, by_chip, code, owner, wrong_codes, wrong_since,"
                            + " chip, counter, stranger_tapped) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING")) {
                for (ItemState state : sorted) {
                    insert.setString(1, state.item().canonical());
                    insert.setString(2, state.item().toString());
                    insert.setString(3, state.status().name());
                    insert.setInt(4, state.byChip() ? 1 : 0);
                    insert.setBytes(5, bytes(state.code()));
                    insert.setBytes(6, bytes(state.owner()));
                    insert.setInt(7, state.wrongCodes());
                    insert.setLong(8, state.wrongSince().toEpochMilli());
                    insert.setString(9, state.chip());
                    insert.setInt(10, state.counter());
                    insert.setObject(11, millis(state.strangerTapped()));
                    insert.addBatch();
                }
                return Arrays.stream(insert.executeBatch()).sum();
            }
        });
    }

    static byte @Nullable [] bytes(@Nullable Hash32 hash) {
        return hash == null ? null : hash.bytes();
    }

    static @Nullable Long millis(@Nullable Instant time) {
        return time == null ? null : time.toEpochMilli();
    }

    @Override
    public Optional<ItemState> item(DigitalLink item) {
        return database.read(connection -> {
            try (ScanWriter writer = new ScanWriter(connection, "")) {
                return Optional.ofNullable(writer.item(item.canonical(), false));
            }
        });
    }

    @Override
    public Optional<ItemState> update(DigitalLink item, UnaryOperator<ItemState> change) {
        return database.transaction(connection -> {
            try (ScanWriter writer = new ScanWriter(connection, database.forUpdate())) {
                ItemState before = writer.item(item.canonical(), true);
                if (before == null) {
                    return Optional.<ItemState>empty();
                }
                ItemState after = change.apply(before);
                writer.keep(item.canonical(), after);
                writer.finish();
                return Optional.of(after);
            }
        });
    }

    @Override
    public List<Outcome> record(List<Step> steps) {
        return commits == null ? recordEach(List.of(steps)).getFirst() : commits.write(steps);
    }

    private List<List<Outcome>> recordEach(List<List<Step>> groups) {
        List<Step> steps = groups.stream().flatMap(List::stream).toList();
        // In one order for all, so that two cannot wait for each other; those of one item stay in theirs.
        List<Integer> order = IntStream.range(0, steps.size())
                .boxed()
                .sorted(Comparator.comparing(i -> ScanWriter.key(steps.get(i))))
                .toList();
        List<Outcome> outcomes = database.transaction(connection -> {
            Outcome[] made = new Outcome[steps.size()];
            try (ScanWriter writer = new ScanWriter(connection, database.forUpdate())) {
                for (int i : order) {
                    made[i] = writer.record(steps.get(i));
                }
                writer.finish();
            }
            return List.of(made);
        });
        List<List<Outcome>> results = new ArrayList<>(groups.size());
        int from = 0;
        for (List<Step> group : groups) {
            results.add(outcomes.subList(from, from + group.size()));
            from += group.size();
        }
        return results;
    }

    @Override
    public List<ScanRecord> scans(DigitalLink item, Instant from, Instant to, long after, int most) {
        return page("item = ? AND counted IN (0, 1) AND ", item.canonical(), from, to, after, most);
    }

    @Override
    public List<ScanRecord> scans(Instant from, Instant to, long after, int most) {
        return page("", null, from, to, after, most);
    }

    private List<ScanRecord> page(
            String condition, @Nullable String item, Instant from, Instant to, long after, int most) {
        List<Object> values = new ArrayList<>();
        if (item != null) {
            values.add(item);
        }
        values.addAll(List.of(from.toEpochMilli(), to.toEpochMilli(), after, most));
        return database.read(connection -> {
            List<ScanRecord> found = new ArrayList<>();
            try (PreparedStatement query = Database.prepare(
                            connection,
                            "SELECT " + ScanWriter.COLUMNS + " FROM lianbo_scan WHERE " + condition
                                    + "time >= ? AND time < ? AND number > ? ORDER BY number LIMIT ?",
                            values.toArray());
                    ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    String link = row.getString(2);
                    found.add(ScanWriter.read(row, link.isEmpty() ? null : DigitalLink.parse(link)));
                }
            }
            return found;
        });
    }

    @Override
    public int forget(Instant before) {
        int forgotten = 0;
        for (int some = A_TRANSACTION; some == A_TRANSACTION; forgotten += some) { // lets scans in between
            some = database.update(
                    "DELETE FROM lianbo_scan WHERE number IN (SELECT number FROM lianbo_scan WHERE time < ? LIMIT ?)",
                    before.toEpochMilli(),
                    A_TRANSACTION);
        }
        return forgotten;
    }

    /** Closes the file it opened; the connections of a source belong to whoever made it. */
    @Override
    public void close() {
        database.close();
    }
}
