package io.lianbo.core.tx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.lianbo.core.LianboException;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** On a real server. */
class PostgresqlTxJournalTest extends TxJournalConformance {
    private static EmbeddedPostgres server;
    private static DataSource source;

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
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return JdbcTxJournal.in(source);
    }

    @Test
    void saysThatNoServerAnswers() {
        PGSimpleDataSource nowhere = new PGSimpleDataSource();
        nowhere.setServerNames(new String[] {"127.0.0.1"});
        nowhere.setPortNumbers(new int[] {1});
        assertThatExceptionOfType(LianboException.class)
                .isThrownBy(() -> JdbcTxJournal.in(nowhere))
                .satisfies(e -> assertThat(e.code()).isEqualTo(LianboException.Code.STORE_FAILED));
    }
}
