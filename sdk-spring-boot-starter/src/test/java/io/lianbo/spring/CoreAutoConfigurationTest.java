package io.lianbo.spring;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.lianbo.core.Address;
import io.lianbo.core.ChainId;
import io.lianbo.core.Hex;
import io.lianbo.core.LianboException;
import io.lianbo.core.chain.Chain;
import io.lianbo.core.crypto.Keystore;
import io.lianbo.core.crypto.LocalSigner;
import io.lianbo.core.crypto.Signer;
import io.lianbo.core.tx.TxClient;
import io.lianbo.core.tx.TxIntent;
import io.lianbo.core.tx.TxJournal;
import io.lianbo.core.tx.TxState;
import io.lianbo.testkit.LocalChain;
import io.lianbo.testkit.LocalChainTest;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.BeanCreationException;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

@LocalChainTest
class CoreAutoConfigurationTest {
    private static final Address SOMEBODY = Address.of("0x00000000000000000000000000000000000000AA");

    private final LocalChain local;

    @TempDir
    Path folder;

    CoreAutoConfigurationTest(LocalChain local) {
        this.local = local;
    }

    @Test
    void withoutPropertiesThereIsAClockAndNothingElse() {
        Service.bare().run(context -> {
            assertThat(context).hasNotFailed().hasSingleBean(InstantSource.class);
            assertThat(context)
                    .doesNotHaveBean(Chain.class)
                    .doesNotHaveBean(Signer.class)
                    .doesNotHaveBean(TxJournal.class)
                    .doesNotHaveBean(TxClient.class);
        });
    }

    @Test
    void aChainIsConnectedByItsUrlAndId() {
        Service.onChain(Service.bare(), local).run(context -> {
            assertThat(context.getBean(Chain.class).id()).isEqualTo(new ChainId(local.chainId()));
            assertThat(context).doesNotHaveBean(TxClient.class);
        });
    }

    @Test
    void severalNodesMayBeNamedAndTheFirstNeedNotAnswer() {
        Service.bare()
                .withPropertyValues(
                        "lianbo.chain.rpc-url[0]=http://127.0.0.1:1",
                        "lianbo.chain.rpc-url[1]=" + local.rpcUrl(),
                        "lianbo.chain.chain-id=" + local.chainId(),
                        "lianbo.chain.request-timeout=5s",
                        "lianbo.chain.receipt-timeout=30s")
                .run(context ->
                        assertThat(context.getBean(Chain.class).blockNumber()).isNotNegative());
    }

    @Test
    void aWrongChainIsRefusedByName() {
        Service.bare()
                .withPropertyValues("lianbo.chain.rpc-url=" + local.rpcUrl(), "lianbo.chain.chain-id=1")
                .run(context -> {
                    assertThat(context).hasNotFailed(); // nothing asked for the chain
                    FailureAnalysis analysis = analysisOf(() -> context.getBean(Chain.class));
                    assertThat(analysis.getDescription()).startsWith("WRONG_CHAIN: ");
                    assertThat(analysis.getAction()).contains("lianbo.chain.chain-id");
                });
    }

    @Test
    void aServiceThatNeedsItsChainSaysThatItIsDown() {
        Service.bare()
                .withPropertyValues("lianbo.chain.rpc-url=http://127.0.0.1:1", "lianbo.chain.chain-id=31337")
                .withBean(Shop.class)
                .run(context -> {
                    assertThat(context).hasFailed();
                    FailureAnalysis analysis = new LianboFailureAnalyzer().analyze(context.getStartupFailure());
                    assertThat(analysis).isNotNull();
                    assertThat(analysis.getDescription()).startsWith("RPC_UNREACHABLE: ");
                    assertThat(analysis.getAction()).contains("ObjectProvider<Chain>");
                });
    }

    /** Takes the chain, as a controller would. */
    record Shop(Chain chain) {}

    @Test
    void anUrlWithoutAnIdAndAnIdWithoutAnUrlAreRefusedByName() {
        Map<String, String> missing = Map.of(
                "lianbo.chain.rpc-url=http://127.0.0.1:1", "lianbo.chain.chain-id",
                "lianbo.chain.chain-id=1", "lianbo.chain.rpc-url");
        missing.forEach((given, name) -> Service.bare()
                .withPropertyValues(given)
                .withBean(Shop.class)
                .run(context -> assertThat(context.getStartupFailure())
                        .rootCause()
                        .isInstanceOfSatisfying(
                                InvalidConfigurationPropertyValueException.class,
                                refused -> assertThat(refused.getName()).isEqualTo(name))));
    }

    @Test
    void aKeystoreSignsAndItsPasswordIsNeverPrinted() throws Exception {
        Path file = folder.resolve("keystore.json");
        try (LocalSigner signer = LocalSigner.fromPrivateKey(Service.KEY)) {
            Keystore.save(signer, file, "open sesame".toCharArray(), new SecureRandom());
            ApplicationContextRunner service = Service.bare().withPropertyValues("lianbo.signer.keystore=" + file);
            service.withPropertyValues("lianbo.signer.keystore-password=open sesame")
                    .run(context -> {
                        assertThat(context.getBean(Signer.class).address()).isEqualTo(signer.address());
                        assertThat(context.getBean(LianboProperties.class).toString())
                                .contains("keystore.json")
                                .doesNotContain("sesame");
                    });
            service.run(context -> assertThat(causesOf(() -> context.getBean(Signer.class)))
                    .contains("lianbo.signer.keystore-password"));
            service.withPropertyValues("lianbo.signer.keystore-password=wrong")
                    .run(context -> assertThat(causesOf(() -> context.getBean(Signer.class)))
                            .doesNotContain("wrong"));
        }
    }

