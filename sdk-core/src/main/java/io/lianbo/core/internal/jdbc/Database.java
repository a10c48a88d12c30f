package io.lianbo.core.internal.jdbc;

import io.lianbo.core.LianboException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.locks.ReentrantLock;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A SQLite file or a PostgreSQL server, in which stores do their work in transactions. What fails becomes a
 * {@link LianboException} with the code {@code STORE_FAILED}, and nothing of that transaction stays.
 *
 * <p>A file is opened durable (write-ahead log, synchronised at every commit) and is written by one thread after another;
 * other processes may have it open too, and wait for each other. How durable a source's SQLite connections are is for its maker to say.
 */
public final class Database implements AutoCloseable {
    private static final Duration BUSY = Duration.ofSeconds(30);

    /** Serialisation failure and deadlock, which PostgreSQL asks to try again. */
    private static final List<String> CONFLICTS = List.of("40001", "40P01");

    private static final int MOST_TRIES = 10;

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
     * @throws LianboException {@code STORE_FAILED} when it cannot be opened for writing, or its driver is not on the class path
     */
    public static Database sqlite(Path file) {
        Properties properties = new Properties();
        properties.setProperty("busy_timeout", Long.toString(BUSY.toMillis()));
        properties.setProperty("journal_mode", "WAL");
        properties.setProperty("synchronous", "FULL");
        properties.setProperty("foreign_keys", "true");
        String name = "SQLite file " + file.getFileName();
        try {
            return new Database(
                    name, true, null, DriverManager.getConnection("jdbc:sqlite:" + file.toAbsolutePath(), properties));
        } catch (SQLException e) {
            boolean driverMissing = "08001".equals(e.getSQLState())
                    && String.valueOf(e.getMessage()).contains("driver");
            throw failed(name, driverMissing ? "org.xerial:sqlite-jdbc is not on the class path" : reason(e), e);
        }
    }

    /**
     * The database behind a source of connections, one of which is taken for each transaction.
     *
     * @throws IllegalArgumentException when it is neither PostgreSQL nor SQLite
     * @throws LianboException {@code STORE_FAILED} when it gives no connection
     */
    public static Database of(DataSource source) {
        try (Connection connection = source.getConnection()) {
            String product = connection.getMetaData().getDatabaseProductName();
            return switch (product) {
                case "PostgreSQL" -> new Database(product, false, source, null);
                case "SQLite" -> new Database(product, true, source, null);
                default ->
                    throw new IllegalArgumentException(
                            "the data source must be of PostgreSQL or SQLite, not of " + product);
            };
        } catch (SQLException e) {
            throw failed("the data source", reason(e), e);
        }
    }

    /** Whether it is SQLite, in which one transaction at a time writes, and which has no row locks. */
    public boolean isSqlite() {
        return sqlite;
    }

    /** What locks the selected rows until the end of the transaction and passes over rows that others have locked. */
    public String forUpdateSkipLocked() {
        return isSqlite() ? "" : " FOR UPDATE SKIP LOCKED";
    }

    /** What locks the selected rows until the end of the transaction. */
    public String forUpdate() {
        return isSqlite() ? "" : " FOR UPDATE";
    }

    /**
     * Work within one transaction.
     *
     * @param <T> what it results in
     */
    @FunctionalInterface
    public interface Work<T extends @Nullable Object> {
        /** Does it; what it throws rolls the transaction back. Conflicts between transactions may run it again. */
        T in(Connection connection) throws SQLException;
    }

    /**
     * Runs the work in a transaction, and commits.
     *
     * @throws LianboException {@code STORE_FAILED}; nothing of the work stays
     * @throws IllegalStateException when this was closed
     */
    public <T extends @Nullable Object> T transaction(Work<T> work) {
        for (int attempt = 1; ; attempt++) {
            try {
                return source == null ? inFile(work) : inOneOf(source, work);
            } catch (SQLException e) {
                if (attempt == MOST_TRIES || !CONFLICTS.contains(String.valueOf(e.getSQLState()))) {
                    throw failed(name, reason(e), e);
                }
            }
        }
    }

    private <T extends @Nullable Object> T inFile(Work<T> work) throws SQLException {
        lock.lock();
        try {
            if (file == null) {
                throw new IllegalStateException(name + " is closed");
            }
            return in(file, work);
        } finally {
            lock.unlock();
        }
    }

    private <T extends @Nullable Object> T inOneOf(DataSource connections, Work<T> work) throws SQLException {
        try (Connection connection = connections.getConnection()) {
            return in(connection, work);
        }
    }

    private <T extends @Nullable Object> T in(Connection connection, Work<T> work) throws SQLException {
        if (sqlite) {
            // Said to SQLite itself: the driver would begin the next transaction, and lock the file, at each commit.
            // Immediate, so
            // that one that reads first and then writes cannot fail for another's write in between.
            execute(connection, "BEGIN IMMEDIATE");
            return finished(
                    connection, work, () -> execute(connection, "COMMIT"), () -> execute(connection, "ROLLBACK"));
        }
        boolean before = connection.getAutoCommit();
        connection.setAutoCommit(false);
        try {
            return finished(connection, work, connection::commit, connection::rollback);
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
            Connection connection, Work<T> work, End commit, End rollback) throws SQLException {
        try {
            T result = work.in(connection);
            commit.run();
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

    /** Runs statements, each of which does nothing when it was run before. */
    public void define(List<String> statements) {
        transaction(connection -> {
            try (Statement statement = connection.createStatement()) {
                if (!isSqlite()) {
                    // Two processes that create the same table at once fail in PostgreSQL, "if not exists" or not.
                    statement.execute("SELECT pg_advisory_xact_lock(5211968)");
                }
                for (String sql : statements) {
                    statement.execute(sql);
                }
            }
            return null;
        });
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
        return Objects.requireNonNullElse(e.getMessage(), e.getClass().getSimpleName())
                .strip();
    }

    /** The kind of database. */
    @Override
    public String toString() {
        return name;
    }
}
