package io.lianbo.examples.nftdrop;

import io.lianbo.nft.drop.Drop;
import io.lianbo.nft.drop.DropCheck;
import io.lianbo.nft.drop.DropProblem;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/** Checks the files. */
@Command(name = "validate", description = "Checks manifest, CSV and assets; nothing is asked of a chain.")
final class ValidateCommand extends DropCommand {
    ValidateCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    String name() {
        return "validate";
    }

    @Override
    Outcome work() throws IOException {
        Drop drop = load();
        return checked(drop, drop.validate());
    }

    /** What a check comes to. */
    private Outcome checked(Drop drop, DropCheck check) {
        Outcome outcome = about(drop, check.isGood() ? ExitCode.DONE : ExitCode.BAD_INPUT)
                .with("rows", check.rows())
                .with("problemCount", check.problemCount())
                .with(
                        "problems",
                        check.problems().stream().map(ValidateCommand::problem).toList())
                .with("ignoredColumns", check.ignoredColumns());
        List<String> lines = new ArrayList<>();
        check.problems().forEach(problem -> lines.add(problem.toString()));
        list(outcome, lines, check.problemCount());
        if (!lines.isEmpty()) {
            outcome.line("");
        }
        outcome.line(headline(
                check.isGood() ? Mark.GOOD : Mark.BAD,
                drop.manifest().name() + ": " + Amounts.count(check.rows(), "row") + ", "
                        + (check.isGood() ? "no problem" : Amounts.count(check.problemCount(), "problem"))));
        if (!check.ignoredColumns().isEmpty()) {
            outcome.line(
                    Terminal.visible("  Not looked at, and stays here: " + String.join(", ", check.ignoredColumns())));
        }
        return outcome;
    }

    private static Map<String, @Nullable Object> problem(DropProblem problem) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        members.put("file", problem.file());
        members.put("line", problem.line() == 0 ? null : problem.line());
        members.put("code", problem.reason().code());
        members.put("detail", problem.reason().detail());
        return members;
    }
}
