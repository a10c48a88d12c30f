package io.lianbo.did.status.list;

import io.lianbo.core.Hash32;
import io.lianbo.core.store.Database;
import java.net.URI;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import javax.sql.DataSource;

/**
 * Keeps a {@link StatusBook} in a database of the issuer's, which several of his processes may share: SQLite and PostgreSQL.
 *
 * {@snippet class="io.lianbo.did.status.list.StatusBookTest" region="jdbc"}
 *
 * <p>It makes two tables whose names begin with {@code lianbo_status}. How durable they are is for the maker of the data source to say.
 */
public final class JdbcStatusBook implements StatusBook {
    private static final List<String> TABLES = List.of("""
            CREATE TABLE IF NOT EXISTS lianbo_status_list (
              uri TEXT PRIMARY KEY, bits INTEGER NOT NULL, size INTEGER NOT NULL, seed TEXT NOT NULL,
              taken INTEGER NOT NULL)""", """
            CREATE TABLE IF NOT EXISTS lianbo_status (
              uri TEXT NOT NULL, idx INTEGER NOT NULL, status INTEGER NOT NULL, PRIMARY KEY (uri, idx))""");

    private final Database database;

    private JdbcStatusBook(Database database) {
        this.database = database;
    }

    /**
     * {@return the book in this database}; its tables are made where they are missing
     *
     * @param source gives connections to PostgreSQL or SQLite
     * @throws IllegalArgumentException where it is of another kind of database
     * @throws io.lianbo.core.LianboException {@code STORE_FAILED} where it cannot be reached or written
     */
    public static JdbcStatusBook in(DataSource source) {
        return new JdbcStatusBook(Database.of(source, TABLES));
    }

    @Override
    public Page open(URI list, int bits, int size, Hash32 seed) {
        database.update(
                "INSERT INTO lianbo_status_list (uri, bits, size, seed, taken) VALUES (?, ?, ?, ?, 0) ON CONFLICT DO NOTHING",
                list.toString(),
                bits,
                size,
                seed.toString());
        return database.read(connection -> {
            try (PreparedStatement query = Database.prepare(
                            connection,
                            "SELECT bits, size, seed, taken FROM lianbo_status_list WHERE uri = ?",
                            list.toString());
                    ResultSet row = query.executeQuery()) {
                if (!row.next()) {
                    throw new IllegalStateException("somebody deleted the list " + list);
                }
                return new Page(row.getInt(1), row.getInt(2), Hash32.of(row.getString(3)), row.getInt(4));
            }
        });
    }

    @Override
    public OptionalInt take(URI list, int count) {
        return database.transaction(connection -> {
            try (PreparedStatement update = Database.prepare(
                            connection,
                            "UPDATE lianbo_status_list SET taken = taken + ? WHERE uri = ? AND size - taken >= ? RETURNING taken",
                            count,
                            list.toString(),
                            count);
                    ResultSet row = update.executeQuery()) {
                OptionalInt first = OptionalInt.empty();
                while (row.next()) { // to the end, so that SQLite has done it
                    first = OptionalInt.of(row.getInt(1) - count);
                }
                return first;
            }
        });
    }

    @Override
    public boolean set(URI list, int index, int status, int unless) {
        return database.update(
                        "INSERT INTO lianbo_status (uri, idx, status) VALUES (?, ?, ?) ON CONFLICT (uri, idx)"
                                + " DO UPDATE SET status = excluded.status WHERE lianbo_status.status <> ?",
                        list.toString(),
                        index,
                        status,
                        unless)
                == 1;
    }

    @Override
    public Map<Integer, Integer> statuses(URI list) {
        return database.read(connection -> {
            try (PreparedStatement query = Database.prepare(
                            connection, "SELECT idx, status FROM lianbo_status WHERE uri = ?", list.toString());
                    ResultSet row = query.executeQuery()) {
                Map<Integer, Integer> statuses = new HashMap<>();
                while (row.next()) {
                    statuses.put(row.getInt(1), row.getInt(2));
                }
                return statuses;
            }
        });
    }
}
