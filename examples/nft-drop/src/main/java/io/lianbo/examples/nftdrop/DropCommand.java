package io.lianbo.examples.nftdrop;

import io.lianbo.core.LianboException;
import io.lianbo.core.Verdict.Reason;
import io.lianbo.core.json.StrictJson;
import io.lianbo.examples.nftdrop.Terminal.Style;
import io.lianbo.nft.drop.Drop;
import io.lianbo.nft.drop.DropLedger;
import io.lianbo.nft.drop.DropStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A command about the drop in one folder. */
@Command(parameterListHeading = "%n", sortOptions = false)
abstract class DropCommand implements Callable<Integer> {
    private static final int MOST_LINES = 20;

    private final Terminal terminal;

    @Parameters(
            paramLabel = "FOLDER",
            arity = "0..1",
            description = "The folder with drop.yaml; the present one where it is not said.")
    private Path folder = Path.of(".");

    @Option(names = "--json", description = "Writes one JSON object to standard output instead of text.")
    private boolean json;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this.")
    @SuppressWarnings("UnusedVariable") // picocli looks at it
    private boolean help;

    DropCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    abstract String name();

    /** Does it. */
    abstract Outcome work() throws IOException;

    @Override
    public final Integer call() {
        Outcome outcome = outcome();
        print(outcome);
        if (terminal.out().checkError()) {
            terminal.err().println(error("the result could not be written: the disk is full, or nobody reads it"));
            return outcome.exitCode() == ExitCode.DONE ? ExitCode.FAILED : outcome.exitCode();
        }
        return outcome.exitCode();
    }

    private Outcome outcome() {
        try {
            return work();
        } catch (Failure e) {
            return failed(e);
        } catch (LianboException e) {
            return failed(Failures.of(e, command(name())));
        } catch (IOException e) {
            return failed(Failures.of(e));
        }
    }

    private Outcome failed(Failure failure) {
        Map<String, @Nullable Object> problem = Outcome.problem(failure.reason());
        problem.putAll(failure.place());
        Outcome outcome =
                new Outcome(failure.exitCode()).error(error(failure.reason().detail()));
        if (!failure.excerpt().isEmpty()) {
            outcome.error("");
            failure.excerpt().forEach(line -> outcome.error(Terminal.visible(line)));
        }
        return outcome.with("problems", List.of(problem));
    }

    private void print(Outcome outcome) {
        if (json) {
            Map<String, @Nullable Object> document = new LinkedHashMap<>();
            document.put("command", name());
            document.put("ok", outcome.exitCode() == ExitCode.DONE);
            document.put("exitCode", (long) outcome.exitCode());
            document.putAll(outcome.json());
            terminal.out().println(StrictJson.write(document));
        } else {
            outcome.lines().forEach(terminal.out()::println);
            outcome.errors().forEach(terminal.err()::println);
        }
    }

    final Terminal terminal() {
        return terminal;
    }

    final Path folder() {
        return folder;
    }

    /** How this program is called to do something else with the folder. */
    final String command(String name) {
        String path = folder.toString();
        return "drop " + name + (path.equals(".") ? "" : " " + quoted(path));
    }

    /** A path as a shell takes it. */
    static String quoted(String path) {
        return path.matches("[\\w./-]+") ? path : "'" + Terminal.visible(path).replace("'", "'\\''") + "'";
    }

    final Drop load() throws IOException {
        Path manifest = folder.resolve("drop.yaml").normalize();
        if (!Files.exists(manifest)) {
            throw new Failure(
                    ExitCode.BAD_INPUT,
                    "MISSING_FILE",
                    "there is no " + manifest + ": `" + command("init") + "` writes one");
        }
        try {
            return Drop.load(folder);
        } catch (IllegalArgumentException e) {
            throw Failures.ofManifest(e, manifest);
        }
    }

    final DropLedger ledger() {
        return DropLedger.sqlite(folder.resolve("ledger.db"));
    }

    final Outcome about(Drop drop, int exitCode) {
        return new Outcome(exitCode)
                .with("drop", drop.manifest().name())
                .with("collection", drop.manifest().collection().toString());
    }

    final String error(String sentence) {
        return terminal.styleErr(Style.RED, "error:") + " " + Terminal.visible(sentence);
    }

    /** How a headline is meant. */
    enum Mark {
        GOOD("✓ ", Style.GREEN),
        OPEN("• ", Style.YELLOW),
        BAD("✗ ", Style.RED);

        private final String sign;
        private final Style style;

        Mark(String sign, Style style) {
            this.sign = sign;
            this.style = style;
        }

        static Mark of(DropStatus status) {
            return status.isComplete() ? GOOD : status.failed() > 0 ? BAD : OPEN;
        }
    }

    /** The line above the others, which a file gets without its mark. */
    final String headline(Mark mark, String text) {
        String visible = Terminal.visible(text);
        return terminal.outIsTerminal()
                ? terminal.styleOut(mark.style, terminal.unicode() ? mark.sign : "")
                        + terminal.styleOut(Style.BOLD, visible)
                : visible;
    }

    /** So many lines as fit a screen where somebody looks at one, and all of them otherwise. */
    final void list(Outcome outcome, List<String> lines, long all) {
        long most = terminal.outIsTerminal() ? MOST_LINES : Long.MAX_VALUE;
        lines.stream().limit(most).map(Terminal::visible).forEach(outcome::line);
        long shown = Math.min(most, lines.size());
        if (all > shown) {
            outcome.line(
                    "... and " + Amounts.grouped(all - shown) + " more; `" + command(name()) + " | less` shows them");
        }
    }

    final Outcome refused(Drop drop, List<Reason> reasons, int exitCode) {
        Outcome outcome = about(drop, exitCode).withProblems(reasons);
        reasons.stream().limit(MOST_LINES).forEach(reason -> outcome.error(error(reason + Failures.advice(reason))));
        if (reasons.size() > MOST_LINES) {
            outcome.error("... and " + Amounts.grouped(reasons.size() - MOST_LINES) + " more");
        }
        return outcome;
    }

    /** {@code tea-2026: 340 of 1,000 minted}. */
    static String counts(Drop drop, DropStatus status) {
        String minted = status.isComplete() ? "all " : Amounts.grouped(status.minted()) + " of ";
        return drop.manifest().name() + ": " + minted + Amounts.grouped(status.rows()) + " minted";
    }

    /** Adds what it cost. */
    static Sheet spent(Sheet sheet, Drop drop, DropStatus status) {
        return sheet.with(
                        "transactions",
                        Amounts.grouped(status.settled()) + " of " + Amounts.grouped(status.transactions()) + " done")
                .with("gas", Amounts.grouped(status.gasUsed()))
                .with(
                        "paid",
                        Amounts.coin(status.fee(), drop.manifest().collection().chainId()));
    }
}
