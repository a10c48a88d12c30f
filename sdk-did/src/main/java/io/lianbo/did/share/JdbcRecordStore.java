package io.lianbo.did.share;

import io.lianbo.core.store.Database;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * Keeps a {@link RecordStore} in a database: SQLite and PostgreSQL.
 *
 * {@snippet class="io.lianbo.did.share.RecordStoreTest" region="jdbc"}
 *
 * <p>It makes the table {@code lianbo_shared_record}, one row for each record. How durable it is is for the maker of the data source to say.
 */
public final class JdbcRecordStore implements RecordStore {
    private static final List<String> TABLES = List.of("""
        CREATE TABLE IF NOT EXISTS lianbo_shared_record (
          id TEXT PRIMARY KEY, version BIGINT NOT NULL, sealed TEXT NOT NULL)\
        """);

    private final Database database;

    private JdbcRecordStore(Database database) {
        this.database = database;
    }

    /**
     * {@return the store in this database}; its table is made where it is missing
     *
     * @param source gives connections to PostgreSQL or SQLite
     * @throws IllegalArgumentException where it is of another kind of database
     * @throws io.lianbo.core.LianboException {@code STORE_FAILED} where it cannot be reached or written
     */
    public static JdbcRecordStore in(DataSource source) {
        return new JdbcRecordStore(Database.of(source, TABLES));
    }

    @Override
    public Optional<Stored> find(String id) {
        return database.read(connection -> {
            try (PreparedStatement query = Database.prepare(
                            connection, "SELECT version, sealed FROM lianbo_shared_record WHERE id = ?", id);
                    ResultSet row = query.executeQuery()) {
                return row.next() ? Optional.of(new Stored(row.getLong(1), row.getString(2))) : Optional.empty();
            }
        });
    }

    @Override
    public boolean replace(String id, Stored next) {
        int changed = next.version() == 1
                ? database.update(
                        "INSERT INTO lianbo_shared_record (id, version, sealed) VALUES (?, 1, ?) ON CONFLICT DO"
                                + " NOTHING",
                        id,
                        next.text())
                : database.update(
                        "UPDATE lianbo_shared_record SET version = ?, sealed = ? WHERE id = ? AND version = ?",
                        next.version(),
                        next.text(),
                        id,
                        next.version() - 1);
        return changed == 1;
    }
}
