package io.lianbo.spring;

import io.lianbo.core.Hex;
import io.lianbo.core.chain.Chain;
import io.lianbo.provenance.issuer.IssuerRegistry;
import io.lianbo.provenance.log.ProvenanceAnchor;
import io.lianbo.provenance.scan.JdbcScanStore;
import io.lianbo.provenance.scan.ScanGuard;
import io.lianbo.provenance.scan.ScanKeys;
import io.lianbo.provenance.scan.ScanStore;
import io.lianbo.provenance.store.EventStore;
import io.lianbo.provenance.store.JdbcEventStore;
import io.lianbo.provenance.tag.JdbcTagRegistry;
import io.lianbo.provenance.tag.SunKeys;
import io.lianbo.provenance.tag.SunLayout;
import io.lianbo.provenance.tag.SunMode;
import io.lianbo.provenance.tag.SunVerifier;
import io.lianbo.provenance.tag.TagRegistry;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;

/** Events, anchors, chips and scans. */
@AutoConfiguration(after = CoreAutoConfiguration.class)
@ConditionalOnClass(ProvenanceAnchor.class)
class ProvenanceAutoConfiguration {

    @Bean
    @Lazy
    @ConditionalOnProperty("lianbo.provenance.anchor")
    @ConditionalOnBean(Chain.class)
    @ConditionalOnMissingBean
    ProvenanceAnchor lianboAnchor(Chain chain, LianboProperties properties) {
        return ProvenanceAnchor.at(
                chain,
                Required.property(
                        "lianbo.provenance.anchor", properties.provenance().anchor()));
    }

    @Bean
    @Lazy
    @ConditionalOnProperty("lianbo.provenance.issuer-registry")
    @ConditionalOnBean(Chain.class)
    @ConditionalOnMissingBean
    IssuerRegistry lianboIssuerRegistry(Chain chain, LianboProperties properties) {
        return IssuerRegistry.at(
                chain,
                Required.property(
                        "lianbo.provenance.issuer-registry",
                        properties.provenance().issuerRegistry()));
    }

    @Bean
    @Lazy
    @ConditionalOnBean(Stores.class)
    @ConditionalOnMissingBean
    EventStore lianboEvents(Stores stores) {
        return JdbcEventStore.in(stores.source());
    }

    @Bean
    @Lazy
    @ConditionalOnBean(Stores.class)
    @ConditionalOnMissingBean
    TagRegistry lianboTags(Stores stores) {
        return JdbcTagRegistry.in(stores.source());
    }

    @Bean
    @Lazy
    @ConditionalOnBean(Stores.class)
    @ConditionalOnMissingBean
    ScanStore lianboScans(Stores stores) {
        return JdbcScanStore.in(stores.source());
    }

    @Bean
    @Lazy
    @ConditionalOnProperty("lianbo.provenance.scan-secret")
    @ConditionalOnMissingBean
    ScanKeys lianboScanKeys(LianboProperties properties) {
        byte[] secret =
                bytes("lianbo.provenance.scan-secret", properties.provenance().scanSecret());
        try {
            return ScanKeys.of(secret);
        } finally {
            Arrays.fill(secret, (byte) 0);
        }
    }

    @Bean
    @Lazy
    @ConditionalOnProperty("lianbo.provenance.chips.meta-read-key")
    @ConditionalOnMissingBean
    SunKeys lianboChipKeys(LianboProperties properties) {
        LianboProperties.Chips chips = properties.provenance().chips();
        byte[] metaRead = bytes("lianbo.provenance.chips.meta-read-key", chips.metaReadKey());
        byte[] master = bytes("lianbo.provenance.chips.file-read-master-key", chips.fileReadMasterKey());
        try {
            return SunKeys.diversified(
                    metaRead, master, bytes("lianbo.provenance.chips.system-identifier", chips.systemIdentifier()));
        } finally {
            Arrays.fill(metaRead, (byte) 0);
            Arrays.fill(master, (byte) 0);
        }
    }

    @Bean
    @Lazy
    @ConditionalOnBean(SunKeys.class)
    @ConditionalOnMissingBean
    SunVerifier lianboChips(SunKeys keys, LianboProperties properties) {
        LianboProperties.Chips chips = properties.provenance().chips();
        return new SunVerifier(SunLayout.encrypted(SunMode.AES, chips.piccDataParameter(), chips.macParameter()), keys);
    }

    @Bean
    @Lazy
    @ConditionalOnBean({ScanStore.class, TagRegistry.class, ScanKeys.class})
    @ConditionalOnMissingBean
    ScanGuard lianboScanGuard(ScanStore scans, TagRegistry tags, ScanKeys keys) {
        return ScanGuard.of(scans, tags, keys);
    }

    private static byte[] bytes(String property, @Nullable String value) {
        String hex = Required.property(property, value);
        return Hex.decode(hex.startsWith("0x") ? hex : "0x" + hex);
    }
}
