package io.lianbo.examples.nftdrop;

import io.lianbo.examples.nftdrop.Terminal.Style;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The program {@code drop}. */
@Command(
        name = "drop",
        mixinStandardHelpOptions = true,
        version = "drop 0.1.0-SNAPSHOT",
        synopsisSubcommandLabel = "COMMAND",
        description = "Gives each recipient of a CSV one token of a collection, once, whatever crashes.",
        optionListHeading = "%n",
        commandListHeading = "%n",
        footer = {
            "",
            "Exit codes:",
            "    0   done",
            "    1   the drop is not complete, or was refused",
            "    2   wrong usage",
            "    3   a file or password is wrong",
            "    4   the node, the disk or the balance failed",
            "  130   interrupted",
            "",
            "`drop COMMAND --help` tells more; `drop rehearse NEW-FOLDER` makes a chain to try all of it on."
        })
final class DropProgram {
    private DropProgram() {}

    /** Runs the program. */
    public static void main(String[] args) {
        Interrupts interrupts = new Interrupts();
        Runtime.getRuntime().addShutdownHook(new Thread(interrupts::handle, "interrupts"));
        int code = run(Terminal.ofThisProcess(), interrupts, args);
        interrupts.finished();
        System.exit(code);
    }

    static int run(Terminal terminal, Interrupts interrupts, String... args) {
        CommandLine program = new CommandLine(new DropProgram())
                .addSubcommand(new InitCommand(terminal))
                .addSubcommand(new ValidateCommand(terminal))
                .addSubcommand(new PlanCommand(terminal))
                .addSubcommand(new RunCommand(terminal, interrupts))
                .addSubcommand(new ResumeCommand(terminal, interrupts))
                .addSubcommand(new StatusCommand(terminal))
                .addSubcommand(new VerifyCommand(terminal))
                .addSubcommand(new RehearseCommand(terminal, interrupts))
                .setOut(new PrintWriter(terminal.out(), true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(terminal.err(), true, StandardCharsets.UTF_8))
                .setColorScheme(CommandLine.Help.defaultColorScheme(terminal.coloursOut() ? Ansi.ON : Ansi.OFF))
                .setParameterExceptionHandler((e, given) -> wrongUsage(terminal, e))
                .setUsageHelpWidth(Math.clamp(terminal.columns(), 55, 100));
        if (args.length == 0) {
            program.usage(program.getErr());
            return ExitCode.USAGE;
        }
        return program.execute(args);
    }

    private static int wrongUsage(Terminal terminal, ParameterException e) {
        String command = e.getCommandLine().getCommandSpec().qualifiedName();
        String sentence = String.valueOf(e.getMessage());
        if (e instanceof UnmatchedArgumentException unmatched) {
            String near = unmatched.getSuggestions().stream()
                    .findFirst()
                    .map(known -> ", did you mean " + known + "?")
                    .orElse("");
            sentence = "`" + command + "` does not know " + String.join(" ", unmatched.getUnmatched()) + near;
        }
        terminal.err().println(terminal.styleErr(Style.RED, "error:") + " " + Terminal.visible(sentence));
        terminal.err().println("`" + command + " --help` tells more.");
        return ExitCode.USAGE;
    }
}
