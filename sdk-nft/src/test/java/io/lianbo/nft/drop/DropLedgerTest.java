package io.lianbo.nft.drop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lianbo.core.Address;
import io.lianbo.core.Hash32;
import io.lianbo.core.Verdict.Reason;
import io.lianbo.core.tx.TxRecord;
import io.lianbo.testsupport.Databases;
import io.lianbo.testsupport.Databases.Store;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What a drop writes down, in either kind of database. */
@ParameterizedClass
@EnumSource(
        value = Store.class,
        names = {"SQLITE", "POSTGRESQL"})
class DropLedgerTest {
    private static final String DROP = "tea@eip155:1:0x00000000000000000000000000000000000000cc";
    private static final Address SOMEBODY = Address.of("0x00000000000000000000000000000000000000aa");

    private final DropLedger ledger;

    DropLedgerTest(Store store, @TempDir Path folder) {
        this.ledger = DropLedger.in(Databases.open(store, folder));
    }

    private List<Reason> register(int rows) {
        return register(IntStream.range(0, rows).mapToObj(DropLedgerTest::row).toList());
    }

    private List<Reason> register(List<DropRow> rows) {
        try {
            return ledger.register(
                    DROP,
                    rows::forEach,
                    id -> rows.stream().anyMatch(row -> row.externalId().equals(id)));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static DropRow row(int number) {
        return DropRow.pending("order-" + number, SOMEBODY, number);
    }

    private DropChunk claim(int rows) {
        return ledger.claim(DROP, 1_000, pending -> Math.min(rows, pending.size()))
                .orElseThrow();
    }

    private void settle(DropChunk chunk) {
        Hash32 hash = Hash32.of("0x" + "1".repeat(64));
        TxRecord.Inclusion inclusion =
                new TxRecord.Inclusion(hash, 7 + chunk.number(), hash, true, 50_000, BigInteger.valueOf(900));
        ledger.settle(
                DROP,
                chunk,
                chunk.rows().stream().map(row -> row.minted(Optional.of(hash))).toList(),
                Optional.of(inclusion));
    }

    @Test
    void holdsRowsAndTransactions() {
        assertThat(ledger.knows(DROP)).isFalse();
        assertThat(register(1_234)).isEmpty();
        assertThat(ledger.knows(DROP)).isTrue();
        assertThat(ledger.status(DROP)).isEqualTo(new DropStatus(1_234, 1_234, 0, 0, 0, 0, 0, 0, BigInteger.ZERO));

        DropChunk first = claim(10);
        DropChunk second = claim(20);
        assertThat(first.rows()).hasSize(10);
        assertThat(second.number()).isEqualTo(1);
        assertThat(second.rows())
                .extracting(DropRow::externalId)
                .startsWith("order-10")
                .endsWith("order-29");
        assertThat(ledger.open(DROP)).containsExactly(first, second);
        settle(second);
        settle(second); // once
        assertThat(ledger.open(DROP)).containsExactly(first);
        assertThat(ledger.status(DROP))
                .isEqualTo(new DropStatus(1_234, 1_204, 10, 20, 0, 2, 1, 50_000, BigInteger.valueOf(900)));
        assertThat(ledger.firstBlock(DROP)).isEqualTo(8);
        assertThat(ledger.find(DROP, "order-29").orElseThrow().state()).isEqualTo(DropRowState.MINTED);
        assertThat(ledger.find(DROP, "order-9").orElseThrow().state()).isEqualTo(DropRowState.SENT);
        assertThat(ledger.find(DROP, "order-1234")).isEmpty();
        assertThat(ledger.find("other@" + DROP, "order-9")).isEmpty();
        assertThat(ledger.rows(DROP, DropRowState.PENDING, 1_000, 2))
                .extracting(DropRow::tokenId)
                .containsExactly(1_000L, 1_001L);
        assertThat(ledger.page(DROP, 1_233)).hasSize(1);
    }

    @Test
    void takesAnEditedFileAsLongAsNothingWasSent() {
        register(20);
        assertThat(register(List.of(DropRow.pending("order-1", SOMEBODY, 0), DropRow.pending("order-0", SOMEBODY, 1))))
                .isEmpty();
        assertThat(ledger.status(DROP).rows()).isEqualTo(2);
        assertThat(ledger.find(DROP, "order-0").orElseThrow().tokenId()).isEqualTo(1);
    }

    @Test
    void changesNothingWhereAFileContradictsWhatWasSent() {
        register(1_500);
        claim(3);
        List<DropRow> edited = new ArrayList<>(
                IntStream.range(0, 1_500).mapToObj(DropLedgerTest::row).toList());
        edited.set(1, DropRow.pending("order-1", Address.of("0x00000000000000000000000000000000000000bb"), 1));
        edited.set(2, DropRow.pending("another", SOMEBODY, 2));
        edited.remove(1_499);
        assertThat(register(edited))
                .extracting(Reason::code)
                .containsExactly("ROW_CHANGED", "TOKEN_GIVEN", "ROW_REMOVED");
        assertThat(ledger.status(DROP)).isEqualTo(new DropStatus(1_500, 1_497, 3, 0, 0, 1, 0, 0, BigInteger.ZERO));
        assertThat(ledger.find(DROP, "order-1499")).isPresent();
    }

    @Test
    void triesAgainWhatFailed() {
        register(5);
        DropChunk chunk = claim(5);
        Reason why = new Reason("REVERTED", "paused");
        ledger.settle(
                DROP,
                chunk,
                chunk.rows().stream()
                        .map(row -> row.failed(Optional.empty(), why))
                        .toList(),
                Optional.empty());
        assertThat(ledger.status(DROP).failed()).isEqualTo(5);
        assertThat(ledger.find(DROP, "order-3").orElseThrow().problem()).contains(why);
        assertThat(ledger.firstBlock(DROP)).isZero();
        ledger.retry(DROP);
        assertThat(ledger.status(DROP).pending()).isEqualTo(5);
        assertThat(ledger.find(DROP, "order-3").orElseThrow().problem()).isEmpty();
        assertThat(claim(5).number()).isEqualTo(1);
    }

    @Test
    void isAsItWasWhereAFileCannotBeRead() {
        register(5);
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> ledger.register(
                        DROP,
                        each -> {
                            each.accept(row(77));
                            throw new IOException("the disk is gone");
                        },
                        id -> true))
                .withMessage("the disk is gone");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ledger.register(
                        DROP,
                        each -> {
                            throw new IllegalArgumentException("changed");
                        },
                        id -> true));
        assertThat(ledger.status(DROP).rows()).isEqualTo(5);
    }

    @Test
    void handsEachRowToOneOfManyWhoAsk() throws InterruptedException {
        register(200);
        List<DropChunk> claimed = Collections.synchronizedList(new ArrayList<>());
        List<Thread> threads = IntStream.range(0, 8)
                .mapToObj(i -> Thread.ofVirtual().start(() -> {
                    for (Optional<DropChunk> next = ledger.claim(DROP, 100, all -> Math.min(7, all.size()));
                            next.isPresent();
                            next = ledger.claim(DROP, 100, all -> Math.min(7, all.size()))) {
                        claimed.add(next.get());
                    }
                }))
                .toList();
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(claimed).extracting(DropChunk::number).doesNotHaveDuplicates();
        assertThat(claimed.stream().flatMap(chunk -> chunk.rows().stream()))
                .hasSize(200)
                .extracting(DropRow::tokenId)
                .doesNotHaveDuplicates();
    }
}
