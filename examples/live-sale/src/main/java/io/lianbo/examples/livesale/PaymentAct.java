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
import io.lianbo.examples.livesale.SaleInput.OrderLine;
import io.lianbo.examples.livesale.SaleInput.Party;
import io.lianbo.provenance.passport.VerifiedPassport;
import io.lianbo.rewards.escrow.DeliveryConfirmed;
import io.lianbo.rewards.escrow.Order;
import io.lianbo.rewards.escrow.PassportVerified;
import io.lianbo.rewards.escrow.ReleaseProof;
import io.lianbo.rewards.split.Payment;
import io.lianbo.rewards.split.Share;
import io.lianbo.rewards.split.SplitTerms;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Buyers pay into escrow under a split that was registered before the show. An order is released when its passport verifies and its
 * buyer confirms delivery; one that lacks either is paid back when its time is over.
 */
final class PaymentAct {
    private final Stage stage;
    private final Contracts contracts;
    private final SaleInput input;
    private final Narrator narrator;
    private final SplitTerms terms;
    private final Signer relayer = Actors.relayer();

    PaymentAct(Stage stage, Contracts contracts, SaleInput input, Narrator narrator) {
        this.stage = stage;
        this.contracts = contracts;
        this.input = input;
        this.narrator = narrator;
        this.terms = new SplitTerms(input.split().entrySet().stream()
                .map(share -> Share.of(addressOf(share.getKey()), share.getValue()))
                .toList());
    }

    /**
     * What became of an order.
     *
     * @param payments who was paid: the parties of the split, or the buyer who was refunded
     * @param reasons why it was refunded; empty for one that was released
     */
    record Settlement(OrderLine line, TokenAmount price, List<Payment> payments, List<Reason> reasons) {
        boolean released() {
            return reasons.isEmpty();
        }

        BigInteger paidOut() {
            return payments.stream().map(Payment::amount).reduce(BigInteger.ZERO, BigInteger::add);
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
        long gas = stage.spent("register the split", contracts.splits().create(Actors.platform(), terms));
        List<String> shares = new ArrayList<>();
        input.split()
                .forEach((party, share) ->
                        shares.add(BasisPoints.of(share) + " " + input.names().of(party)));
        narrator.gas("registered split " + Text.brief(terms.id()), gas);
        narrator.say("           " + String.join(", ", shares));
    }

    /** An order whose price is in escrow. */
    private record Paid(OrderLine line, Order order) {}

    /** A paid order that is not released, and why. */
    private record Held(Paid paid, List<Reason> reasons) {}

    List<Settlement> play(Shelf shelf) {
        List<Paid> paid = new ArrayList<>();
        input.orders().forEach(line -> paid.add(pay(line)));
        if (paid.isEmpty()) {
            return List.of();
        }
        narrator.blank();
        narrator.say("The parcels arrive; it is " + stage.goTo(input.arrival()) + ".");
        List<Settlement> settlements = new ArrayList<>();
        List<Held> held = new ArrayList<>();
        for (Paid one : paid) {
            // the verifier looks for itself; nobody's word counts
            Timed<Verdict<VerifiedPassport>> check =
                    Timed.of(() -> shelf.check(one.line().goods()));
            List<Reason> reasons = new ArrayList<>(check.value().reasons());
            if (!one.line().delivered()) {
                reasons.add(new Reason(
                        "DELIVERY_NOT_CONFIRMED", one.line().viewer().name() + " did not confirm that it arrived"));
            }
            if (reasons.isEmpty()) {
                settlements.add(release(one, check.value().value().orElseThrow(), check.text()));
            } else {
                hold(one, reasons, check.text());
                held.add(new Held(one, List.copyOf(reasons)));
            }
        }
        if (!held.isEmpty()) {
            narrator.blank();
            narrator.say("Time passes to " + stage.goTo(input.refundDue())
                    + "; what was not released goes back to its buyer.");
            held.forEach(one -> settlements.add(refund(one)));
        }
        return List.copyOf(settlements);
    }