    @Test
    void aRemoteSignerSignsForTheAccountThatIsNamed() throws Exception {
        HttpServer web3signer = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        try (LocalSigner key = LocalSigner.fromPrivateKey(Service.KEY)) {
            // Web3Signer lists the two coordinates, without the byte before them
            byte[] point = key.publicKey().uncompressed();
            String coordinates = Hex.encode(Arrays.copyOfRange(point, 1, point.length));
            byte[] keys = ("[\"" + coordinates + "\"]").getBytes(StandardCharsets.US_ASCII);
            web3signer.createContext("/api/v1/eth1/publicKeys", exchange -> {
                exchange.getResponseHeaders().add("Content-Type", "application/json");
                exchange.sendResponseHeaders(200, keys.length);
                exchange.getResponseBody().write(keys);
                exchange.close();
            });
            web3signer.start();
            ApplicationContextRunner service = Service.bare()
                    .withPropertyValues("lianbo.signer.url=http://127.0.0.1:"
                            + web3signer.getAddress().getPort());
            service.withPropertyValues("lianbo.signer.address=" + key.address())
                    .run(context ->
                            assertThat(context.getBean(Signer.class).address()).isEqualTo(key.address()));
            service.withPropertyValues("lianbo.signer.address=" + SOMEBODY)
                    .run(context -> assertThat(analysisOf(() -> context.getBean(Signer.class))
                                    .getDescription())
                            .startsWith("SIGNER_FAILED: "));
            service.run(context ->
                    assertThat(causesOf(() -> context.getBean(Signer.class))).contains("lianbo.signer.address"));
        } finally {
            web3signer.stop(0);
        }
    }

    @Test
    void transactionsHappenAndAreCounted() {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        Service.onChain(Service.withDatabase(folder), local)
                .withBean(Signer.class, () -> LocalSigner.fromPrivateKey(Service.KEY))
                .withBean(SimpleMeterRegistry.class, () -> registry)
                .run(context -> {
                    TxClient client = context.getBean(TxClient.class);
                    TxIntent gift = TxIntent.transfer("gift", SOMEBODY, BigInteger.TEN);
                    assertThat(client.execute(gift, Duration.ofSeconds(20)).state())
                            .isEqualTo(TxState.SUCCEEDED);
                    assertThat(context.getBean(Chain.class).balance(SOMEBODY)).isEqualTo(BigInteger.TEN);
                    assertThat(registry.get("lianbo.tx.settled")
                                    .tag("state", "succeeded")
                                    .counter()
                                    .count())
                            .isEqualTo(1);
                });
        assertThat(folder.resolve("service.db")).isNotEmptyFile();
    }

    @Test
    void twoSignersAreForTheServiceToChooseFrom() {
        Service.onChain(Service.withDatabase(folder), local)
                .withBean("merchant", Signer.class, () -> LocalSigner.fromPrivateKey(Service.KEY))
                .withBean("relayer", Signer.class, () -> LocalSigner.generate(new SecureRandom()))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(TxClient.class));
    }

    @Test
    void aDatabaseGetsNoTablesUntilAStoreIsAskedFor() {
        Service.withDatabase(folder).run(context -> {
            assertThat(context).hasNotFailed();
            assertThat(folder.resolve("service.db")).doesNotExist();
            context.getBean(TxJournal.class);
            assertThat(folder.resolve("service.db")).isNotEmptyFile();
        });
    }

    @Test
    void beansOfTheServiceWin() {
        InstantSource clock = InstantSource.fixed(Instant.EPOCH);
        TxJournal journal = TxJournal.inMemory();
        try (Chain chain = Chain.connect(local.rpcUrl(), new ChainId(local.chainId()))) {
            Service.onChain(Service.withDatabase(folder), local)
                    .withPropertyValues("lianbo.chain.chain-id=1")
                    .withBean(InstantSource.class, () -> clock)
                    .withBean(TxJournal.class, () -> journal)
                    .withBean(Chain.class, () -> chain)
                    .run(context -> {
                        assertThat(context.getBean(InstantSource.class)).isSameAs(clock);
                        assertThat(context.getBean(TxJournal.class)).isSameAs(journal);
                        assertThat(context.getBean(Chain.class)).isSameAs(chain);
                    });
        }
    }

    @Test
    void theMetadataDescribesEveryProperty() throws Exception {
        List<URI> found = getClass()
                .getClassLoader()
                .resources("META-INF/spring-configuration-metadata.json")
                .map(url -> URI.create(url.toString()))
                .filter(url -> url.toString().contains("starter"))
                .toList();
        assertThat(found).hasSize(1);
        assertThat(Files.readString(Path.of(found.getFirst())))
                .contains("\"lianbo.chain.rpc-url\"", "\"lianbo.login.session-idle-time\"", "\"lianbo.rewards.rules\"")
                .contains("EIP-155 id of the chain");
    }

    private static FailureAnalysis analysisOf(Runnable work) {
        try {
            work.run();
        } catch (BeanCreationException e) {
            FailureAnalysis analysis = new LianboFailureAnalyzer().analyze(e);
            assertThat(analysis).isNotNull();
            assertThat(e).hasRootCauseInstanceOf(LianboException.class);
            return analysis;
        }
        throw new AssertionError("nothing failed");
    }

    /** All that a failure says, its causes included. */
    private static String causesOf(Runnable work) {
        StringBuilder all = new StringBuilder();
        try {
            work.run();
        } catch (RuntimeException e) {
            for (Throwable t = e; t != null; t = t.getCause()) {
                all.append(t).append('\n');
            }
        }
        assertThat(all).isNotEmpty();
        return all.toString();
    }
}
