package io.lianbo.did.status.list;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.lianbo.core.Hash32;
import io.lianbo.core.LianboException;
import io.lianbo.core.crypto.Sha256;
import io.lianbo.did.status.StatusReference;
import io.lianbo.testsupport.Databases;
import io.lianbo.testsupport.Databases.Store;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What holds for every {@link StatusBook} and every {@link StatusArchive}. */
class StatusBookTest {
    private static final URI LIST = URI.create("https://tea.example/status/1");
    private static final URI OTHER = URI.create("https://tea.example/status/2");
    private static final Hash32 SEED = Sha256.hash(new byte[] {1});
    private static final Instant NOW = Instant.parse("2026-11-24T20:00:00Z");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource(Store.class)
    void aPageStaysAsItWasBegun(Store store) throws SQLException {
        StatusBook book = book(store);
        assertThat(book.open(LIST, 2, 64, SEED)).isEqualTo(new StatusBook.Page(2, 64, SEED, 0));
        assertThat(book.take(LIST, 3)).hasValue(0);
        assertThat(book.open(LIST, 1, 128, Hash32.ZERO)).isEqualTo(new StatusBook.Page(2, 64, SEED, 3));
        assertThat(book.open(OTHER, 1, 128, Hash32.ZERO)).isEqualTo(new StatusBook.Page(1, 128, Hash32.ZERO, 0));
    }

    @ParameterizedTest
    @EnumSource(Store.class)
    void placesAreTakenInRowsAndOnlyWhole(Store store) throws SQLException {
        StatusBook book = book(store);
        book.open(LIST, 1, 8, SEED);
        assertThat(book.take(LIST, 5)).hasValue(0);
        assertThat(book.take(LIST, 4)).isEqualTo(OptionalInt.empty());
        assertThat(book.take(LIST, 2)).hasValue(5);
        assertThat(book.take(LIST, 1)).hasValue(7);
        assertThat(book.take(LIST, 1)).isEqualTo(OptionalInt.empty());
    }

    @ParameterizedTest
    @EnumSource(Store.class)
    void statusesAreSetUnlessTheyMustStay(Store store) throws SQLException {
        StatusBook book = book(store);
        book.open(LIST, 2, 64, SEED);
        book.open(OTHER, 2, 64, SEED);
        assertThat(book.statuses(LIST)).isEmpty();
        assertThat(book.set(LIST, 7, 2, 1)).isTrue();
        assertThat(book.set(LIST, 7, 3, 1)).isTrue();
        assertThat(book.set(LIST, 8, 2, -1)).isTrue();
        assertThat(book.set(LIST, 7, 1, -1)).isTrue();
        assertThat(book.set(LIST, 7, 0, 1)).isFalse();
        assertThat(book.set(OTHER, 7, 2, 1)).isTrue();
        assertThat(book.statuses(LIST)).isEqualTo(Map.of(7, 1, 8, 2));
        assertThat(book.statuses(OTHER)).isEqualTo(Map.of(7, 2));
    }

