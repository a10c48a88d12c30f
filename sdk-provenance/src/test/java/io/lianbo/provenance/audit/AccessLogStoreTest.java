package io.lianbo.provenance.audit;

import static io.lianbo.provenance.TeaCake.CAKE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.lianbo.core.Hash32;
import io.lianbo.core.LianboException;
import io.lianbo.provenance.audit.AccessLogStore.Row;
import io.lianbo.testsupport.Databases;
import io.lianbo.testsupport.Databases.Store;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every store of an access log does. */
class AccessLogStoreTest {
    private static final String LOG = "tea.example/access";

    @TempDir
    private Path folder;

    private AccessLogStore store(Store kind) {
        return kind == Store.MEMORY ? AccessLogStore.inMemory() : JdbcAccessLogStore.in(Databases.open(kind, folder));
    }

    private static Row row(int number) {
        return new Row("{\"entry\":" + number + "}", Optional.empty());
    }

    @ParameterizedTest
    @EnumSource
    void keepsRowsInOrder(Store kind) {
        AccessLogStore store = store(kind);
        assertThat(store.rows(LOG, 0, 10)).isEmpty();
        AuditRequest request = Tea.request(Hash32.ZERO, AuditQuery.events(CAKE), Tea.NOW, 1);
        Row access = new Row("{\"entry\":\"\u8336\"}", Optional.of(request));
        assertThat(store.append(LOG, 0, row(0))).isZero();
        assertThat(store.append(LOG, 1, access)).isOne();
        assertThat(store.append(LOG, 2, row(2))).isEqualTo(2);
        assertThat(store.rows(LOG, 0, 10)).containsExactly(row(0), access, row(2));
        assertThat(store.rows(LOG, 1, 1)).containsExactly(access);
        assertThat(store.rows(LOG, 3, 1)).isEmpty();
        assertThat(store.find(LOG, request.digest())).hasValue(1);
        assertThat(store.find(LOG, Hash32.ZERO)).isEmpty();
        assertThatIllegalArgumentException().isThrownBy(() -> store.rows(LOG, -1, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> store.rows(LOG, 0, 0));
    }

    @ParameterizedTest
    @EnumSource
    void addsNothingToALogOfAnotherSize(Store kind) {
        AccessLogStore store = store(kind);
        assertThat(store.append(LOG, 1, row(1))).isZero();
        store.append(LOG, 0, row(0));
        assertThat(store.append(LOG, 0, row(1))).isOne();
        assertThat(store.rows(LOG, 0, 10)).containsExactly(row(0));
    }

    @ParameterizedTest
    @EnumSource
    void keepsLogsApart(Store kind) {
        AccessLogStore store = store(kind);
        AuditRequest request = Tea.request(Hash32.ZERO, AuditQuery.events(CAKE), Tea.NOW, 1);
        store.append(LOG, 0, new Row("{}", Optional.of(request)));
        assertThat(store.append("other.example/access", 0, new Row("{}", Optional.of(request))))
                .isZero();
        store.append(LOG, 1, row(1));
        assertThat(store.rows("other.example/access", 0, 10)).hasSize(1);
        assertThat(store.find("third.example/access", request.digest())).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void letsOneOfManyAddTheNextRow(Store kind) throws Exception {
        AccessLogStore store = store(kind);
        List<Future<Long>> attempts = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(6)) {
            IntStream.range(0, 6)
                    .forEach(number -> attempts.add(threads.submit(() -> store.append(LOG, 0, row(number)))));
        }
        List<Long> sizes = new ArrayList<>();
        for (Future<Long> attempt : attempts) {
            sizes.add(attempt.get());
        }
        assertThat(sizes).containsExactlyInAnyOrder(0L, 1L, 1L, 1L, 1L, 1L);
        assertThat(store.rows(LOG, 0, 10)).hasSize(1);
    }

    @Test
    void saysWhenAFileCannotBeOpened() {
        assertThatExceptionOfType(LianboException.class)
                .isThrownBy(() -> JdbcAccessLogStore.sqlite(folder.resolve("no/such/folder/access.db")))
                .satisfies(e -> assertThat(e.code()).isEqualTo(LianboException.Code.STORE_FAILED));
    }

    @Test
    void mustNotLoseWhatALogSaw() throws Exception {
        Path file = folder.resolve("store.db");
        try (JdbcAccessLogStore store = JdbcAccessLogStore.sqlite(file)) {
            AccessLog log = AccessLog.open(store, Tea.LOG_KEY, new Tea.Clock());
            log.grant(Tea.grant(AuditScope.of(CAKE)));
            Databases.execute(
                    Databases.at("jdbc:sqlite:" + file),
                    "DELETE FROM lianbo_access_entry",
                    "DELETE FROM lianbo_access_log");
            assertThatIllegalStateException()
                    .isThrownBy(() -> log.grant(Tea.grant(AuditScope.of(CAKE))))
                    .withMessage("the store must keep all of tea.example/access: it has 0 entries, and had 1");
        }
    }
}
