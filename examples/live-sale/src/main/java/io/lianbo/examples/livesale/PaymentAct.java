package io.lianbo.examples.livesale;

import io.lianbo.core.Address;
import io.lianbo.core.BasisPoints;
import io.lianbo.core.Hash32;
import io.lianbo.core.TokenAmount;
import io.lianbo.core.Verdict;
import io.lianbo.core.Verdict.Reason;
import io.lianbo.core.chain.ContractRevertException;
import io.lianbo.core.chain.Receipt;
import io.lianbo.core.crypto.Keccak256;
import io.lianbo.core.crypto.Signer;
import io.lianbo.examples.livesale.ProvenanceAct.Shelf;
import io.lianbo.examples.livesale.SaleInput.Complaint;
import io.lianbo.examples.livesale.SaleInput.OrderLine;
import io.lianbo.examples.livesale.SaleInput.Party;
import io.lianbo.provenance.passport.VerifiedPassport;
import io.lianbo.rewards.escrow.ConditionMet;
import io.lianbo.rewards.escrow.DeliveryConfirmed;
import io.lianbo.rewards.escrow.DisputeOpened;
import io.lianbo.rewards.escrow.EscrowOrder;
import io.lianbo.rewards.escrow.SaleEscrow;
import io.lianbo.rewards.escrow.SaleTerms;
import io.lianbo.rewards.escrow.Shipment;
import io.lianbo.rewards.split.Payment;
import io.lianbo.rewards.split.Share;
import io.lianbo.rewards.split.SplitTerms;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Buyers pay into escrow under a split that was registered before the show. An order ships when its passport verifies; it is paid out
 * when its buyer confirms delivery, or says nothing in her time. What does not ship goes back, and what she disputes an arbiter decides.
 */
final class PaymentAct {
    private final Stage stage;
    private final Contracts contracts;
    private final SaleInput input;
    private final Narrator narrator;
    private final SplitTerms split;
    private final SaleTerms terms;
    private final Signer relayer = Actors.relayer();
    private final List<Settlement> settlements = new ArrayList<>();
    private final List<Payment> payments = new ArrayList<>();

    PaymentAct(Stage stage, Contracts contracts, SaleInput input, Narrator narrator) {
        this.stage = stage;
        this.contracts = contracts;
        this.input = input;
        this.narrator = narrator;
        this.split = new SplitTerms(input.split().entrySet().stream()
                .map(share -> Share.of(addressOf(share.getKey()), share.getValue()))
                .toList());
        this.terms = new SaleTerms(
                Actors.merchant().address(),
                Actors.arbiter().address(),
                split.id(),
                input.acceptWithin(),
                input.decideWithin(),
                false,
                List.of(Actors.verifier().address()));
    }

    /**
     * What became of an order.
     *
     * @param back what went back to its buyer; the rest went out by the split
     * @param reasons why something went back
     */
    record Settlement(OrderLine line, TokenAmount price, BigInteger back, List<Reason> reasons) {
        boolean released() {
            return out().units().signum() > 0;
        }

        TokenAmount out() {
            return price.minus(new TokenAmount(back, price.token()));
        }
    }

    /**
     * What became of all of them.
     *
     * @param payments who was paid by the split, as the chain recorded it; orders that nobody objected to are paid out together
     */
    record Settlements(List<Settlement> orders, List<Payment> payments) {
        BigInteger paidIn() {
            return orders.stream().map(order -> order.price().units()).reduce(BigInteger.ZERO, BigInteger::add);
        }

        BigInteger back() {
            return orders.stream().map(Settlement::back).reduce(BigInteger.ZERO, BigInteger::add);
        }

        BigInteger paidOut() {
            return sum(payments);
        }
    }

    Address addressOf(Party party) {
        return switch (party) {
            case MERCHANT -> Actors.merchant().address();
            case HOST -> Actors.host().address();
            case PLATFORM -> Actors.platform().address();
            case VIEWERS -> contracts.rewards().pool();
        };
    }

    /** Before the show: from now on nobody can change who gets what. */
    void registerSplit() {
        long gas = stage.spent("register the split", contracts.splits().create(Actors.platform(), split));
        List<String> shares = new ArrayList<>();
        input.split()
                .forEach((party, share) ->
                        shares.add(BasisPoints.of(share) + " " + input.names().of(party)));
        narrator.gas("registered split " + Text.brief(split.id()), gas);
        narrator.say("           " + String.join(", ", shares));
    }

    /** An order whose price is in escrow. */
    private record Paid(OrderLine line, EscrowOrder order) {}

