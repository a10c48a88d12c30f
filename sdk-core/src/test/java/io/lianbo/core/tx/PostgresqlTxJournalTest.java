package io.lianbo.core.tx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.lianbo.core.LianboException;
import io.lianbo.testsupport.Databases;
import io.lianbo.testsupport.Databases.Store;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** On a real server. */
class PostgresqlTxJournalTest extends TxJournalConformance {
    @Override
    TxJournal open() {
        return JdbcTxJournal.in(Databases.open(Store.POSTGRESQL, Path.of(".")));
    }

    @Test
    void saysThatNoServerAnswers() {
        PGSimpleDataSource nowhere = new PGSimpleDataSource();
        nowhere.setServerNames(new String[] {"127.0.0.1"});
        nowhere.setPortNumbers(new int[] {1});
        assertThatExceptionOfType(LianboException.class)
                .isThrownBy(() -> JdbcTxJournal.in(nowhere))
                .satisfies(e -> assertThat(e.code()).isEqualTo(LianboException.Code.STORE_FAILED));
    }
}
