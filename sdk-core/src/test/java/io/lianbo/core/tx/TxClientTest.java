package io.lianbo.core.tx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lianbo.core.Address;
import io.lianbo.core.ChainId;
import io.lianbo.core.LianboException;
import io.lianbo.core.chain.Chain;
import io.lianbo.core.chain.Contract;
import io.lianbo.core.chain.ContractArtifact;
import io.lianbo.core.crypto.LocalSigner;
import io.lianbo.testkit.LocalChain;
import io.lianbo.testkit.LocalChainTest;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@LocalChainTest
class TxClientTest {
    private static final ContractArtifact TOKEN =
            ContractArtifact.load(LocalChain.class, "/io/lianbo/testkit/TestToken.json");
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final BigInteger ETHER = BigInteger.TEN.pow(18);

    @TempDir
    Path folder;

    private final Queue<TxEvent> events = new ConcurrentLinkedQueue<>();

    static Chain connect(LocalChain local) {
        return Chain.connect(local.rpcUrl(), new ChainId(local.chainId()));
    }

    static LocalSigner signer(LocalChain local, int account) {
        return LocalSigner.fromPrivateKey(local.accounts().get(account).privateKey());
    }

    private TxClient.Builder client(Chain chain, TxJournal journal) {
        return TxClient.builder(chain, journal).finality(Finality.included()).listener(events::add);
    }

    private List<TxEvent.Kind> kinds() {
        return events.stream().map(TxEvent::kind).toList();
    }

    @Test
    void mintsOnceForAnOrderHoweverOftenItIsHandedIn(LocalChain local) {
        try (Chain chain = connect(local);
                LocalSigner merchant = signer(local, 0)) {
            Contract token =
                    chain.deploy(merchant, TOKEN, "Tea Token", "TEA", 6).contract();
            Address viewer = signer(local, 1).address();
            // @start region="journal"
            Path file = folder.resolve("transactions.db");
            TxJournal journal = JdbcTxJournal.sqlite(file);
            // @end region="journal"
            // @start region="execute"
            try (TxClient client = TxClient.builder(chain, journal)
                    .lanes(merchant)
                    .finality(Finality.included())
                    .start()) {
                TxIntent mint = TxIntent.call("order-2026-0042/mint", token.call("mint", viewer, 1_000_000));
                TxRecord done = client.execute(mint, Duration.ofMinutes(1)).requireSucceeded();
                assertThat(done.inclusion()).isPresent();
                // @end region="execute"
                // @start region="intent"
                TxRecord same =
                        client.submit(TxIntent.call("order-2026-0042/mint", token.call("mint", viewer, 1_000_000)));
                // @end region="intent"
                assertThat(same).isEqualTo(done);
            }
            journal.close();
            assertThat(token.read("balanceOf", viewer).uint(0)).isEqualTo(1_000_000);
        }
    }

    @Test
    void awaitsEverythingThatWasHandedInTogether(LocalChain local) {
        try (Chain chain = connect(local);
                LocalSigner merchant = signer(local, 0);
                TxJournal journal = JdbcTxJournal.sqlite(folder.resolve("transactions.db"));
                TxClient client = client(chain, journal).lanes(merchant).start()) {
            List<Address> winners = IntStream.range(0, 150)
                    .mapToObj(i -> TxJournalConformance.address(1_000 + i))
                    .toList();
            // @start region="many"
            List<TxIntent> prizes = winners.stream()
                    .map(winner -> TxIntent.transfer("raffle-7/" + winner, winner, BigInteger.ONE))
                    .toList();
            client.submitAll(prizes);
            List<TxRecord> done =
                    client.awaitAll(prizes.stream().map(TxIntent::key).toList(), Duration.ofMinutes(1));
            // @end region="many"
            assertThat(done).extracting(TxRecord::intent).containsExactlyElementsOf(prizes);
            assertThat(done).extracting(TxRecord::state).containsOnly(TxState.SUCCEEDED);
            assertThat(done).allMatch(record -> record.inclusion().orElseThrow().succeeded());
            assertThat(winners).allMatch(winner -> chain.balance(winner).equals(BigInteger.ONE));

            assertThatIllegalArgumentException()
                    .isThrownBy(() -> client.awaitAll(List.of(prizes.getFirst().key(), "raffle-8"), SOON))
                    .withMessageContaining("raffle-8");
            local.setAutomine(false);
            client.submit(TxIntent.transfer("waits", winners.getFirst(), BigInteger.ONE));
            assertThatExceptionOfType(LianboException.class)
                    .isThrownBy(
                            () -> client.awaitAll(List.of(prizes.getFirst().key(), "waits"), Duration.ofMillis(300)))
                    .satisfies(e -> assertThat(e.code()).isEqualTo(LianboException.Code.NOT_MINED_IN_TIME));
        }
    }

