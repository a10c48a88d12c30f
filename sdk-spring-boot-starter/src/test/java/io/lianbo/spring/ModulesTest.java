package io.lianbo.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lianbo.core.Address;
import io.lianbo.core.ChainId;
import io.lianbo.core.chain.Chain;
import io.lianbo.core.crypto.LocalSigner;
import io.lianbo.did.consent.ledger.ConsentLedger;
import io.lianbo.did.login.JdbcNonceStore;
import io.lianbo.did.login.LoginVerifier;
import io.lianbo.did.login.NonceStore;
import io.lianbo.did.login.SessionStore;
import io.lianbo.did.login.Sessions;
import io.lianbo.did.resolve.DidResolver;
import io.lianbo.did.status.CredentialStatusRegistry;
import io.lianbo.nft.VoucherCollection;
import io.lianbo.nft.VoucherIssuer;
import io.lianbo.nft.issue.IssueLog;
import io.lianbo.nft.relay.RelayLog;
import io.lianbo.provenance.code.DigitalLink;
import io.lianbo.provenance.issuer.IssuerRegistry;
import io.lianbo.provenance.log.ProvenanceAnchor;
import io.lianbo.provenance.scan.Grade;
import io.lianbo.provenance.scan.Scan;
import io.lianbo.provenance.scan.ScanGuard;
import io.lianbo.provenance.store.EventStore;
import io.lianbo.provenance.tag.KeyDiversification;
import io.lianbo.provenance.tag.SunVerifier;
import io.lianbo.rewards.distribution.RewardsDistributor;
import io.lianbo.rewards.escrow.SaleEscrow;
import io.lianbo.rewards.points.PointsLedger;
import io.lianbo.rewards.scoring.ScoringRules;
import io.lianbo.rewards.split.Settlement;
import io.lianbo.rewards.split.SplitRegistry;
import io.lianbo.testkit.LocalChain;
import io.lianbo.testkit.LocalChainTest;
import io.lianbo.testkit.SimulatedTag;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** Each module on the class path has its beans, and each absent one has none. */
@LocalChainTest
class ModulesTest {
    private static final String ADDRESS = "0x00000000000000000000000000000000000000AA";
    private static final String UID = "04DE5F1EACC040";
    private static final String META_READ_KEY = "3e".repeat(16);
    private static final String FILE_READ_MASTER_KEY = "f1".repeat(16);
    private static final String SYSTEM = "7ea0";
    private static final Map<String, List<String>> BEANS = Map.of(
            "did",
            List.of(
                    "lianboNonces",
                    "lianboLogins",
                    "lianboSessionStore",
                    "lianboSessions",
                    "lianboConsents",
                    "lianboDids",
                    "lianboStatusRegistry"),
            "nft",
            List.of("lianboVoucherCollection", "lianboIssueLog", "lianboRelayLog"),
            "provenance",
            List.of(
                    "lianboAnchor",
                    "lianboIssuerRegistry",
                    "lianboEvents",
                    "lianboTags",
                    "lianboScans",
                    "lianboScanKeys",
                    "lianboChipKeys",
                    "lianboChips",
                    "lianboScanGuard"),
            "rewards",
            List.of(
                    "lianboSplits",
                    "lianboSettlement",
                    "lianboSaleEscrow",
                    "lianboDistributor",
                    "lianboPoints",
                    "lianboScoringRules"));

    private final LocalChain local;

    private final Address status;

    @TempDir
    Path folder;

    ModulesTest(LocalChain local) {
        this.local = local;
        try (Chain chain = Chain.connect(local.rpcUrl(), new ChainId(local.chainId()));
                LocalSigner platform = LocalSigner.fromPrivateKey(Service.KEY)) {
            this.status =
                    CredentialStatusRegistry.deploy(chain, platform).account().address();
        }
    }

