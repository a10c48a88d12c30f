package io.lianbo.core.store;

import io.lianbo.core.LianboException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A SQLite file or a PostgreSQL server, in which stores do their work in transactions. What fails becomes a
 * {@link LianboException} with the code {@code STORE_FAILED}, and nothing of that transaction stays.
 *
 * {@snippet class="io.lianbo.core.store.DatabaseTest" region="database"}
 *
 * <p>A file is opened durable (write-ahead log, synchronised at every commit) and is used by one thread after another;
 * other processes may have it open too, and wait for each other. How durable a source's SQLite connections are is for its maker to say,
 * and whether they commit by themselves does not matter. The driver is the user's to add, {@code org.xerial:sqlite-jdbc} or
 * {@code org.postgresql:postgresql}.
 */
public final class Database implements AutoCloseable {
    private static final Duration BUSY = Duration.ofSeconds(30);

    /** Serialisation failure and deadlock, which PostgreSQL asks to try again. */
    private static final List<String> CONFLICTS = List.of("40001", "40P01");

    /** The disk is full: SQLite's result code, and PostgreSQL's state. */
    private static final int SQLITE_FULL = 13;

    private static final String POSTGRESQL_FULL = "53100";

    private static final int MOST_TRIES = 10;

    /** The digits of 2^256-1. */
    private static final int DIGITS = 78;

    private final String name;
    private final boolean sqlite;
    private final @Nullable DataSource source;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Connection file;

    private Database(String name, boolean sqlite, @Nullable DataSource source, @Nullable Connection file) {
        this.name = name;
        this.sqlite = sqlite;
        this.source = source;
        this.file = file;
    }

    /**
     * Opens a SQLite file, and makes it where it is missing.
     *
     * @param file where it is; its folder exists
     * @param tables statements that each do nothing when they were run before; in them {@code {identity}} stands for the type of a primary
     *     key that counts up, {@code {bytes}} for that of bytes, and {@code {clustered}} behind a table makes SQLite keep it in its primary key
     * @throws LianboException {@code STORE_FAILED} when it cannot be opened for writing, or its driver is not on the class path
     */
    public static Database sqlite(Path file, List<String> tables) {
        Properties properties = new Properties();
        properties.setProperty("busy_timeout", Long.toString(BUSY.toMillis()));
        properties.setProperty("journal_mode", "WAL");
        properties.setProperty("synchronous", "FULL");
        properties.setProperty("foreign_keys", "true");
        String name = "SQLite file " + file.getFileName();
        Database database;
        try {
            database = new Database(
                    name, true, null, DriverManager.getConnection("jdbc:sqlite:" + file.toAbsolutePath(), properties));
        } catch (SQLException e) {
            boolean driverMissing = "08001".equals(e.getSQLState())
                    && String.valueOf(e.getMessage()).contains("driver");
            throw failed(name, driverMissing ? "org.xerial:sqlite-jdbc is not on the class path" : reason(e), e);
        }
        try {
            database.define(tables);
        } catch (RuntimeException e) {
            database.close();
            throw e;
        }
        return database;
    }

    /**
     * The database behind a source of connections, one of which is taken for each transaction.
     *
     * @param source gives connections
     * @param tables statements that each do nothing when they were run before; in them {@code {identity}} stands for the type of a primary
     *     key that counts up, {@code {bytes}} for that of bytes, and {@code {clustered}} behind a table makes SQLite keep it in its primary key
     * @throws IllegalArgumentException when it is neither PostgreSQL nor SQLite
     * @throws LianboException {@code STORE_FAILED} when it gives no connection, or cannot be written
     */
    public static Database of(DataSource source, List<String> tables) {
        String product = product(source);
        Database database = new Database(product, product.equals("SQLite"), source, null);
        database.define(tables);
        return database;
    }

    private static String product(DataSource source) {
        try (Connection connection = source.getConnection()) {
            String product = connection.getMetaData().getDatabaseProductName();
            if (!product.equals("PostgreSQL") && !product.equals("SQLite")) {
                throw new IllegalArgumentException(
                        "the data source must be of PostgreSQL or SQLite, not of " + product);
            }
            return product;
        } catch (SQLException e) {
            throw failed("the data source", reason(e), e);
        }
    }

    private void define(List<String> tables) {
        String identity =
                sqlite ? "INTEGER PRIMARY KEY AUTOINCREMENT" : "BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY";
        transaction(connection -> {
            try (Statement statement = connection.createStatement()) {
                if (!sqlite) {
                    // Two processes that create the same table at once fail in PostgreSQL, "if not exists" or not.
                    statement.execute("SELECT pg_advisory_xact_lock(5211968)");
                }
                for (String sql : tables) {
                    statement.execute(sql.replace("{identity}", identity)
                            .replace("{bytes}", sqlite ? "BLOB" : "BYTEA")
                            .replace("{clustered}", sqlite ? "WITHOUT ROWID" : ""));
                }
            }
            return null;
        });
    }

    /** What locks the selected rows until the end of the transaction and passes over rows that others have locked. */
    public String forUpdateSkipLocked() {
        return sqlite ? "" : " FOR UPDATE SKIP LOCKED";
    }

    /** What locks the selected rows until the end of the transaction. */
    public String forUpdate() {
        return sqlite ? "" : " FOR UPDATE";
    }

    /**
     * Work with a connection, which whoever runs it opens, commits and closes.
     *
     * @param <T> what it results in
     */
    @FunctionalInterface
    public interface Work<T extends @Nullable Object> {
        /** Does it; what it throws rolls the transaction back. Conflicts between transactions may run it again. */
        T in(Connection connection) throws SQLException;
    }

