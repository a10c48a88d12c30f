package io.lianbo.examples.nftdrop;

import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the program writes to and asks.
 *
 * @param out for results
 * @param err for errors and for what is only worth seeing while it happens
 * @param outIsTerminal whether somebody looks at {@code out}; otherwise a file or a program takes it
 * @param errIsTerminal whether somebody looks at {@code err}
 * @param columns how wide it is
 * @param unicode whether it shows more than ASCII
 * @param environment the variables of the environment
 * @param passwords asks for a password without showing it; empty where there is nobody to ask
 */
record Terminal(
        PrintStream out,
        PrintStream err,
        boolean outIsTerminal,
        boolean errIsTerminal,
        int columns,
        boolean unicode,
        Map<String, String> environment,
        Function<String, Optional<char[]>> passwords) {

    private static final int USUAL_COLUMNS = 80;

    /** How a text stands out. */
    enum Style {
        BOLD("1"),
        DIM("2"),
        RED("31"),
        GREEN("32"),
        YELLOW("33");

        private final String code;

        Style(String code) {
            this.code = code;
        }
    }

    /** The one that this process was started from. */
    static Terminal ofThisProcess() {
        // Names in the files may be of any script, whatever this machine's locale.
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
        Map<String, String> environment = System.getenv();
        int seen = terminals();
        boolean anyTerminal = seen != 0;
        return new Terminal(
                out,
                err,
                (seen & 1) != 0,
                (seen & 2) != 0,
                anyTerminal ? columns(environment) : USUAL_COLUMNS,
                Charset.forName(System.getProperty("native.encoding", "US-ASCII"))
                        .equals(StandardCharsets.UTF_8),
                environment,
                Terminal::ask);
    }

    /** Which of this process's streams are terminals, as bits: 1 for standard output, 2 for errors. */
    private static int terminals() {
        try {
            Process test = new ProcessBuilder("sh", "-c", "n=0; [ -t 1 ] && n=1; [ -t 2 ] && n=$((n+2)); exit $n")
                    .inheritIO()
                    .start();
            return test.waitFor();
        } catch (IOException e) { // no sh: Windows
            return isInteractive(System.console()) ? 3 : 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    private static int columns(Map<String, String> environment) {
        return number(environment.getOrDefault("COLUMNS", ""))
                .or(() -> sttySize().flatMap(size -> number(size.replaceFirst("^\\d+ ", ""))))
                .filter(columns -> columns > 0)
                .orElse(USUAL_COLUMNS);
    }

    private static Optional<Integer> number(String text) {
        return text.matches("\\d{1,5}") ? Optional.of(Integer.parseInt(text)) : Optional.empty();
    }

    /** Rows and columns. */
    private static Optional<String> sttySize() {
        try {
            Process stty = new ProcessBuilder(List.of("sh", "-c", "stty size < /dev/tty"))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String size = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
            return stty.waitFor(1, TimeUnit.SECONDS) ? Optional.of(size) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    @SuppressWarnings("SystemConsoleNull") // it is null before Java 22, and afterwards asked whether somebody is at it
    private static Optional<char[]> ask(String prompt) {
        Console console = System.console();
        return console != null && isInteractive(console)
                ? Optional.ofNullable(console.readPassword("%s", prompt))
                : Optional.empty();
    }

    /** Since Java 22 there may be a console without anybody at it. */
    private static boolean isInteractive(@Nullable Console console) {
        if (console == null) {
            return false;
        }
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException beforeJava22) {
            return true;
        }
    }

    /** Whether the cursor can be moved in what {@link #err} is. */
    boolean canRedraw() {
        return errIsTerminal && !environment.getOrDefault("TERM", "").equals("dumb");
    }

    private boolean hasColours(boolean isTerminal) {
        return isTerminal
                && environment.getOrDefault("NO_COLOR", "").isEmpty()
                && !environment.getOrDefault("TERM", "").equals("dumb");
    }

    /** Whether {@link #out} is to have colours; {@code NO_COLOR} of the environment says no. */
    boolean coloursOut() {
        return hasColours(outIsTerminal);
    }

    /** A text for {@link #out}. */
    String styleOut(Style style, String text) {
        return styled(coloursOut(), style, text);
    }

    /** A text for {@link #err}. */
    String styleErr(Style style, String text) {
        return styled(hasColours(errIsTerminal), style, text);
    }

    private static String styled(boolean colours, Style style, String text) {
        return colours ? "\u001b[" + style.code + "m" + text + "\u001b[0m" : text;
    }

    /** A line on {@link #err} that only somebody who looks at it wants. */
    void note(String line) {
        if (errIsTerminal) {
            err.println(line);
        }
    }

    /** What came from elsewhere, without what could move the cursor. */
    static String visible(String text) {
        StringBuilder visible = new StringBuilder();
        text.codePoints().map(c -> c == '\n' || isVisible(c) ? c : '?').forEach(visible::appendCodePoint);
        return visible.toString();
    }

    private static boolean isVisible(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
