package io.lianbo.spring;

import io.lianbo.core.chain.Chain;
import java.time.InstantSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;

/** The health of the chain, as {@code lianboChain}. */
@AutoConfiguration(after = CoreAutoConfiguration.class)
@ConditionalOnClass(HealthIndicator.class)
class HealthAutoConfiguration {

    @Bean
    @ConditionalOnBean(Chain.class)
    @ConditionalOnEnabledHealthIndicator("lianbo-chain")
    @ConditionalOnMissingBean(name = "lianboChainHealthIndicator")
    HealthIndicator lianboChainHealthIndicator(
            ObjectProvider<Chain> chain, InstantSource clock, LianboProperties properties) {
        return new ChainHealthIndicator(
                chain::getObject, clock, properties.chain().maxBlockAge());
    }
}
