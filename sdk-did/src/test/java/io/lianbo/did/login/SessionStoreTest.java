package io.lianbo.did.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.lianbo.core.AccountId;
import io.lianbo.core.Hash32;
import io.lianbo.core.LianboException;
import io.lianbo.core.crypto.Sha256;
import io.lianbo.did.Did;
import io.lianbo.testsupport.Databases;
import io.lianbo.testsupport.Databases.Store;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What holds for every {@link SessionStore}. */
class SessionStoreTest {
    private static final String LIVE = "live.example";
    private static final String TEA = "tea.example";
    private static final Did VIEWER =
            Did.ofAccount(AccountId.parse("eip155:1:0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2"));
    private static final Did OTHER =
            Did.ofAccount(AccountId.parse("eip155:5:0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2"));
    private static final Instant NOW = Instant.parse("2026-11-24T20:00:00.123Z");

    @TempDir
    private Path folder;

    private DataSource open(Store store) {
        return Databases.open(store, folder);
    }

    private SessionStore sessions(Store store) throws SQLException {
        return store == Store.MEMORY ? SessionStore.inMemory() : JdbcSessionStore.in(open(store));
    }

    private static Hash32 token(int number) {
        return Sha256.hash(new byte[] {(byte) number});
    }

    private static Session session(Did did, String domain) {
        return new Session(did, domain, NOW, NOW.plus(Duration.ofHours(1)));
    }

    @ParameterizedTest
    @EnumSource(Store.class)
    void aSessionIsFoundByItsTokenAsItWasKept(Store store) throws SQLException {
        SessionStore sessions = sessions(store);
        sessions.add(token(1), session(VIEWER, LIVE));
        sessions.add(token(2), session(OTHER, TEA));
        assertThat(sessions.find(token(1))).contains(new SessionStore.Entry(session(VIEWER, LIVE), NOW, false, false));
        assertThat(sessions.find(token(2))).contains(new SessionStore.Entry(session(OTHER, TEA), NOW, false, false));
        assertThat(sessions.find(token(3))).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Store.class)
    void theLatestUseIsKept(Store store) throws SQLException {
        SessionStore sessions = sessions(store);
        sessions.add(token(1), session(VIEWER, LIVE));
        sessions.touch(token(1), NOW.plusSeconds(60));
        sessions.touch(token(1), NOW.plusSeconds(30));
        sessions.touch(token(3), NOW);
        assertThat(sessions.find(token(1)).orElseThrow().usedAt()).isEqualTo(NOW.plusSeconds(60));
        assertThat(sessions.find(token(3))).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Store.class)
    void aSessionIsRevokedOnceAndForGood(Store store) throws SQLException {
        SessionStore sessions = sessions(store);
        sessions.add(token(1), session(VIEWER, LIVE));
        sessions.add(token(2), session(VIEWER, LIVE));
        assertThat(sessions.revoke(token(1))).isTrue();
        assertThat(sessions.revoke(token(1))).isFalse();
        assertThat(sessions.revoke(token(3))).isFalse();
        sessions.touch(token(1), NOW.plusSeconds(60));
        assertThat(sessions.find(token(1)).orElseThrow().revoked()).isTrue();
        assertThat(sessions.find(token(2)).orElseThrow().revoked()).isFalse();
    }

    @ParameterizedTest
    @EnumSource(Store.class)
    void allSessionsOfOnePersonAtOneServiceAreRevoked(Store store) throws SQLException {
        SessionStore sessions = sessions(store);
        sessions.add(token(1), session(VIEWER, LIVE));
        sessions.add(token(2), session(VIEWER, LIVE));
        sessions.add(token(3), session(VIEWER, TEA));
        sessions.add(token(4), session(OTHER, LIVE));
        sessions.revoke(token(2));
        assertThat(sessions.revokeAll(LIVE, VIEWER)).isOne();
        assertThat(sessions.revokeAll(LIVE, VIEWER)).isZero();
        for (int i = 1; i <= 4; i++) {
            assertThat(sessions.find(token(i)).orElseThrow().revoked()).isEqualTo(i <= 2);
        }
    }

