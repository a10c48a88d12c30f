package io.lianbo.did.status.list;

import io.lianbo.core.store.Database;
import java.net.URI;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * Keeps a {@link StatusArchive} in a database: SQLite and PostgreSQL.
 *
 * <p>It makes the table {@code lianbo_status_archive}. A list of a million credentials of which one in a hundred is revoked takes some 26 KB;
 * what nobody may ask for any more is for {@link #forget} to drop.
 */
public final class JdbcStatusArchive implements StatusArchive {
    private static final List<String> TABLES = List.of("""
            CREATE TABLE IF NOT EXISTS lianbo_status_archive (
              uri TEXT NOT NULL, issued_at BIGINT NOT NULL, signed TEXT NOT NULL, PRIMARY KEY (uri, issued_at))""");

    private final Database database;

    private JdbcStatusArchive(Database database) {
        this.database = database;
    }

    /**
     * {@return the archive in this database}; its table is made where it is missing
     *
     * @param source gives connections to PostgreSQL or SQLite
     * @throws IllegalArgumentException where it is of another kind of database
     * @throws io.lianbo.core.LianboException {@code STORE_FAILED} where it cannot be reached or written
     */
    public static JdbcStatusArchive in(DataSource source) {
        return new JdbcStatusArchive(Database.of(source, TABLES));
    }

    @Override
    public void keep(URI list, Instant issuedAt, String signed) {
        database.update(
                "INSERT INTO lianbo_status_archive (uri, issued_at, signed) VALUES (?, ?, ?)"
                        + " ON CONFLICT (uri, issued_at) DO UPDATE SET signed = excluded.signed",
                list.toString(),
                issuedAt.getEpochSecond(),
                signed);
    }

    @Override
    public Optional<String> newestAt(URI list, Instant time) {
        return database.read(connection -> {
            try (PreparedStatement query = Database.prepare(
                            connection,
                            "SELECT signed FROM lianbo_status_archive WHERE uri = ? AND issued_at <= ?"
                                    + " ORDER BY issued_at DESC LIMIT 1",
                            list.toString(),
                            time.getEpochSecond());
                    ResultSet row = query.executeQuery()) {
                return row.next() ? Optional.of(row.getString(1)) : Optional.empty();
            }
        });
    }

    /**
     * Drops the lists that were issued before a time; what a status was before the first that is kept can then no longer be told.
     *
     * @param before the issue of the first list to be kept
     * @return how many were dropped
     * @throws io.lianbo.core.LianboException {@code STORE_FAILED} where the archive cannot be written
     */
    public int forget(Instant before) {
        return database.update("DELETE FROM lianbo_status_archive WHERE issued_at < ?", before.getEpochSecond());
    }
}
