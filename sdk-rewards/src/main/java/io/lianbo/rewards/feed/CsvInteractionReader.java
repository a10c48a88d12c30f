package io.lianbo.rewards.feed;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.CsvRecordHandler;
import io.lianbo.core.Verdict.Reason;
import io.lianbo.core.json.JsonException;
import io.lianbo.rewards.scoring.Interaction;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;

/**
 * Reads interactions from CSV (RFC 4180, UTF-8), in memory that does not grow with the file.
 *
 * {@snippet class="io.lianbo.rewards.feed.TableReadersTest" region="csv"}
 *
 * <p>The first line names the columns, in any order: {@code producer}, {@code session}, {@code sequence}, {@code user}, {@code type}, {@code quantity} and {@code at}, and where
 * they are known {@code quality}, {@code referrer}, {@code refundsProducer}, {@code refundsSession}, {@code refundsSequence} and the keys of {@link
 * io.lianbo.rewards.scoring.Trace}. What a value may be is as in {@link InteractionReader}; an empty one is as if it were not there.
 */
public final class CsvInteractionReader {

    private CsvInteractionReader() {}

    /**
     * Reads all rows; the caller closes the stream.
     *
     * @param accepted gets each interaction, in the file's order
     * @param refused gets each row that is none, by its line, with a code of {@link BadLine} or WRONG_FIELD_COUNT; and the place from which nothing can be read, with
     *     BAD_HEADER, BAD_CSV or WRONG_ENCODING
     * @throws IOException when the stream fails, never for what the file says
     */
    public static void read(InputStream in, Consumer<Interaction> accepted, Consumer<BadLine> refused)
            throws IOException {
        InputStreamReader text = new InputStreamReader(
                in,
                StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT));
        long line = 0;
        try (CsvReader<CsvRecord> csv = CsvReader.builder()
                .detectBomHeader(false)
                .skipEmptyLines(true)
                .allowExtraFields(true)
                .allowMissingFields(true)
                .maxBufferSize(InteractionReader.MAX_LINE_BYTES)
                .build(
                        CsvRecordHandler.builder()
                                .maxFieldSize(InteractionReader.MAX_LINE_BYTES)
                                .maxRecordSize(InteractionReader.MAX_LINE_BYTES)
                                .build(),
                        text)) {
            Iterator<CsvRecord> records = csv.iterator();
            if (!records.hasNext()) {
                refused.accept(new BadLine(1, new Reason("BAD_HEADER", "the first line must name the columns")));
                return;
            }
            TextColumns columns;
            try {
                columns = TextColumns.of(withoutByteOrderMark(records.next()));
            } catch (IllegalArgumentException e) {
                refused.accept(new BadLine(1, new Reason("BAD_HEADER", String.valueOf(e.getMessage()))));
                return;
            }
            while (records.hasNext()) {
                CsvRecord record = records.next();
                line = record.getStartingLineNumber();
                readRow(columns, record, accepted, refused);
            }
        } catch (CsvParseException e) {
            if (e.getCause() instanceof IOException failed && !(failed instanceof CharacterCodingException)) {
                throw failed;
            }
            refused.accept(unreadable(line, e));
        } catch (UncheckedIOException e) {
            if (!(e.getCause() instanceof CharacterCodingException)) {
                throw e.getCause();
            }
            refused.accept(unreadable(line, e));
        }
    }

    private static List<String> withoutByteOrderMark(CsvRecord header) {
        return header.getFields().stream()
                .map(name -> name.startsWith("\uFEFF") ? name.substring(1) : name)
                .toList();
    }

    private static BadLine unreadable(long line, RuntimeException e) {
        boolean encoding = e.getCause() instanceof CharacterCodingException;
        return new BadLine(
                line + 1,
                encoding
                        ? new Reason("WRONG_ENCODING", "from about here the file is not UTF-8")
                        : new Reason(
                                "BAD_CSV",
                                "the file cannot be read from about here on; look for a quotation mark too many"));
    }

    private static void readRow(
            TextColumns columns, CsvRecord record, Consumer<Interaction> accepted, Consumer<BadLine> refused) {
        long line = record.getStartingLineNumber();
        if (record.getFieldCount() != columns.size()) {
            refused.accept(new BadLine(
                    line,
                    new Reason(
                            "WRONG_FIELD_COUNT",
                            "a row must have " + columns.size() + " fields as the header has: "
                                    + record.getFieldCount())));
            return;
        }
        Interaction interaction;
        try {
            interaction = columns.read(record.getFields());
        } catch (JsonException e) {
            refused.accept(new BadLine(line, new Reason(e.code().name(), String.valueOf(e.getMessage()))));
            return;
        }
        accepted.accept(interaction);
    }
}
