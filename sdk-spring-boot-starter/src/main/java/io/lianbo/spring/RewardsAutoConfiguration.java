package io.lianbo.spring;

import io.lianbo.core.chain.Chain;
import io.lianbo.rewards.distribution.RewardsDistributor;
import io.lianbo.rewards.escrow.SaleEscrow;
import io.lianbo.rewards.points.PointsLedger;
import io.lianbo.rewards.scoring.ScoringRules;
import io.lianbo.rewards.split.Settlement;
import io.lianbo.rewards.split.SplitRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.io.Resource;

/** Splits, settlement, escrow, distribution, points and the rules of scores. */
@AutoConfiguration(after = CoreAutoConfiguration.class)
@ConditionalOnClass(Settlement.class)
class RewardsAutoConfiguration {

    @Bean
    @Lazy
    @ConditionalOnProperty("lianbo.rewards.split-registry")
    @ConditionalOnBean(Chain.class)
    @ConditionalOnMissingBean
    SplitRegistry lianboSplits(Chain chain, LianboProperties properties) {
        return SplitRegistry.at(
                chain,
                Required.property(
                        "lianbo.rewards.split-registry", properties.rewards().splitRegistry()));
    }

    @Bean
    @Lazy
    @ConditionalOnProperty("lianbo.rewards.settlement")
    @ConditionalOnBean(Chain.class)
    @ConditionalOnMissingBean
    Settlement lianboSettlement(Chain chain, LianboProperties properties) {
        return Settlement.at(
                chain,
                Required.property(
                        "lianbo.rewards.settlement", properties.rewards().settlement()));
    }

    @Bean
    @Lazy
    @ConditionalOnProperty("lianbo.rewards.sale-escrow")
    @ConditionalOnBean(Chain.class)
    @ConditionalOnMissingBean
    SaleEscrow lianboSaleEscrow(Chain chain, LianboProperties properties) {
        return SaleEscrow.at(
                chain,
                Required.property(
                        "lianbo.rewards.sale-escrow", properties.rewards().saleEscrow()));
    }

    @Bean
    @Lazy
    @ConditionalOnProperty("lianbo.rewards.distributor")
    @ConditionalOnBean(Chain.class)
    @ConditionalOnMissingBean
    RewardsDistributor lianboDistributor(Chain chain, LianboProperties properties) {
        return RewardsDistributor.at(
                chain,
                Required.property(
                        "lianbo.rewards.distributor", properties.rewards().distributor()));
    }

    @Bean
    @Lazy
    @ConditionalOnBean(Stores.class)
    @ConditionalOnMissingBean
    PointsLedger lianboPoints(Stores stores, InstantSource clock) {
        return PointsLedger.in(stores.source(), clock);
    }

    @Bean
    @Lazy
    @ConditionalOnProperty("lianbo.rewards.rules")
    @ConditionalOnMissingBean
    ScoringRules lianboScoringRules(LianboProperties properties) throws IOException {
        Resource rules =
                Required.property("lianbo.rewards.rules", properties.rewards().rules());
        String text = rules.getContentAsString(StandardCharsets.UTF_8);
        String name = String.valueOf(rules.getFilename());
        return name.endsWith(".yaml") || name.endsWith(".yml")
                ? ScoringRules.parseYaml(text)
                : ScoringRules.parse(text);
    }
}
