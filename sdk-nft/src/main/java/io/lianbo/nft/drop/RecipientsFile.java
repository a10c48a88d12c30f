package io.lianbo.nft.drop;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.CsvRecordHandler;
import io.lianbo.core.Address;
import io.lianbo.core.Verdict.Reason;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads a CSV of recipients (RFC 4180, in UTF-8, with or without a byte order mark, with line ends of any system) row by row, and finds what
 * spreadsheets and people do to such files. Memory does not grow with the file but for what tells duplicates apart.
 */
final class RecipientsFile {
    /** The most rows. */
    static final int MOST_ROWS = 1_000_000;

    private static final int LONGEST_ID = 100;
    private static final int MOST_COLUMNS = 500;
    private static final int LONGEST_ROW = 1 << 16;

    private static final Pattern SCIENTIFIC = Pattern.compile("[+-]?[0-9]+([.,][0-9]+)?[eE][+-]?[0-9]+");
    private static final Pattern NUMBER = Pattern.compile("0|[1-9][0-9]*");
    private static final Pattern CASE_AND_SIGNS = Pattern.compile("[^\\p{L}\\p{N}]");

    private final Path file;
    private final DropManifest manifest;
    private final Sink sink;
    private final Fingerprints ids = new Fingerprints();
    private final Fingerprints addresses = new Fingerprints();
    private final Fingerprints tokens = new Fingerprints();

    private List<String> header = List.of();
    private int idColumn;
    private int addressColumn;
    private int tokenColumn;
    private long rows;

    /** Takes what is read. */
    interface Sink {
        /** Takes a row in which nothing is wrong. */
        void row(DropRow row, long line);

        /** Takes something that is wrong; a row may have several. */
        void problem(long line, Reason reason);
    }

    private RecipientsFile(Path file, DropManifest manifest, Sink sink) {
        this.file = file;
        this.manifest = manifest;
        this.sink = sink;
    }

    /** Reads the file to its end, or to where it cannot be read on, which is a problem too. */
    static RecipientsFile read(Path file, DropManifest manifest, Sink sink) throws IOException {
        RecipientsFile recipients = new RecipientsFile(file, manifest, sink);
        recipients.read();
        return recipients;
    }

    /** Returns how many rows there are, good and bad. */
    long rows() {
        return rows;
    }

    /** Returns whether a row has this name. */
    boolean names(String externalId) {
        return ids.contains(externalId);
    }

    /** Returns which columns nobody looks at. */
    List<String> ignoredColumns() {
        List<String> ignored = new ArrayList<>();
        for (int i = 0; i < header.size(); i++) {
            if (i != idColumn && i != addressColumn && i != tokenColumn) {
                ignored.add(header.get(i));
            }
        }
        return ignored;
    }

