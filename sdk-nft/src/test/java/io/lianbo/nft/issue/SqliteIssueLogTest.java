package io.lianbo.nft.issue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.lianbo.core.LianboException;
import io.lianbo.nft.issue.IssueLog.Order;
import io.lianbo.testsupport.Databases;
import io.lianbo.testsupport.Databases.Store;
import java.nio.file.Path;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteIssueLogTest extends JdbcIssueLogConformance {
    @TempDir
    Path folder;

    @Override
    String url() {
        return Databases.url(Store.SQLITE, folder);
    }

    @Test
    void standsBesideTheTablesOfTheService() {
        DataSource database = Databases.at(url());
        // @start region="jdbc"
        IssueLog log = JdbcIssueLog.in(database); // makes its tables
        // @end region="jdbc"
        assertThat(log.orders(COLLECTION, 0, 1)).isEmpty();
    }

    @Test
    void saysWhyADatabaseCannotBeWritten() {
        DataSource nowhere = Databases.at(Databases.url(Store.SQLITE, folder.resolve("no/such/folder")));
        assertThatExceptionOfType(LianboException.class)
                .isThrownBy(() -> JdbcIssueLog.in(nowhere))
                .satisfies(e -> assertThat(e.code()).isEqualTo(LianboException.Code.STORE_FAILED));
    }

    @Test
    void storesNothingOfWhatFails() throws Exception {
        DataSource database = Databases.at(url());
        IssueLog log = JdbcIssueLog.in(database);
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            statement.execute("CREATE TRIGGER full_disk BEFORE INSERT ON lianbo_issue_token WHEN NEW.place = 1"
                    + " BEGIN SELECT RAISE(ABORT, 'disk full'); END");
        }
        Order one = Order.ofNext("one", TERMS, IdRange.of(1, 9), 1);
        Order two = Order.ofNext("two", TERMS, IdRange.of(1, 9), 2);
        assertThatExceptionOfType(LianboException.class)
                .isThrownBy(() -> log.reserveAll(COLLECTION, List.of(one, two), NOW))
                .withMessageContaining("disk full")
                .satisfies(e -> assertThat(e.isRetrySafe()).isTrue());
        assertThat(log.orders(COLLECTION, 0, 9)).isEmpty();
        assertThat(log.left(COLLECTION, IdRange.of(1, 9))).isEqualTo(9);
        assertThat(log.reserve(COLLECTION, one, NOW).value().orElseThrow().number())
                .isEqualTo(1);
    }
}
