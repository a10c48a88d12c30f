package io.lianbo.examples.livesale;

import io.lianbo.examples.livesale.Books.Row;
import io.lianbo.examples.livesale.PaymentAct.Settlement;
import io.lianbo.examples.livesale.PaymentAct.Settlements;
import io.lianbo.examples.livesale.Sale.Outcome;
import io.lianbo.examples.livesale.Stage.GasUse;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The last page: the money, the gas, and one line on what became of the orders. */
final class Summary {
    private Summary() {}

    static void tell(Outcome outcome, Narrator narrator) {
        narrator.act(
                "=",
                "The books",
                "every amount read from the chain, in "
                        + outcome.input().currency().symbol());
        narrator.table("lrrrrr", money(outcome));
        narrator.blank();
        narrator.table("lrrr", gas(outcome));
        narrator.blank();
        lines(outcome).forEach(narrator::say);
    }

    static List<List<String>> money(Outcome outcome) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("", "had", "paid", "refunded", "received", "has"));
        for (Row row : outcome.books().rows()) {
            rows.add(List.of(
                    row.name(),
                    bare(outcome, row.had()),
                    bare(outcome, row.paid()),
                    bare(outcome, row.refunded()),
                    bare(outcome, row.received()),
                    bare(outcome, row.has())));
        }
        Books books = outcome.books();
        rows.add(List.of(
                "together",
                bare(outcome, books.sum(Row::had)),
                bare(outcome, books.sum(Row::paid)),
                bare(outcome, books.sum(Row::refunded)),
                bare(outcome, books.sum(Row::received)),
                bare(outcome, books.sum(Row::has))));
        return rows;
    }

    /** How often each kind of transaction was sent, and what it cost. */
    static List<List<String>> gas(Outcome outcome) {
        Map<String, List<Long>> byKind = new LinkedHashMap<>();
        for (GasUse use : outcome.gas()) {
            byKind.computeIfAbsent(use.what(), what -> new ArrayList<>()).add(use.gas());
        }
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("transaction", "times", "gas each", "gas"));
        byKind.forEach((what, uses) -> {
            long least = uses.stream().mapToLong(Long::longValue).min().orElse(0);
            long most = uses.stream().mapToLong(Long::longValue).max().orElse(0);
            rows.add(List.of(
                    what,
                    String.valueOf(uses.size()),
                    least == most ? Text.grouped(least) : Text.grouped(least) + " to " + Text.grouped(most),
                    Text.grouped(uses.stream().mapToLong(Long::longValue).sum())));
        });
        rows.add(List.of("together", String.valueOf(outcome.gas().size()), "", Text.grouped(outcome.totalGas())));
        return rows;
    }

    /** The outcome in sentences. */
    static List<String> lines(Outcome outcome) {
        Settlements settlements = outcome.settlements();
        List<String> refunds = new ArrayList<>();
        List<String> parts = new ArrayList<>();
        for (Settlement settlement : settlements.orders()) {
            String id = settlement.line().id();
            if (!settlement.released()) {
                refunds.add(id + " " + Text.codes(settlement.reasons()));
            } else if (settlement.back().signum() > 0) {
                parts.add(id + " " + outcome.amount(settlement.back()));
            }
        }
        List<String> lines = new ArrayList<>();
        lines.add(outcome.amount(settlements.paidIn()) + " came in; " + outcome.amount(settlements.paidOut())
                + " went out by the split, " + outcome.amount(settlements.back())
                + " back to buyers: equal to the smallest unit.");
        int released = settlements.orders().size() - refunds.size();
        lines.add(Text.count(released, "order") + " released.");
        if (!parts.isEmpty()) {
            lines.add("The arbiter gave back a part of " + Text.count(parts.size(), "order") + ": "
                    + String.join("; ", parts));
        }
        if (!refunds.isEmpty()) {
            lines.add(Text.count(refunds.size(), "order") + " refunded: " + String.join("; ", refunds));
        }
        return lines;
    }

    /** An amount without the symbol, for columns. */
    private static String bare(Outcome outcome, BigInteger units) {
        String amount = outcome.amount(units).toString();
        return amount.substring(0, amount.lastIndexOf(' '));
    }
}
