package io.lianbo.examples.livestore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.lianbo.core.Address;
import io.lianbo.core.crypto.Keystore;
import io.lianbo.core.crypto.LocalSigner;
import io.lianbo.testkit.LocalChain;
import io.lianbo.testsupport.Databases;
import java.math.BigInteger;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;

/** On a node and a PostgreSQL that are there before it and stay, by properties alone. */
class ConfiguredStoreTest {
    @TempDir
    Path folder;

    @Test
    void aStoreThatOpensAgainFindsItsContractsAndCredentialsAndHasNoDevelopmentWallet() throws Exception {
        Path keystore = folder.resolve("platform.json");
        try (LocalChain node = LocalChain.start();
                LocalSigner platform = LocalSigner.generate(new SecureRandom())) {
            node.setBalance(platform.address().toString(), BigInteger.TEN.pow(20));
            Keystore.save(platform, keystore, "open sesame".toCharArray(), new SecureRandom());
            String[] properties = {
                "lianbo.chain.rpc-url=" + node.rpcUrl(),
                "lianbo.chain.chain-id=" + node.chainId(),
                "lianbo.signer.keystore=" + keystore,
                "lianbo.signer.keystore-password=open sesame",
                "lianbo.provenance.scan-secret=" + "5c".repeat(32),
                "spring.datasource.url=" + Databases.empty(Databases.Store.POSTGRESQL, folder)
            };
            Address collection;
            String credential;
            long blocks;
            try (TestStore store = TestStore.open(properties)) {
                collection = store.bean(Contracts.class).collection().id().address();
                credential = store.credential("mei", "CAKE-0001");
                Browser mei = store.loggedIn("mei");
                mei.grant(DemoKeys.viewer("mei"));
                assertThat(mei.post(credential, Map.of()).statusCode()).isEqualTo(200);
                blocks = node.blockNumber();
                assertThat(store.bean(Contracts.class).session().operator()).isEqualTo(platform.address());
                assertThat(store.browser().get("/").body())
                        .contains("Spring tea")
                        .doesNotContain("id=\"dev-wallet\"");
                assertThat(store.browser().getJson("/dev-wallet/accounts").statusCode())
                        .isEqualTo(404);
                assertThat(store.browser()
                                .post("/dev-chip/CAKE-0001/chip", Map.of())
                                .statusCode())
                        .isEqualTo(404);
                assertThat(store.browser()
                                .get("/01/09506000134352/21/CAKE-0001")
                                .statusCode())
                        .isEqualTo(200);
                assertThat(catching(store)).isInstanceOf(NoSuchBeanDefinitionException.class);
            }
            try (TestStore again = TestStore.open(properties)) {
                assertThat(again.bean(Contracts.class).collection().id().address())
                        .isEqualTo(collection);
                assertThat(node.blockNumber()).isEqualTo(blocks); // nothing was sent anew
                Browser mei = again.loggedIn("mei");
                assertThat(mei.get("/me").body()).contains("0.00 DUSD", "read 1 of 12 times");
                assertThat(mei.post(credential, Map.of()).statusCode()).isEqualTo(200);
                assertThat(mei.get("/me").body()).contains("read 2 of 12 times");
            }
        }
    }

    /** There is no chain of the store's own. */
    private static Throwable catching(TestStore store) {
        return catchThrowable(() -> store.bean(LocalChain.class));
    }
}