    @Test
    void withAllOfThemEveryBeanCanBeMade() throws Exception {
        service().run(context -> {
            assertThat(context).hasNotFailed();
            for (Class<?> type : List.of(
                    NonceStore.class,
                    LoginVerifier.class,
                    SessionStore.class,
                    Sessions.class,
                    ConsentLedger.class,
                    DidResolver.class,
                    CredentialStatusRegistry.class,
                    VoucherCollection.class,
                    IssueLog.class,
                    RelayLog.class,
                    ProvenanceAnchor.class,
                    IssuerRegistry.class,
                    EventStore.class,
                    ScanGuard.class,
                    SunVerifier.class,
                    SplitRegistry.class,
                    Settlement.class,
                    SaleEscrow.class,
                    RewardsDistributor.class,
                    PointsLedger.class,
                    ScoringRules.class)) {
                assertThat(context.getBean(type)).isNotNull();
            }
            assertThat(context.getBean(Settlement.class).address()).isEqualTo(Address.of(ADDRESS));
            assertThat(context.getBean(ScoringRules.class).name()).isEqualTo("show");
            assertThat(context).doesNotHaveBean(VoucherIssuer.class); // there is nobody to sign
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"did", "nft", "provenance", "rewards"})
    void withoutOneTheOthersAreThere(String absent) throws Exception {
        service()
                .withClassLoader(new FilteredClassLoader("io.lianbo." + absent))
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    BEANS.forEach((module, beans) -> beans.forEach(bean ->
                            assertThat(context.containsBean(bean)).as(bean).isEqualTo(!module.equals(absent))));
                });
    }

    @Test
    void withoutHealthAndMetricsTheBeansAreThere() throws Exception {
        service()
                .withClassLoader(new FilteredClassLoader("io.micrometer", "org.springframework.boot.health"))
                .run(context -> {
                    assertThat(context).hasNotFailed().hasBean("lianboChain");
                    assertThat(context)
                            .doesNotHaveBean("lianboChainHealthIndicator")
                            .doesNotHaveBean("lianboChainMetrics");
                });
    }

    @Test
    void withoutADatabaseThereAreNoStores() {
        Service.onChain(Service.bare(), local).run(context -> {
            assertThat(context).hasNotFailed().hasBean("lianboDids");
            assertThat(context)
                    .doesNotHaveBean(NonceStore.class)
                    .doesNotHaveBean(EventStore.class)
                    .doesNotHaveBean(PointsLedger.class);
        });
    }

    @Test
    void aScanIsGradedByTheConfiguredSecret() throws Exception {
        service().run(context -> {
            ScanGuard guard = context.getBean(ScanGuard.class);
            DigitalLink cake = DigitalLink.parse("https://tea.example/01/09506000134352/21/CAKE-0001");
            guard.register(List.of(cake));
            assertThat(guard.assess(Scan.ofCode(cake, "a phone", Instant.parse("2026-12-01T00:00:00Z")))
                            .grade())
                    .isEqualTo(Grade.GENUINE);
            assertThat(context.getBean(LianboProperties.class).toString()).doesNotContain("5ec7e7");
        });
    }

    @Test
    void aChipIsReadByTheConfiguredKeys() throws Exception {
        byte[] metaRead = HexFormat.of().parseHex(META_READ_KEY);
        byte[] own = KeyDiversification.aes128(
                HexFormat.of().parseHex(FILE_READ_MASTER_KEY), HexFormat.of().parseHex(UID + SYSTEM));
        String url = new SimulatedTag(UID, metaRead, own).tap("https://tea.example/");
        service().run(context -> {
            assertThat(context.getBean(SunVerifier.class)
                            .verify(url)
                            .value()
                            .orElseThrow()
                            .uid())
                    .isEqualTo(UID);
            assertThat(context.getBean(LianboProperties.class).toString())
                    .doesNotContain(META_READ_KEY)
                    .doesNotContain(FILE_READ_MASTER_KEY);
        });
        service()
                .withPropertyValues(
                        "lianbo.provenance.chips.picc-data-parameter=picc",
                        "lianbo.provenance.chips.mac-parameter=cmac")
                .run(context -> assertThat(context.getBean(SunVerifier.class)
                                .verify(url.replace("?e=", "?picc=").replace("&c=", "&cmac="))
                                .isVerified())
                        .isTrue());
    }

    @Test
    void aChipsKeyWithoutTheOtherIsMissed() {
        Service.bare()
                .withPropertyValues("lianbo.provenance.chips.meta-read-key=" + META_READ_KEY)
                .run(context -> assertThatThrownBy(() -> context.getBean(SunVerifier.class))
                        .rootCause()
                        .hasMessageContaining("lianbo.provenance.chips.file-read-master-key")
                        .hasMessageContaining("missing"));
    }

    @Test
    void beansOfTheServiceWin() throws Exception {
        NonceStore own =
                NonceStore.inMemory(InstantSource.system(), new java.security.SecureRandom(), Duration.ofMinutes(1));
        ConsentLedger ledger = ConsentLedger.inMemory();
        service()
                .withBean(NonceStore.class, () -> own)
                .withBean(ConsentLedger.class, () -> ledger)
                .run(context -> {
                    assertThat(context.getBean(NonceStore.class)).isSameAs(own).isNotInstanceOf(JdbcNonceStore.class);
                    assertThat(context.getBean(ConsentLedger.class)).isSameAs(ledger);
                });
    }

    @Test
    void rulesMayBeYaml() throws Exception {
        Path yaml = Files.writeString(folder.resolve("rules.yaml"), """
                format: lianbo.scoring-rules/1
                name: evening
                version: 3
                interactions:
                  comment: {points: 8, per: 1}
                """);
        Service.bare()
                .withPropertyValues("lianbo.rewards.rules=" + yaml.toUri())
                .run(context -> assertThat(context.getBean(ScoringRules.class).version())
                        .isEqualTo(3));
    }

    private ApplicationContextRunner service() throws Exception {
        Path rules = Files.writeString(folder.resolve("rules.json"), """
                {"format": "lianbo.scoring-rules/1", "name": "show", "version": 1,
                 "interactions": {"comment": {"points": 8, "per": 1}}}
                """);
        return Service.onChain(Service.withDatabase(folder), local)
                .withPropertyValues(
                        "lianbo.login.domain=live.example",
                        "lianbo.login.uri=https://live.example/login",
                        "lianbo.provenance.scan-secret=" + "5ec7e7".repeat(11),
                        "lianbo.provenance.chips.meta-read-key=" + META_READ_KEY,
                        "lianbo.provenance.chips.file-read-master-key=" + FILE_READ_MASTER_KEY,
                        "lianbo.provenance.chips.system-identifier=" + SYSTEM,
                        "lianbo.rewards.rules=" + rules.toUri())
                .withPropertyValues("lianbo.did.status-registry=" + status)
                .withPropertyValues(Arrays.stream(new String[] {
                            "nft.voucher-collection",
                            "provenance.anchor",
                            "provenance.issuer-registry",
                            "rewards.split-registry",
                            "rewards.settlement",
                            "rewards.sale-escrow",
                            "rewards.distributor"
                        })
                        .map(name -> "lianbo." + name + "=" + ADDRESS)
                        .toArray(String[]::new));
    }
}
