package io.lianbo.rewards.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.lianbo.rewards.scoring.Context;
import io.lianbo.rewards.scoring.Epoch;
import io.lianbo.rewards.scoring.Interaction;
import io.lianbo.rewards.scoring.InteractionId;
import io.lianbo.rewards.scoring.InteractionRule;
import io.lianbo.rewards.scoring.ScoringEngine;
import io.lianbo.rewards.scoring.ScoringRules;
import io.lianbo.rewards.scoring.Trace;
import io.lianbo.rewards.scoring.UserId;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InteractionReaderTest {

    private static final String LINE = """
            {"producer":"edge-7","session":"show-42","sequence":17,"user":"viewer-1","type":"watchSeconds","quantity":60,"at":"2026-11-11T12:00:00Z"}""";

    private final List<Interaction> accepted = new ArrayList<>();
    private final List<BadLine> refused = new ArrayList<>();

    @Test
    void readsAFileIntoAnEngine(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("interactions.ndjson"), LINE + "\nno JSON\n");
        ScoringRules rules =
                ScoringRules.of("r", 1, InteractionRule.of("watchSeconds", 1).per(60));
        Epoch epoch = new Epoch(1, Instant.parse("2026-11-11T00:00:00Z"), Instant.parse("2026-11-12T00:00:00Z"));
        // @start region="read"
        ScoringEngine engine = new ScoringEngine(rules, epoch);
        List<BadLine> badLines = new ArrayList<>();
        try (InputStream in = Files.newInputStream(file)) {
            InteractionReader.read(in, engine::add, badLines::add);
        }
        // @end region="read"
        assertThat(engine.finalizeEpoch().pointsOf(UserId.of("viewer-1"))).isEqualTo(1);
        assertThat(badLines).singleElement().satisfies(bad -> {
            assertThat(bad.number()).isEqualTo(2);
            assertThat(bad.reason().code()).isEqualTo("NOT_JSON");
        });
    }

    @Test
    void readsEveryField() throws IOException {
        read(LINE);

        assertThat(accepted)
                .containsExactly(new Interaction(
                        new InteractionId("edge-7", "show-42", 17),
                        UserId.of("viewer-1"),
                        "watchSeconds",
                        60,
                        Instant.parse("2026-11-11T12:00:00Z")));
    }

    @Test
    void readsWhatElseIsKnown() throws IOException {
        read(LINE.replace("watchSeconds", "purchase")
                        .replace(
                                "}",
                                ",\"quality\":5000,\"referrer\":\"bo\",\"payer\":\"p-1\",\"fundingSource\":\"f-1\"}")
                + "\n"
                + LINE.replace("watchSeconds", "refund")
                        .replace("}", ",\"refunds\":{\"producer\":\"shop\",\"session\":\"show-42\",\"sequence\":3}}"));

        assertThat(refused).isEmpty();
        assertThat(accepted)
                .extracting(Interaction::context)
                .containsExactly(
                        new Context(
                                5_000, null, UserId.of("bo"), Map.of(Trace.PAYER, "p-1", Trace.FUNDING_SOURCE, "f-1")),
                        new Context(10_000, new InteractionId("shop", "show-42", 3), null, Map.of()));
    }

    @Test
    void takesAnyLineEndAndPassesOverBlankLines() throws IOException {
        read("\r\n" + LINE + "\r\n\n \t\n" + LINE);

        assertThat(accepted).hasSize(2);
        assertThat(refused).isEmpty();
    }

    @Test
    void readsLinesAcrossItsBuffer() throws IOException {
        int lines = 2_000;
        read((LINE + "\n").repeat(lines));

        assertThat(accepted).hasSize(lines);
        assertThat(refused).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"quantity\":60 | \"quantity\":-60 | BAD_VALUE | interaction: quantity must be an integer from 1 to 1000000000000: -60",
                "\"quantity\":60 | \"quantity\":6e1 | BAD_VALUE | interaction: quantity must be an integer from 1 to 1000000000000: 6E+1",
                "\"quantity\":60 | \"quantity\":60,\"quality\":10001 | BAD_VALUE | interaction: quality must be an integer from 0 to 10000: 10001",
                "\"quantity\":60 | \"quantity\":60,\"referrer\":[\"a\"] | BAD_VALUE | interaction: referrer must be a string: an array",
                "\"quantity\":60 | \"quantity\":60,\"refunds\":7 | BAD_VALUE | interaction: refunds must be an object: 7",
                "watchSeconds | refund | BAD_VALUE | interaction: a refund, and nothing else, must name what it takes back: type refund, refunds null",
                "\"quantity\":60, | `` | MISSING_KEY | interaction: missing key quantity",
                "\"quantity\":60 | \"quantity\":60,\"quantity\":60 | NOT_JSON | interaction must be JSON:",
                "\"quantity\":60 | \"quantity\":60,\"note\":1 | UNKNOWN_KEY | interaction: unknown key note, allowed are producer, session,",
                "viewer-1 | `` | BAD_VALUE | interaction: user: user id must be 1 to 128 characters: 0 given",
                "viewer-1 | 0x5aAeb6053F3E94C9b9A09f33669435E7Ef1Beaed | BAD_VALUE | interaction: user:",
                "watchSeconds | watch seconds | BAD_VALUE | interaction: type: interaction type must be a lower-case letter,",
                "\"sequence\":17 | \"sequence\":-1 | BAD_VALUE | interaction: sequence must be an integer from 0 to 9007199254740991: -1",
                "edge-7 | edge 7 | BAD_VALUE | interaction: producer: producer must have no blank, control or unassigned character: U+0020 at 4",
                "2026-11-11T12:00:00Z | yesterday | BAD_VALUE | interaction: at: must be a time such as 2026-11-11T12:00:00Z: \"yesterday\"",
                "{ | [{ | NOT_JSON | interaction must be JSON:",
            })
    void reportsABadLineWithItsNumberAndReadsOn(String part, String replacement, String code, String detail)
            throws IOException {
        assertThat(LINE).contains(part);
        read(LINE + "\n" + LINE.replace(part, replacement) + "\n" + LINE);

        assertThat(accepted).hasSize(2);
        assertThat(refused).singleElement().satisfies(bad -> {
            assertThat(bad.number()).isEqualTo(2);
            assertThat(bad.reason().code()).isEqualTo(code);
            assertThat(bad.reason().detail()).startsWith(detail);
            assertThat(bad).hasToString("line 2: " + bad.reason().detail());
        });
    }

    @Test
    void reportsWhatIsNoObject() throws IOException {
        read("42\nnull\n\"text\"");

        assertThat(refused)
                .extracting(bad -> bad.reason().detail())
                .containsExactly(
                        "interaction must be a JSON object: 42",
                        "interaction must be a JSON object: null",
                        "interaction must be a JSON object: \"text\"");
    }

    @Test
    void reportsBytesThatAreNotUtf8() throws IOException {
        byte[] bytes = LINE.getBytes(StandardCharsets.UTF_8);
        bytes[LINE.indexOf("viewer")] = (byte) 0xFF;
        InteractionReader.read(new ByteArrayInputStream(bytes), accepted::add, refused::add);

        assertThat(accepted).isEmpty();
        assertThat(refused)
                .singleElement()
                .satisfies(bad -> assertThat(bad.reason().code()).isEqualTo("NOT_JSON"));
    }

    @Test
    void reportsALineThatIsTooLongAndReadsOn() throws IOException {
        read(LINE + "\n" + "x".repeat(1_000_000) + "\n" + LINE + "\n" + " ".repeat(65_537));

        assertThat(accepted).hasSize(2);
        assertThat(refused)
                .extracting(BadLine::toString)
                .containsExactly(
                        "line 2: a line must be at most 65536 bytes: 1000000",
                        "line 4: a line must be at most 65536 bytes: 65537");
    }

    @Test
    void passesOnWhatTheConsumerThrows() {
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> InteractionReader.read(
                        new ByteArrayInputStream(LINE.getBytes(StandardCharsets.UTF_8)),
                        interaction -> {
                            throw new IllegalStateException("the consumer's own affair");
                        },
                        refused::add));
        assertThat(refused).isEmpty();
    }

    private void read(String text) throws IOException {
        InteractionReader.read(
                new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), accepted::add, refused::add);
    }
}
