package io.lianbo.examples.nftdrop;

import io.lianbo.core.Verdict;
import io.lianbo.core.chain.Chain;
import io.lianbo.nft.drop.Drop;
import io.lianbo.nft.drop.DropLedger;
import io.lianbo.nft.drop.DropStatus;
import io.lianbo.nft.drop.DropView;
import java.io.IOException;
import picocli.CommandLine.Command;

/** Holds the ledger to the chain. */
@Command(name = "verify", description = "Asks the chain whether each row's token was minted to its recipient.")
final class VerifyCommand extends ChainCommand {
    VerifyCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    String name() {
        return "verify";
    }

    @Override
    Outcome work() throws IOException {
        Drop drop = load();
        try (Chain chain = connect(drop);
                DropLedger ledger = ledger()) {
            Verdict<DropStatus> verdict = new DropView(drop, ledger).verify(chain);
            if (verdict.value().isEmpty()) {
                return refused(drop, verdict.reasons(), ExitCode.INCOMPLETE);
            }
            DropStatus status = verdict.value().get();
            return about(drop, ExitCode.DONE)
                    .with(status)
                    .line(headline(
                            Mark.GOOD,
                            drop.manifest().name() + ": all " + Amounts.grouped(status.rows())
                                    + " tokens were minted to their recipients"));
        }
    }
}