    @Test
    void refusesWhatWouldRevertBeforeItIsSigned(LocalChain local) {
        try (Chain chain = connect(local);
                LocalSigner merchant = signer(local, 0);
                TxJournal journal = TxJournal.inMemory()) {
            Contract token =
                    chain.deploy(merchant, TOKEN, "Tea Token", "TEA", 6).contract();
            long before = chain.nonce(merchant.address());
            try (TxClient client =
                    client(chain, journal).lanes(merchant).explain(TOKEN).start()) {
                TxRecord refused = client.execute(
                        TxIntent.call(
                                "poor", token.call("transfer", signer(local, 1).address(), 5)),
                        SOON);
                assertThat(refused.state()).isEqualTo(TxState.FAILED);
                assertThat(refused.attempts()).isEmpty();
                assertThat(refused.problem().orElseThrow().toString())
                        .startsWith("WOULD_REVERT: TestToken.transfer reverted: InsufficientBalance");
                assertThatExceptionOfType(LianboException.class)
                        .isThrownBy(refused::requireSucceeded)
                        .satisfies(e -> assertThat(e.code()).isEqualTo(LianboException.Code.TRANSACTION_REFUSED));
                assertThat(client.execute(TxIntent.transfer("fine", merchant.address(), BigInteger.ONE), SOON)
                                .state())
                        .isEqualTo(TxState.SUCCEEDED);
            }
            assertThat(chain.nonce(merchant.address())).isEqualTo(before + 1);
        }
    }

    @Test
    void saysWhyAMinedTransactionReverted(LocalChain local) {
        try (Chain chain = connect(local);
                LocalSigner merchant = signer(local, 0);
                TxJournal journal = TxJournal.inMemory()) {
            Contract token =
                    chain.deploy(merchant, TOKEN, "Tea Token", "TEA", 6).contract();
            try (TxClient client =
                    client(chain, journal).lanes(merchant).explain(TOKEN).start()) {
                TxRecord reverted = client.execute(
                        TxIntent.call("poor", token.call("transfer", merchant.address(), 5))
                                .withGasLimit(100_000),
                        SOON);
                assertThat(reverted.state()).isEqualTo(TxState.REVERTED);
                assertThat(reverted.problem().orElseThrow().toString()).startsWith("REVERTED: InsufficientBalance");
            }
        }
    }

    @Test
    void waitsForConfirmationsAndSendsAgainWhatAReorganisationDropped(LocalChain local) {
        try (Chain chain = connect(local);
                LocalSigner merchant = signer(local, 0);
                TxJournal journal = TxJournal.inMemory();
                TxClient client = client(chain, journal)
                        .lanes(merchant)
                        .finality(Finality.confirmations(3))
                        .start()) {
            Address viewer = Address.of("0x00000000000000000000000000000000000abcde");
            client.submit(TxIntent.transfer("gift", viewer, BigInteger.TEN));
            awaitState(client, "gift", TxState.INCLUDED);
            assertThatExceptionOfType(LianboException.class)
                    .isThrownBy(() -> client.await("gift", Duration.ofMillis(300)))
                    .withMessageContaining("is INCLUDED after 300 ms")
                    .satisfies(e -> assertThat(e.isRetrySafe()).isTrue());

            local.rpc("anvil_reorg", 1, List.of());
            Awaitility.await().atMost(SOON).until(() -> kinds().contains(TxEvent.Kind.REORGANISED));
            awaitState(client, "gift", TxState.INCLUDED);
            local.mine(3);

            TxRecord done = client.await("gift", SOON).requireSucceeded();
            assertThat(done.attempts()).hasSize(1);
            assertThat(chain.balance(viewer)).isEqualTo(10);
        }
    }

