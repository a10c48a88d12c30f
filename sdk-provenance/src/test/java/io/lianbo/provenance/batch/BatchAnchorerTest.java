package io.lianbo.provenance.batch;

import static io.lianbo.provenance.batch.LogStoreTest.leaf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.lianbo.core.ChainId;
import io.lianbo.core.Hash32;
import io.lianbo.core.LianboException;
import io.lianbo.core.chain.Chain;
import io.lianbo.core.crypto.LocalSigner;
import io.lianbo.core.tx.Finality;
import io.lianbo.core.tx.TxClient;
import io.lianbo.core.tx.TxJournal;
import io.lianbo.provenance.batch.BatchAnchorer.LeafProof;
import io.lianbo.provenance.batch.BatchAnchorer.Limits;
import io.lianbo.provenance.log.AnchoredRoot;
import io.lianbo.provenance.log.AnchoredRoots;
import io.lianbo.provenance.log.MerkleLog;
import io.lianbo.provenance.log.ProvenanceAnchor;
import io.lianbo.provenance.log.TreeHead;
import io.lianbo.testkit.LocalChain;
import io.lianbo.testkit.LocalChainTest;
import io.lianbo.testsupport.ChildJvm;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.AbstractQueuedSynchronizer;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@LocalChainTest
class BatchAnchorerTest {

    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Limits TEN_OR_A_MINUTE = new Limits(10, Duration.ofMinutes(1));

    @TempDir
    Path folder;

    private LocalChain local;
    private Chain chain;
    private LocalSigner brand;
    private ProvenanceAnchor anchor;
    private final LogStore store = LogStore.inMemory();
    private final TxJournal journal = TxJournal.inMemory();
    private Instant now = Instant.parse("2026-11-30T12:00:00Z");
    private final InstantSource clock = () -> now;

    @BeforeEach
    void deploy(LocalChain running) {
        local = running;
        chain = Chain.connect(local.rpcUrl(), new ChainId(local.chainId()));
        brand = LocalSigner.fromPrivateKey(local.accounts().get(0).privateKey());
        anchor = ProvenanceAnchor.deploy(chain, brand);
    }

    @AfterEach
    void disconnect() {
        chain.close();
    }

    private BatchAnchorer open(Limits limits) {
        return BatchAnchorer.open(anchor, brand, store, sending(journal), limits, clock);
    }

    private TxClient.Builder sending(TxJournal of) {
        return TxClient.builder(chain, of).finality(Finality.included()).leaseTerm(Duration.ofMillis(400));
    }

    @Test
    void anchorsWhatIsAddedAndProvesIt() {
        Hash32 leafHash = MerkleLog.leafHash("shipped".getBytes(StandardCharsets.UTF_8));
        // @start region="anchorer"
        TxClient.Builder sending = TxClient.builder(chain, journal).finality(Finality.included());
        Limits limits = new Limits(1_000, Duration.ofMinutes(10));
        try (BatchAnchorer anchorer = BatchAnchorer.open(anchor, brand, store, sending, limits, clock)) {
            long index = anchorer.add(leafHash);
            anchorer.anchorDue(); // every few seconds
            anchorer.anchorNow(Duration.ofMinutes(1)); // or not to wait

            LeafProof proof = anchorer.proof(index).orElseThrow();
            assertThat(proof.proof().verify(leafHash, proof.root().head()).isVerified())
                    .isTrue();
            assertThat(anchor.verifyInclusion(proof.root(), leafHash, proof.proof()))
                    .isTrue();
        }
        // @end
    }

    @Test
    void anchorsWhenABatchIsFullAndNotBefore() {
        try (BatchAnchorer anchorer = open(TEN_OR_A_MINUTE)) {
            anchorer.addAll(leaves(0, 9));
            anchorer.anchorDue();
            assertThat(anchor.rootCount(brand.address())).isZero();
            assertThat(anchorer.pending()).isEqualTo(9);
            assertThat(anchorer.proof(3)).isEmpty();
            assertThat(anchorer.latest()).isEmpty();
            anchorer.add(leaf(9));
            awaitAnchors(anchorer, 1);
            assertThat(anchorer.pending()).isZero();
            assertThat(anchorer.latest().orElseThrow().head().size()).isEqualTo(10);
        }
    }

