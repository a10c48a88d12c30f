package io.lianbo.provenance.store;

import io.lianbo.core.Verdict;
import io.lianbo.core.store.Database;
import io.lianbo.provenance.event.EventHash;
import io.lianbo.provenance.passport.SignedEvent;
import io.lianbo.provenance.store.EventQuery.Condition;
import io.lianbo.provenance.store.EventWriter.Row;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.sql.DataSource;

/**
 * A store in a database: a SQLite file beside the service, or a PostgreSQL that several services share. It makes its tables
 * ({@code lianbo_event...}, {@code lianbo_ledger...}) where they are missing.
 *
 * {@snippet class="io.lianbo.provenance.store.EventStoreTest" region="jdbc"}
 *
 * <p>The driver is the user's to add: {@code org.xerial:sqlite-jdbc}, or {@code org.postgresql:postgresql}. All that an event is found by lies in
 * one index, by value and event time, so a page of any query reads about as many rows as it gives, where its best condition is a narrow
 * one.
 */
public final class JdbcEventStore implements EventStore {
    private static final List<String> TABLES = Stream.concat(
                    Stream.of(
                            "CREATE TABLE IF NOT EXISTS lianbo_event (number {identity}, hash {bytes} NOT NULL,"
                                    + " issuer VARCHAR(42) NOT NULL, declaration VARCHAR(66) NOT NULL, time BIGINT NOT NULL,"
                                    + " signature VARCHAR(132) NOT NULL, event TEXT NOT NULL,"
                                    + " UNIQUE (hash, issuer, declaration))",
                            "CREATE INDEX IF NOT EXISTS lianbo_event_time ON lianbo_event (time, number)",
                            "CREATE TABLE IF NOT EXISTS lianbo_event_id (event_id TEXT PRIMARY KEY, hash {bytes} NOT NULL)",
                            "CREATE TABLE IF NOT EXISTS lianbo_event_term (term TEXT NOT NULL, time BIGINT NOT NULL,"
                                    + " event BIGINT NOT NULL, field SMALLINT NOT NULL,"
                                    + " PRIMARY KEY (term, time, event, field)) {clustered}"),
                    JdbcLedgerStore.TABLES.stream())
            .toList();

    private final Database database;

    private JdbcEventStore(Database database) {
        this.database = database;
    }

    /**
     * Opens a store in a SQLite file, and makes the file where it is missing: durable at every step, one writer at a time. Several
     * processes of one machine may share it.
     *
     * @param file where it is; its folder exists
     * @throws io.lianbo.core.LianboException {@code STORE_FAILED} when it cannot be opened for writing
     */
    public static JdbcEventStore sqlite(Path file) {
        return new JdbcEventStore(Database.sqlite(file, TABLES));
    }

    /**
     * Opens a store in a PostgreSQL or SQLite database; any number of processes may share the former.
     *
     * @param source gives connections: a pool, since each step takes one; of SQLite, durable ones
     * @throws IllegalArgumentException when it is another kind of database
     * @throws io.lianbo.core.LianboException {@code STORE_FAILED} when it cannot be reached or written
     */
    public static JdbcEventStore in(DataSource source) {
        return new JdbcEventStore(Database.of(source, TABLES));
    }

    @Override
    public List<Verdict<SignedEvent>> appendAll(List<SignedEvent> events) {
        // In one order for all, so that two who append the same events cannot wait for each other.
        List<Integer> order = IntStream.range(0, events.size())
                .boxed()
                .sorted(Comparator.comparing(i -> events.get(i).event().hash().digest()))
                .toList();
        return database.transaction(connection -> {
            List<Verdict<SignedEvent>> verdicts = new ArrayList<>(
                    events.stream().map(Verdict::<SignedEvent>ok).toList());
            try (EventWriter writer = new EventWriter(connection)) {
                for (int i : order) {
                    verdicts.set(i, writer.keep(events.get(i)).map(Row::signed));
                }
                writer.finish();
            }
            return verdicts;
        });
    }

    @Override
    public List<SignedEvent> find(EventHash hash) {
        return database.read(connection -> {
            List<SignedEvent> found = new ArrayList<>();
            try (PreparedStatement query = Database.prepare(
                            connection,
                            "SELECT issuer, signature, event FROM lianbo_event WHERE hash = ? ORDER BY number",
                            hash.digest().bytes());
                    ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    found.add(EventWriter.read(row));
                }
            }
            return found;
        });
    }

    @Override
    public EventPage query(EventQuery query) {
        List<Object> values = new ArrayList<>();
        String sql = sql(query, values);
        return database.read(connection -> page(connection, sql, values, query.perPage()));
    }

    static String sql(EventQuery query, List<Object> values) {
        return "SELECT e.issuer, e.signature, e.event, k.time, k.number FROM (" + places(query, values)
                + ") k JOIN lianbo_event e ON e.number = k.number ORDER BY k.time, k.number";
    }

    private static EventPage page(Connection connection, String sql, List<Object> values, int most)
            throws SQLException {
        List<SignedEvent> events = new ArrayList<>();
        Place last = new Place(0, 0);
        try (PreparedStatement query = Database.prepare(connection, sql, values.toArray());
                ResultSet row = query.executeQuery()) {
            while (row.next()) {
                if (events.size() == most) {
                    return new EventPage(events, Optional.of(last.token()));
                }
                events.add(EventWriter.read(row));
                last = new Place(row.getLong(4), row.getLong(5));
            }
        }
        return new EventPage(events, Optional.empty());
    }

    /** Selects the places of a page and one more; each value of the first condition goes through the index by itself, in order. */
    private static String places(EventQuery query, List<Object> values) {
        String end = " ORDER BY time, number LIMIT " + (query.perPage() + 1);
        if (query.conditions().isEmpty()) {
            values.addAll(range(query));
            return "SELECT time, number FROM lianbo_event WHERE (time, number) > (?, ?) AND time < ?" + end;
        }
        List<Condition> others =
                query.conditions().subList(1, query.conditions().size());
        Condition first = query.conditions().getFirst();
        String narrowed = others.stream()
                .map(other ->
                        " AND EXISTS (SELECT 1 FROM lianbo_event_term o WHERE o.time = t.time AND o.event = t.event"
                                + " AND o.term IN ("
                                + "?, ".repeat(other.values().size() - 1) + "?) AND o.field IN "
                                + codes(other) + ")")
                .collect(Collectors.joining());
        String one =
                "SELECT time, number FROM (SELECT DISTINCT t.time AS time, t.event AS number FROM lianbo_event_term t WHERE t.term = ?"
                        + " AND (t.time, t.event) > (?, ?) AND t.time < ? AND t.field IN " + codes(first) + narrowed
                        + end
                        + ") s";
        for (String value : first.values()) {
            values.add(value);
            values.addAll(range(query));
            others.forEach(other -> values.addAll(other.values()));
        }
        return String.join(" UNION ", Collections.nCopies(first.values().size(), one)) + end;
    }

    private static List<Long> range(EventQuery query) {
        return Arrays.asList(query.after().time(), query.after().number(), query.before());
    }

    private static String codes(Condition condition) {
        return condition.fields().stream()
                .map(field -> Integer.toString(field.code()))
                .collect(Collectors.joining(", ", "(", ")"));
    }

    @Override
    public LedgerStore ledger(String name) {
        return new JdbcLedgerStore(database, Refusals.requireName(name));
    }

    /** Closes the file it opened; the connections of a source belong to whoever made it. */
    @Override
    public void close() {
        database.close();
    }
}