    @Test
    void waitsUntilTheConsensusLayerCallsTheBlockFinal(LocalChain local) {
        for (Finality finality : List.of(Finality.safe(), Finality.finalized())) {
            try (Chain chain = connect(local);
                    LocalSigner merchant = signer(local, 0);
                    TxJournal journal = TxJournal.inMemory();
                    TxClient client = client(chain, journal)
                            .lanes(merchant)
                            .finality(finality)
                            .start()) {
                client.submit(TxIntent.transfer("gift", merchant.address(), BigInteger.ONE));
                awaitState(client, "gift", TxState.INCLUDED);
                local.mine(70); // the node calls a block safe 32 blocks later, and final 64 blocks later
                client.await("gift", SOON).requireSucceeded();
            }
        }
    }

    @Test
    void raisesTheFeeOfWhatIsStuckAndRemembersTheWholeFamily(LocalChain local) {
        local.setAutomine(false);
        try (Chain chain = connect(local);
                LocalSigner merchant = signer(local, 0);
                TxJournal journal = TxJournal.inMemory();
                TxClient client = client(chain, journal)
                        .lanes(merchant)
                        .patience(Duration.ofMillis(300))
                        .start()) {
            client.submit(TxIntent.transfer("slow", merchant.address(), BigInteger.ONE));
            Awaitility.await()
                    .atMost(SOON)
                    .until(() -> client.status("slow").orElseThrow().attempts().size() >= 3);
            local.mine(1);
            TxRecord done = client.await("slow", SOON).requireSucceeded();
            assertThat(done.attempts()).extracting(TxRecord.Attempt::nonce).containsOnly(0L);
            assertThat(done.attempts())
                    .extracting(attempt -> attempt.fees().max())
                    .isSorted()
                    .doesNotHaveDuplicates();
            assertThat(done.attempts())
                    .extracting(TxRecord.Attempt::hash)
                    .contains(done.inclusion().orElseThrow().transaction());
            assertThat(kinds()).contains(TxEvent.Kind.REPLACED);
            assertThat(chain.nonce(merchant.address())).isEqualTo(1);
        }
    }

    @Test
    void signsAnewWhatLostItsNonceToATransactionFromElsewhere(LocalChain local) {
        local.setAutomine(false);
        try (Chain chain = connect(local);
                LocalSigner merchant = signer(local, 0);
                TxJournal journal = TxJournal.inMemory();
                TxClient client = client(chain, journal).lanes(merchant).start()) {
            Address viewer = Address.of("0x00000000000000000000000000000000000abcde");
            client.submit(TxIntent.transfer("gift", viewer, BigInteger.TEN));
            awaitState(client, "gift", TxState.SIGNED);
            local.rpc("anvil_dropAllTransactions");
            local.setAutomine(true);
            try (Chain elsewhere = connect(local)) {
                elsewhere.transfer(merchant, merchant.address(), BigInteger.ONE);
            }
            TxRecord done = client.await("gift", SOON).requireSucceeded();
            assertThat(done.attempts()).extracting(TxRecord.Attempt::nonce).containsExactly(0L, 1L);
            assertThat(chain.balance(viewer)).isEqualTo(10);
            assertThat(kinds()).contains(TxEvent.Kind.NONCE_TAKEN);
        }
    }

    @Test
    void fillsANonceThatWasHandedOutAndNeverUsed(LocalChain local) {
        local.setAutomine(false);
        try (Chain chain = connect(local);
                LocalSigner merchant = signer(local, 0);
                TxJournal journal = TxJournal.inMemory()) {
            // A transaction from elsewhere waits, the client numbers behind it, and then it is dropped.
            local.rpc(
                    "eth_sendTransaction",
                    Map.of(
                            "from",
                            merchant.address().toString(),
                            "to",
                            merchant.address().toString(),
                            "value",
                            "0x1"));
            try (TxClient client = client(chain, journal)
                    .lanes(merchant)
                    .patience(Duration.ofMillis(500))
                    .start()) {
                client.submit(TxIntent.transfer("behind", merchant.address(), BigInteger.ONE));
                awaitState(client, "behind", TxState.SIGNED);
                assertThat(client.status("behind").orElseThrow().nonce()).isEqualTo(1);
                local.rpc("anvil_dropAllTransactions");
                local.setAutomine(true);
                client.await("behind", SOON).requireSucceeded();
                assertThat(kinds()).contains(TxEvent.Kind.GAP_FILLED);
            }
            assertThat(chain.nonce(merchant.address())).isEqualTo(2);
        }
    }

