package io.lianbo.nft.internal;

import io.lianbo.core.LianboException;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL or SQLite of the user's, in which stores do their work in transactions. What fails becomes a {@link LianboException}
 * with the code {@code STORE_FAILED}, and nothing of that transaction stays.
 */
public final class Database {
    /** Serialisation failure and deadlock, which PostgreSQL asks to try again. */
    private static final List<String> CONFLICTS = List.of("40001", "40P01");

    private static final int MOST_TRIES = 10;

    /** The digits of 2^256-1. */
    private static final int DIGITS = 78;

    private final String name;
    private final boolean sqlite;
    private final DataSource source;

    private Database(String name, DataSource source) {
        this.name = name;
        this.sqlite = name.equals("SQLite");
        this.source = source;
    }

    /**
     * {@return the database behind a source of connections, one of which is taken for each transaction}
     *
     * @param source gives connections
     * @param tables statements that each do nothing when they were run before
     * @throws IllegalArgumentException when it is neither PostgreSQL nor SQLite
     * @throws LianboException {@code STORE_FAILED} when it gives no connection, or cannot be written
     */
    public static Database of(DataSource source, List<String> tables) {
        Database database = new Database(product(source), source);
        database.transaction(connection -> {
            try (Statement statement = connection.createStatement()) {
                if (!database.sqlite) {
                    // Two processes that create the same table at once fail in PostgreSQL, "if not exists" or not.
                    statement.execute("SELECT pg_advisory_xact_lock(5211968)");
                }
                for (String sql : tables) {
                    statement.execute(sql);
                }
            }
            return null;
        });
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
            throw failed("the data source", e);
        }
    }

    /** {@return what locks the selected rows until the end of the transaction} */
    public String forUpdate() {
        return sqlite ? "" : " FOR UPDATE";
    }

    /**
     * Work within one transaction.
     *
     * @param <T> what it results in
     */
    @FunctionalInterface
    public interface Work<T extends @Nullable Object> {
        /**
         * {@return what comes of it} What it throws rolls the transaction back; a conflict between transactions may run it again.
         *
         * @param connection open as long as the work goes on
         */
        T in(Connection connection) throws SQLException;
    }

    /**
     * {@return what comes of the work, which is committed}
     *
     * @throws LianboException {@code STORE_FAILED}; nothing of the work stays
     */
    public <T extends @Nullable Object> T transaction(Work<T> work) {
        for (int attempt = 1; ; attempt++) {
            try (Connection connection = source.getConnection()) {
                return sqlite ? inSqlite(connection, work) : inPostgresql(connection, work);
            } catch (SQLException e) {
                if (attempt == MOST_TRIES || !CONFLICTS.contains(String.valueOf(e.getSQLState()))) {
                    throw failed(name, e);
                }
            }
        }
    }

    private static <T extends @Nullable Object> T inSqlite(Connection connection, Work<T> work) throws SQLException {
        // Immediate, so that one that reads first and then writes cannot fail for another's write in between.
        execute(connection, "BEGIN IMMEDIATE");
        return finished(connection, work, () -> execute(connection, "COMMIT"), () -> execute(connection, "ROLLBACK"));
    }

    private static <T extends @Nullable Object> T inPostgresql(Connection connection, Work<T> work)
            throws SQLException {
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

    /**
     * {@return a statement with its parameters set}
     *
     * @param connection where
     * @param sql the statement
     * @param values its parameters
     * @throws SQLException when the database fails
     */
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
     * {@return how many rows a statement changed}
     *
     * @param connection where
     * @param sql the statement
     * @param values its parameters
     * @throws SQLException when the database fails
     */
    public static int update(Connection connection, String sql, @Nullable Object... values) throws SQLException {
        try (PreparedStatement statement = prepare(connection, sql, values)) {
            return statement.executeUpdate();
        }
    }

    /**
     * {@return a number as text that sorts as the number does} No SQL integer holds 256 bits.
     *
     * @param number 0 to 2^256-1
     */
    public static String sortable(BigInteger number) {
        String digits = number.toString();
        return "0".repeat(DIGITS - digits.length()) + digits;
    }

    private static LianboException failed(String name, SQLException cause) {
        String reason = Objects.requireNonNullElse(
                        cause.getMessage(), cause.getClass().getSimpleName())
                .strip();
        return new LianboException(
                LianboException.Code.STORE_FAILED, name + " failed: " + reason + "; nothing was stored", true, cause);
    }

    /** {@return the kind of database} */
    @Override
    public String toString() {
        return name;
    }
}
