package io.lianbo.examples.livesale;

import io.lianbo.core.LianboException;
import io.lianbo.testkit.LocalChain;
import io.lianbo.testkit.LocalChainException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;

/**
 * Runs the sale of an input folder on a chain of its own, tells it, and writes a report.
 *
 * <p>{@code LiveSale [--sell | --sign] [--input DIR] [--report FILE]}; {@code --sign} signs edited events again and sells nothing.
 * The exit code is 0 when the sale did what it should, refunds included, 1 when something broke, 2 when an input file is bad.
 */
public final class LiveSale {
    private static final int FAILED = 1;
    private static final int BAD_INPUT = 2;

    private final Path input;
    private final Path report;
    private final boolean sign;

    private LiveSale(Path input, Path report, boolean sign) {
        this.input = input;
        this.report = report;
        this.sign = sign;
    }

    /** Runs the program. */
    public static void main(String[] args) {
        // names in the files may be of any script, whatever this machine's locale
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
        System.exit(run(List.of(args), out, err));
    }

    static int run(List<String> args, PrintStream out, PrintStream err) {
        Narrator errors = new Narrator(err);
        try {
            LiveSale program = parse(args);
            Narrator narrator = new Narrator(out);
            if (program.sign) {
                EventSigning.sign(program.input, narrator);
            } else {
                program.sell(narrator);
            }
            return 0;
        } catch (BadInput e) {
            errors.line("Bad input: " + e.getMessage());
            return BAD_INPUT;
        } catch (LianboException | LocalChainException | UncheckedIOException | IllegalStateException e) {
            errors.line("The sale failed: " + e.getMessage());
            return FAILED;
        }
    }

    private static LiveSale parse(List<String> args) {
        Path input = Path.of("input");
        Path report = Path.of("target", "report", "index.html");
        boolean sign = false;
        for (Iterator<String> rest = args.iterator(); rest.hasNext(); ) {
            String arg = rest.next();
            switch (arg) {
                case "--sell" -> sign = false;
                case "--sign" -> sign = true;
                case "--input" -> input = Path.of(valueOf(arg, rest));
                case "--report" -> report = Path.of(valueOf(arg, rest));
                default ->
                    throw new BadInput(
                            "arguments are [--sell | --sign] [--input DIR] [--report FILE], not \"" + arg + "\"");
            }
        }
        return new LiveSale(input, report, sign);
    }

    private static String valueOf(String option, Iterator<String> rest) {
        if (!rest.hasNext()) {
            throw new BadInput(option + " must be followed by a path");
        }
        return rest.next();
    }

    private void sell(Narrator narrator) {
        SaleInput sale = InputReader.read(input);
        try (LocalChain chain = Sale.chainFor(sale)) {
            Sale.Outcome outcome = Sale.play(chain, sale, narrator);
            write(HtmlReport.of(outcome));
            narrator.say("Report: " + report.toAbsolutePath().normalize());
        }
    }

    private void write(String html) {
        try {
            Path folder = report.toAbsolutePath().getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            Files.writeString(report, html);
        } catch (IOException e) {
            throw new UncheckedIOException("the report cannot be written to " + report, e);
        }
    }
}
