package io.lianbo.core.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.lianbo.core.LianboException;
import io.lianbo.testsupport.Databases;
import io.lianbo.testsupport.Databases.Store;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.math.BigInteger;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(value = 1, unit = TimeUnit.MINUTES)
class DatabaseTest {
    private static final List<String> TABLES =
            List.of("CREATE TABLE IF NOT EXISTS note (id {identity}, word VARCHAR(20) NOT NULL UNIQUE, data {bytes})");

    @TempDir
    private Path folder;

    /** How many words are there. */
    private static int count(Database database) {
        return database.read(DatabaseTest::count);
    }

    private static int count(Connection connection) throws SQLException {
        try (PreparedStatement query = Database.prepare(connection, "SELECT COUNT(*) FROM note");
                ResultSet row = query.executeQuery()) {
            row.next();
            return row.getInt(1);
        }
    }

    private static int insert(Connection connection, String word) throws SQLException {
        return Database.update(connection, "INSERT INTO note (word) VALUES (?)", word);
    }

    @Test
    void keepsAStoreOfTheUsers() {
        // @start region="database"
        List<String> tables =
                List.of("CREATE TABLE IF NOT EXISTS stock (sku TEXT PRIMARY KEY, pieces BIGINT NOT NULL)");
        try (Database database = Database.sqlite(folder.resolve("shop.db"), tables)) {
            database.update("INSERT INTO stock (sku, pieces) VALUES (?, ?)", "tea-cake", 2L);
            boolean sold = database.transaction(connection -> Database.update(
                            connection,
                            "UPDATE stock SET pieces = pieces - ? WHERE sku = ? AND pieces >= ?",
                            3L,
                            "tea-cake",
                            3L)
                    == 1);
            System.out.println(sold); // false
            // @end
            assertThat(sold).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "MEMORY")
    void countsKeysUpAndKeepsBytes(Store kind) {
        Database database = Database.of(Databases.open(kind, folder), TABLES);
        for (String word : List.of("a", "b")) {
            database.update("INSERT INTO note (word, data) VALUES (?, ?)", word, new byte[] {0, -1, 39});
        }
        byte[] data = database.read(connection -> {
            try (PreparedStatement query = Database.prepare(connection, "SELECT data FROM note WHERE id = ?", 2L);
                    ResultSet row = query.executeQuery()) {
                row.next();
                return row.getBytes(1);
            }
        });
        assertThat(data).containsExactly(0, -1, 39);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "MEMORY")
    void makesItsTablesOnce(Store kind) {
        DataSource source = Databases.open(kind, folder);
        Database.of(source, TABLES).update("INSERT INTO note (word) VALUES ('a')");
        assertThat(count(Database.of(source, TABLES))).isOne();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "MEMORY")
    void keepsAllOfATransactionOrNothing(Store kind) {
        Database database = Database.of(Databases.open(kind, folder), TABLES);
        assertThatIllegalStateException()
                .isThrownBy(() -> database.transaction(connection -> {
                    insert(connection, "a");
                    throw new IllegalStateException("changed my mind");
                }))
                .withMessage("changed my mind");
        assertThatExceptionOfType(LianboException.class)
                .isThrownBy(() -> database.transaction(connection -> insert(connection, "a") + insert(connection, "a")))
                .satisfies(e -> assertThat(e.code()).isEqualTo(LianboException.Code.STORE_FAILED))
                .satisfies(e -> assertThat(e.isRetrySafe()).isTrue());
        String refused = database.transaction(
                connection -> {
                    insert(connection, "a");
                    return "no";
                },
                "yes"::equals);
        assertThat(refused).isEqualTo("no");
        assertThat(count(database)).isZero();
        int kept = database.transaction(connection -> insert(connection, "a"), rows -> rows == 1);
        assertThat(kept).isOne();
        assertThat(count(database)).isOne();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "MEMORY")
    void readsWithoutWaitingForWhoWrites(Store kind) {
        DataSource source = Databases.open(kind, folder);
        Database writer = Database.of(source, TABLES);
        Database reader = Database.of(source, List.of());
        int seen = writer.transaction(connection -> {
            insert(connection, "a");
            return count(reader);
        });
        assertThat(seen).isZero();
        assertThat(count(reader)).isOne();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "MEMORY")
    void worksWithConnectionsThatDoNotCommitByThemselves(Store kind) {
        DataSource source = Databases.open(kind, folder);
        Database database = Database.of(
                changed(DataSource.class, source, "getConnection", open -> {
                    Connection connection = (Connection) open;
                    connection.setAutoCommit(false);
                    return connection;
                }),
                TABLES);
        database.update("INSERT INTO note (word) VALUES ('a')");
        assertThat(count(database)).isOne();
        assertThat(count(Database.of(source, TABLES))).isOne();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "MEMORY")
    void losesNoUpdateOfManyAtOnce(Store kind) throws Exception {
        DataSource source = Databases.open(kind, folder);
        Database database = Database.of(source, List.of("CREATE TABLE IF NOT EXISTS sum (total BIGINT NOT NULL)"));
        database.update("INSERT INTO sum (total) VALUES (0)");
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<Integer>> all = threads.invokeAll(Collections.nCopies(
                    40,
                    () -> database.transaction(connection -> {
                        try (PreparedStatement query =
                                        Database.prepare(connection, "SELECT total FROM sum" + database.forUpdate());
                                ResultSet row = query.executeQuery()) {
                            row.next();
                            return Database.update(connection, "UPDATE sum SET total = ?", row.getLong(1) + 1);
                        }
                    })));
            for (Future<Integer> one : all) {
                assertThat(one.get()).isOne();
            }
        }
        assertThat(database.update("UPDATE sum SET total = 0 WHERE total = 40")).isOne();
    }

