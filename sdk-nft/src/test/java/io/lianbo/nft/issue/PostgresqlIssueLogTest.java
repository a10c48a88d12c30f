package io.lianbo.nft.issue;

import io.lianbo.nft.Databases;

/** On a real server. */
class PostgresqlIssueLogTest extends JdbcIssueLogConformance {
    @Override
    String url() {
        return Databases.postgresql();
    }
}