    @ParameterizedTest
    @EnumSource(Store.class)
    void sixtyFourThreadsOfTwoIssuersNeverGetOnePlaceTwice(Store store) throws Exception {
        StatusBook one = book(store);
        StatusBook two = store == Store.MEMORY ? one : JdbcStatusBook.in(source);
        int each = 32;
        try (Platform platform = new Platform();
                ExecutorService threads = Executors.newFixedThreadPool(64)) {
            List<StatusListIssuer> issuers = new ArrayList<>();
            for (StatusBook book : List.of(one, two)) {
                issuers.add(platform.issuerBuilder()
                        .tokenList(LIST, 1)
                        .size(64 * each)
                        .book(book)
                        .build());
            }
            List<Future<List<Long>>> work = new ArrayList<>();
            for (int thread = 0; thread < 64; thread++) {
                StatusListIssuer issuer = issuers.get(thread % 2);
                work.add(threads.submit(() -> {
                    List<Long> indexes = new ArrayList<>();
                    for (int i = 0; i < each; i++) {
                        StatusReference entry = issuer.allocate().orElseThrow();
                        indexes.add(entry.index());
                    }
                    return indexes;
                }));
            }
            Set<Long> all = new HashSet<>();
            for (Future<List<Long>> indexes : work) {
                all.addAll(indexes.get());
            }
            assertThat(all).hasSize(64 * each);
            assertThat(issuers.getFirst().allocate()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(Store.class)
    void aRevocationWinsOverEverySuspensionAtTheSameTime(Store store)
            throws SQLException, InterruptedException, ExecutionException {
        StatusBook book = book(store);
        book.open(LIST, 2, 64, SEED);
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Future<Boolean>> work = new ArrayList<>();
            for (int i = 0; i < 64; i++) {
                int status = i == 32 ? 1 : i % 2 * 2;
                work.add(threads.submit(() -> book.set(LIST, 7, status, 1)));
            }
            for (Future<Boolean> done : work) {
                done.get();
            }
        }
        assertThat(book.statuses(LIST)).isEqualTo(Map.of(7, 1));
    }

    @Test
    void aBookInADatabaseOutlivesTheProcess() throws SQLException {
        DataSource database = open(Store.SQLITE);
        try (Platform platform = new Platform()) {
            // @start region="jdbc"
            StatusBook book = JdbcStatusBook.in(database); // a file of SQLite's, or a pool of PostgreSQL's
            // @end region="jdbc"
            StatusListIssuer issuer = platform.issuerBuilder()
                    .tokenList(LIST, 1)
                    .size(64)
                    .book(book)
                    .build();
            Set<Long> indexes = new HashSet<>();
            for (int i = 0; i < 32; i++) {
                StatusReference entry = issuer.allocate().orElseThrow();
                indexes.add(entry.index());
                issuer.revoke(entry);
            }
            StatusListIssuer next = platform.issuerBuilder()
                    .tokenList(LIST, 1)
                    .size(64)
                    .book(JdbcStatusBook.in(database))
                    .build();
            for (int i = 0; i < 32; i++) {
                indexes.add(next.allocate().orElseThrow().index());
            }
            assertThat(indexes).hasSize(64);
            assertThat(book.statuses(LIST)).hasSize(32);
        }
    }

    @Test
    void worksWithConnectionsThatDoNotCommitByThemselves() throws SQLException {
        DataSource database = open(Store.POSTGRESQL);
        StatusBook book = JdbcStatusBook.in(new ManualCommit(database));
        book.open(LIST, 1, 64, SEED);
        assertThat(book.take(LIST, 1)).hasValue(0);
        assertThat(JdbcStatusBook.in(database).take(LIST, 1)).hasValue(1);
    }

    @Test
    void aDatabaseThatFailsIsAFailureThatSaysSo() throws SQLException {
        DataSource database = open(Store.SQLITE);
        StatusBook book = JdbcStatusBook.in(database);
        StatusArchive archive = JdbcStatusArchive.in(database);
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("DROP TABLE lianbo_status_list");
            statement.execute("DROP TABLE lianbo_status_archive");
        }
        assertThatExceptionOfType(LianboException.class)
                .isThrownBy(() -> book.take(LIST, 1))
                .satisfies(e -> assertThat(e.code()).isEqualTo(LianboException.Code.STORE_FAILED));
        assertThatExceptionOfType(LianboException.class).isThrownBy(() -> archive.keep(LIST, NOW, "list"));
    }

    // --- archives ---

    @ParameterizedTest
    @EnumSource(Store.class)
    void anArchiveGivesTheNewestListOfATime(Store store) throws SQLException {
        StatusArchive archive = archive(store);
        archive.keep(LIST, NOW, "first");
        archive.keep(LIST, NOW.plusSeconds(60), "second");
        archive.keep(OTHER, NOW.plusSeconds(30), "other");
        assertThat(archive.newestAt(LIST, NOW.minusSeconds(1))).isEmpty();
        assertThat(archive.newestAt(LIST, NOW)).contains("first");
        assertThat(archive.newestAt(LIST, NOW.plusSeconds(59))).contains("first");
        assertThat(archive.newestAt(LIST, NOW.plusSeconds(60))).contains("second");
        assertThat(archive.newestAt(LIST, NOW.plusSeconds(600_000))).contains("second");
        archive.keep(LIST, NOW, "replaced");
        assertThat(archive.newestAt(LIST, NOW)).contains("replaced");
        assertThat(archive.newestAt(URI.create("https://tea.example/status/3"), NOW))
                .isEmpty();
    }

    @Test
    void anArchiveInMemoryForgetsWhatWasIssuedFirst() {
        StatusArchive archive = StatusArchive.inMemory(2);
        archive.keep(LIST, NOW, "first");
        archive.keep(OTHER, NOW.plusSeconds(1), "second");
        archive.keep(LIST, NOW.plusSeconds(2), "third");
        archive.keep(LIST, NOW.plusSeconds(2), "third again");
        assertThat(archive.newestAt(LIST, NOW.plusSeconds(1))).isEmpty();
        assertThat(archive.newestAt(LIST, NOW.plusSeconds(2))).contains("third again");
        assertThat(archive.newestAt(OTHER, NOW.plusSeconds(2))).contains("second");
    }

    @Test
    void anArchiveInADatabaseForgetsWhatItIsToldTo() throws SQLException {
        JdbcStatusArchive archive = JdbcStatusArchive.in(open(Store.POSTGRESQL));
        archive.keep(LIST, NOW, "first");
        archive.keep(LIST, NOW.plusSeconds(60), "second");
        assertThat(archive.forget(NOW.plusSeconds(60))).isEqualTo(1);
        assertThat(archive.newestAt(LIST, NOW.plusSeconds(59))).isEmpty();
        assertThat(archive.newestAt(LIST, NOW.plusSeconds(60))).contains("second");
    }

    private DataSource source;

    private StatusBook book(Store store) {
        return store == Store.MEMORY ? StatusBook.inMemory() : JdbcStatusBook.in(open(store));
    }

    private StatusArchive archive(Store store) throws SQLException {
        return store == Store.MEMORY ? StatusArchive.inMemory(10) : JdbcStatusArchive.in(open(store));
    }

    private DataSource open(Store store) {
        source = Databases.open(store, folder);
        return source;
    }
}
