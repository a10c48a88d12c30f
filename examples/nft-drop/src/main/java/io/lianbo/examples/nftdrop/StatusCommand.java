package io.lianbo.examples.nftdrop;

import io.lianbo.nft.drop.Drop;
import io.lianbo.nft.drop.DropLedger;
import io.lianbo.nft.drop.DropRow;
import io.lianbo.nft.drop.DropRowState;
import io.lianbo.nft.drop.DropStatus;
import io.lianbo.nft.drop.DropView;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Says how far the drop is. */
@Command(
        name = "status",
        description = "Says by the ledger how far the drop is, also while it runs; nothing is asked of a chain.")
final class StatusCommand extends DropCommand {
    private static final int MOST_ROWS = 1_000;

    @Option(names = "--row", paramLabel = "ID", description = "Says where the row with this external id stands.")
    private Optional<String> row = Optional.empty();

    StatusCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    String name() {
        return "status";
    }

    @Override
    Outcome work() throws IOException {
        Drop drop = load();
        if (!Files.exists(folder().resolve("ledger.db"))) {
            throw notBegun(drop);
        }
        try (DropLedger ledger = ledger()) {
            DropView view = new DropView(drop, ledger);
            DropStatus status = view.status();
            if (status.rows() == 0) {
                throw notBegun(drop);
            }
            return row.isPresent() ? ofRow(drop, view, row.get()) : ofDrop(drop, view, status);
        }
    }

    private Failure notBegun(Drop drop) {
        return new Failure(
                ExitCode.INCOMPLETE,
                "NOT_BEGUN",
                drop.manifest().name() + " was never run: `" + command("run") + "` runs it");
    }

    private Outcome ofDrop(Drop drop, DropView view, DropStatus status) {
        List<DropRow> failed = new ArrayList<>();
        view.forEachRow(each -> {
            if (each.state() == DropRowState.FAILED && failed.size() < MOST_ROWS) {
                failed.add(each);
            }
        });
        boolean complete = status.isComplete();
        Outcome outcome = about(drop, complete ? ExitCode.DONE : ExitCode.INCOMPLETE)
                .with(status)
                .with("failedRows", failed.stream().map(StatusCommand::json).toList())
                .line(headline(Mark.of(status), counts(drop, status)));
        Sheet sheet = new Sheet();
        if (!complete) {
            sheet.with("on their way", Amounts.grouped(status.sent()))
                    .with("not sent yet", Amounts.grouped(status.pending()))
                    .with("failed", Amounts.grouped(status.failed()));
        }
        spent(sheet, drop, status).to(outcome, terminal());
        list(
                outcome,
                failed.stream()
                        .map(each -> each.externalId() + ": "
                                + each.problem().map(Object::toString).orElse(""))
                        .toList(),
                status.failed());
        if (!complete && terminal().outIsTerminal()) {
            outcome.line("").line("`" + command("resume") + "` goes on.");
        }
        return outcome;
    }

    private Outcome ofRow(Drop drop, DropView view, String id) {
        DropRow found = view.row(id)
                .orElseThrow(() -> new Failure(
                        ExitCode.INCOMPLETE,
                        "UNKNOWN_ROW",
                        "the ledger has no row " + id + ": see external_id in the CSV"));
        boolean minted = found.state() == DropRowState.MINTED;
        Outcome outcome = about(drop, minted ? ExitCode.DONE : ExitCode.INCOMPLETE)
                .with("row", json(found))
                .line(headline(
                        minted ? Mark.GOOD : found.state() == DropRowState.FAILED ? Mark.BAD : Mark.OPEN,
                        id + ": " + found.state()));
        Sheet sheet = new Sheet()
                .with("recipient", found.recipient().toString())
                .with("token", Long.toString(found.tokenId()));
        found.transaction().ifPresent(hash -> sheet.with("transaction", hash.toString()));
        found.problem().ifPresent(problem -> sheet.with("problem", Terminal.visible(problem.toString())));
        sheet.to(outcome, terminal());
        return outcome;
    }

    private static Map<String, @Nullable Object> json(DropRow row) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        members.put("externalId", row.externalId());
        members.put("recipient", row.recipient().toString());
        members.put("tokenId", Long.toString(row.tokenId()));
        members.put("state", row.state().name());
        members.put("transaction", row.transaction().map(Object::toString).orElse(null));
        members.put("problem", row.problem().map(Outcome::problem).orElse(null));
        return members;
    }
}
