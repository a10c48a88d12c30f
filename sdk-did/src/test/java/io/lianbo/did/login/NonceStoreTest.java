package io.lianbo.did.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lianbo.core.LianboException;
import io.lianbo.testsupport.Databases;
import io.lianbo.testsupport.Databases.Store;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for every {@link NonceStore}. */
class NonceStoreTest {
    private static final Duration FIVE_MINUTES = Duration.ofMinutes(5);
    private static final String TABLE = "lianbo_login_nonce";

    @TempDir
    private Path folder;

    private final SecureRandom random = new SecureRandom();
    private Instant now = Instant.parse("2026-11-24T20:00:00Z");
    private final InstantSource clock = () -> now;

    private DataSource open(Store store) {
        return Databases.open(store, folder);
    }

    /** Two that share their nonces, as two processes do. */
    private List<NonceStore> two(Store store) throws SQLException {
        if (store == Store.MEMORY) {
            NonceStore memory = NonceStore.inMemory(clock, random, FIVE_MINUTES);
            return List.of(memory, memory);
        }
        DataSource database = open(store);
        return List.of(
                JdbcNonceStore.in(database, clock, random, FIVE_MINUTES),
                JdbcNonceStore.in(database, clock, random, FIVE_MINUTES));
    }

    @ParameterizedTest
    @EnumSource(Store.class)
    void aNonceIsGoodOnce(Store store) throws SQLException {
        List<NonceStore> two = two(store);
        String nonce = two.getFirst().issue();
        String other = two.getFirst().issue();
        assertThat(nonce).matches("[A-Za-z0-9]{32}").isNotEqualTo(other);
        assertThat(two.getLast().consume(nonce)).isTrue();
        assertThat(two.getFirst().consume(nonce)).isFalse();
        assertThat(two.getLast().consume(nonce)).isFalse();
        assertThat(two.getFirst().consume(other)).isTrue();
    }

    @ParameterizedTest
    @EnumSource(Store.class)
    void aNonceIsGoodForItsLifetime(Store store) throws SQLException {
        NonceStore nonces = two(store).getFirst();
        String inTime = nonces.issue();
        String late = nonces.issue();
        now = now.plus(FIVE_MINUTES).minusMillis(1);
        assertThat(nonces.consume(inTime)).isTrue();
        now = now.plusMillis(1);
        assertThat(nonces.consume(late)).isFalse();
        now = now.minusMillis(1);
        assertThat(nonces.consume(inTime)).isFalse();
    }

    @ParameterizedTest
    @EnumSource(Store.class)
    void whatWasNotIssuedIsNoNonce(Store store) throws SQLException {
        NonceStore nonces = two(store).getFirst();
        String nonce = nonces.issue();
        for (String foreign : List.of(
                "",
                "0123456789abcdef",
                "0".repeat(32),
                nonce.substring(1),
                nonce + "\u0000",
                "' OR 1=1 --",
                "f".repeat(16_000))) {
            assertThat(nonces.consume(foreign)).as(foreign).isFalse();
        }
        assertThat(nonces.consume(nonce)).isTrue();
    }

    @ParameterizedTest
    @EnumSource(Store.class)
    void ofSixtyFourThreadsInTwoProcessesOneGetsTheNonce(Store store) throws Exception {
        List<NonceStore> two = two(store);
        for (int run = 0; run < 5; run++) {
            String nonce = two.getFirst().issue();
            assertThat(successes(64, two, nonce)).isOne();
        }
    }

    @ParameterizedTest
    @EnumSource(Store.class)
    void ofTwoThreadsOneGetsTheNonce(Store store) throws Exception {
        List<NonceStore> two = two(store);
        for (int run = 0; run < 20; run++) {
            String nonce = two.getFirst().issue();
            assertThat(successes(2, two, nonce)).isOne();
        }
    }

    private static int successes(int threads, List<NonceStore> two, String nonce) throws Exception {
        try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            List<Future<Boolean>> work = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                NonceStore store = two.get(i % 2);
                work.add(pool.submit(() -> store.consume(nonce)));
            }
            int successes = 0;
            for (Future<Boolean> success : work) {
                successes += success.get() ? 1 : 0;
            }
            return successes;
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Store.class,
            names = {"SQLITE", "POSTGRESQL"})
    void aDatabaseDoesNotFillWithNoncesThatNobodyUsed(Store store) throws SQLException {
        DataSource database = open(store);
        NonceStore nonces = JdbcNonceStore.in(database, clock, random, FIVE_MINUTES);
        for (int i = 0; i < 256; i++) {
            nonces.issue();
        }
        assertThat(Databases.count(database, TABLE)).isEqualTo(256);
        now = now.plus(FIVE_MINUTES);
        String last = nonces.issue();
        assertThat(Databases.count(database, TABLE)).isOne();
        assertThat(nonces.consume(last)).isTrue();
        assertThat(Databases.count(database, TABLE)).isZero();
    }

    @Test
    void aDatabaseForgetsTheOldestPastAMillion() throws SQLException {
        DataSource database = open(Store.SQLITE);
        NonceStore nonces = JdbcNonceStore.in(database, clock, random, FIVE_MINUTES);
        Databases.execute(
                database,
                "INSERT INTO lianbo_login_nonce (nonce, expires) WITH RECURSIVE n(i) AS"
                        + " (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000010)"
                        + " SELECT 'n' || i, " + now.toEpochMilli() + " + i FROM n");
        nonces.issue();
        assertThat(Databases.count(database, TABLE)).isEqualTo(1_000_001);
    }

    @Test
    void noncesOutliveTheProcess() throws SQLException {
        DataSource database = open(Store.SQLITE);
        // @start region="jdbc"
        NonceStore nonces = JdbcNonceStore.in(database, clock, random, Duration.ofMinutes(5));
        // @end region="jdbc"
        String nonce = nonces.issue();
        assertThat(JdbcNonceStore.in(database, clock, random, FIVE_MINUTES).consume(nonce))
                .isTrue();
    }

    @Test
    void aDatabaseThatFailsIsAFailureThatSaysSo() throws SQLException {
        DataSource database = open(Store.SQLITE);
        NonceStore nonces = JdbcNonceStore.in(database, clock, random, FIVE_MINUTES);
        String nonce = nonces.issue();
        Databases.execute(database, "DROP TABLE " + TABLE);
        assertThatExceptionOfType(LianboException.class)
                .isThrownBy(() -> nonces.consume(nonce))
                .satisfies(e -> assertThat(e.code()).isEqualTo(LianboException.Code.STORE_FAILED));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT-1S"})
    void aLifetimeIsPositive(Duration lifetime) throws SQLException {
        DataSource database = open(Store.SQLITE);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NonceStore.inMemory(clock, random, lifetime))
                .withMessageContaining("positive");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JdbcNonceStore.in(database, clock, random, lifetime))
                .withMessageContaining("positive");
    }

    @ParameterizedTest
    @EnumSource(Store.class)
    void everyNonceIsAnother(Store store) throws SQLException {
        NonceStore nonces = two(store).getFirst();
        Set<String> issued = new HashSet<>();
        for (int i = 0; i < 200; i++) {
            issued.add(nonces.issue());
        }
        assertThat(issued).hasSize(200);
    }
}
