package io.lianbo.did.login;

import io.lianbo.core.Hash32;
import io.lianbo.core.store.Database;
import io.lianbo.did.Did;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * Keeps a {@link SessionStore} in a database of the service's, which several of its processes may share: SQLite and PostgreSQL.
 *
 * {@snippet class="io.lianbo.did.login.SessionStoreTest" region="jdbc"}
 *
 * <p>It makes the tables {@code lianbo_login_session} and {@code lianbo_login_refusal}. Tokens are not in them, only their SHA-256: whoever
 * reads the tables, or a backup of them, is logged in nowhere.
 */
public final class JdbcSessionStore implements SessionStore {
    private static final List<String> TABLES = List.of("""
            CREATE TABLE IF NOT EXISTS lianbo_login_session (
              token_hash TEXT PRIMARY KEY, domain TEXT NOT NULL, did TEXT NOT NULL, opened BIGINT NOT NULL,
              expires BIGINT NOT NULL, used BIGINT NOT NULL, revoked INTEGER NOT NULL)""", """
            CREATE INDEX IF NOT EXISTS lianbo_login_session_did ON lianbo_login_session (did, domain)""", """
            CREATE INDEX IF NOT EXISTS lianbo_login_session_expires ON lianbo_login_session (expires)""", """
            CREATE TABLE IF NOT EXISTS lianbo_login_refusal (
              domain TEXT NOT NULL, did TEXT NOT NULL, PRIMARY KEY (domain, did))""");

    private final Database database;

    private JdbcSessionStore(Database database) {
        this.database = database;
    }

    /**
     * {@return the store in this database}; its tables are made where they are missing
     *
     * @param source gives connections to PostgreSQL or SQLite
     * @throws IllegalArgumentException where it is of another kind of database
     * @throws io.lianbo.core.LianboException {@code STORE_FAILED} where it cannot be reached or written
     */
    public static JdbcSessionStore in(DataSource source) {
        return new JdbcSessionStore(Database.of(source, TABLES));
    }

    @Override
    public void add(Hash32 token, Session session) {
        long opened = session.openedAt().toEpochMilli();
        database.update(
                "INSERT INTO lianbo_login_session (token_hash, domain, did, opened, expires, used, revoked)"
                        + " VALUES (?, ?, ?, ?, ?, ?, 0)",
                token.toString(),
                session.domain(),
                session.did().toString(),
                opened,
                session.expiresAt().toEpochMilli(),
                opened);
    }

    @Override
    public Optional<Entry> find(Hash32 token) {
        return database.read(connection -> {
            try (PreparedStatement query = Database.prepare(
                            connection,
                            "SELECT s.domain, s.did, s.opened, s.expires, s.used, s.revoked,"
                                    + " CASE WHEN r.did IS NULL THEN 0 ELSE 1 END FROM lianbo_login_session s"
                                    + " LEFT JOIN lianbo_login_refusal r ON r.domain = s.domain AND r.did = s.did"
                                    + " WHERE s.token_hash = ?",
                            token.toString());
                    ResultSet row = query.executeQuery()) {
                if (!row.next()) {
                    return Optional.empty();
                }
                Session session = new Session(
                        Did.parse(row.getString(2)),
                        row.getString(1),
                        Instant.ofEpochMilli(row.getLong(3)),
                        Instant.ofEpochMilli(row.getLong(4)));
                return Optional.of(new Entry(
                        session, Instant.ofEpochMilli(row.getLong(5)), row.getInt(6) != 0, row.getInt(7) != 0));
            }
        });
    }

    @Override
    public void touch(Hash32 token, Instant usedAt) {
        long used = usedAt.toEpochMilli();
        database.update(
                "UPDATE lianbo_login_session SET used = ? WHERE token_hash = ? AND used < ?",
                used,
                token.toString(),
                used);
    }

    @Override
    public boolean revoke(Hash32 token) {
        return database.update(
                        "UPDATE lianbo_login_session SET revoked = 1 WHERE token_hash = ? AND revoked = 0",
                        token.toString())
                == 1;
    }

    @Override
    public int revokeAll(String domain, Did did) {
        return database.update(
                "UPDATE lianbo_login_session SET revoked = 1 WHERE did = ? AND domain = ? AND revoked = 0",
                did.toString(),
                domain);
    }

    @Override
    public void refuse(String domain, Did did) {
        database.update(
                "INSERT INTO lianbo_login_refusal (domain, did) VALUES (?, ?) ON CONFLICT DO NOTHING",
                domain,
                did.toString());
    }

    @Override
    public void admit(String domain, Did did) {
        database.update("DELETE FROM lianbo_login_refusal WHERE domain = ? AND did = ?", domain, did.toString());
    }

    @Override
    public boolean isRefused(String domain, Did did) {
        return database.read(connection -> {
            try (PreparedStatement query = Database.prepare(
                            connection,
                            "SELECT 1 FROM lianbo_login_refusal WHERE domain = ? AND did = ?",
                            domain,
                            did.toString());
                    ResultSet row = query.executeQuery()) {
                return row.next();
            }
        });
    }

    @Override
    public int forget(Instant now) {
        return database.update("DELETE FROM lianbo_login_session WHERE expires <= ?", now.toEpochMilli());
    }
}