    @Test
    void waitsForFundsAndThenSends(LocalChain local) {
        try (Chain chain = connect(local);
                LocalSigner merchant = signer(local, 0);
                TxJournal journal = TxJournal.inMemory();
                TxClient client = client(chain, journal)
                        .lanes(merchant)
                        .patience(Duration.ofMillis(200))
                        .start()) {
            local.setBalance(merchant.address().toString(), BigInteger.TEN);
            client.submit(TxIntent.transfer("gift", merchant.address(), BigInteger.ONE)
                    .withGasLimit(21_000));
            Awaitility.await().atMost(SOON).until(() -> kinds().contains(TxEvent.Kind.HELD_UP));
            assertThat(client.status("gift")
                            .orElseThrow()
                            .problem()
                            .orElseThrow()
                            .code())
                    .isEqualTo("INSUFFICIENT_FUNDS");
            assertThat(chain.pendingNonce(merchant.address())).isEqualTo(0);
            local.setBalance(merchant.address().toString(), ETHER);
            client.await("gift", SOON).requireSucceeded();
        }
    }

    @Test
    void keepsToTheLimitOfATransactionAndOfADay(LocalChain local) {
        try (Chain chain = connect(local);
                LocalSigner merchant = signer(local, 0);
                TxJournal journal = TxJournal.inMemory()) {
            SpendLimit limit = new SpendLimit(ETHER, ETHER.multiply(BigInteger.TWO));
            try (TxClient client = client(chain, journal)
                    .lanes(merchant)
                    .limit(limit)
                    .patience(Duration.ofMillis(200))
                    .start()) {
                TxRecord tooMuch = client.execute(TxIntent.transfer("big", merchant.address(), ETHER), SOON);
                assertThat(tooMuch.state()).isEqualTo(TxState.FAILED);
                assertThat(tooMuch.problem().orElseThrow().code()).isEqualTo("SPEND_LIMIT");

                BigInteger most = ETHER.subtract(ETHER.divide(BigInteger.TEN));
                client.execute(TxIntent.transfer("one", merchant.address(), most), SOON)
                        .requireSucceeded();
                client.execute(TxIntent.transfer("two", merchant.address(), most), SOON)
                        .requireSucceeded();
                client.submit(TxIntent.transfer("three", merchant.address(), most));
                Awaitility.await().atMost(SOON).until(() -> kinds().contains(TxEvent.Kind.HELD_UP));
                assertThat(client.status("three")
                                .orElseThrow()
                                .problem()
                                .orElseThrow()
                                .code())
                        .isEqualTo("SPEND_LIMIT_OF_DAY");
            }
            assertThat(chain.nonce(merchant.address())).isEqualTo(2);
            // The next day, or with a higher limit, it goes on.
            try (TxClient client = client(chain, journal).lanes(merchant).start()) {
                client.await("three", SOON).requireSucceeded();
            }
        }
    }

    @Test
    void takesUpWhatAnotherClientLeft(LocalChain local) {
        local.setAutomine(false);
        try (Chain chain = connect(local);
                LocalSigner merchant = signer(local, 0);
                TxJournal journal = TxJournal.inMemory()) {
            try (TxClient before = client(chain, journal).lanes(merchant).start()) {
                before.submitAll(IntStream.range(0, 5)
                        .mapToObj(i -> TxIntent.transfer("gift-" + i, merchant.address(), BigInteger.ONE))
                        .toList());
                awaitState(before, "gift-4", TxState.SIGNED);
            }
            local.rpc("anvil_dropAllTransactions"); // the node forgot them, too
            local.setAutomine(true);
            try (TxClient after = client(chain, journal).lanes(merchant).start()) {
                TxClient.Recovery recovery = after.recover(SOON);
                assertThat(recovery.accounts()).containsExactly(merchant.address());
                for (int i = 0; i < 5; i++) {
                    assertThat(after.await("gift-" + i, SOON).requireSucceeded().attempts())
                            .hasSize(1);
                }
            }
            assertThat(chain.nonce(merchant.address())).isEqualTo(5);
        }
    }

