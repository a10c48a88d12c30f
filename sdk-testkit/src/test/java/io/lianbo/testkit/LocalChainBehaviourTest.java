package io.lianbo.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@LocalChainTest
class LocalChainBehaviourTest {

    private static final BigInteger ETHER = BigInteger.TEN.pow(18);

    private final LocalChain chain;
    private final String alice;
    private final String bob;

    LocalChainBehaviourTest(LocalChain chain) {
        this.chain = chain;
        this.alice = chain.accounts().get(0).address();
        this.bob = chain.accounts().get(1).address();
    }

    @Test
    void fundsTheAccountsOfThePublishedMnemonic() {
        assertThat(chain.chainId()).isEqualTo(31337);
        assertThat(chain.rpc("eth_chainId")).isEqualTo("0x7a69");
        assertThat(chain.accounts()).hasSize(10).doesNotHaveDuplicates();
        assertThat(chain.accounts().get(0))
                .isEqualTo(new TestAccount(
                        "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266",
                        "0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80"));
        assertThat(chain.accounts())
                .allSatisfy(account -> assertThat(chain.balance(account.address()))
                        .isEqualTo(ETHER.multiply(BigInteger.valueOf(10_000))));
    }

    @Test
    void neverShowsAKeyByAccident() {
        assertThat(chain.accounts().get(0)).hasToString("0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266");
        assertThat(LocalChain.Options.defaults().toString()).doesNotContain("junk");
        assertThat(chain).hasToString("LocalChain 31337 at " + chain.rpcUrl());
    }

    @Test
    void isUpInAboutASecond(TestReporter reporter) {
        long began = System.nanoTime();
        LocalChain.start().close();
        Duration taken = Duration.ofNanos(System.nanoTime() - began);

        reporter.publishEntry("start and end of a chain, ms", Long.toString(taken.toMillis()));
        assertThat(taken).isLessThan(Duration.ofSeconds(3)); // far less, where the machine has nothing else to do
    }

    @Test
    void startsTheSameEachTime() {
        try (LocalChain other = LocalChain.start()) {
            try (LocalChain another = LocalChain.start()) {
                send(other, alice, bob);
                send(another, alice, bob);
                other.mine(3);
                another.mine(3);

                assertThat(latestBlock(other)).isEqualTo(latestBlock(another)).containsKey("hash");
                assertThat(other.accounts()).isEqualTo(another.accounts());
                assertThat(other.timestamp()).isEqualTo(Instant.parse("2026-01-01T00:00:04Z"));
            }
        }
    }

    @Test
    void runsASecondChainBesideTheFirst() {
        LocalChain.Options options = LocalChain.Options.defaults()
                .withChainId(8453)
                .withAccounts(3)
                .withMnemonic("legal winner thank year wave sausage worth useful legal winner thank yellow")
                .withHardfork("cancun")
                .withTimestamp(Instant.parse("2030-05-01T12:00:00Z"));
        try (LocalChain second = LocalChain.start(options)) {
            assertThat(second.chainId()).isEqualTo(8453);
            assertThat(second.rpc("eth_chainId")).isEqualTo("0x2105");
            assertThat(second.accounts()).hasSize(3).doesNotContainAnyElementsOf(chain.accounts());
            assertThat(second.timestamp()).isEqualTo("2030-05-01T12:00:00Z");
            assertThat(second.rpcUrl()).isNotEqualTo(chain.rpcUrl());

            second.mine(5);
            assertThat(second.blockNumber()).isEqualTo(5);
            assertThat(chain.blockNumber()).isZero();

            assertThatIllegalArgumentException()
                    .isThrownBy(() -> chain.revert(second.snapshot()))
                    .withMessageContaining("another chain");
        }
    }

    @Test
    void goesBackToASnapshotAsOftenAsWanted() {
        Snapshot snapshot = chain.snapshot();
        for (int i = 0; i < 3; i++) {
            send(chain, alice, bob);
            chain.increaseTime(Duration.ofDays(1));
            assertThat(chain.balance(bob)).isEqualTo(ETHER.multiply(BigInteger.valueOf(10_001)));

            chain.revert(snapshot);

            assertThat(chain.blockNumber()).isZero();
            assertThat(chain.timestamp()).isEqualTo("2026-01-01T00:00:00Z");
            assertThat(chain.balance(bob)).isEqualTo(ETHER.multiply(BigInteger.valueOf(10_000)));
        }
    }

