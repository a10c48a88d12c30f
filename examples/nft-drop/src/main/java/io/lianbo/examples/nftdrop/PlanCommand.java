package io.lianbo.examples.nftdrop;

import io.lianbo.core.ChainId;
import io.lianbo.core.Verdict;
import io.lianbo.core.chain.Chain;
import io.lianbo.nft.drop.Drop;
import io.lianbo.nft.drop.DropLedger;
import io.lianbo.nft.drop.DropPlan;
import io.lianbo.nft.drop.DropView;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Says what running the drop would do. */
@Command(
        name = "plan",
        description = "Says how many transactions, how much gas and how much coin; nothing is signed or sent.")
final class PlanCommand extends ChainCommand {

    @Option(
            names = "--gas",
            paramLabel = "GAS",
            description = "The most gas of one transaction; 16777216 where it is not said.")
    private long gas = SendingCommand.GAS;

    PlanCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    String name() {
        return "plan";
    }

    @Override
    Outcome work() throws IOException {
        Drop drop = load();
        try (Chain chain = connect(drop);
                DropLedger ledger = ledger()) {
            Verdict<DropPlan> verdict = new DropView(drop, ledger).plan(chain, limits(gas));
            if (verdict.value().isEmpty()) {
                return refused(drop, verdict.reasons(), ExitCode.BAD_INPUT);
            }
            DropPlan plan = verdict.value().get();
            ChainId id = drop.manifest().collection().chainId();
            Outcome outcome = about(drop, ExitCode.DONE)
                    .with("plan", json(plan))
                    .line(headline(Mark.GOOD, drop.manifest().name()));
            new Sheet()
                    .with("collection", drop.manifest().collection().toString())
                    .with(
                            "recipients",
                            Amounts.grouped(plan.rows())
                                    + (plan.minted() == 0
                                            ? ""
                                            : ", of whom " + Amounts.grouped(plan.minted()) + " have their tokens"))
                    .with("transactions", Amounts.grouped(plan.transactions()) + (plan.minted() == 0 ? "" : " to come"))
                    .with("gas", Amounts.grouped(plan.gas()) + " at most")
                    .with("cost", Amounts.coin(plan.cost(), id) + " at most, at present fees")
                    .to(outcome, terminal());
            return outcome;
        }
    }

    private static Map<String, @Nullable Object> json(DropPlan plan) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        members.put("rows", plan.rows());
        members.put("minted", plan.minted());
        members.put("transactions", plan.transactions());
        members.put("gas", plan.gas());
        members.put("costWei", plan.cost().toString());
        return members;
    }
}
