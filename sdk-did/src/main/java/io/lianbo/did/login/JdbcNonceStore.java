package io.lianbo.did.login;

import io.lianbo.core.store.Database;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;

/**
 * Keeps a {@link NonceStore} in a database of the service's, which several of its processes may share: SQLite and PostgreSQL.
 *
 * {@snippet class="io.lianbo.did.login.NonceStoreTest" region="jdbc"}
 *
 * <p>It makes the table {@code lianbo_login_nonce}. A nonce is used up by the one statement that deletes its row, so also of two processes
 * only one gets it. With the first and every thousandth nonce that it issues it deletes those that are too old and, past a
 * million, the oldest. The clocks of the processes may differ by less than the lifetime.
 */
public final class JdbcNonceStore implements NonceStore {
    private static final List<String> TABLES = List.of("""
            CREATE TABLE IF NOT EXISTS lianbo_login_nonce (
              nonce TEXT PRIMARY KEY, expires BIGINT NOT NULL)""", """
            CREATE INDEX IF NOT EXISTS lianbo_login_nonce_expires ON lianbo_login_nonce (expires)""");
    private static final int ISSUES_A_PURGE = 256;

    private final Database database;
    private final InstantSource clock;
    private final SecureRandom random;
    private final Duration lifetime;
    private final AtomicLong issued = new AtomicLong();

    private JdbcNonceStore(Database database, InstantSource clock, SecureRandom random, Duration lifetime) {
        this.database = database;
        this.clock = clock;
        this.random = random;
        this.lifetime = lifetime;
    }

    /**
     * {@return the store in this database}; its table is made where it is missing
     *
     * @param source gives connections to PostgreSQL or SQLite
     * @param clock what time it is
     * @param random what makes nonces unpredictable
     * @param lifetime how long a nonce is good for, to the millisecond; a user needs a few minutes to sign
     * @throws IllegalArgumentException where the lifetime is not positive
     * @throws io.lianbo.core.LianboException {@code STORE_FAILED} where the database cannot be reached or written
     */
    public static JdbcNonceStore in(DataSource source, InstantSource clock, SecureRandom random, Duration lifetime) {
        return new JdbcNonceStore(Database.of(source, TABLES), clock, random, Nonces.lifetime(lifetime));
    }

    @Override
    public String issue() {
        long now = clock.millis();
        if (issued.getAndIncrement() % ISSUES_A_PURGE == 0) {
            purge(now);
        }
        String nonce = Nonces.next(random);
        database.update(
                "INSERT INTO lianbo_login_nonce (nonce, expires) VALUES (?, ?)", nonce, now + lifetime.toMillis());
        return nonce;
    }

    private void purge(long now) {
        database.update("DELETE FROM lianbo_login_nonce WHERE expires <= ?", now);
        database.update(
                "DELETE FROM lianbo_login_nonce WHERE expires <= "
                        + "(SELECT expires FROM lianbo_login_nonce ORDER BY expires DESC LIMIT 1 OFFSET ?)",
                Nonces.MOST);
    }

    @Override
    public boolean consume(String nonce) {
        return Nonces.isOurs(nonce)
                && database.update(
                                "DELETE FROM lianbo_login_nonce WHERE nonce = ? AND expires > ?", nonce, clock.millis())
                        == 1;
    }
}
