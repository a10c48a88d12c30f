package io.lianbo.examples.livestore;

import io.lianbo.core.Hash32;
import io.lianbo.core.Hex;
import io.lianbo.core.LianboException;
import io.lianbo.core.Verdict;
import io.lianbo.core.Verdict.Reason;
import io.lianbo.core.chain.ContractRevertException;
import io.lianbo.core.crypto.Signer;
import io.lianbo.nft.SignedVoucher;
import io.lianbo.nft.Voucher;
import io.lianbo.nft.VoucherCollection;
import io.lianbo.nft.issue.OrderIssuer;
import io.lianbo.rewards.split.SaleOrder;
import io.lianbo.rewards.split.Settlement;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does what signed orders need: settles them, many in one transaction, and everybody is paid; signs a voucher for each; redeems it, and the token is the buyer's, with a credential of the purchase. Each step is asked of the chain before it is
 * taken, so that a till that was killed takes up where it stopped.
 */
final class Till {
    private static final Logger LOG = LoggerFactory.getLogger(Till.class);
    private static final Duration VOUCHER_LASTS = Duration.ofHours(1);

    /** Why a voucher will never be redeemed, so that another has to take its place. */
    private static final Set<String> VOID = Set.of("EXPIRED", "WRONG_EPOCH", "CANCELLED", "WRONG_SIGNER");

    private final Orders orders;
    private final Contracts contracts;
    private final OrderIssuer vouchers;
    private final Merchant merchant;
    private final Signer platform;
    private final InstantSource clock;
    private String waitsFor = "";

    Till(
            Orders orders,
            Contracts contracts,
            OrderIssuer vouchers,
            Merchant merchant,
            Signer platform,
            InstantSource clock) {
        this.orders = orders;
        this.contracts = contracts;
        this.vouchers = vouchers;
        this.merchant = merchant;
        this.platform = platform;
        this.clock = clock;
    }

    /** Takes every open order as far as it goes. What the chain keeps from happening is tried again the next time. */
    synchronized void work() {
        try {
            settle(in(Order.State.SIGNED));
            in(Order.State.PAID).forEach(this::issue);
            in(Order.State.VOUCHER).forEach(this::redeem);
        } catch (LianboException e) {
            waitFor(e.code() + " " + e.getMessage());
        }
    }

    private void waitFor(String why) {
        if (!why.equals(waitsFor)) {
            LOG.warn("The till waits: {}", why);
            waitsFor = why; // and not again every time
        }
    }

    private List<Order> in(Order.State state) {
        return orders.open(contracts.session().id()).stream()
                .filter(order -> order.state() == state)
                .toList();
    }

    private void settle(List<Order> signed) {
        List<Order> due = new ArrayList<>();
        List<SaleOrder.SignedOrder> batch = new ArrayList<>();
        for (Order order : signed) {
            if (contracts.settlement().isSettled(order.session(), BigInteger.valueOf(order.number()))) {
                orders.settled(order, Optional.empty()); // by a till that was killed before it said so
            } else if (permitted(order)) {
                due.add(order);
                batch.add(new SaleOrder.SignedOrder(
                        Checkout.saleOrder(order), Hex.decode(order.signature().orElseThrow())));
            }
        }
        if (batch.isEmpty()) {
            return;
        }
        Settlement.Batch settled =
                contracts.settlement().settle(platform, contracts.session(), contracts.terms(), batch);
        for (Order order : due) {
            Optional<Settlement.Skipped> skipped = settled.skipped().stream()
                    .filter(one -> one.index().equals(BigInteger.valueOf(order.number())))
                    .findFirst();
            skipped.ifPresentOrElse(
                    why -> orders.failed(order, why.reason().name()),
                    () -> orders.settled(order, Optional.of(settled.receipt().transactionHash())));
        }
    }

    /** Whether the settlement may take the price, by a permit that is handed in here where need be. */
    private boolean permitted(Order order) {
        if (isAllowed(order)) {
            return true;
        }
        if (order.permit().isEmpty()) {
            orders.failed(order, "NOT_PAID");
            return false;
        }
        Checkout.SignedPermit signed =
                Checkout.SignedPermit.read(order, order.permit().get(), contracts);
        try {
            contracts.permitCall(signed.permit(), signed.signature()).send(platform);
            return true;
        } catch (ContractRevertException e) {
            if (isAllowed(order)) {
                return true; // somebody else handed it in first, which anybody may
            }
            orders.failed(order, "PERMIT_REFUSED");
            return false;
        }
    }

    private boolean isAllowed(Order order) {
        return contracts.allowanceOf(order.buyer()).compareTo(order.amount()) >= 0;
    }

    private void issue(Order order) {
        // the time comes from the order and the attempt, so that a second try asks for the same voucher
        Instant validUntil = Instant.ofEpochSecond(order.offeredAt()
                .plus(VOUCHER_LASTS.multipliedBy(order.attempt() + 1L))
                .getEpochSecond());
        if (!validUntil.isAfter(clock.instant())) {
            orders.again(order);
            return;
        }
        Voucher terms = Voucher.gift(
                BigInteger.ONE,
                order.buyer(),
                validUntil,
                contracts.collection().epoch());
        Verdict<SignedVoucher> issued = vouchers.issue(order.id() + "/" + order.attempt(), terms);
        switch (issued) {
            case Verdict.Verified<SignedVoucher> verified ->
                orders.issued(order, verified.result().toJson());
            case Verdict.Refused<SignedVoucher> refused -> {
                if (refused.reasons().getFirst().code().equals("ORDER_DIFFERS")) {
                    orders.again(order); // the collection's epoch moved on meanwhile, and voided what was reserved
                } else {
                    LOG.error("No voucher for order {}: {}", order.number(), refused.reasons());
                }
            }
        }
    }

    private void redeem(Order order) {
        VoucherCollection collection = contracts.collection();
        SignedVoucher voucher = SignedVoucher.parse(order.voucher().orElseThrow());
        Set<String> against = Stream.of(
                        collection.verify(voucher, platform.address()),
                        collection.verifier(clock).verify(voucher))
                .flatMap(verdict -> verdict.reasons().stream())
                .map(Reason::code)
                .collect(Collectors.toSet());
        if (against.contains("ALREADY_REDEEMED")) {
            done(order, Optional.empty()); // by a till that was killed, whoever may have the token by now
        } else if (!Collections.disjoint(against, VOID)) {
            orders.again(order);
        } else if (against.isEmpty()) {
            done(order, Optional.of(collection.redeem(platform, voucher).transactionHash()));
        } else {
            waitFor("order " + order.number() + " for " + against);
        }
    }

    /** The credential first: an order that is done is not looked at again. */
    private void done(Order order, Optional<Hash32> transaction) {
        merchant.issue(order);
        orders.minted(order, transaction);
    }
}
