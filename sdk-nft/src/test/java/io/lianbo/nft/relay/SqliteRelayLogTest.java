package io.lianbo.nft.relay;

import io.lianbo.testsupport.Databases;
import io.lianbo.testsupport.Databases.Store;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SqliteRelayLogTest extends RelayLogConformance {
    @TempDir
    Path folder;

    @Override
    RelayLog open() {
        return JdbcRelayLog.in(Databases.at(Databases.url(Store.SQLITE, folder)));
    }
}