    @Test
    void anchorsWhenALeafHasWaitedLongEnoughAndNotBefore() {
        try (BatchAnchorer anchorer = open(TEN_OR_A_MINUTE)) {
            anchorer.add(leaf(0));
            now = now.plusSeconds(30);
            anchorer.add(leaf(1));
            now = now.plusMillis(29_999);
            anchorer.anchorDue();
            assertThat(anchor.rootCount(brand.address())).isZero();
            now = now.plusMillis(1);
            anchorer.anchorDue();
            awaitAnchors(anchorer, 1);
            now = now.plus(Duration.ofDays(1));
            anchorer.anchorDue();
            assertThat(anchor.rootCount(brand.address())).isEqualTo(1);
        }
    }

    @Test
    void provesEachLeafInTheFirstBatchThatHasIt() {
        try (BatchAnchorer anchorer = open(TEN_OR_A_MINUTE)) {
            AnchoredRoot first = addAndAnchor(anchorer, 0, 7);
            AnchoredRoot second = addAndAnchor(anchorer, 7, 8);
            AnchoredRoot third = addAndAnchor(anchorer, 8, 20);
            assertThat(List.of(first.sequence(), second.sequence(), third.sequence()))
                    .containsExactly(0L, 1L, 2L);
            for (int i = 0; i < 20; i++) {
                LeafProof proof = anchorer.proof(i).orElseThrow();
                assertThat(proof.root()).isEqualTo(i < 7 ? first : i < 8 ? second : third);
                assertThat(proof.proof().verify(leaf(i), proof.root().head()).isVerified())
                        .isTrue();
                assertThat(anchor.verifyInclusion(proof.root(), leaf(i), proof.proof()))
                        .isTrue();
            }
            assertThat(anchorer.consistencyProof(first, third)
                            .verify(first.head(), third.head())
                            .isVerified())
                    .isTrue();
            List<Long> pallet = LongStream.range(3, 15).boxed().toList();
            assertThat(anchorer.multiProof(pallet, third)
                            .verify(leaves(3, 15), third.head())
                            .isVerified())
                    .isTrue();
            assertThat(anchorer.anchorNow(LONG)).contains(third);
            assertThatIllegalArgumentException().isThrownBy(() -> anchorer.proof(20));
            assertThatIllegalArgumentException().isThrownBy(() -> anchorer.multiProof(pallet, first));
        }
    }

    @Test
    void keepsALeafWhereItIsWhenItIsAddedAgain() {
        try (BatchAnchorer anchorer = open(TEN_OR_A_MINUTE)) {
            assertThat(anchorer.addAll(List.of(leaf(0), leaf(1), leaf(0)))).containsExactly(0L, 1L, 0L);
            addAndAnchor(anchorer, 1, 3);
            assertThat(anchorer.add(leaf(1))).isEqualTo(1);
            assertThat(anchorer.size()).isEqualTo(3);
            assertThat(anchorer.anchorNow(LONG).orElseThrow().sequence()).isZero();
        }
    }

