package io.lianbo.nft.issue;

import io.lianbo.testsupport.Databases;
import io.lianbo.testsupport.Databases.Store;
import java.nio.file.Path;

/** On a real server. */
class PostgresqlIssueLogTest extends JdbcIssueLogConformance {
    @Override
    String url() {
        return Databases.empty(Store.POSTGRESQL, Path.of("."));
    }
}