    @Test
    void refusesOtherKindsOfDatabases() {
        DataSource other = changed(
                DataSource.class,
                Databases.open(Store.SQLITE, folder),
                "getConnection",
                open -> changed(
                        Connection.class,
                        open,
                        "getMetaData",
                        data -> changed(DatabaseMetaData.class, data, "getDatabaseProductName", name -> "Oracle")));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Database.of(other, TABLES))
                .withMessage("the data source must be of PostgreSQL or SQLite, not of Oracle");
    }

    @Test
    void isOfNoUseWhenClosed() {
        Database database = Database.sqlite(folder.resolve("a.db"), TABLES);
        database.close();
        database.close();
        assertThatIllegalStateException().isThrownBy(() -> count(database)).withMessage("SQLite file a.db is closed");
    }

    @Test
    void sortsNumbersOf256Bits() {
        BigInteger most = BigInteger.TWO.pow(256).subtract(BigInteger.ONE);
        assertThat(List.of(BigInteger.ZERO, BigInteger.TWO, BigInteger.TEN, most))
                .extracting(Database::sortable)
                .isSorted()
                .allSatisfy(text -> assertThat(text).hasSize(78))
                .last()
                .isEqualTo(most.toString());
    }

    /** What comes of a call, changed. */
    @FunctionalInterface
    private interface Change {
        Object of(Object result) throws SQLException;
    }

    private static <T> T changed(Class<T> type, Object real, String method, Change change) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, called, arguments) -> {
                    try {
                        Object result = called.invoke(real, arguments);
                        return called.getName().equals(method) ? change.of(result) : result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }

    @Test
    void saysThatTheDiskIsFull() {
        Database database = Database.sqlite(folder.resolve("full.db"), TABLES);
        assertThatExceptionOfType(LianboException.class)
                .isThrownBy(() -> database.transaction(connection -> {
                    try (Statement statement = connection.createStatement()) {
                        statement.execute("PRAGMA max_page_count = 1"); // SQLite says the same of a disk
                    }
                    for (int i = 0; i < 10_000; i++) {
                        insert(connection, "word " + i);
                    }
                    return null;
                }))
                .withMessage("SQLite file full.db failed: the disk is full, make room on it and try again;"
                        + " nothing was stored")
                .satisfies(e -> assertThat(e.isRetrySafe()).isTrue());
        assertThat(count(database)).isZero();
        database.close();
    }
}
