package io.lianbo.rewards.split;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lianbo.core.ChainId;
import io.lianbo.core.Hash32;
import io.lianbo.core.Hex;
import io.lianbo.core.Verdict;
import io.lianbo.core.chain.AbiValues;
import io.lianbo.core.chain.Chain;
import io.lianbo.core.chain.Contract;
import io.lianbo.core.chain.ContractArtifact;
import io.lianbo.core.chain.ContractCall;
import io.lianbo.core.chain.ContractRevertException;
import io.lianbo.core.chain.Receipt;
import io.lianbo.core.crypto.LocalSigner;
import io.lianbo.testkit.LocalChain;
import io.lianbo.testkit.LocalChainTest;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@LocalChainTest
class SplitRegistryTest {

    private static final ContractArtifact MULTICALL =
            ContractArtifact.load(LocalChain.class, "/io/lianbo/testkit/TestMulticall.json");
    private static final ContractArtifact REGISTRY =
            ContractArtifact.load(SplitRegistry.class, "/io/lianbo/rewards/SplitRegistry.json");

    private LocalChain local;
    private Chain chain;
    private LocalSigner merchant;
    private SplitRegistry registry;

    @BeforeEach
    void deploy(LocalChain local) {
        this.local = local;
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

    /** Java and Solidity must agree to the unit, from 1 up to 2^128, and each sum is the amount. */
    @Test
    void dividesAsTheCalculatorDoesInTenThousandRandomCases() {
        byte[] multicall =
                chain.code(chain.deploy(merchant, MULTICALL).contract().address());
        local.rpc("anvil_setCode", "0xcA11bde05977b3631167028862bE2a173976CA11", Hex.encode(multicall));
        Contract contract = chain.contract(registry.address(), REGISTRY);
        Random random = new Random(20_261_201);
        int cases = 0;
        while (cases < 10_000) {
            List<ContractCall> calls = new ArrayList<>();
            List<List<BigInteger>> expected = new ArrayList<>();
            for (int i = 0; i < 500; i++, cases++) {
                SplitTerms terms = RandomSplits.terms(random, cases % 10 == 0 ? 50 : 6);
                BigInteger amount = RandomSplits.amount(random, 128);
                calls.add(contract.call("partsOf", terms.abiValue(), amount));
                expected.add(SplitCalculator.payments(terms, amount).stream()
                        .map(Payment::amount)
                        .toList());
            }
            List<Verdict<AbiValues>> answers = chain.readAll(calls);
            for (int i = 0; i < answers.size(); i++) {
                assertThat(answers.get(i).value().orElseThrow().list(0)).isEqualTo(expected.get(i));
            }
        }
        assertThat(cases).isEqualTo(10_000);
    }

    @Test
    void changesALineWhenItsDelayIsOverAndNotBefore() {
        SplitTerms old = RandomSplits.terms(new Random(1), 4);
        SplitTerms next = RandomSplits.terms(new Random(2), 4);
        registry.create(merchant, old);
        registry.create(merchant, next);
        Hash32 line = registry.open(merchant, old, Duration.ofDays(7), Hash32.ZERO);
        Instant opened = chain.timestamp();

        Instant from = registry.announce(merchant, line, next);
        assertThat(from).isAfterOrEqualTo(opened.plus(Duration.ofDays(7)));
        assertThat(registry.splitOf(line)).isEqualTo(old.id());
        assertThat(registry.splitAt(line, from.minusSeconds(1))).contains(old.id());
        assertThat(registry.splitAt(line, from)).contains(next.id());
        assertThat(registry.splitAt(line, opened.minusSeconds(1))).isEmpty();

        registry.withdraw(merchant, line);
        assertThat(registry.splitAt(line, from)).contains(old.id());
        Instant again = registry.announce(merchant, line, next);
        local.setTime(again);
        assertThat(registry.splitOf(line)).isEqualTo(next.id());
        assertThatExceptionOfType(ContractRevertException.class)
                .isThrownBy(() -> registry.withdraw(merchant, line))
                .satisfies(e -> assertThat(e.error().name()).isEqualTo("NothingAnnounced"));
    }

    @Test
    void refusesADelayThatNoLineHas() {
        SplitTerms terms = RandomSplits.terms(new Random(1), 4);
        for (Duration delay : List.of(Duration.ZERO, Duration.ofSeconds(1L << 32), Duration.ofMillis(1_500))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> registry.open(merchant, terms, delay, Hash32.ZERO))
                    .withMessageStartingWith("delay must be 1 to 4294967295 whole seconds: ");
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