    @Test
    void sendsAgainWhatAChainLostThatStartedFromAnEarlierState(LocalChain local) {
        try (Chain chain = connect(local);
                LocalSigner merchant = signer(local, 0);
                TxJournal journal = TxJournal.inMemory();
                TxClient client = client(chain, journal).lanes(merchant).start()) {
            Address viewer = Address.of("0x00000000000000000000000000000000000abcde");
            var start = local.snapshot();
            client.execute(TxIntent.transfer("gift", viewer, BigInteger.TEN), SOON)
                    .requireSucceeded();
            local.revert(start);
            assertThat(chain.balance(viewer)).isEqualTo(0);

            client.recover(SOON);
            Awaitility.await().atMost(SOON).until(() -> chain.balance(viewer).equals(BigInteger.TEN));
            assertThat(client.await("gift", SOON).requireSucceeded().attempts()).hasSize(1);
            assertThat(kinds()).contains(TxEvent.Kind.REORGANISED);
        }
    }

    @Test
    void sharesTheWorkOverLanes(LocalChain local) {
        try (Chain chain = connect(local);
                LocalSigner first = signer(local, 0);
                LocalSigner second = signer(local, 1);
                TxJournal journal = TxJournal.inMemory();
                TxClient client =
                        client(chain, journal).lanes(first, second).inFlight(4).start()) {
            List<TxIntent> gifts = IntStream.range(0, 40)
                    .mapToObj(i -> TxIntent.transfer("gift-" + i, first.address(), BigInteger.ONE)
                            .withGasLimit(21_000))
                    .toList();
            client.submitAll(gifts);
            gifts.forEach(gift -> client.await(gift.key(), SOON).requireSucceeded());
            long one = chain.nonce(first.address());
            long two = chain.nonce(second.address());
            assertThat(one + two).isEqualTo(40);
            assertThat(one).isPositive();
            assertThat(two).isPositive();
        }
    }

    @Test
    void sendsNothingThatTheJournalDidNotKeepAndGoesOnWhenItDoes(LocalChain local) {
        try (Chain chain = connect(local);
                LocalSigner merchant = signer(local, 0);
                FailingJournal journal = new FailingJournal(TxJournal.inMemory());
                TxClient client = client(chain, journal).lanes(merchant).start()) {
            client.submit(TxIntent.transfer("first", merchant.address(), BigInteger.ONE));
            client.await("first", SOON).requireSucceeded();
            journal.failUpdates(true);
            client.submit(TxIntent.transfer("second", merchant.address(), BigInteger.ONE));
            Awaitility.await().atMost(SOON).until(() -> journal.failures() >= 3);
            assertThat(chain.pendingNonce(merchant.address())).isEqualTo(1);
            journal.failUpdates(false);
            assertThat(client.await("second", SOON).requireSucceeded().attempts())
                    .hasSize(1);
            assertThat(chain.nonce(merchant.address())).isEqualTo(2);
        }
    }

    @Test
    void needsALaneAndEachAccountOnce(LocalChain local) {
        try (Chain chain = connect(local);
                LocalSigner merchant = signer(local, 0);
                TxJournal journal = TxJournal.inMemory()) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> TxClient.builder(chain, journal).start())
                    .withMessageContaining("one lane or more");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> TxClient.builder(chain, journal)
                            .lanes(merchant, merchant)
                            .start())
                    .withMessageContaining("2 lanes of 1 accounts");
            try (TxClient client = client(chain, journal).lanes(merchant).start()) {
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> client.await("never", SOON))
                        .withMessageContaining("no intent never");
            }
        }
    }

    static void awaitState(TxClient client, String key, TxState state) {
        Awaitility.await()
                .atMost(SOON)
                .until(() -> client.status(key).orElseThrow().state() == state);
    }
}
