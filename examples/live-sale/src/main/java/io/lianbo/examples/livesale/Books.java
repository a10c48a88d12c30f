package io.lianbo.examples.livesale;

import io.lianbo.core.Address;
import io.lianbo.examples.livesale.PaymentAct.Settlement;
import io.lianbo.examples.livesale.PaymentAct.Settlements;
import io.lianbo.examples.livesale.RewardsAct.Rewards;
import io.lianbo.examples.livesale.SaleInput.Party;
import io.lianbo.examples.livesale.SaleInput.Viewer;
import io.lianbo.rewards.split.Payment;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Who had, paid, got back, received and has what, in the smallest unit. What everyone has is read from the chain and must be what
 * the sale says; otherwise there are no books, but an exception.
 *
 * @param rows the viewers, the parties of the split, and the escrow
 */
record Books(List<Row> rows) {

    /** One account. */
    record Row(String name, BigInteger had, BigInteger paid, BigInteger refunded, BigInteger received, BigInteger has) {
        BigInteger expected() {
            return had.subtract(paid).add(refunded).add(received);
        }
    }

    static Books close(
            Contracts contracts, SaleInput input, PaymentAct payments, Settlements settlements, Rewards rewards) {
        List<Row> rows = new ArrayList<>();
        for (Viewer viewer : input.viewers()) {
            BigInteger paid = BigInteger.ZERO;
            BigInteger refunded = BigInteger.ZERO;
            for (Settlement settlement : settlements.orders()) {
                if (settlement.line().viewer().equals(viewer)) {
                    paid = paid.add(settlement.price().units());
                    refunded = refunded.add(settlement.back());
                }
            }
            rows.add(new Row(
                    viewer.name(),
                    viewer.balance(),
                    paid,
                    refunded,
                    rewards.claimed().getOrDefault(viewer.id(), BigInteger.ZERO),
                    units(contracts, Actors.viewer(viewer.id()).address())));
        }
        for (Party party : Party.values()) {
            Address address = payments.addressOf(party);
            BigInteger received = settlements.payments().stream()
                    .filter(payment -> payment.recipient().equals(address))
                    .map(Payment::amount)
                    .reduce(BigInteger.ZERO, BigInteger::add);
            BigInteger paid = party == Party.VIEWERS
                    ? rewards.claimed().values().stream().reduce(BigInteger.ZERO, BigInteger::add)
                    : BigInteger.ZERO;
            rows.add(new Row(
                    input.names().of(party),
                    BigInteger.ZERO,
                    paid,
                    BigInteger.ZERO,
                    received,
                    units(contracts, address)));
        }
        rows.add(new Row(
                "Escrow",
                BigInteger.ZERO,
                BigInteger.ZERO,
                BigInteger.ZERO,
                BigInteger.ZERO,
                units(contracts, contracts.escrow().address())));
        Books books = new Books(List.copyOf(rows));
        books.requireBalance(settlements);
        return books;
    }

    /** What all rows have had, or have. */
    BigInteger sum(Function<Row, BigInteger> column) {
        return rows.stream().map(column).reduce(BigInteger.ZERO, BigInteger::add);
    }

    private void requireBalance(Settlements settlements) {
        for (Row row : rows) {
            if (!row.expected().equals(row.has())) {
                throw new IllegalStateException(
                        row.name() + " should have " + row.expected() + " units, the chain says " + row.has());
            }
        }
        BigInteger in = settlements.paidIn();
        BigInteger out = settlements.paidOut().add(settlements.back());
        if (!in.equals(out) || !sum(Row::had).equals(sum(Row::has))) {
            throw new IllegalStateException("the sums do not agree: " + in + " in, " + out + " out");
        }
    }

    private static BigInteger units(Contracts contracts, Address account) {
        return contracts.balanceOf(account).units();
    }
}