    Settlements play(Shelf shelf) {
        List<Paid> paid = new ArrayList<>();
        input.orders().forEach(line -> paid.add(pay(line)));
        if (!paid.isEmpty()) {
            stage.fund(Actors.merchant(), Actors.arbiter());
            narrator.blank();
            narrator.say("The show is over; it is "
                    + stage.goTo(input.show().endsAt().toInstant())
                    + ". No parcel leaves before its passport verifies.");
            Map<Paid, List<Reason>> held = new LinkedHashMap<>();
            List<Paid> shipped = ship(paid, shelf, held);
            List<Paid> silent = arrive(shipped);
            refund(held);
            release(silent);
        }
        settlements.sort(Comparator.comparingInt(one -> input.orders().indexOf(one.line())));
        return new Settlements(List.copyOf(settlements), List.copyOf(payments));
    }

    private Paid pay(OrderLine line) {
        Signer buyer = Actors.viewer(line.viewer().id());
        stage.fund(buyer);
        EscrowOrder order = EscrowOrder.of(
                terms,
                buyer.address(),
                contracts.amount(line.goods().price()),
                line.goods().link().itemKey(),
                input.shipBy(),
                new BigInteger(1, line.id().getBytes(StandardCharsets.UTF_8)));
        long gas = stage.spent("approve the escrow", escrow().approve(buyer, order.price()))
                + stage.spent("deposit", escrow().deposit(buyer, order));
        narrator.gas(
                line.id() + "    " + line.viewer().name() + " pays " + order.price() + " for "
                        + line.goods().name(),
                gas);
        return new Paid(line, order);
    }

    /** The verifier looks for itself; nobody's word counts. What it attests leaves the house, all in one transaction. */
    private List<Paid> ship(List<Paid> paid, Shelf shelf, Map<Paid, List<Reason>> held) {
        List<Paid> shipped = new ArrayList<>();
        List<Shipment> shipments = new ArrayList<>();
        for (Paid one : paid) {
            Timed<Verdict<VerifiedPassport>> check =
                    Timed.of(() -> shelf.check(one.line().goods()));
            if (check.value().isVerified()) {
                Hash32 passport = check.value().value().orElseThrow().passportHash();
                shipped.add(one);
                shipments.add(attested(one.order(), passport, Actors.verifier()));
                narrator.say(one.line().id() + "    passport verified", check.text());
            } else {
                held.put(one, check.value().reasons());
                hold(one, check);
            }
        }
        if (!shipped.isEmpty()) {
            Receipt receipt = escrow().ship(Actors.merchant(), terms, shipments);
            narrator.gas(
                    "shipped    " + ids(shipped) + "; each buyer may dispute for "
                            + Text.count((int) input.acceptWithin().toDays(), "day"),
                    stage.spent("ship", receipt));
        }
        return shipped;
    }

    /** The verifier does not sign, and the merchant's own signature helps her nothing. */
    private void hold(Paid paid, Timed<Verdict<VerifiedPassport>> check) {
        List<Reason> reasons = check.value().reasons();
        narrator.say(paid.line().id() + "    NOT shipped: " + Text.codes(reasons), check.text());
        reasons.forEach(reason -> narrator.say("           - " + reason.detail()));
        Shipment forged = attested(paid.order(), Hash32.ZERO, Actors.merchant());
        try {
            escrow().ship(Actors.merchant(), terms, List.of(forged));
        } catch (ContractRevertException e) {
            narrator.say(
                    "           " + input.names().merchant() + " signs in the verifier's place; the escrow refuses: "
                            + e.error().name());
            return;
        }
        throw new IllegalStateException(paid.line().id() + " was shipped without its attestation");
    }

    private Shipment attested(EscrowOrder order, Hash32 passport, Signer signer) {
        return Shipment.of(order, ConditionMet.of(order, passport).sign(signer, escrow().domain()));
    }

    /** Buyers confirm, or dispute; those who do neither are left. */
    private List<Paid> arrive(List<Paid> shipped) {
        List<Paid> silent = new ArrayList<>();
        if (!shipped.isEmpty()) {
            narrator.blank();
            narrator.say("The parcels arrive; it is " + stage.goTo(input.arrival()) + ".");
        }
        for (Paid one : shipped) {
            if (one.line().complaint().isPresent()) {
                dispute(one, one.line().complaint().get());
            } else if (one.line().confirmed()) {
                confirm(one);
            } else {
                silent.add(one);
                narrator.say(one.line().id() + "    " + one.line().viewer().name() + " says nothing");
            }
        }
        return silent;
    }

    private void confirm(Paid paid) {
        EscrowOrder order = paid.order();
        byte[] delivered = DeliveryConfirmed.of(order)
                .sign(buyerOf(paid), escrow().domain())
                .bytes();
        Receipt receipt = escrow().release(relayer, terms, split, order, delivered);
        narrator.gas(
                paid.line().id() + "    released: delivery confirmed by "
                        + paid.line().viewer().name(),
                stage.spent("release", receipt));
        settle(paid, BigInteger.ZERO, List.of());
        tell(escrow().payments(split, receipt), List.of(), order.price().units());
    }

