package io.lianbo.examples.nftdrop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;
import static org.assertj.core.api.InstanceOfAssertFactories.MAP;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the program says of command lines and files, before any chain is asked. */
class CommandLineTest {
    private static final String COLLECTION = "eip155:8453:0x00000000000000000000000000000000000000cc";

    private final TestTerminal terminal = new TestTerminal();

    @TempDir
    private Path folder;

    @TempDir
    private Path elsewhere;

    @BeforeEach
    void writeManifest() {
        manifest("");
    }

    private void manifest(String more) {
        write("drop.yaml", "drop: tea-2026\ncollection: " + COLLECTION + "\n" + more);
    }

    private void write(String name, String text) {
        try {
            Files.writeString(folder.resolve(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void endsAtOnceWhereNothingIsAtWork() {
        Interrupts interrupts = new Interrupts();
        interrupts.handle(); // would wait for ten seconds otherwise
        assertThat(interrupts.happened()).isFalse();
    }

    @Test
    void showsAScreenOfProblemsAndPipesAll() {
        write("recipients.csv", "external_id,address\n" + "x,0x12\n".repeat(50));
        terminal.atTerminal(100, Map.of());
        assertThat(terminal.call("validate", folder.toString())).isEqualTo(3);
        assertThat(terminal.out())
                .contains("recipients.csv:2: BAD_ADDRESS: ")
                .contains("... and 79 more; `drop validate " + folder + " | less` shows them\n")
                .contains("✗");
        TestTerminal pipe = new TestTerminal();
        assertThat(pipe.call("validate", folder.toString())).isEqualTo(3);
        assertThat(pipe.out().lines()).hasSize(99 + 2);
    }

    @Test
    void saysWhereAManifestHasATypo() {
        manifest("receipients: people.csv\n");
        assertThat(terminal.call("validate", folder.toString())).isEqualTo(3);
        assertThat(terminal.err()).isEqualTo("""
                error: drop.yaml: unknown key receipients, did you mean recipients? (line 3, column 1)

                    3 | receipients: people.csv
                      | ^
                """);
        assertThat(terminal.call("validate", folder.toString(), "--json")).isEqualTo(3);
        terminal.json()
                .extractingByKey("problems")
                .asInstanceOf(LIST)
                .singleElement()
                .asInstanceOf(MAP)
                .containsEntry("code", "UNKNOWN_KEY")
                .containsEntry("file", "drop.yaml")
                .containsEntry("line", 3L)
                .containsEntry("column", 1L);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "max_fee: 0.25 | drop.yaml: max_fee must be a string: 0.25 (line 3, column 10)",
                "soulbound: [  | drop.yaml must be YAML: ",
            })
    void saysWhatElseIsWrongWithAManifest(String line, String sentence) {
        manifest(line);
        assertThat(terminal.call("validate", folder.toString())).isEqualTo(3);
        assertThat(terminal.err()).contains("error: " + sentence);
    }

    @Test
    void saysThatThereIsNoManifest() {
        String nowhere = elsewhere.resolve("it's not").toString();
        terminal.assertProblem(
                3,
                "MISSING_FILE",
                "there is no " + Path.of(nowhere, "drop.yaml") + ": `drop init '" + nowhere.replace("'", "'\\''")
                        + "'` writes one",
                "validate",
                nowhere);
    }

    @Test
    void saysThatTheResultCannotBeWritten() {
        write("recipients.csv", "external_id,address\n" + TestDrop.rows(0, 2));
        Terminal full = new Terminal(
                new PrintStream(new OutputStream() {
                    @Override
                    public void write(int b) throws IOException {
                        throw new IOException("No space left on device");
                    }
                }),
                terminal.terminal().err(),
                false,
                false,
                80,
                true,
                Map.of(),
                prompt -> Optional.empty());
        assertThat(DropProgram.run(full, new Interrupts(), "validate", folder.toString()))
                .isEqualTo(4);
        assertThat(terminal.err()).contains("the result could not be written: the disk is full");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "statu                  | `drop` does not know statu, did you mean status?",
                "validate --jsn         | `drop validate` does not know --jsn, did you mean --json?",
                "validate a b           | `drop validate` does not know b",
                "run                    | Missing required option: '--issuer=KEYSTORE'",
                "run --issuer x --gas y | Invalid value for option '--gas': 'y' is not a long",
            })
    void refusesWhatItDoesNotKnow(String line, String sentence) {
        assertThat(terminal.call(line.split(" ", -1))).isEqualTo(2);
        assertThat(terminal.err()).startsWith("error: " + sentence + "\n`drop").endsWith(" --help` tells more.\n");
        assertThat(terminal.out()).isEmpty();
    }

    @Test
    void takesNoPasswordFromTheCommandLine() {
        assertThat(terminal.call("run", "--help")).isZero();
        assertThat(terminal.out())
                .contains("--issuer-password=FILE")
                .contains("--payer-password=FILE")
                .doesNotContain("--password", "--private-key", "--key");
    }

    @Test
    void explainsItself() {
        assertThat(terminal.call()).isEqualTo(2);
        assertThat(terminal.err()).contains("Usage: drop", "rehearse", "130   interrupted");
        assertThat(terminal.call("--help")).isZero();
        assertThat(terminal.out())
                .contains("init", "validate", "plan", "run", "resume", "status", "verify")
                .doesNotContain("\u001b");
        assertThat(terminal.call("--version")).isZero();
        assertThat(terminal.out()).startsWith("drop ");
    }

    @Test
    void writesTheFilesOfANewDrop() throws IOException {
        Path folder = elsewhere.resolve("spring tea");
        terminal.atTerminal(100, Map.of("NO_COLOR", "1"));
        assertThat(terminal.call("init", folder.toString())).isZero();
        assertThat(terminal.out())
                .contains("Name your collection in drop.yaml")
                .contains("Then: drop validate '" + folder + "'");
        assertThat(Files.readString(folder.resolve("drop.yaml"))).startsWith("drop: spring-tea\n");
        assertThat(terminal.call("validate", folder.toString())).isEqualTo(3);
        assertThat(terminal.err()).contains("a collection must not be the zero address (line 2, column 13)");
        terminal.assertProblem(
                3, "FILE_EXISTS", "drop.yaml is there already, and is left as it is", "init", folder.toString());
    }

    @Test
    void keepsACsvThatIsThere() throws IOException {
        Files.writeString(elsewhere.resolve("recipients.csv"), "external_id,address\n" + TestDrop.rows(0, 2));
        assertThat(terminal.call("init", elsewhere.toString(), "--name", "tea", "--collection", COLLECTION))
                .isZero();
        assertThat(terminal.out()).contains("; kept ");
        assertThat(terminal.call("validate", elsewhere.toString())).isZero();
        assertThat(terminal.out()).isEqualTo("tea: 2 rows, no problem\n");
    }

    @Test
    void writesNoManifestThatWouldBeRefused() {
        Path folder = elsewhere.resolve("new");
        terminal.assertProblem(
                2, "BAD_VALUE", "collection: account id must be", "init", folder.toString(), "--collection", "0x00");
        terminal.assertProblem(
                2, "BAD_VALUE", "drop: a drop's name must be", "init", folder.toString(), "--name", "a b");
        assertThat(folder).doesNotExist();
    }
}
