package io.lianbo.examples.nftdrop;

import io.lianbo.core.Address;
import io.lianbo.core.ChainId;
import io.lianbo.core.Verdict;
import io.lianbo.core.chain.Chain;
import io.lianbo.core.tx.Finality;
import io.lianbo.core.tx.JdbcTxJournal;
import io.lianbo.core.tx.TxClient;
import io.lianbo.core.tx.TxJournal;
import io.lianbo.examples.nftdrop.Terminal.Style;
import io.lianbo.nft.VoucherIssuer;
import io.lianbo.nft.airdrop.AirdropLimits;
import io.lianbo.nft.drop.Drop;
import io.lianbo.nft.drop.DropCheck;
import io.lianbo.nft.drop.DropLedger;
import io.lianbo.nft.drop.DropPlan;
import io.lianbo.nft.drop.DropProblem;
import io.lianbo.nft.drop.DropRunner;
import io.lianbo.nft.drop.DropStatus;
import io.lianbo.nft.drop.DropView;
import java.io.IOException;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A command that signs and sends. */
abstract class SendingCommand extends ChainCommand {
    static final long GAS = 1 << 24;
    private static final int CONFIRMATIONS = 12;
    private static final ChainId LOCAL = new ChainId(31337);

    private final Interrupts interrupts;

    @Mixin
    private Keys keys = new Keys();

    @Option(
            names = "--gas",
            paramLabel = "GAS",
            description = "The most gas of one transaction; 16777216 where it is not said.")
    private long gas = GAS;

    @Option(
            names = "--confirmations",
            paramLabel = "BLOCKS",
            description =
                    "How many blocks must follow that of a transaction; 12 where it is not said, and on a local chain"
                            + " (31337) none.")
    private int confirmations = -1;

    @Option(
            names = "--wait",
            paramLabel = "MINUTES",
            description = "How long to wait for a transaction; 10 where it is not said.")
    private int minutes = 10;

    SendingCommand(Terminal terminal, Interrupts interrupts) {
        super(terminal);
        this.interrupts = interrupts;
    }

    /** Whether the files are read. */
    abstract boolean needsFiles();

    abstract Verdict<DropStatus> send(DropRunner runner, Duration timeout) throws IOException;

    @Override
    final Outcome work() throws IOException {
        AirdropLimits limits = limits(gas);
        if (minutes < 1) {
            throw new Failure(ExitCode.USAGE, "BAD_VALUE", "--wait must be 1 minute or more: " + minutes);
        }
        Drop drop = load();
        Finality finality = finality(drop);
        if (needsFiles()) {
            Verdict<DropCheck> files = checked(drop);
            if (!files.isVerified()) {
                return refused(drop, files.reasons(), ExitCode.BAD_INPUT);
            }
        }
        try (Chain chain = connect(drop);
                Keys.Ring ring = keys.open(terminal());
                DropLedger ledger = ledger();
                TxJournal journal = JdbcTxJournal.sqlite(folder().resolve("journal.db"))) {
            DropView view = new DropView(drop, ledger);
            interrupts.arm(Thread.currentThread());
            try {
                requireMoney(drop, view, chain, limits, ring.payer().address());
                Instant began = InstantSource.system().instant();
                Verdict<DropStatus> verdict;
                try (Progress progress = new Progress(
                                terminal(), chain.id(), ring.payer().address(), InstantSource.system(), view.status());
                        TxClient client = TxClient.builder(chain, journal)
                                .lanes(ring.payer())
                                .finality(finality)
                                .listener(progress)
                                .start()) {
                    VoucherIssuer issuer =
                            new VoucherIssuer(ring.issuer(), drop.manifest().collection());
                    DropRunner runner = DropRunner.builder(drop, chain, issuer, client, ledger)
                            .limits(limits)
                            .listener(progress)
                            .build();
                    verdict = send(runner, Duration.ofMinutes(minutes));
                }
                Duration took = Duration.between(began, InstantSource.system().instant());
                return sent(drop, verdict, view.status(), took);
            } catch (IOException | RuntimeException e) {
                if (!interrupts.happened()) {
                    throw e;
                }
                boolean unused = Thread.interrupted(); // it has done what it was for
                return interrupted(drop, view.status());
            }
        }
    }