    /**
     * Runs the work in a transaction, and commits. In SQLite no other transaction runs meanwhile.
     *
     * @throws LianboException {@code STORE_FAILED}; nothing of the work stays
     * @throws IllegalStateException when this was closed
     */
    public <T extends @Nullable Object> T transaction(Work<T> work) {
        return transaction(work, result -> true);
    }

    /**
     * Runs the work in a transaction, and commits or rolls back as its result says.
     *
     * @param commits whether what came of the work is to last; otherwise it is as if none had been done
     * @throws LianboException {@code STORE_FAILED}; nothing of the work stays
     * @throws IllegalStateException when this was closed
     */
    public <T extends @Nullable Object> T transaction(Work<T> work, Predicate<? super T> commits) {
        for (int attempt = 1; ; attempt++) {
            try {
                return with(connection -> in(connection, work, commits));
            } catch (SQLException e) {
                if (attempt == MOST_TRIES || !CONFLICTS.contains(String.valueOf(e.getSQLState()))) {
                    throw failed(name, reason(e), e);
                }
            }
        }
    }

    /**
     * Runs work that changes nothing. Each of its statements sees what was committed when it began, and waits for no transaction but, in a file
     * that this opened, for those of other threads.
     *
     * @throws LianboException {@code STORE_FAILED}
     * @throws IllegalStateException when this was closed
     */
    public <T extends @Nullable Object> T read(Work<T> work) {
        try {
            return with(connection -> committing(connection, true, work));
        } catch (SQLException e) {
            throw failed(name, reason(e), e);
        }
    }

    private <T extends @Nullable Object> T with(Work<T> work) throws SQLException {
        if (source != null) {
            try (Connection connection = source.getConnection()) {
                return work.in(connection);
            }
        }
        lock.lock();
        try {
            if (file == null) {
                throw new IllegalStateException(name + " is closed");
            }
            return work.in(file);
        } finally {
            lock.unlock();
        }
    }

    private <T extends @Nullable Object> T in(Connection connection, Work<T> work, Predicate<? super T> commits)
            throws SQLException {
        if (!sqlite) {
            return committing(
                    connection, false, open -> finished(open, work, commits, connection::commit, connection::rollback));
        }
        // Said to SQLite itself: the driver would begin the next transaction, and lock the file, at each commit.
        // Immediate, so that one that reads first and then writes cannot fail for another's write in between.
        return committing(connection, true, open -> {
            execute(open, "BEGIN IMMEDIATE");
            return finished(open, work, commits, () -> execute(open, "COMMIT"), () -> execute(open, "ROLLBACK"));
        });
    }

    private static <T extends @Nullable Object> T committing(Connection connection, boolean byItself, Work<T> work)
            throws SQLException {
        boolean before = connection.getAutoCommit();
        connection.setAutoCommit(byItself);
        try {
            return work.in(connection);
        } finally {
            connection.setAutoCommit(before);
        }
    }

    /** The end of a transaction. */
    @FunctionalInterface
    private interface End {
        void run() throws SQLException;
    }

    private static <T extends @Nullable Object> T finished(
            Connection connection, Work<T> work, Predicate<? super T> commits, End commit, End rollback)
            throws SQLException {
        try {
            T result = work.in(connection);
            (commits.test(result) ? commit : rollback).run();
            return result;
        } catch (SQLException | RuntimeException | Error e) {
            try {
                rollback.run();
            } catch (SQLException alsoFailed) { // a full disk makes SQLite roll back by itself
                e.addSuppressed(alsoFailed);
            }
            throw e;
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /**
     * Runs one statement as a transaction.
     *
     * @return how many rows it changed
     * @throws LianboException {@code STORE_FAILED}; nothing was changed
     */
    public int update(String sql, @Nullable Object... values) {
        return transaction(connection -> update(connection, sql, values));
    }

    /** How many rows a statement changed, which this runs. */
    public static int update(Connection connection, String sql, @Nullable Object... values) throws SQLException {
        try (PreparedStatement statement = prepare(connection, sql, values)) {
            return statement.executeUpdate();
        }
    }

    /** A statement with its parameters set, which the caller closes. */
    public static PreparedStatement prepare(Connection connection, String sql, @Nullable Object... values)
            throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        try {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            return statement;
        } catch (SQLException e) {
            statement.close();
            throw e;
        }
    }

    /**
     * A number as text that sorts as the number does, as no SQL integer holds 256 bits.
     *
     * @param number 0 to 2^256-1
     */
    public static String sortable(BigInteger number) {
        String digits = number.toString();
        return "0".repeat(DIGITS - digits.length()) + digits;
    }

    /** Closes the file it opened; the connections of a source belong to whoever made it. Closing again does nothing. */
    @Override
    public void close() {
        lock.lock();
        try {
            if (file != null) {
                file.close();
                file = null;
            }
        } catch (SQLException e) {
            throw failed(name, reason(e), e);
        } finally {
            lock.unlock();
        }
    }

    private static LianboException failed(String name, String reason, SQLException cause) {
        return new LianboException(
                LianboException.Code.STORE_FAILED, name + " failed: " + reason + "; nothing was stored", true, cause);
    }

    private static String reason(SQLException e) {
        SQLException first = e; // a driver wraps it in what it was doing
        for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
            first = cause instanceof SQLException earlier ? earlier : first;
        }
        return isDiskFull(first)
                ? "the disk is full, make room on it and try again"
                : Objects.requireNonNullElse(
                                first.getMessage(), first.getClass().getSimpleName())
                        .strip();
    }

    private static boolean isDiskFull(SQLException e) {
        return e.getSQLState() == null
                ? e.getErrorCode() == SQLITE_FULL
                : e.getSQLState().equals(POSTGRESQL_FULL);
    }

    /** The kind of database. */
    @Override
    public String toString() {
        return name;
    }
}
