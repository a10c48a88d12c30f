package io.lianbo.spring;

import io.lianbo.core.chain.Chain;
import io.lianbo.core.tx.TxListener;
import io.lianbo.core.tx.TxMetrics;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.InstantSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;

/** What Micrometer is told: transactions, and how far the chain is. */
@AutoConfiguration(
        after = CoreAutoConfiguration.class,
        afterName = "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration")
@ConditionalOnClass(MeterRegistry.class)
class MetricsAutoConfiguration {

    @Bean
    @ConditionalOnBean(MeterRegistry.class)
    TxListener lianboTxMetrics(MeterRegistry registry) {
        return TxMetrics.to(registry);
    }

    @Bean
    @ConditionalOnBean(Chain.class)
    MeterBinder lianboChainMetrics(ObjectProvider<Chain> chain, InstantSource clock) {
        return new ChainMetrics(chain::getObject, clock);
    }
}