    private void dispute(Paid paid, Complaint complaint) {
        EscrowOrder order = paid.order();
        String id = paid.line().id();
        Hash32 reason = Keccak256.hash(complaint.reason().toString().getBytes(StandardCharsets.UTF_8));
        byte[] signature = DisputeOpened.of(order, reason)
                .sign(buyerOf(paid), escrow().domain())
                .bytes();
        Receipt disputed = escrow().dispute(relayer, terms, order, reason, signature);
        narrator.gas(
                id + "    disputed by " + paid.line().viewer().name() + ": "
                        + complaint.reason().detail(),
                stage.spent("dispute", disputed));
        TokenAmount back = contracts.amount(complaint.back());
        Receipt receipt = escrow().resolve(Actors.arbiter(), terms, split, order, back);
        narrator.gas(id + "    the arbiter decides: " + back + " back to the buyer", stage.spent("resolve", receipt));
        settle(paid, complaint.back(), List.of(complaint.reason()));
        tell(
                escrow().payments(split, receipt),
                order.refundParts(BigInteger.ZERO, complaint.back()),
                order.price().units());
    }

    /** What was never shipped goes back in full, whoever asks for it. */
    private void refund(Map<Paid, List<Reason>> held) {
        if (held.isEmpty()) {
            return;
        }
        narrator.blank();
        narrator.say("Time passes to " + stage.goTo(input.shipBy().plusSeconds(1))
                + "; what was not shipped goes back to its buyer.");
        held.forEach((paid, reasons) -> {
            EscrowOrder order = paid.order();
            Receipt receipt = escrow().refund(relayer, order);
            narrator.gas(paid.line().id() + "    refunded: " + Text.codes(reasons), stage.spent("refund", receipt));
            settle(paid, order.price().units(), reasons);
            tell(
                    List.of(),
                    order.refundParts(BigInteger.ZERO, order.price().units()),
                    order.price().units());
        });
    }

    /** Who says nothing in her time accepts; all such orders are paid out at once. */
    private void release(List<Paid> silent) {
        if (silent.isEmpty()) {
            return;
        }
        Instant accepted = silent.stream()
                .map(one -> escrow().recordOf(one.order()).until().orElseThrow())
                .max(Instant::compareTo)
                .orElseThrow();
        narrator.blank();
        narrator.say("Time passes to " + stage.goTo(accepted.plusSeconds(1)) + "; what nobody disputed is accepted.");
        SaleEscrow.Batch batch = escrow().releaseBatch(
                        relayer, terms, split, silent.stream().map(Paid::order).toList());
        narrator.gas(
                ids(silent) + "    released: not disputed in time", stage.spent("release a batch", batch.receipt()));
        silent.forEach(one -> settle(one, BigInteger.ZERO, List.of()));
        tell(escrow().payments(split, batch.receipt()), List.of(), batch.total().units());
    }

    private void settle(Paid paid, BigInteger back, List<Reason> reasons) {
        settlements.add(new Settlement(paid.line(), paid.order().price(), back, reasons));
    }

    /** Who was paid, as the chain recorded it, and that it is what was paid in. */
    private void tell(List<Payment> bySplit, List<Payment> refunds, BigInteger in) {
        List<List<String>> rows = new ArrayList<>();
        for (List<Payment> part : List.of(refunds, bySplit)) {
            for (Payment payment : part) {
                rows.add(List.of(
                        "           ",
                        contracts.amount(payment.amount()).toString(),
                        "to " + nameOf(payment.recipient())));
            }
        }
        BigInteger out = sum(bySplit).add(sum(refunds));
        rows.add(List.of("           ", contracts.amount(out).toString(), "out, " + contracts.amount(in) + " in"));
        narrator.table("lrl", rows);
        if (!out.equals(in)) {
            throw new IllegalStateException("paid out " + out + " of " + in);
        }
        payments.addAll(bySplit);
    }

    private SaleEscrow escrow() {
        return contracts.escrow();
    }

    private static Signer buyerOf(Paid paid) {
        return Actors.viewer(paid.line().viewer().id());
    }

    private static String ids(List<Paid> paid) {
        return paid.stream().map(one -> one.line().id()).collect(Collectors.joining(", "));
    }

    private static BigInteger sum(List<Payment> payments) {
        return payments.stream().map(Payment::amount).reduce(BigInteger.ZERO, BigInteger::add);
    }

    private String nameOf(Address recipient) {
        for (Party party : Party.values()) {
            if (addressOf(party).equals(recipient)) {
                return input.names().of(party);
            }
        }
        return input.viewers().stream()
                .filter(viewer -> Actors.viewer(viewer.id()).address().equals(recipient))
                .map(SaleInput.Viewer::name)
                .findFirst()
                .orElseThrow();
    }
}