    /** While one commit is on its way to the disk, the leaves of all other threads gather for the next. */
    @Test
    void sharesCommitsBetweenThreads() throws Exception {
        int threads = 16;
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch gathered = new CountDownLatch(1);
        SlowStore slow = new SlowStore(store, started, gathered);
        try (BatchAnchorer anchorer = BatchAnchorer.open(
                        anchor, brand, slow, sending(journal), new Limits(1_000, Duration.ofDays(1)), clock);
                ExecutorService adding = Executors.newThreadPerTaskExecutor(
                        Thread.ofPlatform().name("adding-", 0).factory())) {
            Future<Long> first = adding.submit(() -> anchorer.add(leaf(0)));
            started.await();
            List<Future<Long>> others = IntStream.rangeClosed(1, threads)
                    .mapToObj(i -> adding.submit(() -> anchorer.add(leaf(i))))
                    .toList();
            Awaitility.await().atMost(LONG).until(() -> waiting() == threads);
            gathered.countDown();
            assertThat(first.get()).isZero();
            Set<Long> indexes = new HashSet<>();
            for (Future<Long> other : others) {
                indexes.add(other.get());
            }
            assertThat(indexes)
                    .hasSize(threads)
                    .allSatisfy(index -> assertThat(index).isBetween(1L, (long) threads));
            assertThat(slow.commits).isEqualTo(2);
            anchorer.anchorNow(LONG);
            for (int i = 1; i <= threads; i++) {
                LeafProof proof = anchorer.proof(others.get(i - 1).get()).orElseThrow();
                assertThat(proof.proof().verify(leaf(i), proof.root().head()).isVerified())
                        .isTrue();
            }
        }
    }

    private static long waiting() {
        return Thread.getAllStackTraces().keySet().stream()
                        .filter(thread -> thread.getName().startsWith("adding-"))
                        .filter(thread -> thread.getState() == Thread.State.WAITING)
                        .filter(thread -> LockSupport.getBlocker(thread) instanceof AbstractQueuedSynchronizer)
                        .count()
                - 1; // the first waits for the store
    }

    /** A store whose first commit takes until the others have gathered. */
    private static class SlowStore implements LogStore {
        private final LogStore store;
        private final CountDownLatch started;
        private final CountDownLatch gathered;
        private int commits;

        SlowStore(LogStore store, CountDownLatch started, CountDownLatch gathered) {
            this.store = store;
            this.started = started;
            this.gathered = gathered;
        }

        @Override
        public List<Long> append(LogId log, long size, List<Hash32> leaves, Instant at) {
            commits++;
            started.countDown();
            try {
                gathered.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return store.append(log, size, leaves, at);
        }

        @Override
        public List<Leaf> leaves(LogId log, long from, int most) {
            return store.leaves(log, from, most);
        }

        @Override
        public void add(LogId log, Batch batch) {
            store.add(log, batch);
        }

        @Override
        public void update(LogId log, Batch batch) {
            store.update(log, batch);
        }

        @Override
        public List<Batch> batches(LogId log, long from, int most) {
            return store.batches(log, from, most);
        }
    }

    @Test
    void addsNothingThatTheStoreDidNotTakeAndTakesItWhenItIsAddedAgain() {
        boolean[] full = {true};
        LogStore failing = new SlowStore(store, new CountDownLatch(0), new CountDownLatch(0)) {
            @Override
            public List<Long> append(LogId log, long size, List<Hash32> leaves, Instant at) {
                if (full[0]) {
                    throw new LianboException(LianboException.Code.STORE_FAILED, "disk full", true);
                }
                return super.append(log, size, leaves, at);
            }
        };
        try (BatchAnchorer anchorer =
                BatchAnchorer.open(anchor, brand, failing, sending(journal), TEN_OR_A_MINUTE, clock)) {
            assertThatExceptionOfType(LianboException.class)
                    .isThrownBy(() -> anchorer.addAll(leaves(0, 3)))
                    .withMessage("disk full");
            assertThat(anchorer.size()).isZero();
            full[0] = false;
            assertThat(anchorer.addAll(leaves(1, 3))).containsExactly(0L, 1L);
            assertThat(anchorer.anchorNow(LONG).orElseThrow().head().size()).isEqualTo(2);
        }
    }

