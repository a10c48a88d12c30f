package io.lianbo.core.tx;

import static org.assertj.core.api.Assertions.assertThat;

import io.lianbo.core.Address;
import io.lianbo.core.ChainId;
import io.lianbo.core.chain.Chain;
import io.lianbo.core.chain.FaultyProxy;
import io.lianbo.core.crypto.LocalSigner;
import io.lianbo.testkit.LocalChain;
import io.lianbo.testkit.LocalChainTest;
import io.lianbo.testsupport.ChildJvm;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Every intent happens exactly once: not lost, not doubled, whoever dies and however many send. */
@LocalChainTest
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class ExactlyOnceTest {
    private static final Logger LOG = Logger.getLogger(ExactlyOnceTest.class.getName());
    private static final Duration LONG = Duration.ofMinutes(2);

    @TempDir
    Path folder;

    @Test
    void survivesThirtyKillsAtRandomInstants(LocalChain local) throws Exception {
        int kills = 30;
        int intents = 500;
        Path journal = folder.resolve("killed.db");
        Random random = new Random(20261111);
        int killed = 0;
        for (int round = 0; killed < kills; round++) {
            int some = Math.min(intents, (round + 1) * intents / kills);
            Process sender = start(local, journal, some, 0, 1);
            try {
                assertThat(firstLine(sender)).isEqualTo("working");
                boolean finished = sender.waitFor(random.nextInt(400), TimeUnit.MILLISECONDS);
                if (!finished) {
                    sender.destroyForcibly(); // SIGKILL
                    killed++;
                }
            } finally {
                sender.destroyForcibly().waitFor();
            }
        }
        Process last = start(local, journal, intents, 0, 1);
        assertThat(last.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(last.exitValue()).isZero();
        assertEachHappenedOnce(local, intents, killed, "process killed", 0, 1);
    }

    @Test
    void survivesTwoProcessesOnOneJournalOfWhichOneIsKilled(LocalChain local) throws Exception {
        int intents = 120;
        Path journal = folder.resolve("shared.db");
        // The same accounts in both: what one holds, the other waits for, and takes over when it is killed.
        Process one = start(local, journal, intents, 0, 1);
        Process two = start(local, journal, intents, 0, 1);
        try {
            assertThat(firstLine(one)).isEqualTo("working");
            assertThat(firstLine(two)).isEqualTo("working");
            one.waitFor(250, TimeUnit.MILLISECONDS);
            one.destroyForcibly().waitFor();
            assertThat(two.waitFor(2, TimeUnit.MINUTES)).isTrue();
            assertThat(two.exitValue()).isZero();
        } finally {
            one.destroyForcibly().waitFor();
            two.destroyForcibly().waitFor();
        }
        assertEachHappenedOnce(local, intents, 1, "of two processes killed", 0, 1);
    }

    /** A limit on the size of files stands in for the full disk: SQLite gets the same answer from the system. */
    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void broadcastsNothingThatAFullDiskCouldNotKeep(LocalChain local) throws Exception {
        int intents = 600;
        Path journal = folder.resolve("full.db");
        List<String> limited = new ArrayList<>(List.of("sh", "-c", "ulimit -f 6000; exec \"$@\"", "sh"));
        limited.addAll(command(local, journal, intents, 0, 1));
        Process full = new ProcessBuilder(limited)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(firstLine(full)).isEqualTo("working");
        assertThat(full.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(full.exitValue()).isNotZero();

        long sent = 0;
        try (Chain chain = TxClientTest.connect(local);
                TxJournal stored = JdbcTxJournal.sqlite(journal)) {
            Set<String> kept = new HashSet<>();
            for (int i = 0; i < intents; i++) {
                stored.find(chain.id(), "gift-" + i)
                        .ifPresent(record -> record.attempts()
                                .forEach(attempt -> kept.add(attempt.hash().toString())));
            }
            for (long block = 1; block <= chain.blockNumber(); block++) {
                Map<?, ?> mined = (Map<?, ?>) local.rpc("eth_getBlockByNumber", "0x" + Long.toHexString(block), false);
                for (Object hash : (List<?>) mined.get("transactions")) {
                    assertThat(kept).contains((String) hash);
                    sent++;
                }
            }
            assertThat(kept).isNotEmpty();
        }
        assertThat(sent).isLessThan(intents);
        Process after = start(local, journal, intents, 0, 1);
        assertThat(after.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(after.exitValue()).isZero();
        assertEachHappenedOnce(local, intents, 1, "disk full after " + sent + " transactions", 0, 1);
    }

    @Test
    void survivesAConnectionThatDropsDelaysDoublesAndCutsAnswers(LocalChain local) throws Exception {
        int intents = 300;
        try (FaultyProxy proxy = new FaultyProxy(local.rpcUrl());
                TxJournal journal = JdbcTxJournal.sqlite(folder.resolve("proxy.db"));
                Chain chain = Chain.connect(
                        proxy.url(),
                        new ChainId(local.chainId()),
                        Chain.Options.defaults().withRequestTimeout(Duration.ofMillis(400)))) {
            proxy.byChance(
                    new Random(7),
                    0.25,
                    FaultyProxy.Fault.DROP,
                    FaultyProxy.Fault.LOSE,
                    FaultyProxy.Fault.STALL,
                    FaultyProxy.Fault.DUPLICATE,
                    FaultyProxy.Fault.CUT,
                    FaultyProxy.Fault.UNAVAILABLE,
                    FaultyProxy.Fault.HTML,
                    FaultyProxy.Fault.MIXED_UP);
            try (TxClient client = TxClient.builder(chain, journal)
                    .lanes(TxClientTest.signer(local, 0), TxClientTest.signer(local, 1))
                    .finality(Finality.included())
                    .inFlight(16)
                    .start()) {
                client.submitAll(IntStream.range(0, intents)
                        .mapToObj(KilledSender::intent)
                        .map(intent -> intent.withGasLimit(21_000))
                        .toList());
                for (int i = 0; i < intents; i++) {
                    client.await("gift-" + i, LONG).requireSucceeded();
                }
            }
        }
        assertEachHappenedOnce(local, intents, 0, "crashes, but a quarter of all requests failed", 0, 1);
    }

    @Test
    void goesOnWithANodeThatWasRestartedFromAnEarlierState(LocalChain local) {
        Address viewer = TxJournalConformance.address(0xabc);
        try (TxJournal journal = JdbcTxJournal.sqlite(folder.resolve("restarted.db"));
                LocalSigner merchant = TxClientTest.signer(local, 0)) {
            Object state;
            try (Chain chain = TxClientTest.connect(local);
                    TxClient client = TxClient.builder(chain, journal)
                            .lanes(merchant)
                            .finality(Finality.included())
                            .start()) {
                client.execute(TxIntent.transfer("kept", viewer, BigInteger.ONE), LONG)
                        .requireSucceeded();
                state = local.rpc("anvil_dumpState");
                client.execute(TxIntent.transfer("lost", viewer, BigInteger.TWO), LONG)
                        .requireSucceeded();
            }
            try (LocalChain restarted = LocalChain.start()) {
                restarted.rpc("anvil_loadState", state);
                try (Chain chain = TxClientTest.connect(restarted)) {
                    assertThat(chain.balance(viewer)).isEqualTo(1);
                    try (TxClient client = TxClient.builder(chain, journal)
                            .lanes(merchant)
                            .finality(Finality.included())
                            .start()) {
                        client.recover(LONG);
                        Awaitility.await()
                                .atMost(LONG)
                                .until(() -> chain.balance(viewer).equals(BigInteger.valueOf(3)));
                        client.execute(TxIntent.transfer("new", viewer, BigInteger.TEN), LONG)
                                .requireSucceeded();
                    }
                    assertThat(chain.balance(viewer)).isEqualTo(13);
                    assertThat(chain.nonce(merchant.address())).isEqualTo(3);
                }
            }
        }
    }

    @Test
    void sendsTwoThousandIntentsOfSixtyFourThreadsOverFourLanes(LocalChain local) throws Exception {
        int intents = 2_000;
        try (Chain chain = TxClientTest.connect(local);
                TxJournal journal = JdbcTxJournal.sqlite(folder.resolve("load.db"));
                TxClient client = TxClient.builder(chain, journal)
                        .lanes(IntStream.range(0, 4)
                                .mapToObj(i -> TxClientTest.signer(local, i))
                                .toArray(LocalSigner[]::new))
                        .finality(Finality.included())
                        .inFlight(256)
                        .start();
                ExecutorService threads =
                        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().factory())) {
            List<Future<?>> senders = new ArrayList<>();
            for (int thread = 0; thread < 64; thread++) {
                int first = thread;
                senders.add(threads.submit(() -> {
                    for (int i = first; i < intents; i += 64) {
                        client.submit(KilledSender.intent(i).withGasLimit(21_000));
                    }
                }));
            }
            for (Future<?> sender : senders) {
                sender.get();
            }
            for (int i = 0; i < intents; i++) {
                client.await("gift-" + i, LONG).requireSucceeded();
            }
            assertThat(journal.count(chain.id())).isEqualTo(Map.of(TxState.SUCCEEDED, (long) intents));
        }
        assertEachHappenedOnce(local, intents, 0, "crashes", 0, 1, 2, 3);
    }

    private static Process start(LocalChain local, Path journal, int intents, int... accounts) throws IOException {
        return new ProcessBuilder(command(local, journal, intents, accounts))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static List<String> command(LocalChain local, Path journal, int intents, int... accounts) {
        List<String> args = new ArrayList<>(List.of(
                local.rpcUrl().toString(),
                Long.toString(local.chainId()),
                journal.toString(),
                Integer.toString(intents)));
        for (int account : accounts) {
            args.add(local.accounts().get(account).privateKey());
        }
        return ChildJvm.command(KilledSender.class, args.toArray(String[]::new));
    }

    private static String firstLine(Process process) throws IOException {
        return new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)).readLine();
    }

    private static void assertEachHappenedOnce(
            LocalChain local, int intents, int crashes, String kind, int... accounts) {
        try (Chain chain = Chain.connect(local.rpcUrl(), new ChainId(local.chainId()))) {
            Set<Integer> lost = new HashSet<>();
            Set<Integer> doubled = new HashSet<>();
            for (int i = 0; i < intents; i++) {
                int times =
                        chain.balance(KilledSender.intent(i).to().orElseThrow()).compareTo(BigInteger.ONE);
                if (times < 0) {
                    lost.add(i);
                } else if (times > 0) {
                    doubled.add(i);
                }
            }
            long transactions = 0;
            for (int account : accounts) {
                transactions += chain.nonce(TxClientTest.signer(local, account).address());
            }
            LOG.info("%d intents, %d %s: %d transactions, lost = %d, doubled = %d"
                    .formatted(intents, crashes, kind, transactions, lost.size(), doubled.size()));
            assertThat(lost).isEmpty();
            assertThat(doubled).isEmpty();
            assertThat(transactions).isEqualTo(intents);
        }
    }
}