    @ParameterizedTest
    @EnumSource(Store.class)
    void aRefusalHoldsForOnePersonAtOneServiceUntilItIsTakenBack(Store store) throws SQLException {
        SessionStore sessions = sessions(store);
        sessions.add(token(1), session(VIEWER, LIVE));
        sessions.add(token(2), session(VIEWER, TEA));
        sessions.add(token(3), session(OTHER, LIVE));
        sessions.refuse(LIVE, VIEWER);
        sessions.refuse(LIVE, VIEWER);
        sessions.touch(token(1), NOW.plusSeconds(1));
        assertThat(sessions.isRefused(LIVE, VIEWER)).isTrue();
        assertThat(sessions.isRefused(TEA, VIEWER)).isFalse();
        assertThat(sessions.isRefused(LIVE, OTHER)).isFalse();
        for (int i = 1; i <= 3; i++) {
            assertThat(sessions.find(token(i)).orElseThrow().refused()).isEqualTo(i == 1);
        }
        sessions.admit(LIVE, VIEWER);
        sessions.admit(LIVE, VIEWER);
        assertThat(sessions.isRefused(LIVE, VIEWER)).isFalse();
        assertThat(sessions.find(token(1)).orElseThrow().refused()).isFalse();
    }

    @ParameterizedTest
    @EnumSource(Store.class)
    void sessionsThatAreOverAreForgotten(Store store) throws SQLException {
        SessionStore sessions = sessions(store);
        sessions.add(token(1), session(VIEWER, LIVE));
        sessions.add(token(2), new Session(VIEWER, LIVE, NOW, NOW.plus(Duration.ofHours(2))));
        assertThat(sessions.forget(NOW.plus(Duration.ofHours(1)).minusMillis(1)))
                .isZero();
        assertThat(sessions.forget(NOW.plus(Duration.ofHours(1)))).isOne();
        assertThat(sessions.find(token(1))).isEmpty();
        assertThat(sessions.find(token(2))).isPresent();
    }

    @ParameterizedTest
    @EnumSource(Store.class)
    void ofSixtyFourThreadsOneRevokesASession(Store store) throws Exception {
        SessionStore sessions = sessions(store);
        sessions.add(token(1), session(VIEWER, LIVE));
        int successes = 0;
        try (ExecutorService threads = Executors.newFixedThreadPool(64)) {
            List<Future<Boolean>> work = new ArrayList<>();
            for (int i = 0; i < 64; i++) {
                Instant used = NOW.plusSeconds(i);
                work.add(threads.submit(() -> {
                    sessions.touch(token(1), used);
                    return sessions.revoke(token(1));
                }));
            }
            for (Future<Boolean> success : work) {
                successes += success.get() ? 1 : 0;
            }
        }
        assertThat(successes).isOne();
        assertThat(sessions.find(token(1)))
                .contains(new SessionStore.Entry(session(VIEWER, LIVE), NOW.plusSeconds(63), true, false));
    }

    @Test
    void sessionsOutliveTheProcess() throws SQLException {
        DataSource database = open(Store.POSTGRESQL);
        // @start region="jdbc"
        SessionStore store = JdbcSessionStore.in(database);
        // @end region="jdbc"
        store.add(token(1), session(VIEWER, LIVE));
        assertThat(JdbcSessionStore.in(database).find(token(1))).isPresent();
    }

    @Test
    void aDatabaseThatFailsIsAFailureThatSaysSo() throws SQLException {
        DataSource database = open(Store.SQLITE);
        SessionStore store = JdbcSessionStore.in(database);
        Databases.execute(database, "DROP TABLE lianbo_login_session");
        assertThatExceptionOfType(LianboException.class)
                .isThrownBy(() -> store.find(token(1)))
                .satisfies(e -> assertThat(e.code()).isEqualTo(LianboException.Code.STORE_FAILED));
    }
}
