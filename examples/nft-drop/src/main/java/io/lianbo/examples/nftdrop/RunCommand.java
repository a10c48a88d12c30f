package io.lianbo.examples.nftdrop;

import io.lianbo.core.Verdict;
import io.lianbo.nft.drop.DropRunner;
import io.lianbo.nft.drop.DropStatus;
import java.io.IOException;
import java.time.Duration;
import picocli.CommandLine.Command;

/** Runs the drop. */
@Command(
        name = "run",
        description =
                "Checks the files, and mints each recipient's token. Run again after a crash, it goes on; rows that"
                        + " were added meanwhile are taken in.")
final class RunCommand extends SendingCommand {
    RunCommand(Terminal terminal, Interrupts interrupts) {
        super(terminal, interrupts);
    }

    @Override
    String name() {
        return "run";
    }

    @Override
    boolean needsFiles() {
        return true;
    }

    @Override
    Verdict<DropStatus> send(DropRunner runner, Duration timeout) throws IOException {
        return runner.run(timeout);
    }
}
