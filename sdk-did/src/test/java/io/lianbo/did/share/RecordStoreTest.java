package io.lianbo.did.share;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.lianbo.core.LianboException;
import io.lianbo.core.Verdict;
import io.lianbo.did.AgreementCurve;
import io.lianbo.did.LocalDecryptionKey;
import io.lianbo.did.share.RecordStore.Stored;
import io.lianbo.testsupport.Databases;
import io.lianbo.testsupport.Databases.Store;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
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
import org.sqlite.SQLiteDataSource;

/** What holds for every {@link RecordStore}. */
class RecordStoreTest {
    private final SecureRandom random = new SecureRandom();

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource(Store.class)
    void keepsTheLatestVersionAndTakesNoneButTheNext(Store kind) throws SQLException {
        RecordStore store = store(kind);
        assertThat(store.find("a")).isEmpty();
        assertThat(store.replace("a", new Stored(2, "early"))).isFalse();
        assertThat(store.replace("a", new Stored(1, "one"))).isTrue();
        assertThat(store.replace("a", new Stored(1, "again"))).isFalse();
        assertThat(store.replace("a", new Stored(3, "late"))).isFalse();
        assertThat(store.find("a")).contains(new Stored(1, "one"));
        assertThat(store.replace("a", new Stored(2, "two"))).isTrue();
        assertThat(store.replace("a", new Stored(2, "two again"))).isFalse();
        assertThat(store.find("a")).contains(new Stored(2, "two"));
        assertThat(store.find("b")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Store.class)
    void noGrantAndNoRevocationIsLostWhereManyChangeOneRecord(Store kind) throws Exception {
        RecordStore one = store(kind);
        RecordStore two = kind == Store.MEMORY ? one : JdbcRecordStore.in(source(kind));
        int each = 8;
        List<LocalDecryptionKey> keys = new ArrayList<>();
        try (LocalDecryptionKey owner = LocalDecryptionKey.generate(AgreementCurve.X25519, random);
                ExecutorService threads = Executors.newFixedThreadPool(2 * each)) {
            List<Recipient> leaving = new ArrayList<>();
            List<Recipient> joining = new ArrayList<>();
            for (int i = 0; i < 2 * each; i++) {
                keys.add(LocalDecryptionKey.generate(AgreementCurve.X25519, random));
                (i < each ? leaving : joining).add(Recipient.of(keys.getLast().agreementKey()));
            }
            List<SharedRecords> processes =
                    List.of(SharedRecords.of(one, owner, random), SharedRecords.of(two, owner, random));
            assertThat(processes
                            .getFirst()
                            .share("record", new byte[] {7}, leaving.toArray(Recipient[]::new))
                            .isVerified())
                    .isTrue();
            List<Future<Verdict<SharedRecord>>> work = new ArrayList<>();
            for (int i = 0; i < each; i++) {
                SharedRecords process = processes.get(i % 2);
                Recipient out = leaving.get(i);
                Recipient in = joining.get(i);
                work.add(threads.submit(() -> process.revoke("record", out.id())));
                work.add(threads.submit(() -> process.grant("record", in)));
            }
            for (Future<Verdict<SharedRecord>> done : work) {
                assertThat(done.get().reasons()).isEmpty();
            }
            SharedRecord last = processes.getLast().find("record").value().orElseThrow();
            assertThat(last.version()).isEqualTo(1 + 2 * each);
            assertThat(last.recipientIds())
                    .containsExactlyInAnyOrderElementsOf(concatenated(Recipient.of(owner.agreementKey()), joining));
        } finally {
            keys.forEach(LocalDecryptionKey::close);
        }
    }

    private static List<String> concatenated(Recipient owner, List<Recipient> others) {
        List<String> ids = new ArrayList<>();
        ids.add(owner.id());
        others.forEach(other -> ids.add(other.id()));
        return ids;
    }

    @Test
    void aDatabaseKeepsRecordsForTheNextProcess() throws SQLException {
        DataSource database = source(Store.SQLITE);
        try (LocalDecryptionKey owner = LocalDecryptionKey.generate(AgreementCurve.P256, random)) {
            // @start region="jdbc"
            SharedRecords records = SharedRecords.of(JdbcRecordStore.in(database), owner, random);
            // @end region="jdbc"
            SharedRecord first = records.share("record", new byte[] {7}).value().orElseThrow();
            assertThat(SharedRecords.of(JdbcRecordStore.in(database), owner, random)
                            .find("record")
                            .value()
                            .orElseThrow()
                            .sealed())
                    .isEqualTo(first.sealed());
        }
    }

    @Test
    void saysThatTheDatabaseFailed() {
        SQLiteDataSource missing = new SQLiteDataSource();
        missing.setUrl("jdbc:sqlite:" + folder.resolve("no/such/folder/records.db"));
        assertThatExceptionOfType(LianboException.class)
                .isThrownBy(() -> JdbcRecordStore.in(missing))
                .satisfies(e -> assertThat(e.code()).isEqualTo(LianboException.Code.STORE_FAILED));
    }

    private RecordStore store(Store store) {
        return store == Store.MEMORY ? RecordStore.inMemory() : JdbcRecordStore.in(Databases.open(store, folder));
    }

    private DataSource source(Store store) {
        return Databases.at(Databases.url(store, folder));
    }
}