    /** Adding is a matter of the store; whether the chain can be reached shows when it is asked. */
    @Test
    void takesLeavesWhileTheChainIsOutOfReach() {
        try (BatchAnchorer anchorer = open(TEN_OR_A_MINUTE)) {
            addAndAnchor(anchorer, 0, 1);
            local.setAutomine(false);
            anchorer.addAll(leaves(1, 30));
            anchorer.addAll(leaves(30, 60));
            assertThat(anchorer.size()).isEqualTo(60);
            assertThat(anchorer.pending()).isEqualTo(59);
            local.setAutomine(true);
            local.mine(1);
            assertThat(anchorer.anchorNow(LONG).orElseThrow().sequence()).isEqualTo(2);
            assertThat(anchorer.proof(29).orElseThrow().root().head().size()).isEqualTo(30);
        }
    }

    @Test
    void takesUpWhereTheLastOneStopped() {
        try (BatchAnchorer anchorer = open(TEN_OR_A_MINUTE)) {
            addAndAnchor(anchorer, 0, 5);
            anchorer.addAll(leaves(5, 8));
        }
        now = now.plus(Duration.ofMinutes(1));
        try (BatchAnchorer anchorer = open(TEN_OR_A_MINUTE)) {
            assertThat(anchorer.size()).isEqualTo(8);
            awaitAnchors(anchorer, 2);
            assertThat(anchorer.proof(6).orElseThrow().root().head().size()).isEqualTo(8);
            assertThat(anchorer.proof(2).orElseThrow().root().head().size()).isEqualTo(5);
        }
    }

    /** The journal is gone, and with it the knowledge that a transaction was sent: the contract still has it. */
    @Test
    void anchorsNothingTwiceWhenTheJournalIsLost() {
        LogStore forgetful = LogStore.inMemory();
        MerkleLog log = new MerkleLog();
        leaves(0, 5).forEach(log::append);
        anchor.anchor(brand, log.head());
        LogStore.LogId id = new LogStore.LogId(anchor.account(), brand.address());
        forgetful.append(id, 0, leaves(0, 5), now);
        forgetful.add(id, new LogStore.Batch(0, log.head(), 0, Optional.empty()));
        try (BatchAnchorer anchorer =
                BatchAnchorer.open(anchor, brand, forgetful, sending(TxJournal.inMemory()), TEN_OR_A_MINUTE, clock)) {
            assertThat(anchorer.anchorNow(LONG).orElseThrow().sequence()).isZero();
            assertThat(addAndAnchor(anchorer, 5, 6).sequence()).isEqualTo(1);
        }
        assertThat(anchor.rootCount(brand.address())).isEqualTo(2);
    }

