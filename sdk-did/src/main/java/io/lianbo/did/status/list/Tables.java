package io.lianbo.did.status.list;

import io.lianbo.core.LianboException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import javax.sql.DataSource;

/** Runs single statements in a database of the user's, each a transaction of its own; what fails is {@code STORE_FAILED}. */
final class Tables {
    private final DataSource source;

    private Tables(DataSource source) {
        this.source = source;
    }

    /** The database, in which these statements were run; each must do nothing the second time. */
    static Tables in(DataSource source, List<String> definitions) {
        Tables tables = new Tables(source);
        try {
            tables.define(definitions);
        } catch (LianboException e) {
            tables.define(definitions); // two that create a table at once fail in PostgreSQL, "if not exists" or not
        }
        return tables;
    }

    private void define(List<String> definitions) {
        with(connection -> {
            try (Statement statement = connection.createStatement()) {
                for (String sql : definitions) {
                    statement.execute(sql);
                }
            }
            return true;
        });
    }

    /** Work with a connection that commits each statement. */
    @FunctionalInterface
    interface Work<T> {
        T with(Connection connection) throws SQLException;
    }

    <T> T with(Work<T> work) {
        try (Connection connection = source.getConnection()) {
            boolean before = connection.getAutoCommit();
            connection.setAutoCommit(true);
            try {
                return work.with(connection);
            } finally {
                connection.setAutoCommit(before);
            }
        } catch (SQLException e) {
            String reason =
                    Objects.requireNonNullElse(e.getMessage(), e.getClass().getSimpleName());
            throw new LianboException(
                    LianboException.Code.STORE_FAILED, "the database of the status lists failed: " + reason, true, e);
        }
    }

    int update(String sql, Object... values) {
        return with(connection -> {
            try (PreparedStatement statement = prepare(connection, sql, values)) {
                return statement.executeUpdate();
            }
        });
    }

    static PreparedStatement prepare(Connection connection, String sql, Object... values) throws SQLException {
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
