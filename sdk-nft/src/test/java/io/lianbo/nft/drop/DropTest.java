package io.lianbo.nft.drop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lianbo.core.Verdict.Reason;
import io.lianbo.testsupport.ChildJvm;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What spreadsheets and people do to a drop's files is found before anything is signed. */
class DropTest {
    private static final String HEADER = "external_id,address\n";
    private static final String LI = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed";

    @TempDir
    private Path folder;

    @BeforeEach
    void writeTheManifest() {
        manifest("");
    }

    private void manifest(String more) {
        write("drop.yaml", """
                drop: tea-2026
                collection: eip155:8453:0x00000000000000000000000000000000000000cc
                """ + more);
    }

    private void write(String name, String text) {
        write(name, text.getBytes(StandardCharsets.UTF_8));
    }

    private void write(String name, byte[] bytes) {
        try {
            Files.write(folder.resolve(name), bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private DropCheck check(String csv) {
        write("recipients.csv", csv);
        return check();
    }

    private DropCheck check() {
        try {
            return Drop.load(folder).validate();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String address(int number) {
        return "0x%040x".formatted(number);
    }

    private List<DropRow> rows(String csv) {
        assertThat(check(csv).problems()).isEmpty();
        List<DropRow> rows = new ArrayList<>();
        try {
            Drop.load(folder).read(new RecipientsFile.Sink() {
                @Override
                public void row(DropRow row, long line) {
                    rows.add(row);
                }

                @Override
                public void problem(long line, Reason reason) {
                    throw new AssertionError(reason);
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return rows;
    }

    private void assertRows(String csv, String... expected) {
        assertThat(rows(csv).stream().map(row -> row.externalId() + " " + row.tokenId() + " " + row.recipient()))
                .containsExactly(expected);
    }

    @Test
    void readsWhatSpreadsheetsWrite() {
        String first = "a 0 " + LI;
        String second = "b 1 " + "0x0000000000000000000000000000000000000002";
        assertRows(HEADER + "a," + LI + "\nb," + address(2) + "\n", first, second);
        assertRows(
                "\uFEFF" + HEADER + "a," + LI + "\nb," + address(2),
                first,
                second); // a byte order mark, no last line end
        assertRows((HEADER + "a," + LI + "\nb," + address(2) + "\n").replace("\n", "\r\n"), first, second);
        assertRows((HEADER + "a," + LI + "\nb," + address(2) + "\n").replace("\n", "\r"), first, second);
        assertRows(
                HEADER + "\n\"a\"," + LI.toLowerCase(Locale.ROOT) + "\n\n b ,\" " + address(2) + "\"\n\n",
                first,
                second);
    }

    @Test
    void takesTheColumnsThatItIsTold() {
        manifest("columns: {external_id: 订单号, address: wallet}\nfirst_token_id: 7\n");
        assertRows("name,wallet,订单号\n\"Li, Ziqi\"," + LI + ",A-1\nWu," + LI + ",A-2\n", "A-1 7 " + LI, "A-2 8 " + LI);
        assertThat(check().ignoredColumns()).containsExactly("name");
        assertThat(check()).hasToString("2 rows, no problem");
    }

    @Test
    void takesTheTokensThatItIsTold() {
        assertRows(
                "token_id,external_id,address\n9,a," + LI + "\n0,b," + LI + "\n72057594037927935,c," + LI + "\n",
                "a 9 " + LI,
                "b 0 " + LI,
                "c 72057594037927935 " + LI);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a,0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAeD   | 2: BAD_CHECKSUM: address has a wrong EIP-55 checksum",
                "a,0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAe    | 2: BAD_ADDRESS:",
                "a,vitalik.eth                                  | 2: BAD_ADDRESS:",
                "a,5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed     | 2: BAD_ADDRESS:",
                "a,0x0000000000000000000000000000000000000000   | 2: ZERO_ADDRESS:",
                "a,5.1877E+47                                   | 2: SCIENTIFIC_NOTATION: address was rounded",
                "1.23457E+11,LI                                 | 2: SCIENTIFIC_NOTATION: external_id was rounded",
                "~1,23457E+11~,LI                               | 2: SCIENTIFIC_NOTATION:",
                "=HYPERLINK(x),LI                               | 2: FORMULA: external_id must not begin",
                "+1,LI                                          | 2: FORMULA:",
                "-1,LI                                          | 2: FORMULA:",
                "@SUM(A1),LI                                    | 2: FORMULA:",
                "~ =1+1~,LI                                     | 2: FORMULA:",
                "a,=LI                                          | 2: FORMULA: address must not begin",
                ",LI                                            | 2: MISSING_VALUE: external_id must not be empty",
                "a,                                             | 2: MISSING_VALUE: address must not be empty",
                "~ ~,LI                                         | 2: MISSING_VALUE: external_id must not be empty",
                "a                                              | 2: WRONG_FIELD_COUNT: must have 2 fields",
                "a,LI,b                                         | 2: WRONG_FIELD_COUNT: must have 2 fields",
                "\u200ba,LI                                     | 2: BAD_CHARACTER: external_id must hold no control",
                "a\u00a0b,LI                                    | 2: BAD_CHARACTER: ",
                "a\u202eb,LI                                    | 2: BAD_CHARACTER: ",
                "a,\u200bLI                                     | 2: BAD_CHARACTER: address must hold no",
            })
    void reportsABadRowWithItsLineAndReason(String row, String problem) {
        DropCheck check = check(HEADER + row.replace('~', '"').replace("LI", LI) + "\nb," + address(7) + "\n");
        assertThat(check.rows()).isEqualTo(2);
        assertThat(check.problemCount()).isEqualTo(1);
        assertThat(check.isGood()).isFalse();
        assertThat(check.problems().getFirst().toString()).startsWith("recipients.csv:" + problem);
    }

    @Test
    void reportsEveryBadRowOfAFile() {
        DropCheck check = check(HEADER + "a," + LI + "\nb,nobody\na," + LI + "\n=1,nobody\n\nc," + LI + "\nc," + LI);
        assertThat(check.rows()).isEqualTo(6);
        assertThat(check.problems())
                .extracting(problem -> problem.line() + " " + problem.reason().code())
                .containsExactly(
                        "3 BAD_ADDRESS",
                        "4 DUPLICATE_EXTERNAL_ID",
                        "5 FORMULA",
                        "5 BAD_ADDRESS",
                        "8 DUPLICATE_EXTERNAL_ID");
        assertThat(check.problems().get(1).reason().detail()).isEqualTo("external_id \"a\" is in line 2 too");
        assertThat(check).hasToString("6 rows, 5 problems");
    }

    @Test
    void tellsEveryProblemHoweverManyThereAre() throws IOException {
        write(
                "recipients.csv",
                HEADER
                        + IntStream.range(0, 2_500)
                                .mapToObj(i -> i + ",nobody\n")
                                .collect(Collectors.joining()));
        List<DropProblem> told = new ArrayList<>();
        DropCheck check = Drop.load(folder).validate(told::add);
        assertThat(told).hasSize(2_500);
        assertThat(told.getLast().line()).isEqualTo(2_501);
        assertThat(check.problemCount()).isEqualTo(2_500);
        assertThat(check.problems()).isEqualTo(told.subList(0, Drop.MOST_PROBLEMS));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "external_id;address#a;LI                 | 1: WRONG_SEPARATOR: columns must be separated by commas",
                "external_id\taddress#a\tLI               | 1: WRONG_SEPARATOR:",
                "id,address#a,LI                          | 1: MISSING_COLUMN: must have a column external_id",
                "External ID,address#a,LI                 | 1: MISSING_COLUMN: must have a column external_id, and has \"External ID\"",
                "external_id,address,tokenId#a,LI,1       | 1: MISSING_COLUMN: must have a column token_id, and has \"tokenId\"",
                "external_id,address,address#a,LI,LI      | 1: DUPLICATE_COLUMN: the column is there twice",
                "external_id,address                      |NO_ROWS: must have a header and a row",
                "external_id,address#a,LI#~b,LI#c,LI      | 3: LINE_BREAK: must have no line break in a field",
                "external_id,address#a,LI#~b~x,LI#c,LI    | 3: BAD_CSV: the file cannot be read from here on",
                "external_id,address,token_id#a,LI,01     | 2: BAD_TOKEN_ID: token_id must be 0 to 2^56-1",
                "external_id,address,token_id#a,LI,1.5    | 2: BAD_TOKEN_ID:",
                "external_id,address,token_id#a,LI,72057594037927936 | 2: BAD_TOKEN_ID:",
                "external_id,address,token_id#a,LI,99999999999999999999 | 2: BAD_TOKEN_ID:",
                "external_id,address,token_id#a,LI,-1     | 2: FORMULA:",
                "external_id,address,token_id#a,LI,5#b,LI,5 | 3: DUPLICATE_TOKEN_ID: token 5 is in line 2 too",
            })
    void refusesAFileThatIsNotWhatItMustBe(String csv, String problem) {
        DropCheck check = check(csv.replace('#', '\n').replace('~', '"').replace("LI", LI));
        assertThat(check.problems()).hasSize(1);
        assertThat(check.problems().getFirst().toString()).contains(problem);
    }

    @Test
    void refusesWhatIsNotUtf8() {
        write("recipients.csv", (HEADER + "a," + LI + "\nü," + LI + "\n").getBytes(StandardCharsets.ISO_8859_1));
        assertThat(check().problems()).extracting(p -> p.reason().code()).containsExactly("WRONG_ENCODING");
        write("recipients.csv", ("\uFEFF" + HEADER + "a," + LI).getBytes(StandardCharsets.UTF_16LE));
        assertThat(check().problems())
                .extracting(DropProblem::toString)
                .containsExactly("recipients.csv: WRONG_ENCODING: must be UTF-8, and is UTF-16; save it as CSV UTF-8");
        write("recipients.csv", ("\uFEFF" + HEADER + "a," + LI).getBytes(StandardCharsets.UTF_16BE));
        assertThat(check().problems()).extracting(p -> p.reason().code()).containsExactly("WRONG_ENCODING");
    }

    @Test
    void isBoundedInTheLengthOfARow() {
        DropCheck check = check(HEADER + "a," + LI + "\n\"" + "x".repeat(100_000));
        assertThat(check.problems())
                .extracting(p -> p.line() + p.reason().code())
                .containsExactly("3BAD_CSV");
        assertThat(check(HEADER + "x".repeat(101) + "," + LI).problems())
                .extracting(p -> p.reason().code())
                .containsExactly("TOO_LONG");
    }

    @Test
    void readsALargeFileInLittleMemory() throws Exception {
        int rows = 64_000;
        String note = "x".repeat(2_000);
        try (Writer csv = Files.newBufferedWriter(folder.resolve("recipients.csv"))) {
            csv.write("external_id,address,note\n");
            for (int i = 0; i < rows; i++) {
                csv.write("order-" + i + "," + address(i + 1) + "," + note + "\n");
            }
        }
        assertThat(Files.size(folder.resolve("recipients.csv"))).isGreaterThan(128_000_000);
        Process process = ChildJvm.startIn(24, CheckedDrop.class, folder.toString());
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            assertThat(out.readLine()).isEqualTo("64000 rows, no problem");
            assertThat(process.waitFor()).isZero();
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    /** A process of its own that checks a drop. */
    static final class CheckedDrop {
        private CheckedDrop() {}

        public static void main(String[] args) throws IOException {
            System.out.println(Drop.load(Path.of(args[0])).validate());
        }
    }

    @Test
    void refusesARecipientTwiceWhereEachGetsOne() {
        String csv = HEADER + "a," + LI + "\nb," + LI.toLowerCase(Locale.ROOT) + "\n";
        assertThat(check(csv).isGood()).isTrue();
        manifest("one_each: true\n");
        assertThat(check(csv).problems())
                .extracting(DropProblem::toString)
                .containsExactly("recipients.csv:3: DUPLICATE_ADDRESS: " + LI
                        + " is in line 2 too, and one_each gives each recipient one");
    }

    @Test
    void saysWhichFilesAreMissing() throws IOException {
        assertThat(check().problems())
                .extracting(DropProblem::toString)
                .containsExactly("recipients.csv: MISSING_FILE: must be there");
        assertThat(check().problems().getFirst().toReason().detail()).isEqualTo("recipients.csv: must be there");
        Files.delete(folder.resolve("drop.yaml"));
        assertThatExceptionOfType(NoSuchFileException.class).isThrownBy(() -> Drop.load(folder));
        write("drop.yaml", "x".repeat((1 << 20) + 1));
        assertThatIllegalArgumentException().isThrownBy(() -> Drop.load(folder)).withMessageContaining("at most");
    }

    @Test
    void checksTheAssetsToo() throws IOException {
        Path assets = Files.createDirectory(folder.resolve("assets"));
        Files.writeString(assets.resolve("collection.json"), "{\"name\": \"Tea\", \"image\": \"0.png\"}");
        for (int i = 0; i < 2; i++) {
            Files.writeString(
                    assets.resolve(i + ".json"), "{\"name\": \"Cake %d\", \"image\": \"%d.png\"}".formatted(i, i));
            Files.writeString(assets.resolve(i + ".png"), "image " + i);
        }
        assertThat(check(HEADER + "a," + LI + "\nb," + LI).problems()).isEmpty();
        assertThat(check(HEADER + "a," + LI + "\nb," + LI + "\nc," + LI).problems())
                .extracting(DropProblem::toString)
                .containsExactly("recipients.csv:4: NO_ASSET: token 2 must be among the assets");
        Files.delete(assets.resolve("1.png"));
        assertThat(check(HEADER + "a," + LI).problems())
                .extracting(p -> p.file() + " " + p.reason().code())
                .containsExactly("assets MISSING_FILE");
        manifest("assets: pictures\n");
        assertThat(check(HEADER + "a," + LI).problems())
                .extracting(DropProblem::toString)
                .containsExactly("pictures: MISSING_FILE: pictures must be a folder");
    }
}
