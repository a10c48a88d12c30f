package io.lianbo.core.tx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.lianbo.core.LianboException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteTxJournalTest extends TxJournalConformance {
    @TempDir
    Path folder;

    @Override
    TxJournal open() {
        return JdbcTxJournal.sqlite(folder.resolve("journal.db"));
    }

    @Test
    void isThereAgainWhenOpenedAgain() {
        Path file = folder.resolve("again.db");
        try (TxJournal before = JdbcTxJournal.sqlite(file)) {
            before.submit(CHAIN, intents(3), NOW);
        }
        try (TxJournal after = JdbcTxJournal.sqlite(file)) {
            assertThat(after.find(CHAIN, "order-2")).contains(TxRecord.queued(intent(2)));
        }
    }

    @Test
    void isSharedByTwoWhoOpenTheSameFile() {
        Path file = folder.resolve("shared.db");
        try (TxJournal one = JdbcTxJournal.sqlite(file);
                TxJournal two = JdbcTxJournal.sqlite(file)) {
            one.submit(CHAIN, intents(2), NOW);
            TxJournal.Lease mine = one.acquire(CHAIN, LANE, "one", NOW, TERM).orElseThrow();
            assertThat(two.acquire(CHAIN, LANE, "two", NOW, TERM)).isEmpty();
            TxJournal.Lease theirs =
                    two.acquire(CHAIN, OTHER_LANE, "two", NOW, TERM).orElseThrow();
            assertThat(one.claim(mine, 1)).hasSize(1);
            assertThat(two.claim(theirs, 9)).hasSize(1);
        }
    }

    @Test
    void saysWhyAFileCannotBeAJournal() throws Exception {
        Path text = folder.resolve("text.db");
        Files.writeString(text, "this is no database, and long enough to be looked at: " + "x".repeat(2000));
        for (Path file : List.of(folder.resolve("no/such/folder/journal.db"), text)) {
            assertThatExceptionOfType(LianboException.class)
                    .isThrownBy(() -> JdbcTxJournal.sqlite(file).close())
                    .withMessageContaining("SQLite file " + file.getFileName())
                    .satisfies(e -> assertThat(e.code()).isEqualTo(LianboException.Code.STORE_FAILED));
        }
    }
}
