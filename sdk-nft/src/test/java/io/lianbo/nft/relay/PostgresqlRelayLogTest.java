package io.lianbo.nft.relay;

import io.lianbo.testsupport.Databases;
import io.lianbo.testsupport.Databases.Store;
import java.nio.file.Path;

/** On a real server. */
class PostgresqlRelayLogTest extends RelayLogConformance {
    @Override
    RelayLog open() {
        return JdbcRelayLog.in(Databases.open(Store.POSTGRESQL, Path.of(".")));
    }
}
