package io.lianbo.spring;

import io.lianbo.testkit.LocalChain;
import java.nio.file.Path;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** Services as platforms have them, with the starter on their class path. */
final class Service {
    /** The published key of anvil's first account. */
    static final String KEY = "0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80";

    private Service() {}

    static ApplicationContextRunner bare() {
        return new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        CoreAutoConfiguration.class,
                        DidAutoConfiguration.class,
                        NftAutoConfiguration.class,
                        ProvenanceAutoConfiguration.class,
                        RewardsAutoConfiguration.class,
                        HealthAutoConfiguration.class,
                        MetricsAutoConfiguration.class));
    }

    static ApplicationContextRunner withDatabase(Path folder) {
        return bare().withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class))
                .withPropertyValues(
                        "spring.datasource.url=jdbc:sqlite:" + folder.resolve("service.db"),
                        "spring.datasource.type=org.springframework.jdbc.datasource.SimpleDriverDataSource");
    }

    static ApplicationContextRunner onChain(ApplicationContextRunner service, LocalChain local) {
        return service.withPropertyValues(
                "lianbo.chain.rpc-url=" + local.rpcUrl(),
                "lianbo.chain.chain-id=" + local.chainId(),
                "lianbo.tx.confirmations=0");
    }
}
