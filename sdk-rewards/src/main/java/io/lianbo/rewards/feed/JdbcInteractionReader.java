package io.lianbo.rewards.feed;

import io.lianbo.core.Verdict.Reason;
import io.lianbo.core.json.JsonException;
import io.lianbo.core.store.Database;
import io.lianbo.rewards.scoring.Interaction;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads interactions from a database's tables, in memory that does not grow with the result.
 *
 * {@snippet class="io.lianbo.rewards.feed.TableReadersTest" region="jdbc"}
 *
 * <p>The query names its columns as {@link CsvInteractionReader} does, or with underscores ({@code refunds_producer}); {@code user} and {@code at} may need quotation marks.
 * {@code at} is ISO 8601 text, milliseconds since 1970, or a timestamp with time zone; one without says no moment and is refused. To read on later, let the query ask for what
 * is after the last row: reading some of it twice does no harm.
 */
public final class JdbcInteractionReader {

    private static final int FETCH = 1_000;

    private JdbcInteractionReader() {}

    /**
     * Reads all rows of a query.
     *
     * @param accepted gets each interaction, in the query's order
     * @param refused gets each row that is none, by its number from 1, with a code of {@link BadLine}
     * @param values of the query's question marks
     * @throws IllegalArgumentException when a column is missing, unknown, twice or no moment
     * @throws io.lianbo.core.LianboException when the database fails, with code {@code STORE_FAILED}
     */
    public static void read(
            Database database,
            String query,
            Consumer<Interaction> accepted,
            Consumer<BadLine> refused,
            @Nullable Object... values) {
        database.read(connection -> {
            try (PreparedStatement statement = Database.prepare(connection, query, values)) {
                statement.setFetchSize(FETCH);
                try (ResultSet rows = statement.executeQuery()) {
                    read(rows, accepted, refused);
                }
            }
            return true;
        });
    }

    private static void read(ResultSet rows, Consumer<Interaction> accepted, Consumer<BadLine> refused)
            throws SQLException {
        ResultSetMetaData meta = rows.getMetaData();
        List<String> header = new ArrayList<>();
        for (int column = 1; column <= meta.getColumnCount(); column++) {
            header.add(meta.getColumnLabel(column));
        }
        TextColumns columns = TextColumns.of(header);
        int at = columns.indexOf("at");
        String type = meta.getColumnTypeName(at + 1).toLowerCase(Locale.ROOT);
        boolean zoned = type.equals("timestamptz") || type.equals("timestamp with time zone");
        if (type.startsWith("timestamp") && !zoned) {
            throw new IllegalArgumentException(
                    "column at must be text, milliseconds since 1970 or a timestamp with time zone: " + type);
        }
        for (long number = 1; rows.next(); number++) {
            List<String> row = new ArrayList<>();
            for (int column = 0; column < columns.size(); column++) {
                row.add(column == at ? moment(rows, at + 1, zoned) : text(rows, column + 1));
            }
            Interaction interaction;
            try {
                interaction = columns.read(row);
            } catch (JsonException e) {
                refused.accept(new BadLine(number, new Reason(e.code().name(), String.valueOf(e.getMessage()))));
                continue;
            }
            accepted.accept(interaction);
        }
    }

    private static String text(ResultSet rows, int column) throws SQLException {
        String text = rows.getString(column);
        return text == null ? "" : text;
    }

    private static String moment(ResultSet rows, int column, boolean zoned) throws SQLException {
        if (zoned) {
            OffsetDateTime moment = rows.getObject(column, OffsetDateTime.class);
            return moment == null ? "" : moment.toInstant().toString();
        }
        return rows.getObject(column) instanceof Number millis
                ? Instant.ofEpochMilli(millis.longValue()).toString()
                : text(rows, column);
    }
}
