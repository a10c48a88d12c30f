package io.lianbo.examples.nftdrop;

import io.lianbo.core.Verdict;
import io.lianbo.nft.drop.DropRunner;
import io.lianbo.nft.drop.DropStatus;
import java.time.Duration;
import picocli.CommandLine.Command;

/** Goes on with the drop. */
@Command(
        name = "resume",
        description = "Goes on with what the ledger holds, without the CSV, and tries once more what failed.")
final class ResumeCommand extends SendingCommand {
    ResumeCommand(Terminal terminal, Interrupts interrupts) {
        super(terminal, interrupts);
    }

    @Override
    String name() {
        return "resume";
    }

    @Override
    boolean needsFiles() {
        return false;
    }

    @Override
    Verdict<DropStatus> send(DropRunner runner, Duration timeout) {
        return runner.resume(timeout);
    }
}
