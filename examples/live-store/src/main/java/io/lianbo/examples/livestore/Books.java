package io.lianbo.examples.livestore;

import io.lianbo.core.Address;
import io.lianbo.core.Hash32;
import io.lianbo.core.TokenAmount;
import io.lianbo.examples.livestore.Show.Party;
import io.lianbo.rewards.split.Payment;
import io.lianbo.rewards.split.SplitCalculator;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Who was paid what, to the smallest unit: what the split says of each batch, beside what the chain says that everybody has. */
record Books(Show show, Contracts contracts, Orders orders) {

    /**
     * One who has a share.
     *
     * @param received what the split gives of all batches
     * @param has what the chain says; equal where nobody has spent or received anything else
     */
    public record Row(
            Party party, Words name, Address account, int basisPoints, TokenAmount received, TokenAmount has) {
        public boolean agrees() {
            return received.equals(has);
        }

        /** Her share as people read it. */
        public String percent() {
            return BigDecimal.valueOf(basisPoints, 2).stripTrailingZeros().toPlainString() + " %";
        }
    }

    /**
     * The sheet.
     *
     * @param in what buyers paid
     * @param out the sum of what was received
     */
    public record Sheet(List<Order> sales, List<Row> rows, TokenAmount in, TokenAmount out, int batches) {
        public boolean balances() {
            return in.equals(out);
        }
    }

    Sheet sheet() {
        List<Order> sales = orders.paid(contracts.session().id());
        Map<Hash32, BigInteger> batches = new LinkedHashMap<>();
        BigInteger in = BigInteger.ZERO;
        for (Order order : sales) {
            in = in.add(order.amount());
            // one whose batch is not known was settled by a till that was killed: it counts for itself
            batches.merge(
                    order.settledIn().orElseGet(() -> Checkout.saleOrder(order).item()),
                    order.amount(),
                    BigInteger::add);
        }
        Map<Address, BigInteger> received = new LinkedHashMap<>();
        for (BigInteger total : batches.values()) {
            for (Payment payment : SplitCalculator.payments(contracts.terms(), total)) {
                received.merge(payment.recipient(), payment.amount(), BigInteger::add);
            }
        }
        List<Row> rows = new ArrayList<>();
        contracts
                .parties()
                .forEach((party, account) -> rows.add(new Row(
                        party,
                        name(party),
                        account,
                        show.split().getOrDefault(party, 0),
                        contracts.amount(received.getOrDefault(account, BigInteger.ZERO)),
                        contracts.balanceOf(account))));
        BigInteger out = received.values().stream().reduce(BigInteger.ZERO, BigInteger::add);
        return new Sheet(sales, rows, contracts.amount(in), contracts.amount(out), batches.size());
    }

    /** One part of a price. */
    public record Part(Words name, TokenAmount amount) {}

    /** What a price is divided into where it is paid alone; in a batch an odd unit may fall elsewhere. */
    List<Part> parts(TokenAmount price) {
        Map<Address, Words> names = new LinkedHashMap<>();
        contracts.parties().forEach((party, account) -> names.put(account, name(party)));
        return SplitCalculator.payments(contracts.terms(), price.units()).stream()
                .map(payment -> new Part(
                        Optional.ofNullable(names.get(payment.recipient())).orElseThrow(),
                        contracts.amount(payment.amount())))
                .toList();
    }

    private Words name(Party party) {
        return Optional.ofNullable(show.parties().get(party)).orElseThrow();
    }
}
