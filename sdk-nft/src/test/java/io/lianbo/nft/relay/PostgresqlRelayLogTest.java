package io.lianbo.nft.relay;

import io.lianbo.nft.Databases;

/** On a real server. */
class PostgresqlRelayLogTest extends RelayLogConformance {
    @Override
    RelayLog open() {
        return JdbcRelayLog.in(Databases.at(Databases.postgresql()));
    }
}