    @Test
    void refusesASnapshotThatAnEarlierOneUndid() {
        Snapshot earlier = chain.snapshot();
        chain.mine(1);
        Snapshot later = chain.snapshot();
        chain.revert(earlier);

        assertThatExceptionOfType(LocalChainException.class)
                .isThrownBy(() -> chain.revert(later))
                .withMessageContaining("no longer valid");
    }

    @Test
    void travelsInTime() {
        chain.increaseTime(Duration.ofDays(365));
        assertThat(chain.timestamp()).isEqualTo("2027-01-01T00:00:00Z");
        assertThat(chain.blockNumber()).isEqualTo(1);

        chain.setTime(Instant.parse("2028-02-29T00:00:00Z"));
        chain.mine(1);
        assertThat(chain.timestamp()).isEqualTo("2028-02-29T00:00:01Z");
    }

    @Test
    void refusesToTravelBack() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> chain.increaseTime(Duration.ofMillis(999)))
                .withMessageContaining("PT0.999S");
        assertThatExceptionOfType(LocalChainException.class)
                .isThrownBy(() -> chain.setTime(Instant.parse("2025-12-31T00:00:00Z")));
    }

    @Test
    void holdsTransactionsBackUntilABlockIsMined() {
        chain.setAutomine(false);
        submit(chain, alice, bob);
        submit(chain, alice, bob);
        assertThat(chain.blockNumber()).isZero();

        chain.mine(1);

        assertThat(chain.blockNumber()).isEqualTo(1);
        assertThat((List<?>) latestBlock(chain).get("transactions")).hasSize(2);
        assertThatIllegalArgumentException().isThrownBy(() -> chain.mine(0)).withMessageContaining("0");
    }

    @Test
    void minesInARhythm() {
        LocalChain.Options options = LocalChain.Options.defaults().withBlockTime(Duration.ofSeconds(1));
        try (LocalChain steady = LocalChain.start(options)) {
            submit(steady, alice, bob);
            Awaitility.await().until(() -> steady.blockNumber() >= 1);
            assertThat(steady.timestamp()).isAfter("2026-01-01T00:00:00Z");
        }
    }

    @Test
    void sendsFromAnImpersonatedAddress() {
        String stranger = "0x00000000000000000000000000000000DeaDBeef";
        chain.setBalance(stranger, ETHER.multiply(BigInteger.TWO));
        assertThatExceptionOfType(LocalChainException.class)
                .isThrownBy(() -> send(chain, stranger, bob))
                .withMessageContaining("eth_sendTransaction")
                .satisfies(e -> assertThat(e.rpcCode()).isPresent());

        chain.impersonate(stranger);
        send(chain, stranger, bob);
        assertThat(chain.balance(bob)).isEqualTo(ETHER.multiply(BigInteger.valueOf(10_001)));

        chain.stopImpersonating(stranger);
        assertThatExceptionOfType(LocalChainException.class).isThrownBy(() -> send(chain, stranger, bob));
    }

    @Test
    void refusesATransactionAboveTheGasCapOfTheMainNetwork() {
        assertThatExceptionOfType(LocalChainException.class)
                .isThrownBy(
                        () -> chain.rpc("eth_sendTransaction", Map.of("from", alice, "to", bob, "gas", "0x1000001")))
                .withMessageContaining("gas");
    }

    @Test
    void refusesWhatIsNoAddressOrBalance() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> chain.balance("alice"))
                .withMessageContaining("alice");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> chain.setBalance(alice, BigInteger.ONE.negate()))
                .withMessageContaining("-1");
        assertThatIllegalArgumentException().isThrownBy(() -> chain.setBalance(alice, BigInteger.TWO.pow(256)));
    }

    @Test
    void saysWhatAnvilRefused() {
        assertThatExceptionOfType(LocalChainException.class)
                .isThrownBy(() -> chain.rpc("eth_nonsense"))
                .withMessageContaining("anvil refused eth_nonsense")
                .satisfies(e -> {
                    assertThat(e.rpcCode()).hasValue(-32601);
                    assertThat(e.revertData()).isEmpty();
                });
    }

    @Test
    void handsOnWhatAContractRevertsWith() {
        // PUSH4 0xdeadbeef PUSH1 0 MSTORE PUSH1 4 PUSH1 28 REVERT
        chain.rpc("anvil_setCode", bob, "0x63deadbeef6000526004601cfd");

        assertThatExceptionOfType(LocalChainException.class)
                .isThrownBy(() -> chain.rpc("eth_call", Map.of("to", bob), "latest"))
                .satisfies(e -> assertThat(e.revertData()).hasValue("0xdeadbeef"));
    }

    @Test
    void keepsEachBlockButTheStateOfTheLatestAlone() {
        send(chain, alice, bob);
        chain.mine(600);

        assertThat((Map<?, ?>) chain.rpc("eth_getBlockByNumber", "0x1", false)).isNotEmpty();
        assertThat(chain.rpc("eth_getBalance", bob, "0x100")).isNotNull();
        assertThatExceptionOfType(LocalChainException.class).isThrownBy(() -> chain.rpc("eth_getBalance", bob, "0x1"));
    }

    @Test
    void refusesOptionsOutOfRange() {
        LocalChain.Options options = LocalChain.Options.defaults();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> options.withChainId(0))
                .withMessageContaining("0");
        assertThatIllegalArgumentException().isThrownBy(() -> options.withChainId(Long.MAX_VALUE));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> options.withAccounts(1001))
                .withMessageContaining("1001");
        assertThatIllegalArgumentException().isThrownBy(() -> options.withMnemonic(" "));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> options.withHardfork("--fork-url"))
                .withMessageContaining("--fork-url");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> options.withBlockTime(Duration.ofMillis(1500)))
                .withMessageContaining("PT1.5S");
        assertThatIllegalArgumentException().isThrownBy(() -> options.withBlockTime(Duration.ofSeconds(-1)));
        assertThatIllegalArgumentException().isThrownBy(() -> options.withTimestamp(Instant.EPOCH));
    }

    @Test
    void saysWhyAnvilDidNotStart() {
        assertThatExceptionOfType(LocalChainException.class)
                .isThrownBy(() -> LocalChain.start(LocalChain.Options.defaults().withHardfork("atlantis")))
                .withMessageContaining("anvil did not start")
                .withMessageContaining("atlantis");
        assertThatExceptionOfType(LocalChainException.class)
                .isThrownBy(() -> LocalChain.start(LocalChain.Options.defaults().withMnemonic("no such words")))
                .withMessageContaining("anvil did not start");
    }

    @Test
    void saysThatAnvilHasEnded() {
        LocalChain doomed = LocalChain.start();
        ProcessHandle.of(doomed.anvilPid()).orElseThrow().destroyForcibly();

        Awaitility.await()
                .untilAsserted(() -> assertThatExceptionOfType(LocalChainException.class)
                        .isThrownBy(doomed::blockNumber)
                        .withMessageContaining("anvil did not answer eth_blockNumber at " + doomed.rpcUrl())
                        .withMessageContaining("it has ended"));
        doomed.close();
    }

    @ParameterizedTest
    @EnumSource
    @Timeout(value = 30, unit = TimeUnit.SECONDS)
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "has no POSIX shell")
    void leavesNothingBehindWhenClosed(AnvilProcess.Guard guard) {
        Path anvil = AnvilBinary.find();
        long before = ProcessHandle.current().descendants().count();
        LocalChain closed = LocalChain.start(LocalChain.Options.defaults(), anvil, guard);
        assertThat(ProcessHandle.current().descendants().count()).isEqualTo(before + 2); // anvil and its guard
        assertThat(isAlive(closed.anvilPid())).isTrue();

        closed.close();
        closed.close();

        assertThat(isAlive(closed.anvilPid())).isFalse();
        assertThat(ProcessHandle.current().descendants().count()).isEqualTo(before);
    }

    /** Sends one ether, and waits until it has arrived. */
    private static void send(LocalChain chain, String from, String to) {
        Object hash = submit(chain, from, to);
        Awaitility.await()
                .pollInterval(Duration.ofMillis(1))
                .until(() -> chain.rpc("eth_getTransactionReceipt", hash) != null);
    }

    private static Object submit(LocalChain chain, String from, String to) {
        return chain.rpc("eth_sendTransaction", Map.of("from", from, "to", to, "value", "0x" + ETHER.toString(16)));
    }

    @SuppressWarnings("unchecked") // a JSON object
    private static Map<String, Object> latestBlock(LocalChain chain) {
        return (Map<String, Object>) chain.rpc("eth_getBlockByNumber", "latest", false);
    }

    private static boolean isAlive(long pid) {
        return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
    }
}
