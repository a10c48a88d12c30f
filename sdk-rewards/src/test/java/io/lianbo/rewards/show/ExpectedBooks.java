package io.lianbo.rewards.show;

import io.lianbo.rewards.show.ShowPlan.EscrowSale;
import io.lianbo.rewards.show.ShowPlan.Fate;
import io.lianbo.rewards.show.ShowPlan.SessionSale;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What everybody must have after a show, worked out from its plan alone. Nothing of the SDK is used: what an exact share of a sum has over whole units is carried to whoever is next,
 * as a cashier would who never rounds.
 */
final class ExpectedBooks {

    private final ShowPlan plan;
    private final Map<String, Long> balances = new TreeMap<>();
    private long blockedInSettlement;
    private long blockedInEscrow;

    private ExpectedBooks(ShowPlan plan) {
        this.plan = plan;
    }

    static ExpectedBooks of(ShowPlan plan) {
        ExpectedBooks books = new ExpectedBooks(plan);
        for (int i = 0; i < ShowPlan.BUYERS; i++) {
            books.add("buyer " + i, ShowPlan.PURSE);
        }
        books.add(ShowPlan.SPONSOR, ShowPlan.PURSE);
        plan.shares().keySet().forEach(party -> books.add(party, 0));
        for (int batch = 0; batch < plan.batches().size(); batch++) {
            books.settle(plan.batches().get(batch), batch >= ShowPlan.BLOCKED_FROM_BATCH);
        }
        books.escrow();
        return books;
    }

    /** By name: the buyers, the parties of the split, and who pays for coupons. */
    Map<String, Long> balances() {
        return balances;
    }

    /** What the settlement owes the party that the token blocks. */
    long blockedInSettlement() {
        return blockedInSettlement;
    }

    /** What the escrow owes the party that the token blocks. */
    long blockedInEscrow() {
        return blockedInEscrow;
    }

    /** What is given back of an order in all. */
    static long back(EscrowSale sale) {
        if (sale.fate() == Fate.NEVER_SHIPPED || sale.fate() == Fate.UNDECIDED) {
            return sale.price();
        }
        return sale.bySeller().stream().mapToLong(Long::longValue).sum() + sale.byArbiter();
    }

    /** What a coupon takes off. */
    static long discount(EscrowSale sale) {
        return Math.min(
                sale.coupon().most(),
                Math.multiplyExact(sale.price(), sale.coupon().basisPoints()) / 10_000);
    }

    private void settle(List<SessionSale> sales, boolean blocked) {
        long total = 0;
        for (SessionSale sale : sales) {
            add("buyer " + sale.buyer(), -sale.amount());
            total += sale.amount();
        }
        blockedInSettlement += divide(total, blocked);
    }

    private void escrow() {
        long accepted = 0;
        long acceptedByGroup = 0;
        for (EscrowSale sale : plan.escrowed()) {
            long discount = discount(sale);
            add(ShowPlan.SPONSOR, -discount);
            add("buyer " + sale.buyer(), discount - sale.price());
            giveBack(sale, discount);
            long left = sale.price() - back(sale);
            switch (sale.fate()) {
                case CONFIRMED -> divide(left, false); // before the host is blocked
                case DISPUTED -> blockedInEscrow += divide(left, true);
                case ACCEPTED, GIVEN_BACK -> {
                    accepted += sale.ofGroup() ? 0 : left;
                    acceptedByGroup += sale.ofGroup() ? left : 0;
                }
                default -> {
                    if (left != 0) {
                        throw new AssertionError("all of it should go back: " + sale);
                    }
                }
            }
        }
        blockedInEscrow += divide(accepted, true);
        blockedInEscrow += divide(acceptedByGroup, true);
    }

    /** Of each amount the sponsor gets its exact part in whole units; the rest of a unit waits for the next. */
    private void giveBack(EscrowSale sale, long discount) {
        List<Long> amounts = new ArrayList<>(sale.bySeller());
        amounts.add(back(sale) - amounts.stream().mapToLong(Long::longValue).sum());
        long carried = 0;
        for (long amount : amounts) {
            long exact = Math.multiplyExact(amount, discount) + carried; // in parts of a unit, as many as the price has
            add(ShowPlan.SPONSOR, exact / sale.price());
            add("buyer " + sale.buyer(), amount - exact / sale.price());
            carried = exact % sale.price();
        }
    }

    /** Divides a sum, and says what of it the blocked party could not be paid. */
    private long divide(long sum, boolean blocked) {
        long carried = 0;
        long unpaid = 0;
        for (Map.Entry<String, Integer> share : plan.shares().entrySet()) {
            long exact = Math.multiplyExact(sum, share.getValue()) + carried; // in 10,000ths of a unit
            if (blocked && share.getKey().equals(ShowPlan.BLOCKED)) {
                unpaid = exact / 10_000;
            } else {
                add(share.getKey(), exact / 10_000);
            }
            carried = exact % 10_000;
        }
        return unpaid;
    }

    private void add(String account, long units) {
        balances.merge(account, units, Math::addExact);
    }
}
