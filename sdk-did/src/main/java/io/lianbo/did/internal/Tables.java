package io.lianbo.did.internal;

import io.lianbo.core.LianboException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import javax.sql.DataSource;

/**
 * Runs statements in a database of the user's, each a transaction of its own or several as one; what fails is {@code STORE_FAILED}.
 */
public final class Tables {
    private final DataSource source;

    private Tables(DataSource source) {
        this.source = source;
    }

    /**
     * {@return the database, in which these statements were run}
     *
     * @param source gives connections
     * @param definitions statements that do nothing the second time
     */
    public static Tables in(DataSource source, List<String> definitions) {
        Tables tables = new Tables(source);
        for (String sql : definitions) {
            try {
                tables.update(sql);
            } catch (LianboException e) {
                tables.update(sql); // two that create the same at once fail in PostgreSQL, "if not exists" or not
            }
        }
        return tables;
    }

    /**
     * Work with a connection; who calls for it says what is committed.
     *
     * @param <T> what comes of it
     */
    @FunctionalInterface
    public interface Work<T> {
        /**
         * {@return what comes of it}
         *
         * @param connection open as long as the work goes on
         * @throws SQLException when the database fails
         */
        T with(Connection connection) throws SQLException;
    }

    /**
     * {@return what comes of the work}
     *
     * @param work some statements, each a transaction of its own
     * @throws LianboException {@code STORE_FAILED} when the database fails
     */
    public <T> T with(Work<T> work) {
        return with(true, work);
    }

    /**
     * {@return what comes of the work}
     *
     * @param work some statements, all of them one transaction
     * @param commits whether what came of them is to last; otherwise, and when they fail, it is as if none had been run
     * @throws LianboException {@code STORE_FAILED} when the database fails
     */
    public <T> T atomically(Work<T> work, Predicate<T> commits) {
        return with(false, connection -> {
            boolean committed = false;
            try {
                T result = work.with(connection);
                if (commits.test(result)) {
                    connection.commit();
                    committed = true;
                }
                return result;
            } finally {
                if (!committed) {
                    connection.rollback();
                }
            }
        });
    }

    private <T> T with(boolean autoCommit, Work<T> work) {
        try (Connection connection = source.getConnection()) {
            boolean before = connection.getAutoCommit();
            connection.setAutoCommit(autoCommit);
            try {
                return work.with(connection);
            } finally {
                connection.setAutoCommit(before);
            }
        } catch (SQLException e) {
            String reason =
                    Objects.requireNonNullElse(e.getMessage(), e.getClass().getSimpleName());
            throw new LianboException(LianboException.Code.STORE_FAILED, "the database failed: " + reason, true, e);
        }
    }

    /**
     * {@return how many rows a statement changed}
     *
     * @param sql the statement
     * @param values its parameters
     * @throws LianboException {@code STORE_FAILED} when the database fails
     */
    public int update(String sql, Object... values) {
        return with(connection -> {
            try (PreparedStatement statement = prepare(connection, sql, values)) {
                return statement.executeUpdate();
            }
        });
    }

    /**
     * {@return a statement with its parameters set}
     *
     * @param connection where
     * @param sql the statement
     * @param values its parameters
     * @throws SQLException when the database fails
     */
    public static PreparedStatement prepare(Connection connection, String sql, Object... values) throws SQLException {
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
}
