package io.lianbo.provenance.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.lianbo.core.AccountId;
import io.lianbo.core.Hash32;
import io.lianbo.core.LianboException;
import io.lianbo.core.crypto.Sha256;
import io.lianbo.provenance.TeaCake;
import io.lianbo.provenance.batch.LogStore.Batch;
import io.lianbo.provenance.batch.LogStore.Leaf;
import io.lianbo.provenance.batch.LogStore.LogId;
import io.lianbo.provenance.log.TreeHead;
import io.lianbo.testsupport.Databases;
import io.lianbo.testsupport.Databases.Store;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every store does. */
class LogStoreTest {

    private static final AccountId CONTRACT =
            AccountId.parse("eip155:31337:0x5FbDB2315678afecb367f032d93F642f64180aa3");
    private static final LogId LOG = new LogId(CONTRACT, TeaCake.BRAND.address());
    private static final LogId OTHER = new LogId(CONTRACT, TeaCake.GARDEN.address());
    private static final Instant NOW = Instant.parse("2026-11-30T12:00:00.123Z");

    @TempDir
    Path folder;

    private LogStore store(Store kind) {
        return kind == Store.MEMORY ? LogStore.inMemory() : JdbcLogStore.in(Databases.open(kind, folder));
    }

    @ParameterizedTest
    @EnumSource
    void keepsLeavesInOrderAndEachOnce(Store kind) {
        LogStore store = store(kind);
        assertThat(store.leaves(LOG, 0, 10)).isEmpty();
        assertThat(store.append(LOG, 0, List.of(leaf(0), leaf(1)), NOW)).containsExactly(0L, 1L);
        assertThat(store.append(LOG, 2, List.of(leaf(1), leaf(2), leaf(2), leaf(0)), NOW.plusSeconds(1)))
                .containsExactly(1L, 2L, 2L, 0L);
        assertThat(store.leaves(LOG, 0, 10))
                .containsExactly(new Leaf(leaf(0), NOW), new Leaf(leaf(1), NOW), new Leaf(leaf(2), NOW.plusSeconds(1)));
        assertThat(store.leaves(LOG, 1, 1)).containsExactly(new Leaf(leaf(1), NOW));
        assertThat(store.leaves(LOG, 3, 1)).isEmpty();
        assertThat(store.append(LOG, 3, List.of(), NOW)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void takesThousandsAtOnce(Store kind) {
        LogStore store = store(kind);
        List<Hash32> first =
                IntStream.range(0, 1_250).mapToObj(LogStoreTest::leaf).toList();
        List<Hash32> second =
                IntStream.range(700, 2_300).mapToObj(LogStoreTest::leaf).toList();
        assertThat(store.append(LOG, 0, first, NOW))
                .isEqualTo(LongStream.range(0, 1_250).boxed().toList());
        assertThat(store.append(LOG, 1_250, second, NOW))
                .isEqualTo(LongStream.range(700, 2_300).boxed().toList());
        assertThat(store.append(LOG, 2_300, List.of(leaf(2_300), leaf(2_299), leaf(2_300)), NOW))
                .containsExactly(2_300L, 2_299L, 2_300L);
        assertThat(store.leaves(LOG, 0, 10_000))
                .extracting(Leaf::hash)
                .isEqualTo(
                        IntStream.range(0, 2_301).mapToObj(LogStoreTest::leaf).toList());
    }

    @ParameterizedTest
    @EnumSource
    void keepsLogsApart(Store kind) {
        LogStore store = store(kind);
        store.append(LOG, 0, List.of(leaf(0), leaf(1)), NOW);
        assertThat(store.append(OTHER, 0, List.of(leaf(1)), NOW)).containsExactly(0L);
        store.add(LOG, batch(0, 2));
        assertThat(store.batches(OTHER, 0, 10)).isEmpty();
        assertThat(store.leaves(OTHER, 0, 10)).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void letsOneWriterAppend(Store kind) {
        LogStore store = store(kind);
        store.append(LOG, 0, List.of(leaf(0)), NOW);
        assertThatIllegalStateException()
                .isThrownBy(() -> store.append(LOG, 0, List.of(leaf(1)), NOW))
                .withMessage("the log " + LOG + " must have one writer: it has 1 leaves, not 0");
        assertThatIllegalStateException().isThrownBy(() -> store.append(LOG, 2, List.of(leaf(1)), NOW));
        assertThat(store.leaves(LOG, 0, 10)).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void losesNothingWhereManyTryToBeTheWriter(Store kind) throws Exception {
        LogStore store = store(kind);
        int writers = 6;
        List<Future<Boolean>> attempts = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(writers)) {
            for (int writer = 0; writer < writers; writer++) {
                int number = writer;
                attempts.add(threads.submit(() -> {
                    try {
                        store.append(LOG, 0, List.of(leaf(2 * number), leaf(2 * number + 1)), NOW);
                        return true;
                    } catch (IllegalStateException another) {
                        return false;
                    }
                }));
            }
        }
        int appended = 0;
        for (Future<Boolean> attempt : attempts) {
            appended += attempt.get() ? 1 : 0;
        }
        assertThat(appended).isEqualTo(1);
        assertThat(store.leaves(LOG, 0, 100)).hasSize(2);
    }

    @ParameterizedTest
    @EnumSource
    void keepsBatchesWithoutAGap(Store kind) {
        LogStore store = store(kind);
        store.append(LOG, 0, LongStream.range(0, 9).mapToObj(i -> leaf((int) i)).toList(), NOW);
        assertThatIllegalStateException()
                .isThrownBy(() -> store.add(LOG, batch(1, 5)))
                .withMessage("the next batch must be number 0: 1");
        store.add(LOG, batch(0, 5));
        assertThatIllegalStateException().isThrownBy(() -> store.add(LOG, batch(0, 6)));
        for (long size : new long[] {1, 5, 10}) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> store.add(LOG, batch(1, size)))
                    .withMessage("a batch must end after leaf 5 and at most after leaf 9: " + size);
        }
        store.add(LOG, batch(1, 9));
        assertThat(store.batches(LOG, 0, 10)).containsExactly(batch(0, 5), batch(1, 9));
        assertThat(store.batches(LOG, 1, 10)).containsExactly(batch(1, 9));
        assertThat(store.batches(LOG, 0, 1)).containsExactly(batch(0, 5));
    }

    @ParameterizedTest
    @EnumSource
    void remembersAttemptsAndWhenABatchWasAnchoredForGood(Store kind) {
        LogStore store = store(kind);
        store.append(LOG, 0, List.of(leaf(0), leaf(1)), NOW);
        assertThatIllegalStateException().isThrownBy(() -> store.update(LOG, batch(0, 1)));
        store.add(LOG, batch(0, 1));
        Batch again = new Batch(0, batch(0, 1).head(), 1, Optional.empty());
        store.update(LOG, again);
        assertThat(store.batches(LOG, 0, 10)).containsExactly(again);
        Batch anchored = new Batch(0, again.head(), 1, Optional.of(Instant.parse("2026-11-30T12:00:05Z")));
        store.update(LOG, anchored);
        assertThat(store.batches(LOG, 0, 10)).containsExactly(anchored);
        assertThatIllegalStateException().isThrownBy(() -> store.update(LOG, again));
        Batch another = new Batch(1, new TreeHead(leaf(1), 2), 0, Optional.empty());
        store.add(LOG, another);
        assertThatIllegalStateException()
                .isThrownBy(() -> store.update(LOG, new Batch(1, new TreeHead(leaf(2), 2), 1, Optional.empty())));
    }

    @ParameterizedTest
    @EnumSource
    void refusesPagesThatAreNone(Store kind) {
        LogStore store = store(kind);
        assertThatIllegalArgumentException().isThrownBy(() -> store.leaves(LOG, -1, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> store.batches(LOG, 0, 0));
    }

    @Test
    void isThereAfterItWasClosed() {
        Path file = folder.resolve("log.db");
        try (JdbcLogStore store = JdbcLogStore.sqlite(file)) {
            store.append(LOG, 0, List.of(leaf(0)), NOW);
            store.add(LOG, batch(0, 1));
        }
        try (JdbcLogStore store = JdbcLogStore.sqlite(file)) {
            assertThat(store.leaves(LOG, 0, 9)).containsExactly(new Leaf(leaf(0), NOW));
            assertThat(store.batches(LOG, 0, 9)).containsExactly(batch(0, 1));
        }
        assertThatExceptionOfType(LianboException.class)
                .isThrownBy(() -> JdbcLogStore.sqlite(folder.resolve("no/such/folder/log.db")))
                .satisfies(e -> assertThat(e.code()).isEqualTo(LianboException.Code.STORE_FAILED));
    }

    private static Batch batch(long sequence, long size) {
        return new Batch(sequence, new TreeHead(leaf((int) size), size), 0, Optional.empty());
    }

    static Hash32 leaf(int number) {
        return Sha256.hash(("leaf " + number).getBytes(StandardCharsets.UTF_8));
    }
}
