package io.lianbo.rewards.escrow;

import io.lianbo.core.Address;
import io.lianbo.core.ChainId;
import io.lianbo.core.Hash32;
import io.lianbo.core.Token;
import io.lianbo.core.TokenAmount;
import io.lianbo.core.chain.AbiValues;
import io.lianbo.core.chain.Chain;
import io.lianbo.core.chain.Contract;
import io.lianbo.core.chain.ContractArtifact;
import io.lianbo.core.chain.ContractEvent;
import io.lianbo.core.chain.EventQuery;
import io.lianbo.core.chain.Receipt;
import io.lianbo.core.crypto.Signer;
import io.lianbo.core.typeddata.Eip712Domain;
import io.lianbo.rewards.internal.Erc20;
import io.lianbo.rewards.split.Payment;
import io.lianbo.rewards.split.SplitCalculator;
import io.lianbo.rewards.split.SplitRegistry;
import io.lianbo.rewards.split.SplitTerms;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The contract {@code SaleEscrow}: holds the price of a sale until the goods are shipped and accepted, then pays it out by the split that was fixed before the sale, exact to the
 * smallest unit; or gives it back to the buyer.
 *
 * {@snippet class="io.lianbo.rewards.escrow.EscrowGuideTest" region="deposit"}
 *
 * <p>No order waits for ever. Each state has a last second; until then the parties decide, after it anybody takes the one way that is left: not shipped by {@link EscrowOrder#shipBy()}, it is refunded; shipped and not disputed in time, it
 * is released; disputed and not decided in time, it is refunded. Somebody who cannot be paid is credited and fetches it with {@link #withdraw}; the others are paid. Tokens that take a
 * fee on transfer are refused.
 *
 * <p>Every method that sends waits for its receipt; it throws {@link IllegalArgumentException} before anything is sent when terms, split and order do not belong together, {@link
 * io.lianbo.core.LianboException} when the chain fails, and {@link io.lianbo.core.chain.ContractRevertException} with the contract's error by name when the contract refuses: {@code
 * WrongState}, {@code TooLate}, {@code TooEarly}, {@code ConditionNotMet} and so on.
 */
public final class SaleEscrow {

    private static final ContractArtifact ARTIFACT =
            ContractArtifact.load(SaleEscrow.class, "/io/lianbo/rewards/SaleEscrow.json");

    private final Chain chain;
    private final Contract contract;

    private SaleEscrow(Chain chain, Contract contract) {
        this.chain = chain;
        this.contract = contract;
    }

    /** Deploys an escrow for splits of this registry; it has no owner. */
    public static SaleEscrow deploy(Chain chain, Signer deployer, SplitRegistry registry) {
        return new SaleEscrow(
                chain, chain.deploy(deployer, ARTIFACT, registry.address()).contract());
    }

    /** The escrow at this address. */
    public static SaleEscrow at(Chain chain, Address address) {
        return new SaleEscrow(chain, chain.contract(address, ARTIFACT));
    }

    /** Where the contract is. */
    public Address address() {
        return contract.address();
    }

    /** What attestations for this escrow are signed under. */
    public Eip712Domain domain() {
        return domain(chain.id(), address());
    }

    /** What attestations for an escrow are signed under, for a signer that has no chain at hand. */
    public static Eip712Domain domain(ChainId chain, Address escrow) {
        return Eip712Domain.of("Lianbo Sale Escrow", "1", chain, escrow);
    }

    /**
     * Lets this escrow take up to so much of the payer's ERC-20 token, which {@link #deposit} needs first; the chain's own coin needs no approval.
     *
     * @throws IllegalArgumentException when the amount is in the chain's own coin
     */
    public Receipt approve(Signer payer, TokenAmount amount) {
        return Erc20.approve(chain, payer, address(), amount);
    }

    /** Pays an order's price into escrow; anyone may pay for the buyer. An ERC-20 token wants its approval first. */
    public Receipt deposit(Signer payer, EscrowOrder order) {
        return contract.call("deposit", order.abiValue())
                .value(order.price().token().isNative() ? order.price().units() : BigInteger.ZERO)
                .send(payer);
    }

    /**
     * Says that orders are shipped, each until the end of its {@link EscrowOrder#shipBy()}. From now on the money is the seller's, unless the buyer disputes while {@link
     * SaleTerms#acceptance()} lasts. If one of the orders cannot be shipped, none is.
     *
     * @param seller {@link SaleTerms#seller()}
     * @param shipments 1 or more, as many as fit into a transaction
     */
    public Receipt ship(Signer seller, SaleTerms terms, List<Shipment> shipments) {
        requireOrders(terms, shipments.stream().map(Shipment::order).toList());
        return contract.send(
                seller,
                "ship",
                terms.abiValue(),
                shipments.stream().map(Shipment::abiValue).toList());
    }

    /**
     * Pays an order out whose buyer confirmed delivery, also one in dispute, until the last second of where it stands; anyone may send it.
     *
     * @param split the split that the sale names by {@link SaleTerms#splitId()}
     * @param delivered the buyer's signature of {@link DeliveryConfirmed}: 65 or 64 bytes of her key, or what her contract takes for its signature (ERC-1271)
     */
    public Receipt release(Signer sender, SaleTerms terms, SplitTerms split, EscrowOrder order, byte[] delivered) {
        return release(sender, terms, split, Shipment.of(order), delivered);
    }

    /**
     * Pays an order out that was handed over without being shipped: with what its conditions ask for, and the buyer's confirmation, until {@link
     * EscrowOrder#shipBy()}; anyone may send it.
     *
     * @param split the split that the sale names by {@link SaleTerms#splitId()}
     * @param handedOver the order and its conditions' attestations
     * @param delivered the buyer's signature of {@link DeliveryConfirmed}: 65 or 64 bytes of her key, or what her contract takes for its signature (ERC-1271)
     */
    public Receipt release(Signer sender, SaleTerms terms, SplitTerms split, Shipment handedOver, byte[] delivered) {
        requireOrders(terms, List.of(handedOver.order()));
        requireSplit(terms, split);
        return contract.send(
                sender,
                "release",
                terms.abiValue(),
                shares(split),
                handedOver.order().abiValue(),
                handedOver.attestationValues(),
                delivered);
    }

    /**
     * Pays out what is shipped and was not disputed in time, many orders at once; anyone may send it. An order that is not due is passed over and the others go on. The split is taken of
     * the total, so an odd unit falls once a batch.
     *
     * @param split the split that the sale names by {@link SaleTerms#splitId()}
     * @param orders 1 or more of this sale, in one currency, as many as fit into a transaction
     */
    public Batch releaseBatch(Signer sender, SaleTerms terms, SplitTerms split, List<EscrowOrder> orders) {
        requireOrders(terms, orders);
        requireSplit(terms, split);
        Token currency = orders.getFirst().price().token();
        for (EscrowOrder order : orders) {
            if (!order.price().token().equals(currency)) {
                throw new IllegalArgumentException(
                        "orders of a batch must be in one currency, " + currency + ": " + order.price());
            }
        }
        Receipt receipt = contract.send(
                sender,
                "releaseBatch",
                terms.abiValue(),
                shares(split),
                orders.stream().map(EscrowOrder::abiValue).toList());
        ContractEvent event = contract.eventsIn(receipt, "BatchReleased").getFirst();
        List<Object> orderIds = event.list("orderIds");
        List<EscrowOrder> released = new ArrayList<>();
        List<EscrowOrder> passedOver = new ArrayList<>();
        for (int i = 0; i < orders.size(); i++) {
            (orderIds.get(i).equals(Hash32.ZERO) ? passedOver : released).add(orders.get(i));
        }
        return new Batch(
                receipt, new TokenAmount(event.uint("total"), currency), released, passedOver, credits(receipt));
    }

    /** Gives back what is left of an order that was not shipped in time, or whose arbiter did not decide in time; anyone may send it. */
    public Receipt refund(Signer sender, EscrowOrder order) {
        return contract.send(sender, "refund", order.abiValue());
    }

    /**
     * Gives back a part of an order, or all that is left of it, until the last second of where the order stands.
     *
     * @param seller {@link SaleTerms#seller()}
     * @param amount in the order's currency, 1 unit or more
     */
    public Receipt refundBySeller(Signer seller, SaleTerms terms, EscrowOrder order, TokenAmount amount) {
        requireOrders(terms, List.of(order));
        if (amount.units().signum() == 0) {
            throw new IllegalArgumentException("a refund must be 1 unit or more: " + amount);
        }
        return contract.send(seller, "refundBySeller", terms.abiValue(), order.abiValue(), unitsOf(order, amount));
    }

    /**
     * Stops an order that is shipped until its arbiter has decided, while {@link SaleTerms#acceptance()} lasts; anyone may send it.
     *
     * @param reason as the buyer signed it
     * @param disputed the buyer's signature of {@link DisputeOpened}: 65 or 64 bytes of her key, or what her contract takes for its signature (ERC-1271)
     */
    public Receipt dispute(Signer sender, SaleTerms terms, EscrowOrder order, Hash32 reason, byte[] disputed) {
        requireOrders(terms, List.of(order));
        return contract.send(sender, "dispute", terms.abiValue(), order.abiValue(), reason, disputed);
    }

    /**
     * Decides a dispute while {@link SaleTerms#arbitration()} lasts: so much of what is left goes back, the rest to the split.
     *
     * @param arbiter {@link SaleTerms#arbiter()}
     * @param split the split that the sale names by {@link SaleTerms#splitId()}
     * @param back in the order's currency, from nothing to all that is left
     */
    public Receipt resolve(Signer arbiter, SaleTerms terms, SplitTerms split, EscrowOrder order, TokenAmount back) {
        requireOrders(terms, List.of(order));
        requireSplit(terms, split);
        return contract.send(
                arbiter, "resolve", terms.abiValue(), shares(split), order.abiValue(), unitsOf(order, back));
    }

    /** Fetches what the account is credited in this currency. */
    public Receipt withdraw(Signer account, Token currency) {
        return contract.send(account, "withdraw", currency.contract().orElse(Address.ZERO));
    }

    /** What an account may {@link #withdraw} in this currency. */
    public TokenAmount creditOf(Address account, Token currency) {
        return new TokenAmount(
                contract.read("creditOf", account, currency.contract().orElse(Address.ZERO))
                        .uint(0),
                currency);
    }

    /**
     * Whether exactly this order is paid in and can still be shipped, by the newest block; ask before goods leave the house, and leave {@link #ship} the time to be mined: after {@link
     * EscrowOrder#shipBy()} anybody may give the buyer the price back.
     */
    public boolean isFunded(EscrowOrder order) {
        return recordOf(order).state() == OrderState.FUNDED
                && !chain.timestamp().isAfter(order.shipBy());
    }

    /**
     * Where an order stands, by the contract. It forgets an order that is settled after its {@link EscrowOrder#shipBy()} and whose terms do not keep it; {@link #recordsOf} still tells.
     */
    public OrderRecord recordOf(EscrowOrder order) {
        AbiValues values = contract.read("recordOf", order.id());
        OrderState state = OrderState.of(values.uint("state"));
        if (state == OrderState.NONE) {
            return OrderRecord.NONE;
        }
        return new OrderRecord(
                state,
                Optional.of(values.uint("until").longValueExact())
                        .filter(second -> second != 0)
                        .map(Instant::ofEpochSecond),
                values.uint("refunded"));
    }

    /**
     * Where orders stood after a block, by the contract's events, which never forget; in one pass through those of all its orders.
     *
     * @param orders in any order; the answer has theirs
     * @param fromBlock the block of their first deposit, or an earlier one
     * @param toBlock last block, included
     */
    public Map<EscrowOrder, OrderRecord> recordsOf(List<EscrowOrder> orders, long fromBlock, long toBlock) {
        OrderHistory history = new OrderHistory(orders);
        EventQuery.of(contract, OrderHistory.EVENTS).forEach(fromBlock, toBlock, history::add);
        return Collections.unmodifiableMap(history.records());
    }

    /**
     * Who was paid how much by the split in a transaction that released orders of it or resolved a dispute, in the order of the shares; who gets 0 units or was credited is not in it. {@link
     * EscrowOrder#refundParts} says who gets a refund.
     *
     * @param split the split that the orders' sale names
     */
    public List<Payment> payments(SplitTerms split, Receipt receipt) {
        List<Payment> credits = new ArrayList<>(credits(receipt));
        return Stream.of(
                        amounts(receipt, "Released", "amount"),
                        amounts(receipt, "BatchReleased", "total"),
                        amounts(receipt, "Resolved", "released"))
                .flatMap(Function.identity())
                .flatMap(amount -> SplitCalculator.payments(split, amount).stream())
                .filter(payment -> payment.amount().signum() > 0 && !credits.remove(payment))
                .toList();
    }

    /** Who could not be paid in a transaction and was credited instead. */
    public List<Payment> credits(Receipt receipt) {
        return contract.eventsIn(receipt, "Credited").stream()
                .map(credited -> new Payment(credited.address("recipient"), credited.uint("amount")))
                .toList();
    }

    private Stream<BigInteger> amounts(Receipt receipt, String event, String field) {
        return contract.eventsIn(receipt, event).stream().map(found -> found.uint(field));
    }

    private static void requireOrders(SaleTerms terms, List<EscrowOrder> orders) {
        if (orders.isEmpty()) {
            throw new IllegalArgumentException("at least 1 order must be given");
        }
        Hash32 termsId = terms.id();
        for (EscrowOrder order : orders) {
            if (!order.termsId().equals(termsId)) {
                throw new IllegalArgumentException(
                        "order " + order.id() + " must be of the terms " + termsId + ": " + order.termsId());
            }
        }
    }

    private static void requireSplit(SaleTerms terms, SplitTerms split) {
        if (!split.id().equals(terms.splitId())) {
            throw new IllegalArgumentException("split must be the sale's, " + terms.splitId() + ": " + split.id());
        }
    }

    private static BigInteger unitsOf(EscrowOrder order, TokenAmount amount) {
        if (!amount.token().equals(order.price().token())) {
            throw new IllegalArgumentException(
                    "amount must be in the order's currency, " + order.price().token() + ": " + amount);
        }
        return amount.units();
    }

    private static List<List<Object>> shares(SplitTerms split) {
        return split.shares().stream()
                .map(share -> List.<Object>of(share.recipient(), share.part().value()))
                .toList();
    }

    /**
     * What became of a batch.
     *
     * @param receipt of the transaction
     * @param total what was divided: {@link SplitCalculator#payments} of it are the parts
     * @param released the orders that were paid out
     * @param passedOver the orders that were not due: disputed, settled before, or still to be accepted
     * @param credits the parts that could not be paid and became credits
     */
    public record Batch(
            Receipt receipt,
            TokenAmount total,
            List<EscrowOrder> released,
            List<EscrowOrder> passedOver,
            List<Payment> credits) {

        public Batch {
            released = List.copyOf(released);
            passedOver = List.copyOf(passedOver);
            credits = List.copyOf(credits);
        }
    }
}
