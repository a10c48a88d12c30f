package io.lianbo.spring;

import io.lianbo.core.chain.Chain;
import io.lianbo.core.crypto.Signer;
import io.lianbo.nft.VoucherCollection;
import io.lianbo.nft.VoucherIssuer;
import io.lianbo.nft.issue.IssueLog;
import io.lianbo.nft.issue.JdbcIssueLog;
import io.lianbo.nft.relay.JdbcRelayLog;
import io.lianbo.nft.relay.RelayLog;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;

/** A collection, vouchers for it, and the logs of what was issued and relayed. */
@AutoConfiguration(after = CoreAutoConfiguration.class)
@ConditionalOnClass(VoucherCollection.class)
class NftAutoConfiguration {

    @Bean
    @Lazy
    @ConditionalOnProperty("lianbo.nft.voucher-collection")
    @ConditionalOnBean(Chain.class)
    @ConditionalOnMissingBean
    VoucherCollection lianboVoucherCollection(Chain chain, LianboProperties properties) {
        return VoucherCollection.at(
                chain,
                Required.property(
                        "lianbo.nft.voucher-collection", properties.nft().voucherCollection()));
    }

    @Bean
    @Lazy
    @ConditionalOnBean(VoucherCollection.class)
    @ConditionalOnSingleCandidate(Signer.class)
    @ConditionalOnMissingBean
    VoucherIssuer lianboVoucherIssuer(Signer signer, VoucherCollection collection) {
        return new VoucherIssuer(signer, collection.id());
    }

    @Bean
    @Lazy
    @ConditionalOnBean(Stores.class)
    @ConditionalOnMissingBean
    IssueLog lianboIssueLog(Stores stores) {
        return JdbcIssueLog.in(stores.source());
    }

    @Bean
    @Lazy
    @ConditionalOnBean(Stores.class)
    @ConditionalOnMissingBean
    RelayLog lianboRelayLog(Stores stores) {
        return JdbcRelayLog.in(stores.source());
    }
}
