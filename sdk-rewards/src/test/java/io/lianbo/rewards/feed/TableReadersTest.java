package io.lianbo.rewards.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lianbo.core.store.Database;
import io.lianbo.rewards.scoring.Interaction;
import io.lianbo.rewards.scoring.InteractionId;
import io.lianbo.rewards.scoring.Trace;
import io.lianbo.rewards.scoring.UserId;
import io.lianbo.testsupport.Databases;
import io.lianbo.testsupport.Databases.Store;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** CSV files and database tables of the same interactions. */
class TableReadersTest {

    private static final Instant NOON = Instant.parse("2026-12-01T12:00:00Z");
    private static final UserId MEI = UserId.of("mei");

    private static final Interaction PURCHASE = new Interaction(
                    new InteractionId("shop", "show-42", 7), MEI, "purchase", 25_900, NOON)
            .referredBy(UserId.of("bo"))
            .with(Trace.DEVICE, "d-1");
    private static final Interaction REVIEW =
            new Interaction(new InteractionId("shop", "show-42", 8), MEI, "review", 1, NOON).withQuality(6_000);
    private static final Interaction REFUND =
            Interaction.refund(new InteractionId("shop", "show-42", 9), PURCHASE, 900, NOON.plusSeconds(1));

    private static final String CSV = """
            producer,session,sequence,user,type,quantity,at,quality,referrer,device,refunds_producer,refunds_session,refunds_sequence
            shop,show-42,7,mei,purchase,25900,2026-12-01T12:00:00Z,,bo,d-1,,,
            shop,show-42,8,mei,review,1,2026-12-01T12:00:00Z,6000,,,,,
            shop,"show-42",9, mei ,refund,900,2026-12-01T12:00:01Z,,,,shop,show-42,7
            """;

    private final List<Interaction> accepted = new ArrayList<>();
    private final List<BadLine> refused = new ArrayList<>();