    private static Verdict<DropCheck> checked(Drop drop) throws IOException {
        DropCheck check = drop.validate();
        return check.isGood()
                ? Verdict.ok(check)
                : Verdict.refused(
                        check.problems().stream().map(DropProblem::toReason).toList());
    }

    private Finality finality(Drop drop) {
        int blocks = confirmations >= 0
                ? confirmations
                : drop.manifest().collection().chainId().equals(LOCAL) ? 0 : CONFIRMATIONS;
        try {
            return blocks == 0 ? Finality.included() : Finality.confirmations(blocks);
        } catch (IllegalArgumentException e) {
            throw new Failure(ExitCode.USAGE, "BAD_VALUE", "--confirmations is wrong: " + e.getMessage());
        }
    }

    /** An account without a coin is told at once; one with too few of them may get more meanwhile. */
    private void requireMoney(Drop drop, DropView view, Chain chain, AirdropLimits limits, Address payer)
            throws IOException {
        ChainId id = chain.id();
        BigInteger balance = chain.balance(payer);
        if (!needsFiles()) {
            DropStatus status = view.status();
            if (balance.signum() == 0 && status.pending() + status.failed() > 0) {
                throw noMoney(payer + " has no " + Amounts.symbol(id) + " to pay the gas with: send it some");
            }
            return;
        }
        DropPlan plan = view.plan(chain, limits).value().orElseThrow();
        if (plan.transactions() == 0) {
            return;
        }
        String cost = Amounts.coin(plan.cost(), id);
        if (balance.signum() == 0) {
            throw noMoney(payer + " has no " + Amounts.symbol(id) + ", and the drop may cost " + cost
                    + ": send it that much");
        }
        String toCome = Amounts.count(plan.transactions(), "transaction") + " for "
                + Amounts.count(plan.rows() - plan.minted(), "recipient");
        terminal().note(terminal().styleErr(Style.DIM, drop.manifest().name() + ": " + toCome + ", at most " + cost));
        if (balance.compareTo(plan.cost()) < 0) {
            terminal()
                    .note(terminal()
                            .styleErr(
                                    Style.YELLOW,
                                    payer + " has " + Amounts.coin(balance, id)
                                            + ": should that not do, the drop waits until it gets more"));
        }
    }

    private Failure noMoney(String sentence) {
        return new Failure(
                ExitCode.FAILED, "INSUFFICIENT_FUNDS", sentence + ", then `" + command(name()) + "` goes on");
    }

    private Outcome sent(Drop drop, Verdict<DropStatus> verdict, DropStatus status, Duration took) {
        if (!verdict.isVerified()) {
            Outcome outcome =
                    refused(drop, verdict.reasons(), ExitCode.INCOMPLETE).with(status);
            if (status.rows() > 0) {
                outcome.error(counts(drop, status) + ".");
            }
            return outcome;
        }
        Outcome outcome = about(drop, ExitCode.DONE).with(status).line(headline(Mark.GOOD, counts(drop, status)));
        if (terminal().outIsTerminal()) {
            spent(new Sheet(), drop, status).with("took", Amounts.clock(took)).to(outcome, terminal());
        }
        return outcome;
    }

    private Outcome interrupted(Drop drop, DropStatus status) {
        String sentence = status.rows() == 0
                ? "Interrupted before anything was sent."
                : "Interrupted with " + Amounts.grouped(status.minted()) + " of " + Amounts.grouped(status.rows())
                        + " minted and " + Amounts.grouped(status.sent()) + " on their way; nothing is lost, `"
                        + command("resume") + "` goes on.";
        return about(drop, ExitCode.INTERRUPTED)
                .with(status)
                .with("problems", List.of(Outcome.problem(new Verdict.Reason("INTERRUPTED", sentence))))
                .error(terminal().styleErr(Style.YELLOW, sentence));
    }
}
