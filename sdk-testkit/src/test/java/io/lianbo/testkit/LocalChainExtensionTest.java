package io.lianbo.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.math.BigInteger;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/** The order is shuffled with a new seed in each run, for no test may depend on it. */
@LocalChainTest
@TestMethodOrder(MethodOrderer.Random.class)
class LocalChainExtensionTest {

    private static final String SAFE = "0x0000000000000000000000000000000000005afe";

    private static LocalChain chainOfTheClass;

    @BeforeAll
    static void givesTheWholeClassSomeMoney(LocalChain chain) {
        chainOfTheClass = chain;
        chain.setBalance(SAFE, BigInteger.TEN);
    }

    @BeforeEach
    void minesABlock(LocalChain chain) {
        chain.mine(1);
    }

    @AfterAll
    static void stillHasTheChain(LocalChain chain) {
        assertThat(chain.blockNumber()).isZero();
    }

    @RepeatedTest(3)
    void undoesWhatATestDid(LocalChain chain) {
        assertThat(chain).isSameAs(chainOfTheClass);
        assertThat(chain.blockNumber()).isEqualTo(1);
        assertThat(chain.balance(SAFE)).isEqualTo(10);

        chain.setBalance(SAFE, BigInteger.ONE);
        chain.increaseTime(Duration.ofDays(400));
        chain.mine(7);
    }

    @RepeatedTest(2)
    void undoesTheMiningModeWaitingTransactionsAndImpersonation(LocalChain chain) {
        String alice = chain.accounts().get(0).address();
        Map<String, String> nothingToSafe = Map.of("from", SAFE, "to", alice, "gasPrice", "0x0");
        assertThatExceptionOfType(LocalChainException.class)
                .isThrownBy(() -> chain.rpc("eth_sendTransaction", nothingToSafe));
        chain.rpc("eth_sendTransaction", Map.of("from", alice, "to", SAFE));
        Awaitility.await().until(() -> chain.blockNumber() == 2);
        assertThat(chain.rpc("eth_getTransactionCount", alice, "pending")).isEqualTo("0x1");

        chain.impersonate(SAFE);
        chain.setAutomine(false);
        chain.rpc("eth_sendTransaction", Map.of("from", alice, "to", SAFE));
        assertThat(chain.rpc("eth_getTransactionCount", alice, "pending")).isEqualTo("0x2");
    }

    @RepeatedTest(20)
    void undoesWhatIsStillBeingMined(LocalChain chain) {
        String alice = chain.accounts().get(0).address();
        assertThat(chain.rpc("eth_getTransactionCount", alice, "pending")).isEqualTo("0x0");
        for (int i = 0; i < 5; i++) {
            chain.rpc("eth_sendTransaction", Map.of("from", alice, "to", SAFE, "value", "0x1"));
        }
    }

    @Nested
    class InsideAnotherClass {

        @BeforeAll
        static void spendsSome(LocalChain chain) {
            assertThat(chain.balance(SAFE)).isEqualTo(10);
            chain.setBalance(SAFE, BigInteger.TWO);
        }

        @RepeatedTest(2)
        void sharesTheChain(LocalChain chain) {
            assertThat(chain).isSameAs(chainOfTheClass);
            assertThat(chain.balance(SAFE)).isEqualTo(2);
            chain.setBalance(SAFE, BigInteger.ZERO);
        }
    }

    @Nested
    class BesideTheNestedClass {

        @Test
        void seesNothingOfIt(LocalChain chain) {
            assertThat(chain.balance(SAFE)).isEqualTo(10);
        }
    }

    @Nested
    @LocalChainTest
    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    class WithOneInstance {

        private final LocalChain chain;

        WithOneInstance(LocalChain chain) {
            this.chain = chain;
        }

        @Test
        void getsTheChainInItsConstructor() {
            assertThat(chain).isSameAs(chainOfTheClass);
        }
    }
}