    private Paid pay(OrderLine line) {
        Signer buyer = Actors.viewer(line.viewer().id());
        stage.fund(buyer);
        Order order = new Order(
                Keccak256.hash(line.id().getBytes(StandardCharsets.UTF_8)),
                buyer.address(),
                Actors.verifier().address(),
                contracts.amount(line.goods().price()),
                terms.id(),
                line.goods().link().itemKey(),
                input.refundDue());
        long gas = stage.spent("approve the escrow", contracts.escrow().approve(buyer, order.price()))
                + stage.spent("deposit", contracts.escrow().deposit(buyer, order));
        narrator.gas(
                line.id() + "    " + line.viewer().name() + " pays " + order.price() + " for "
                        + line.goods().name(),
                gas);
        return new Paid(line, order);
    }

    private Settlement release(Paid paid, VerifiedPassport passport, String took) {
        Signer verifier = Actors.verifier();
        Signer buyer = Actors.viewer(paid.line().viewer().id());
        Order order = paid.order();
        ReleaseProof proof = new ReleaseProof(
                passport.passportHash(),
                PassportVerified.of(order, passport.passportHash())
                        .sign(verifier, contracts.escrow().domain()),
                DeliveryConfirmed.of(order).sign(buyer, contracts.escrow().domain()));
        Receipt receipt = contracts.escrow().release(relayer, order, terms, proof);
        narrator.gas(
                paid.line().id() + "    released: passport verified in " + took + ", delivery confirmed by "
                        + paid.line().viewer().name(),
                stage.spent("release", receipt));
        Settlement settlement =
                new Settlement(paid.line(), order.price(), contracts.escrow().payments(receipt), List.of());
        tell(settlement);
        return settlement;
    }

    /** The verifier or the buyer does not sign; and the merchant's own signatures help her nothing. */
    private void hold(Paid paid, List<Reason> reasons, String took) {
        narrator.say(paid.line().id() + "    NOT released: " + Text.codes(reasons) + " (found in " + took + ")");
        reasons.forEach(reason -> narrator.say("           - " + reason.detail()));
        Order order = paid.order();
        Hash32 passport = Hash32.ZERO;
        Signer merchant = Actors.merchant();
        ReleaseProof forged = new ReleaseProof(
                passport,
                PassportVerified.of(order, passport)
                        .sign(merchant, contracts.escrow().domain()),
                DeliveryConfirmed.of(order).sign(merchant, contracts.escrow().domain()));
        try {
            contracts.escrow().release(relayer, order, terms, forged);
        } catch (ContractRevertException e) {
            narrator.say(
                    "           " + input.names().merchant() + " signs in the verifier's place; the escrow refuses: "
                            + e.error().name());
            return;
        }
        throw new IllegalStateException(paid.line().id() + " was released without its attestations");
    }

    private Settlement refund(Held held) {
        OrderLine line = held.paid().line();
        Order order = held.paid().order();
        Receipt receipt = contracts.escrow().refund(relayer, order);
        Settlement settlement =
                new Settlement(line, order.price(), contracts.escrow().payments(receipt), held.reasons());
        narrator.gas(line.id() + "    refunded: " + Text.codes(held.reasons()), stage.spent("refund", receipt));
        tell(settlement);
        return settlement;
    }

    /** Who was paid, as the chain recorded it, and that it is what was paid in. */
    private void tell(Settlement settlement) {
        List<List<String>> rows = new ArrayList<>();
        for (Payment payment : settlement.payments()) {
            rows.add(List.of(
                    "           ",
                    contracts.amount(payment.amount()).toString(),
                    "to " + nameOf(payment.recipient(), settlement.line())));
        }
        rows.add(List.of(
                "           ",
                contracts.amount(settlement.paidOut()).toString(),
                "out, " + settlement.price() + " in"));
        narrator.table("lrl", rows);
        if (!settlement.paidOut().equals(settlement.price().units())) {
            throw new IllegalStateException(settlement.line().id() + " paid out " + settlement.paidOut() + " of "
                    + settlement.price().units());
        }
    }

    private String nameOf(Address recipient, OrderLine line) {
        for (Party party : Party.values()) {
            if (addressOf(party).equals(recipient)) {
                return input.names().of(party);
            }
        }
        return line.viewer().name();
    }
}
