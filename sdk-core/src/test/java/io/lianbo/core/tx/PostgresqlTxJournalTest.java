package io.lianbo.core.tx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lianbo.core.LianboException;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;
import org.sqlite.SQLiteDataSource;

/** On a real server. */
class PostgresqlTxJournalTest extends TxJournalConformance {
    private static EmbeddedPostgres server;
    private static DataSource source;

    @TempDir
    Path folder;

    @BeforeAll
    static void startServer() throws Exception {
        server = EmbeddedPostgres.start();
        source = server.getPostgresDatabase();
    }

    @AfterAll
    static void stopServer() throws Exception {
        server.close();
    }

    @Override
    TxJournal open() {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public");
        } catch (java.sql.SQLException e) {
            throw new IllegalStateException(e);
        }
        return JdbcTxJournal.postgresql(source);
    }

    @Test
    void saysThatNoServerAnswers() {
        PGSimpleDataSource nowhere = new PGSimpleDataSource();
        nowhere.setServerNames(new String[] {"127.0.0.1"});
        nowhere.setPortNumbers(new int[] {1});
        assertThatExceptionOfType(LianboException.class)
                .isThrownBy(() -> JdbcTxJournal.postgresql(nowhere))
                .satisfies(e -> assertThat(e.code()).isEqualTo(LianboException.Code.STORE_FAILED));
    }

    @Test
    void refusesADataSourceOfAnotherDatabase() {
        SQLiteDataSource sqlite = new SQLiteDataSource();
        sqlite.setUrl("jdbc:sqlite:" + folder.resolve("other.db"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JdbcTxJournal.postgresql(sqlite))
                .withMessageContaining("PostgreSQL, not of SQLite");
    }
}