    @Test
    void refusesALogThatItDoesNotKnow() {
        anchor.anchor(brand, new TreeHead(leaf(0), 1));
        assertThatIllegalStateException()
                .isThrownBy(() -> open(TEN_OR_A_MINUTE))
                .withMessageContaining("must know all that");
        LogStore.LogId id = new LogStore.LogId(anchor.account(), brand.address());
        store.append(id, 0, leaves(1, 3), now);
        store.add(id, new LogStore.Batch(0, new TreeHead(leaf(1), 1), 0, Optional.empty()));
        try (BatchAnchorer anchorer = open(TEN_OR_A_MINUTE)) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> anchorer.anchorNow(LONG))
                    .withMessageContaining("another root was anchored in place of batch 0");
        }
        assertThatIllegalArgumentException().isThrownBy(() -> new Limits(0, Duration.ZERO));
        assertThatIllegalArgumentException().isThrownBy(() -> new Limits(1, Duration.ofNanos(-1)));
    }

    /** A transaction that reverts changes nothing, and the next one may go through. */
    @Test
    void triesAgainWhatReverted() {
        MerkleLog log = new MerkleLog();
        leaves(0, 3).forEach(log::append);
        try (BatchAnchorer anchorer = open(TEN_OR_A_MINUTE)) {
            anchorer.addAll(leaves(0, 3));
            // The contract reverts as long as it is another.
            Object code = local.rpc("eth_getCode", anchor.account().address().toString(), "latest");
            local.rpc("anvil_setCode", anchor.account().address().toString(), "0x5f5ffd");
            assertThatExceptionOfType(RuntimeException.class).isThrownBy(() -> anchorer.anchorNow(LONG));
            local.rpc("anvil_setCode", anchor.account().address().toString(), code);
            Awaitility.await()
                    .atMost(LONG)
                    .ignoreExceptionsInstanceOf(LianboException.class)
                    .until(() -> anchorer.anchorNow(LONG).isPresent());
            assertThat(anchorer.latest().orElseThrow().head()).isEqualTo(log.head());
        }
        assertThat(anchor.rootCount(brand.address())).isEqualTo(1);
    }

    @Test
    void anchorsEachLeafOnceHoweverOftenItsProcessIsKilled() throws Exception {
        int leaves = 120;
        int kills = 12;
        Random random = new Random(2026);
        int killed = 0;
        for (int run = 0; killed < kills; run++) {
            Process process = start(leaves, run);
            try (BufferedReader lines =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
                assertThat(lines.readLine()).isEqualTo("working");
                // A line is one step of its work; then some time, to be between two of them.
                int steps = random.nextInt(14);
                for (int i = 0; i < steps && lines.readLine() != null; i++) {}
                process.waitFor(random.nextInt(20), TimeUnit.MILLISECONDS);
                killed += process.isAlive() ? 1 : 0;
                process.destroyForcibly().waitFor();
            }
            assertThat(run).as("kills").isLessThan(5 * kills);
        }
        Process last = start(leaves, -1);
        assertThat(last.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(last.exitValue()).isZero();

        AnchoredRoots roots = anchor.rootsOf(brand.address(), 0);
        long count = anchor.rootCount(brand.address());
        assertThat(roots.size()).isEqualTo((int) count);
        MerkleLog log = new MerkleLog();
        try (JdbcLogStore kept = JdbcLogStore.sqlite(folder.resolve("log.db"))) {
            LogStore.LogId id = new LogStore.LogId(anchor.account(), brand.address());
            List<Hash32> hashes = kept.leaves(id, 0, leaves + 1).stream()
                    .map(LogStore.Leaf::hash)
                    .toList();
            assertThat(hashes).containsExactlyInAnyOrderElementsOf(leaves(0, leaves));
            hashes.forEach(log::append);
            long before = 0;
            for (LogStore.Batch batch : kept.batches(id, 0, 1000)) {
                assertThat(batch.head()).isEqualTo(log.head(batch.head().size()));
                assertThat(batch.head().size()).isGreaterThan(before);
                before = batch.head().size();
                AnchoredRoot root = roots.find(brand.address(), batch.head()).orElseThrow();
                assertThat(root.sequence()).isEqualTo(batch.sequence());
                assertThat(batch.anchoredAt()).contains(root.anchoredAt());
                assertThat(anchor.verify(root)).isTrue();
            }
            assertThat(before).isEqualTo(leaves);
            assertThat(kept.batches(id, 0, 1000)).hasSize((int) count);
        }
        assertThat(count).isGreaterThan(3);
        // One deployment and one transaction an anchor: none was sent in vain.
        assertThat(chain.nonce(brand.address())).isEqualTo(count + 1);
    }

    private Process start(int leaves, int run) throws IOException {
        return ChildJvm.start(
                KilledAnchorer.class,
                local.rpcUrl().toString(),
                Long.toString(local.chainId()),
                anchor.account().address().toString(),
                folder.toString(),
                local.accounts().get(0).privateKey(),
                Integer.toString(leaves),
                Integer.toString(run));
    }

    private void awaitAnchors(BatchAnchorer anchorer, long count) {
        Awaitility.await().atMost(LONG).until(() -> {
            anchorer.anchorDue();
            return anchor.rootCount(brand.address()) == count && anchorer.pending() == 0;
        });
    }

    private AnchoredRoot addAndAnchor(BatchAnchorer anchorer, int from, int to) {
        anchorer.addAll(leaves(from, to));
        return anchorer.anchorNow(LONG).orElseThrow();
    }

    private static List<Hash32> leaves(int from, int to) {
        return IntStream.range(from, to).mapToObj(LogStoreTest::leaf).toList();
    }
}