    private void read() throws IOException {
        if (!Files.isRegularFile(file)) {
            sink.problem(0, new Reason("MISSING_FILE", "must be there"));
            return;
        }
        long line = 0;
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            if (!skipByteOrderMark(in)) {
                return;
            }
            InputStreamReader text = new InputStreamReader(
                    in,
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .onMalformedInput(CodingErrorAction.REPORT)
                            .onUnmappableCharacter(CodingErrorAction.REPORT));
            try (CsvReader<CsvRecord> csv = CsvReader.builder()
                    .skipEmptyLines(true)
                    .allowExtraFields(true)
                    .allowMissingFields(true)
                    .maxBufferSize(LONGEST_ROW)
                    .build(
                            CsvRecordHandler.builder()
                                    .maxFields(MOST_COLUMNS)
                                    .maxFieldSize(LONGEST_ROW)
                                    .maxRecordSize(LONGEST_ROW)
                                    .build(),
                            text)) {
                boolean hasHeader = false;
                for (CsvRecord record : csv) {
                    line = record.getStartingLineNumber();
                    if (!hasHeader) {
                        hasHeader = true;
                        if (!readHeader(record)) {
                            return;
                        }
                    } else if (rows == MOST_ROWS) {
                        sink.problem(line, new Reason("TOO_MANY_ROWS", "a drop has at most " + MOST_ROWS + " rows"));
                        return;
                    } else {
                        rows++;
                        readRow(record);
                    }
                }
                if (rows == 0) {
                    sink.problem(0, new Reason("NO_ROWS", "must have a header and a row for each recipient"));
                }
            }
        } catch (CsvParseException e) {
            unreadable(line, e);
        } catch (UncheckedIOException e) {
            if (!(e.getCause() instanceof CharacterCodingException)) {
                throw e.getCause();
            }
            wrongEncoding(line);
        }
    }

    private void unreadable(long line, CsvParseException e) throws IOException {
        Throwable cause = e.getCause();
        if (cause instanceof CharacterCodingException) {
            wrongEncoding(line);
        } else if (cause instanceof IOException failed) {
            throw failed;
        } else {
            String detail = cause == null ? e.getMessage() : cause.getMessage();
            sink.problem(
                    line + 1,
                    new Reason(
                            "BAD_CSV",
                            "the file cannot be read from here on; look for a quotation mark too many: " + detail));
        }
    }

    private void wrongEncoding(long line) {
        sink.problem(
                line + 1,
                new Reason(
                        "WRONG_ENCODING",
                        "must be UTF-8, and is something else from about here; save it as CSV UTF-8"));
    }

    private boolean skipByteOrderMark(InputStream in) throws IOException {
        in.mark(4);
        byte[] start = in.readNBytes(3);
        in.reset();
        if (start.length >= 2 && (start[0] & start[1] & 0xff) == 0xfe && start[0] != start[1]) {
            sink.problem(0, new Reason("WRONG_ENCODING", "must be UTF-8, and is UTF-16; save it as CSV UTF-8"));
            return false;
        }
        if (start.length == 3 && start[0] == (byte) 0xef && start[1] == (byte) 0xbb && start[2] == (byte) 0xbf) {
            in.skipNBytes(3);
        }
        return true;
    }

    private boolean readHeader(CsvRecord record) {
        long line = record.getStartingLineNumber();
        header = record.getFields().stream().map(String::strip).toList();
        String whole = header.getFirst();
        if (header.size() == 1 && (whole.indexOf(';') >= 0 || whole.indexOf('\t') >= 0)) {
            sink.problem(line, new Reason("WRONG_SEPARATOR", "columns must be separated by commas: " + shown(whole)));
            return false;
        }
        idColumn = column(manifest.externalIdColumn(), true, line);
        addressColumn = column(manifest.addressColumn(), true, line);
        tokenColumn = column(manifest.tokenIdColumn(), false, line);
        Set<String> seen = new HashSet<>();
        boolean twice = false;
        for (String name : header) {
            if (!name.isEmpty() && !seen.add(name)) {
                twice = true;
                sink.problem(line, new Reason("DUPLICATE_COLUMN", "the column is there twice: " + shown(name)));
            }
        }
        return !twice && idColumn >= 0 && addressColumn >= 0 && tokenColumn > MISTYPED;
    }

    private static final int MISTYPED = -2;

    /** Where the column is, or -1; one that is almost named so would else be ignored without a word. */
    private int column(String name, boolean required, long line) {
        int place = header.indexOf(name);
        if (place >= 0) {
            return place;
        }
        Optional<String> lookalike =
                header.stream().filter(other -> bare(other).equals(bare(name))).findFirst();
        if (lookalike.isPresent() || required) {
            sink.problem(
                    line,
                    new Reason(
                            "MISSING_COLUMN",
                            "must have a column " + name
                                    + lookalike
                                            .map(other -> ", and has " + shown(other) + "; name it in columns")
                                            .orElse("")));
            return MISTYPED;
        }
        return -1;
    }

    private static String bare(String name) {
        return CASE_AND_SIGNS.matcher(name.toLowerCase(Locale.ROOT)).replaceAll("");
    }

    private void readRow(CsvRecord record) {
        long line = record.getStartingLineNumber();
        for (int i = 0; i < record.getFieldCount(); i++) {
            String field = record.getField(i);
            if (field.indexOf('\n') >= 0 || field.indexOf('\r') >= 0) {
                sink.problem(
                        line,
                        new Reason(
                                "LINE_BREAK",
                                "must have no line break in a field, and has one in field " + (i + 1)
                                        + ": is a quotation mark not closed?"));
                return;
            }
        }
        if (record.getFieldCount() != header.size()) {
            sink.problem(
                    line,
                    new Reason(
                            "WRONG_FIELD_COUNT",
                            "must have " + header.size() + " fields as the header has, and has "
                                    + record.getFieldCount() + ": is a comma not in quotes?"));
            return;
        }
        Optional<String> id = externalId(record.getField(idColumn).strip(), line);
        Optional<Address> address = address(record.getField(addressColumn).strip(), line);
        OptionalLong token =
                tokenColumn >= 0 ? tokenId(record.getField(tokenColumn).strip(), line) : byPosition(line);
        if (id.isPresent() && address.isPresent() && token.isPresent()) {
            sink.row(DropRow.pending(id.get(), address.get(), token.getAsLong()), line);
        }
    }

    private Optional<String> externalId(String id, long line) {
        Optional<Reason> spoilt = spoilt(manifest.externalIdColumn(), id);
        if (spoilt.isPresent()) {
            sink.problem(line, spoilt.get());
            return Optional.empty();
        }
        if (id.length() > LONGEST_ID) {
            return problem(
                    line,
                    "TOO_LONG",
                    manifest.externalIdColumn() + " must have at most " + LONGEST_ID + " characters: " + id.length());
        }
        long before = ids.seenBefore(id, line);
        if (before > 0) {
            return problem(
                    line,
                    "DUPLICATE_EXTERNAL_ID",
                    manifest.externalIdColumn() + " " + shown(id) + " is in line " + before + " too");
        }
        return Optional.of(id);
    }

    private Optional<Address> address(String text, long line) {
        Optional<Reason> spoilt = spoilt(manifest.addressColumn(), text);
        if (spoilt.isPresent()) {
            sink.problem(line, spoilt.get());
            return Optional.empty();
        }
        Address address;
        try {
            address = Address.of(text);
        } catch (IllegalArgumentException e) {
            String code = String.valueOf(e.getMessage()).contains("checksum") ? "BAD_CHECKSUM" : "BAD_ADDRESS";
            return problem(line, code, String.valueOf(e.getMessage()));
        }
        if (address.isZero()) {
            return problem(line, "ZERO_ADDRESS", manifest.addressColumn() + " must not be the zero address");
        }
        if (manifest.oneEach()) {
            long before = addresses.seenBefore(address.toString(), line);
            if (before > 0) {
                return problem(
                        line,
                        "DUPLICATE_ADDRESS",
                        address + " is in line " + before + " too, and one_each gives each recipient one");
            }
        }
        return Optional.of(address);
    }

    private OptionalLong tokenId(String text, long line) {
        Optional<Reason> spoilt = spoilt(manifest.tokenIdColumn(), text);
        if (spoilt.isPresent()) {
            sink.problem(line, spoilt.get());
            return OptionalLong.empty();
        }
        long token = NUMBER.matcher(text).matches() && text.length() <= 18 ? Long.parseLong(text) : -1;
        if (token < 0 || token > DropManifest.HIGHEST_TOKEN_ID) {
            problem(
                    line,
                    "BAD_TOKEN_ID",
                    manifest.tokenIdColumn() + " must be 0 to 2^56-1 without zeros in front: " + shown(text));
            return OptionalLong.empty();
        }
        long before = tokens.seenBefore(text, line);
        if (before > 0) {
            problem(line, "DUPLICATE_TOKEN_ID", "token " + token + " is in line " + before + " too");
            return OptionalLong.empty();
        }
        return OptionalLong.of(token);
    }

    /** The same file gives the same tokens, whatever became of a ledger. */
    private OptionalLong byPosition(long line) {
        long token = manifest.firstTokenId() + rows - 1;
        if (token > DropManifest.HIGHEST_TOKEN_ID) {
            problem(line, "BAD_TOKEN_ID", "a token must be 0 to 2^56-1: " + token);
            return OptionalLong.empty();
        }
        return OptionalLong.of(token);
    }

    /** What spreadsheets do to any column, and what attacks them. */
    private static Optional<Reason> spoilt(String column, String value) {
        if (value.isEmpty()) {
            return Optional.of(new Reason("MISSING_VALUE", column + " must not be empty"));
        }
        if (SCIENTIFIC.matcher(value).matches()) {
            return Optional.of(new Reason(
                    "SCIENTIFIC_NOTATION",
                    column + " was rounded by a spreadsheet; format the column as text and export again: "
                            + shown(value)));
        }
        if ("=+-@|".indexOf(value.charAt(0)) >= 0) {
            return Optional.of(
                    new Reason("FORMULA", column + " must not begin as a spreadsheet's formula does: " + shown(value)));
        }
        if (value.codePoints().anyMatch(RecipientsFile::isInvisible)) {
            return Optional.of(new Reason(
                    "BAD_CHARACTER", column + " must hold no control or invisible characters: " + shown(value)));
        }
        return Optional.empty();
    }

    private static boolean isInvisible(int c) {
        int type = Character.getType(c);
        return type == Character.CONTROL
                || type == Character.FORMAT
                || type == Character.SURROGATE
                || type == Character.PRIVATE_USE
                || type == Character.UNASSIGNED
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR
                || c == 0xa0;
    }

    private <T> Optional<T> problem(long line, String code, String detail) {
        sink.problem(line, new Reason(code, detail));
        return Optional.empty();
    }

    /** In quotes, cut, and with what cannot be seen made visible. */
    static String shown(String value) {
        StringBuilder text = new StringBuilder("\"");
        value.codePoints()
                .limit(60)
                .forEach(c -> text.append(isInvisible(c) ? "\\u%04x".formatted(c) : Character.toString(c)));
        return text.append(value.codePointCount(0, value.length()) > 60 ? "...\"" : "\"")
                .toString();
    }
}
