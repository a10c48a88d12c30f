package io.lianbo.nft.drop;

import io.lianbo.core.Address;
import io.lianbo.core.Hash32;
import io.lianbo.core.Verdict.Reason;
import io.lianbo.core.store.Database;
import io.lianbo.core.tx.TxRecord;
import io.lianbo.nft.SignedVoucherList;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * What drops have done and are about to do, in a SQLite or PostgreSQL database: a row for each recipient, named by drop and external id, that is written
 * before its token is in any transaction. Several processes may share it. It makes its tables ({@code lianbo_drop...}) where they are missing.
 *
 * {@snippet class="io.lianbo.nft.drop.DropsGuideTest" region="ledger"}
 *
 * <p>The driver is the user's to add, {@code org.xerial:sqlite-jdbc} or {@code org.postgresql:postgresql}. Of the CSV it holds external ids and recipients, and
 * no other column.
 */
public final class DropLedger implements AutoCloseable {
    private static final List<String> TABLES = List.of(
            "CREATE TABLE IF NOT EXISTS lianbo_drop (name VARCHAR(240) PRIMARY KEY, chunks BIGINT NOT NULL)",
            "CREATE TABLE IF NOT EXISTS lianbo_drop_row (name VARCHAR(240) NOT NULL, external_id VARCHAR(200) NOT NULL,"
                    + " recipient VARCHAR(42) NOT NULL, token BIGINT NOT NULL, state VARCHAR(10) NOT NULL,"
                    + " chunk BIGINT, tx VARCHAR(66), code VARCHAR(60), detail TEXT,"
                    + " PRIMARY KEY (name, external_id), UNIQUE (name, token))",
            "CREATE INDEX IF NOT EXISTS lianbo_drop_row_state ON lianbo_drop_row (name, state, token)",
            "CREATE INDEX IF NOT EXISTS lianbo_drop_row_chunk ON lianbo_drop_row (name, chunk, token)",
            "CREATE TABLE IF NOT EXISTS lianbo_drop_chunk (name VARCHAR(240) NOT NULL, number BIGINT NOT NULL,"
                    + " signed TEXT, settled INTEGER NOT NULL, tx VARCHAR(66), block BIGINT, gas_used BIGINT NOT NULL,"
                    + " fee VARCHAR(78) NOT NULL, PRIMARY KEY (name, number))");

    private static final String COLUMNS = "SELECT external_id, recipient, token, state, tx, code, detail"
            + " FROM lianbo_drop_row WHERE name = ? AND ";

    /** How many rows are read or written at once. */
    static final int PAGE = 500;

    private final Database database;

    private DropLedger(Database database) {
        this.database = database;
    }

    /**
     * Returns the ledger in a SQLite file, which is made where it is missing: durable at every step. Several processes of one machine may share it.
     *
     * @throws io.lianbo.core.LianboException {@code STORE_FAILED} if it cannot be opened for writing
     */
    public static DropLedger sqlite(Path file) {
        return new DropLedger(Database.sqlite(file, TABLES));
    }

    /**
     * Returns the ledger in this database; its tables are made where they are missing.
     *
     * @param source gives connections: a pool, since each step takes one; of SQLite, durable ones
     * @throws IllegalArgumentException if it is of another kind of database than PostgreSQL and SQLite
     * @throws io.lianbo.core.LianboException {@code STORE_FAILED} if it cannot be reached or written
     */
    public static DropLedger in(DataSource source) {
        return new DropLedger(Database.of(source, TABLES));
    }

    /** Reads a CSV and hands on its rows. */
    @FunctionalInterface
    interface Rows {
        void read(Consumer<DropRow> each) throws IOException;
    }

