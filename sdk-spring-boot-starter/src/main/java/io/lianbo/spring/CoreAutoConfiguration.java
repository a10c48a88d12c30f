package io.lianbo.spring;

import io.lianbo.core.Address;
import io.lianbo.core.ChainId;
import io.lianbo.core.chain.Chain;
import io.lianbo.core.crypto.Keystore;
import io.lianbo.core.crypto.Signer;
import io.lianbo.core.tx.Finality;
import io.lianbo.core.tx.JdbcTxJournal;
import io.lianbo.core.tx.TxClient;
import io.lianbo.core.tx.TxJournal;
import io.lianbo.core.tx.TxListener;
import io.lianbo.core.wallet.RemoteSigner;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Lazy;

/** The chain, the signer, and transactions that happen exactly once. Each is made when something asks for it. */
@AutoConfiguration(
        afterName = {
            "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration",
            "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration"
        })
@EnableConfigurationProperties(LianboProperties.class)
class CoreAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    InstantSource lianboClock() {
        return InstantSource.system();
    }

    @Bean
    @Lazy
    @Conditional(OnChainCondition.class)
    @ConditionalOnMissingBean
    Chain lianboChain(LianboProperties properties) {
        LianboProperties.Chain chain = properties.chain();
        Long id = chain.chainId();
        if (id == null || id < 1) {
            throw new InvalidConfigurationPropertyValueException(
                    "lianbo.chain.chain-id", id, "The nodes of lianbo.chain.rpc-url must serve a chain of a known id.");
        }
        List<URI> nodes = chain.rpcUrl();
        if (nodes.isEmpty()) {
            throw new InvalidConfigurationPropertyValueException(
                    "lianbo.chain.rpc-url", null, "Chain " + id + " needs the URL of a node.");
        }
        Chain.Options options = Chain.Options.defaults();
        Duration request = chain.requestTimeout();
        if (request != null) {
            options = options.withRequestTimeout(request);
        }
        Duration receipt = chain.receiptTimeout();
        if (receipt != null) {
            options = options.withReceiptTimeout(receipt);
        }
        return Chain.connect(nodes, new ChainId(id), options);
    }

    @Bean
    @Lazy
    @ConditionalOnProperty("lianbo.signer.keystore")
    @ConditionalOnMissingBean(Signer.class)
    Signer lianboKeystoreSigner(LianboProperties properties) throws IOException {
        Path file =
                Required.property("lianbo.signer.keystore", properties.signer().keystore());
        String password = Required.property(
                "lianbo.signer.keystore-password", properties.signer().keystorePassword());
        return Keystore.load(file, password.toCharArray());
    }

    @Bean
    @Lazy
    @ConditionalOnProperty("lianbo.signer.url")
    @ConditionalOnMissingBean(Signer.class)
    Signer lianboRemoteSigner(LianboProperties properties) {
        URI url = Required.property("lianbo.signer.url", properties.signer().url());
        Address address =
                Required.property("lianbo.signer.address", properties.signer().address());
        return RemoteSigner.connect(url, address);
    }

    @Bean
    @Lazy
    @ConditionalOnBean(DataSource.class)
    Stores lianboStores(ObjectProvider<DataSource> sources, @LianboDataSource ObjectProvider<DataSource> marked) {
        return new Stores(marked.getIfAvailable(sources::getObject));
    }

    @Bean
    @Lazy
    @ConditionalOnBean(Stores.class)
    @ConditionalOnMissingBean
    TxJournal lianboTxJournal(Stores stores) {
        return JdbcTxJournal.in(stores.source());
    }

    @Bean
    @Lazy
    @ConditionalOnBean({Chain.class, TxJournal.class})
    @ConditionalOnSingleCandidate(Signer.class)
    @ConditionalOnMissingBean
    TxClient lianboTxClient(
            Chain chain,
            TxJournal journal,
            Signer signer,
            InstantSource clock,
            ObjectProvider<TxListener> listeners,
            LianboProperties properties) {
        TxClient.Builder client = TxClient.builder(chain, journal)
                .lanes(signer)
                .clock(clock)
                .finality(finality(properties.tx().confirmations()))
                .patience(properties.tx().patience());
        listeners.orderedStream().reduce(TxListener::and).ifPresent(client::listener);
        return client.start();
    }

    private static Finality finality(int confirmations) {
        return confirmations == 0 ? Finality.included() : Finality.confirmations(confirmations);
    }
}