    @Test
    void readsCsv(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("interactions.csv"), "\uFEFF" + CSV.replace("\n", "\r\n"));
        // @start region="csv"
        try (InputStream in = Files.newInputStream(file)) {
            CsvInteractionReader.read(in, accepted::add, refused::add);
        }
        // @end region="csv"
        assertThat(refused).isEmpty();
        assertThat(accepted).containsExactly(PURCHASE, REVIEW, REFUND);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "25900 | -25900 | line 2: interaction: quantity must be an integer from 1 to 1000000000000: -25900",
                "25900 | 1e3 | line 2: interaction: quantity must be an integer from 1 to 1000000000000: \"1e3\"",
                "25900 | `` | line 2: interaction: missing key quantity",
                "25900 | `1,2` | line 2: a row must have 13 fields as the header has: 14",
                "mei,purchase | m i,purchase | line 2: interaction: user: user id must have no blank, control or unassigned character: U+0020 at 1",
                "`,purchase` | `,Purchase` | line 2: interaction: type: interaction type must be a lower-case letter, then letters and digits, at most 64: \"Purchase\"",
            })
    void refusesARowAndReadsOn(String part, String replacement, String message) throws IOException {
        assertThat(CSV).contains(part);
        csv(CSV.replaceFirst(part, replacement).getBytes(StandardCharsets.UTF_8));

        assertThat(refused).singleElement().hasToString(message);
        assertThat(accepted).containsExactly(REVIEW, REFUND);
    }

    @Test
    void saysFromWhereAFileCannotBeRead() throws IOException {
        csv(new byte[0]);
        csv("producer;session".getBytes(StandardCharsets.UTF_8));
        csv(CSV.replace(",quantity", "").getBytes(StandardCharsets.UTF_8));
        csv(CSV.replace("device", "user").getBytes(StandardCharsets.UTF_8));
        csv(CSV.replace("\"show-42\"", "sh\u00e9").getBytes(StandardCharsets.ISO_8859_1));
        csv((CSV + "shop,\"" + "x".repeat(70_000)).getBytes(StandardCharsets.UTF_8));

        assertThat(refused)
                .extracting(bad -> bad.reason().code())
                .containsExactly("BAD_HEADER", "BAD_HEADER", "BAD_HEADER", "BAD_HEADER", "WRONG_ENCODING", "BAD_CSV");
        assertThat(refused.get(2).reason().detail()).isEqualTo("missing column quantity");
        assertThat(accepted).endsWith(PURCHASE, REVIEW, REFUND);
    }

    @Test
    void lostStreamsAreNotBadFiles() {
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("the disk is gone");
            }

            @Override
            public int read(byte[] into, int offset, int length) throws IOException {
                throw new IOException("the disk is gone");
            }
        };
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> CsvInteractionReader.read(broken, accepted::add, refused::add))
                .withMessage("the disk is gone");
    }

    @ParameterizedTest
    @EnumSource(
            value = Store.class,
            names = {"SQLITE", "POSTGRESQL"})
    void readsATable(Store store, @TempDir Path folder) {
        String moment = store == Store.SQLITE ? "INTEGER" : "TIMESTAMPTZ";
        try (Database database = Database.of(
                Databases.at(Databases.empty(store, folder)),
                List.of(
                        "CREATE TABLE interaction (producer TEXT, session TEXT, sequence BIGINT, viewer TEXT, type TEXT,"
                                + " quantity BIGINT, happened " + moment
                                + ", quality INTEGER, referrer TEXT, device TEXT,"
                                + " refunds_producer TEXT, refunds_session TEXT, refunds_sequence BIGINT)"))) {
            String at = store == Store.SQLITE ? Long.toString(NOON.toEpochMilli()) : "'2026-12-01 13:00:00+01'";
            String later =
                    store == Store.SQLITE ? Long.toString(NOON.toEpochMilli() + 1_000) : "'2026-12-01 12:00:01+00'";
            database.update("INSERT INTO interaction VALUES ('shop','show-42',7,'mei','purchase',25900," + at
                    + ",NULL,'bo','d-1',NULL,NULL,NULL)");
            database.update("INSERT INTO interaction VALUES ('shop','show-42',8,'mei','review',1," + at
                    + ",6000,NULL,NULL,NULL,NULL,NULL)");
            database.update("INSERT INTO interaction VALUES ('shop','show-42',9,'mei','refund',900," + later
                    + ",NULL,NULL,NULL,'shop','show-42',7)");
            database.update("INSERT INTO interaction VALUES ('shop','show-42',10,NULL,'like',1," + at
                    + ",NULL,NULL,NULL,NULL,NULL,NULL)");
            // @start region="jdbc"
            JdbcInteractionReader.read(database, """
                    SELECT producer, session, sequence, viewer AS "user", type, quantity, happened AS "at",
                           quality, referrer, device, refunds_producer, refunds_session, refunds_sequence
                    FROM interaction WHERE session = ? ORDER BY sequence""", accepted::add, refused::add, "show-42");
            // @end region="jdbc"
            assertThat(accepted).containsExactly(PURCHASE, REVIEW, REFUND);
            assertThat(refused).singleElement().hasToString("line 4: interaction: missing key user");

            assertThatIllegalArgumentException()
                    .isThrownBy(() -> JdbcInteractionReader.read(
                            database, "SELECT producer, viewer FROM interaction", accepted::add, refused::add))
                    .withMessageStartingWith("unknown column viewer, known are producer, session, sequence, user,");
        }
    }

    @Test
    void refusesATimestampThatSaysNoMoment(@TempDir Path folder) {
        try (Database database = Database.of(
                Databases.at(Databases.empty(Store.POSTGRESQL, folder)),
                List.of(
                        "CREATE TABLE t (producer TEXT, session TEXT, sequence BIGINT, \"user\" TEXT, type TEXT, quantity"
                                + " BIGINT, at TIMESTAMP)"))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(
                            () -> JdbcInteractionReader.read(database, "SELECT * FROM t", accepted::add, refused::add))
                    .withMessage("column at must be text, milliseconds since 1970 or a timestamp with time zone:"
                            + " timestamp");
        }
    }

    private void csv(byte[] file) throws IOException {
        CsvInteractionReader.read(new ByteArrayInputStream(file), accepted::add, refused::add);
    }
}