    /**
     * Takes the rows of a file in, all or none. What is in no transaction yet is what the file says, whatever it said before; what is in one must
     * stand in the file as it did.
     *
     * @param named whether the file names an external id
     * @return what stands in the way; nothing was changed if there is something
     */
    List<Reason> register(String drop, Rows file, Predicate<String> named) throws IOException {
        try {
            return database.transaction(
                    connection -> {
                        lock(connection, drop);
                        Database.update(
                                connection,
                                "DELETE FROM lianbo_drop_row WHERE name = ? AND state IN ('PENDING', 'FAILED')",
                                drop);
                        Registration registration = new Registration(connection, drop);
                        try {
                            file.read(registration::add);
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        } catch (SqlFailure e) {
                            throw e.cause;
                        }
                        return registration.finish(named);
                    },
                    List::isEmpty);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** Carries a failure of the database through a reader of files. */
    private static final class SqlFailure extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final SQLException cause;

        SqlFailure(SQLException cause) {
            super(cause);
            this.cause = cause;
        }
    }

    private static final class Registration {
        private final Connection connection;
        private final String drop;
        private final boolean begun;
        private final List<DropRow> page = new ArrayList<>();
        private final List<Reason> conflicts = new ArrayList<>();

        Registration(Connection connection, String drop) throws SQLException {
            this.connection = connection;
            this.drop = drop;
            this.begun = !select(connection, COLUMNS + "token >= 0 ORDER BY token LIMIT 1", drop)
                    .isEmpty();
        }

        void add(DropRow row) {
            page.add(row);
            if (page.size() == PAGE) {
                try {
                    flush();
                } catch (SQLException e) {
                    throw new SqlFailure(e);
                }
            }
        }

        private void flush() throws SQLException {
            List<DropRow> fresh = begun ? unknown() : page;
            try (PreparedStatement insert =
                    connection.prepareStatement("INSERT INTO lianbo_drop_row (name, external_id, recipient, token,"
                            + " state) VALUES (?, ?, ?, ?, 'PENDING')")) {
                for (DropRow row : fresh) {
                    insert.setString(1, drop);
                    insert.setString(2, row.externalId());
                    insert.setString(3, row.recipient().toString());
                    insert.setLong(4, row.tokenId());
                    insert.addBatch();
                }
                insert.executeBatch();
            }
            page.clear();
        }

        /** Those of the page that are in no transaction; the others must be what they were. */
        private List<DropRow> unknown() throws SQLException {
            Map<String, DropRow> byId = new HashMap<>();
            Map<Long, DropRow> byToken = new HashMap<>();
            for (DropRow known : known(connection, drop, page)) {
                byId.put(known.externalId(), known);
                byToken.put(known.tokenId(), known);
            }
            List<DropRow> unknown = new ArrayList<>();
            for (DropRow row : page) {
                DropRow same = byId.get(row.externalId());
                DropRow other = byToken.get(row.tokenId());
                if (same == null && other == null) {
                    unknown.add(row);
                } else if (same == null && other != null) {
                    conflict(
                            "TOKEN_GIVEN",
                            row.externalId() + " would get token " + row.tokenId() + ", which "
                                    + other.externalId()
                                    + " got; put new rows at the end, or give the tokens in a column");
                } else if (same != null
                        && !(same.recipient().equals(row.recipient()) && same.tokenId() == row.tokenId())) {
                    conflict(
                            "ROW_CHANGED",
                            row.externalId() + " is sent as token " + same.tokenId() + " to " + same.recipient()
                                    + ", and the file says " + row.tokenId() + " to " + row.recipient());
                }
            }
            return unknown;
        }

        private void conflict(String code, String detail) {
            if (conflicts.size() < Drop.MOST_PROBLEMS) {
                conflicts.add(new Reason(code, detail));
            }
        }

        List<Reason> finish(Predicate<String> named) throws SQLException {
            flush();
            if (begun) {
                try (PreparedStatement select = Database.prepare(
                                connection,
                                "SELECT external_id, token FROM lianbo_drop_row WHERE name = ? AND state <> 'PENDING'",
                                drop);
                        ResultSet row = select.executeQuery()) {
                    while (row.next()) {
                        if (!named.test(row.getString(1))) {
                            conflict(
                                    "ROW_REMOVED",
                                    row.getString(1) + " is sent as token " + row.getLong(2)
                                            + ", and the file lacks it");
                        }
                    }
                }
            }
            return List.copyOf(conflicts);
        }
    }

    /** What the ledger says of these rows: those with their names, and those with their tokens. */
    List<DropRow> known(String drop, List<DropRow> rows) {
        return database.read(connection -> known(connection, drop, rows));
    }

    private static List<DropRow> known(Connection connection, String drop, List<DropRow> rows) throws SQLException {
        if (rows.isEmpty()) {
            return List.of();
        }
        String places = String.join(", ", Collections.nCopies(rows.size(), "?"));
        List<Object> values = new ArrayList<>();
        values.add(drop);
        rows.forEach(row -> values.add(row.externalId()));
        rows.forEach(row -> values.add(row.tokenId()));
        return select(
                connection,
                COLUMNS + "(external_id IN (" + places + ") OR token IN (" + places + "))",
                values.toArray());
    }

    private static void lock(Connection connection, String drop) throws SQLException {
        Database.update(
                connection, "INSERT INTO lianbo_drop (name, chunks) VALUES (?, 0) ON CONFLICT (name) DO NOTHING", drop);
        // An update locks the row in both kinds of database.
        Database.update(connection, "UPDATE lianbo_drop SET chunks = chunks WHERE name = ?", drop);
    }

    /** Whether the drop was ever registered. */
    boolean knows(String drop) {
        return database.read(connection ->
                !select(connection, COLUMNS + "token >= 0 LIMIT 1", drop).isEmpty());
    }

    /** Rows in one state, by their tokens. */
    List<DropRow> rows(String drop, DropRowState state, long fromToken, int limit) {
        return database.read(connection -> select(
                connection,
                COLUMNS + "state = ? AND token >= ? ORDER BY token LIMIT ?",
                drop,
                state.name(),
                fromToken,
                limit));
    }

    /** Rows in any state, by their tokens. */
    List<DropRow> page(String drop, long fromToken) {
        return database.read(
                connection -> select(connection, COLUMNS + "token >= ? ORDER BY token LIMIT ?", drop, fromToken, PAGE));
    }

    Optional<DropRow> find(String drop, String externalId) {
        return database.read(connection -> select(connection, COLUMNS + "external_id = ?", drop, externalId).stream()
                .findFirst());
    }

    /** Writes down what came of rows that were in no transaction. */
    void note(String drop, List<DropRow> rows) {
        database.transaction(connection -> {
            write(connection, drop, rows, "PENDING");
            return null;
        });
    }

    /** What failed is to be tried again. */
    void retry(String drop) {
        database.transaction(connection -> Database.update(
                connection,
                "UPDATE lianbo_drop_row SET state = 'PENDING', chunk = NULL, tx = NULL, code = NULL, detail = NULL"
                        + " WHERE name = ? AND state = 'FAILED'",
                drop));
    }

    /** Which of the rows, beginning with the first, go into one transaction. */
    @FunctionalInterface
    interface Cut {
        int rows(List<DropRow> pending);
    }

    /** Writes the next transaction down; empty if no row is pending. */
    Optional<DropChunk> claim(String drop, int most, Cut cut) {
        return database.transaction(connection -> {
            lock(connection, drop);
            List<DropRow> pending =
                    select(connection, COLUMNS + "state = 'PENDING' ORDER BY token LIMIT ?", drop, most);
            if (pending.isEmpty()) {
                return Optional.empty();
            }
            List<DropRow> rows = pending.subList(0, cut.rows(pending));
            long number = number(connection, drop);
            Database.update(connection, "UPDATE lianbo_drop SET chunks = ? WHERE name = ?", number + 1, drop);
            Database.update(
                    connection,
                    "INSERT INTO lianbo_drop_chunk (name, number, settled, gas_used, fee) VALUES (?, ?, 0, 0, '0')",
                    drop,
                    number);
            Database.update(
                    connection,
                    "UPDATE lianbo_drop_row SET state = 'SENT', chunk = ?"
                            + " WHERE name = ? AND state = 'PENDING' AND token BETWEEN ? AND ?",
                    number,
                    drop,
                    rows.getFirst().tokenId(),
                    rows.getLast().tokenId());
            return Optional.of(chunk(connection, drop, number, Optional.empty()));
        });
    }

    private static long number(Connection connection, String drop) throws SQLException {
        try (PreparedStatement select =
                        Database.prepare(connection, "SELECT chunks FROM lianbo_drop WHERE name = ?", drop);
                ResultSet row = select.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    private static DropChunk chunk(Connection connection, String drop, long number, Optional<String> signed)
            throws SQLException {
        return new DropChunk(
                number,
                select(connection, COLUMNS + "chunk = ? ORDER BY token", drop, number),
                signed.map(SignedVoucherList::parse));
    }

    /** The transactions that are not done, the oldest first. */
    List<DropChunk> open(String drop) {
        return database.read(connection -> {
            List<DropChunk> open = new ArrayList<>();
            try (PreparedStatement select = Database.prepare(
                            connection,
                            "SELECT number, signed FROM lianbo_drop_chunk WHERE name = ? AND settled = 0 ORDER BY number",
                            drop);
                    ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    open.add(chunk(connection, drop, row.getLong(1), Optional.ofNullable(row.getString(2))));
                }
            }
            return open;
        });
    }

    /** Keeps what was signed for a transaction unless something was before, and returns what stands. */
    DropChunk keepSigned(String drop, DropChunk chunk) {
        return database.transaction(connection -> {
            Database.update(
                    connection,
                    "UPDATE lianbo_drop_chunk SET signed = ? WHERE name = ? AND number = ? AND signed IS NULL",
                    chunk.requireSigned().toJson(),
                    drop,
                    chunk.number());
            try (PreparedStatement select = Database.prepare(
                            connection,
                            "SELECT signed FROM lianbo_drop_chunk WHERE name = ? AND number = ?",
                            drop,
                            chunk.number());
                    ResultSet row = select.executeQuery()) {
                row.next();
                return chunk(connection, drop, chunk.number(), Optional.of(row.getString(1)));
            }
        });
    }

    /** Writes down what came of a transaction, once. */
    void settle(String drop, DropChunk chunk, List<DropRow> rows, Optional<TxRecord.Inclusion> inclusion) {
        database.transaction(connection -> {
            int first = Database.update(
                    connection,
                    "UPDATE lianbo_drop_chunk SET settled = 1, tx = ?, block = ?, gas_used = ?, fee = ?"
                            + " WHERE name = ? AND number = ? AND settled = 0",
                    inclusion.map(in -> in.transaction().toString()).orElse(null),
                    inclusion.map(TxRecord.Inclusion::blockNumber).orElse(null),
                    inclusion.map(TxRecord.Inclusion::gasUsed).orElse(0L),
                    inclusion.map(in -> in.fee().toString()).orElse("0"),
                    drop,
                    chunk.number());
            if (first == 1) {
                write(connection, drop, rows, "SENT");
            }
            return null;
        });
    }

    /** The block of the drop's first transaction; 0 if it has none. */
    long firstBlock(String drop) {
        return database.read(connection -> {
            try (PreparedStatement select = Database.prepare(
                            connection, "SELECT COALESCE(MIN(block), 0) FROM lianbo_drop_chunk WHERE name = ?", drop);
                    ResultSet row = select.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        });
    }

    private static void write(Connection connection, String drop, List<DropRow> rows, String from) throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement("UPDATE lianbo_drop_row SET state = ?, tx = ?, code = ?, detail = ?"
                        + " WHERE name = ? AND external_id = ? AND state = ?")) {
            for (DropRow row : rows) {
                update.setString(1, row.state().name());
                update.setString(2, row.transaction().map(Hash32::toString).orElse(null));
                update.setString(3, row.problem().map(Reason::code).orElse(null));
                update.setString(4, row.problem().map(Reason::detail).orElse(null));
                update.setString(5, drop);
                update.setString(6, row.externalId());
                update.setString(7, from);
                update.addBatch();
            }
            update.executeBatch();
        }
    }

    DropStatus status(String drop) {
        return database.read(connection -> {
            Map<DropRowState, Long> counts = new HashMap<>();
            try (PreparedStatement select = Database.prepare(
                            connection,
                            "SELECT state, COUNT(*) FROM lianbo_drop_row WHERE name = ? GROUP BY state",
                            drop);
                    ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    counts.put(DropRowState.valueOf(row.getString(1)), row.getLong(2));
                }
            }
            long transactions = 0;
            long settled = 0;
            long gas = 0;
            BigInteger fee = BigInteger.ZERO;
            try (PreparedStatement select = Database.prepare(
                            connection, "SELECT settled, gas_used, fee FROM lianbo_drop_chunk WHERE name = ?", drop);
                    ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    transactions++;
                    settled += row.getInt(1);
                    gas += row.getLong(2);
                    fee = fee.add(new BigInteger(row.getString(3)));
                }
            }
            return new DropStatus(
                    counts.values().stream().mapToLong(Long::longValue).sum(),
                    counts.getOrDefault(DropRowState.PENDING, 0L),
                    counts.getOrDefault(DropRowState.SENT, 0L),
                    counts.getOrDefault(DropRowState.MINTED, 0L),
                    counts.getOrDefault(DropRowState.FAILED, 0L),
                    transactions,
                    settled,
                    gas,
                    fee);
        });
    }

    private static List<DropRow> select(Connection connection, String sql, @Nullable Object... values)
            throws SQLException {
        try (PreparedStatement select = Database.prepare(connection, sql, values);
                ResultSet row = select.executeQuery()) {
            List<DropRow> rows = new ArrayList<>();
            while (row.next()) {
                rows.add(new DropRow(
                        row.getString(1),
                        Address.of(row.getString(2)),
                        row.getLong(3),
                        DropRowState.valueOf(row.getString(4)),
                        Optional.ofNullable(row.getString(5)).map(Hash32::of),
                        problem(row.getString(6), row.getString(7))));
            }
            return rows;
        }
    }

    private static Optional<Reason> problem(@Nullable String code, @Nullable String detail) {
        return code == null ? Optional.empty() : Optional.of(new Reason(code, String.valueOf(detail)));
    }

    /** Closes the file; a source of connections is its owner's to close. */
    @Override
    public void close() {
        database.close();
    }

    /** Returns {@code DropLedger in SQLite}. */
    @Override
    public String toString() {
        return "DropLedger in " + database;
    }
}
