package io.lianbo.rewards.split;

import static org.assertj.core.api.Assertions.assertThat;

import io.lianbo.core.ChainId;
import io.lianbo.core.chain.Chain;
import io.lianbo.core.chain.Receipt;
import io.lianbo.core.crypto.LocalSigner;
import io.lianbo.testkit.LocalChain;
import io.lianbo.testkit.LocalChainTest;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@LocalChainTest
class SplitRegistryTest {

    private Chain chain;
    private LocalSigner merchant;
    private SplitRegistry registry;

    @BeforeEach
    void deploy(LocalChain local) {
        chain = Chain.connect(local.rpcUrl(), new ChainId(local.chainId()));
        merchant = LocalSigner.fromPrivateKey(local.accounts().getFirst().privateKey());
        registry = SplitRegistry.deploy(chain, merchant);
    }

    @AfterEach
    void close() {
        chain.close();
    }

    @Test
    void registersTermsUnderTheIdThatJavaComputes() {
        Random random = new Random(50);
        for (int i = 0; i < 10; i++) {
            SplitTerms terms = RandomSplits.terms(random, 50);
            assertThat(registry.exists(terms.id())).isFalse();

            registry.create(merchant, terms);

            assertThat(registry.exists(terms.id())).isTrue();
        }
    }

    @Test
    void changesNothingWhenTermsAreRegisteredAgain() {
        SplitTerms terms = RandomSplits.terms(new Random(1), 4);
        Receipt first = registry.create(merchant, terms);
        Receipt again = registry.create(merchant, terms);

        assertThat(first.logs()).hasSize(1);
        assertThat(again.logs()).isEmpty();
        assertThat(SplitRegistry.at(chain, registry.address()).exists(terms.id()))
                .isTrue();
    }
}
