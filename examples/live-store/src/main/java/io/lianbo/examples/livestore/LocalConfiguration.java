package io.lianbo.examples.livestore;

import io.lianbo.core.ChainId;
import io.lianbo.core.chain.Chain;
import io.lianbo.core.crypto.Signer;
import io.lianbo.provenance.scan.ScanKeys;
import io.lianbo.provenance.tag.SunKeys;
import io.lianbo.testkit.LocalChain;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.NoneNestedConditions;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/** Where no chain is configured: one on this machine, with a file for a database unless one is configured. Both go when the store closes. */
@Configuration(proxyBeanMethods = false)
@Conditional(LocalConfiguration.NoChain.class)
class LocalConfiguration {
    private static final BigInteger GAS_MONEY = BigInteger.TEN.pow(20);

    /** Neither its URL nor its id is said. */
    static final class NoChain extends NoneNestedConditions {
        NoChain() {
            super(ConfigurationPhase.PARSE_CONFIGURATION);
        }

        @ConditionalOnProperty("lianbo.chain.rpc-url")
        static final class Url {}

        @ConditionalOnProperty("lianbo.chain.chain-id")
        static final class Id {}
    }

    /** No database is named. */
    static final class NoDatabase extends NoneNestedConditions {
        NoDatabase() {
            super(ConfigurationPhase.REGISTER_BEAN);
        }

        @ConditionalOnProperty("spring.datasource.url")
        static final class Url {}
    }

    @Bean
    LocalChain localChain(InstantSource clock) {
        return LocalChain.start(LocalChain.Options.defaults().withTimestamp(clock.instant()));
    }

    @Bean
    Chain chain(LocalChain local) {
        return Chain.connect(local.rpcUrl(), new ChainId(local.chainId()));
    }

    @Bean
    Signer platform(LocalChain local) {
        Signer platform = DemoKeys.party("platform");
        local.setBalance(platform.address().toString(), GAS_MONEY);
        return platform;
    }

    @Bean
    DevWallet.Switch devWallet() {
        return DevWallet.Switch.ON;
    }

    @Bean
    @ConditionalOnMissingBean
    ScanKeys scanKeys() {
        byte[] secret = new byte[32];
        new SecureRandom().nextBytes(secret);
        return ScanKeys.of(secret);
    }

    @Bean
    SunKeys chipKeys() {
        return SunKeys.diversified(DemoKeys.chips("meta read"), DemoKeys.chips("file read"), new byte[0]);
    }

    @Bean
    @Conditional(NoDatabase.class)
    TemporaryFolder temporaryFolder() throws IOException {
        return new TemporaryFolder(Files.createTempDirectory("live-store"));
    }

    @Bean
    @Conditional(NoDatabase.class)
    DataSource sqlite(TemporaryFolder folder) {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.NORMAL);
        config.setBusyTimeout(30_000);
        SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + folder.path().resolve("store.db"));
        return source;
    }

    /** A folder that goes with the store. */
    record TemporaryFolder(Path path) implements AutoCloseable {
        @Override
        public void close() {
            try (Stream<Path> files = Files.walk(path)) {
                List<Path> deepestFirst =
                        files.sorted(Comparator.reverseOrder()).toList();
                for (Path file : deepestFirst) {
                    Files.deleteIfExists(file);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
