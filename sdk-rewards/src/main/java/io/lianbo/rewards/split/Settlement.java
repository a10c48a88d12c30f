package io.lianbo.rewards.split;

import io.lianbo.core.Address;
import io.lianbo.core.Hash32;
import io.lianbo.core.Token;
import io.lianbo.core.TokenAmount;
import io.lianbo.core.chain.Chain;
import io.lianbo.core.chain.Contract;
import io.lianbo.core.chain.ContractArtifact;
import io.lianbo.core.chain.ContractEvent;
import io.lianbo.core.chain.Receipt;
import io.lianbo.core.crypto.Signer;
import io.lianbo.core.typeddata.Eip712Domain;
import java.math.BigInteger;
import java.util.List;

/**
 * The contract {@code Settlement}: divides what is paid by a split at once, exact to the smallest unit; one payment directly, or the orders that a session's buyers signed, many
 * in one transaction.
 *
 * {@snippet class="io.lianbo.rewards.split.RevenueSplitsGuideTest" region="settle"}
 *
 * <p>A recipient who cannot be paid is credited and fetches it with {@link #withdraw}; the others are paid. Tokens that take a fee on transfer are refused.
 *
 * <p>Every method that sends waits for its receipt; it throws {@link io.lianbo.core.LianboException} when the chain fails, and {@link
 * io.lianbo.core.chain.ContractRevertException} with the contract's error by name when the contract refuses: {@code NotOperator}, {@code SessionClosed}, {@code
 * SplitMismatch} and so on.
 */
public final class Settlement {

    private static final ContractArtifact ARTIFACT =
            ContractArtifact.load(Settlement.class, "/io/lianbo/rewards/Settlement.json");

    private final Chain chain;
    private final Contract contract;

    private Settlement(Chain chain, Contract contract) {
        this.chain = chain;
        this.contract = contract;
    }

    /** Deploys a settlement for splits of this registry; it has no owner. */
    public static Settlement deploy(Chain chain, Signer deployer, SplitRegistry registry) {
        return new Settlement(
                chain, chain.deploy(deployer, ARTIFACT, registry.address()).contract());
    }

    /** The settlement at this address. */
    public static Settlement at(Chain chain, Address address) {
        return new Settlement(chain, chain.contract(address, ARTIFACT));
    }

    /** Where the contract is; payers and buyers approve it for the token they pay in. */
    public Address address() {
        return contract.address();
    }

    /** What orders are signed under. */
    public Eip712Domain domain() {
        return Eip712Domain.of("Lianbo Settlement", "1", chain.id(), address());
    }

    /**
     * Divides one payment of the payer at once; an ERC-20 token wants its approval first.
     *
     * @param reference names the payment in its event; the contract does not keep it, so the same one pays again
     */
    public Receipt pay(Signer payer, TokenAmount amount, SplitTerms terms, Hash32 reference) {
        return contract.call("pay", currency(amount.token()), amount.units(), terms.abiValue(), reference)
                .value(amount.token().isNative() ? amount.units() : BigInteger.ZERO)
                .send(payer);
    }

    /**
     * Takes what the orders cost from their buyers and divides the sum at once. An order that cannot be settled is passed over and the others go on.
     *
     * @param operator {@link Session#operator()}
     * @param terms the terms the session names by {@link Session#splitId()}
     * @param orders of this session, as many as fit into a transaction: some 21,000 gas each
     * @throws IllegalArgumentException when an order is of another session
     */
    public Batch settle(Signer operator, Session session, SplitTerms terms, List<SaleOrder.SignedOrder> orders) {
        Hash32 sessionId = session.id();
        for (SaleOrder.SignedOrder signed : orders) {
            if (!signed.order().sessionId().equals(sessionId)) {
                throw new IllegalArgumentException("order " + signed.order().index() + " must be of session "
                        + sessionId + ": " + signed.order().sessionId());
            }
        }
        Receipt receipt = contract.send(
                operator,
                "settle",
                session.abiValue(),
                terms.abiValue(),
                orders.stream().map(SaleOrder.SignedOrder::abiValue).toList());
        BigInteger total =
                contract.eventsIn(receipt, "SessionSettled").getFirst().uint("total");
        List<Skipped> skipped = contract.eventsIn(receipt, "OrderSkipped").stream()
                .map(Settlement::skipped)
                .toList();
        return new Batch(receipt, new TokenAmount(total, session.currency()), skipped, credits(receipt));
    }

    /** Voids an order that its buyer signed and that is not settled yet; a batch that comes first settles it. */
    public Receipt cancel(Signer buyer, SaleOrder order) {
        return contract.send(buyer, "cancel", order.sessionId(), order.index(), order.amount(), order.item());
    }

    /** Whether the order of an index is settled. */
    public boolean isSettled(Hash32 sessionId, BigInteger index) {
        return contract.read("isSettled", sessionId, index).bool(0);
    }

    /** Whether its buyer cancelled exactly this order. */
    public boolean isCancelled(SaleOrder order) {
        return contract.read(
                        "isCancelled", order.sessionId(), order.index(), order.buyer(), order.amount(), order.item())
                .bool(0);
    }

    /** Fetches what the account is credited in this currency. */
    public Receipt withdraw(Signer account, Token currency) {
        return contract.send(account, "withdraw", currency(currency));
    }

    /** What an account may {@link #withdraw} in this currency. */
    public TokenAmount creditOf(Address account, Token currency) {
        return new TokenAmount(
                contract.read("creditOf", account, currency(currency)).uint(0), currency);
    }

    /** Who could not be paid in a payment or batch and was credited instead. */
    public List<Payment> credits(Receipt receipt) {
        return contract.eventsIn(receipt, "Credited").stream()
                .map(credited -> new Payment(credited.address("recipient"), credited.uint("amount")))
                .toList();
    }

    private static Address currency(Token token) {
        return token.contract().orElse(Address.ZERO);
    }

    private static Skipped skipped(ContractEvent event) {
        return new Skipped(
                event.uint("index"),
                event.address("buyer"),
                Reason.values()[event.uint("reason").intValueExact()]);
    }

    /** Why an order was passed over, in the contract's order. */
    public enum Reason {
        /** An order of this index is settled already. */
        SETTLED,
        /** Its buyer cancelled it. */
        CANCELLED,
        /** The signature is not the buyer's over these terms. */
        NOT_SIGNED,
        /** The token did not move the amount: too little balance or allowance, or it blocks the buyer. The order may come again. */
        NOT_PAID
    }

    /**
     * An order that was passed over; its buyer paid nothing.
     *
     * @param index as in the order
     * @param buyer as in the order
     * @param reason why
     */
    public record Skipped(BigInteger index, Address buyer, Reason reason) {}

    /**
     * What became of a batch.
     *
     * @param receipt of the transaction
     * @param total what was paid and divided: {@link SplitCalculator#payments} of it are the parts
     * @param skipped the orders that were passed over
     * @param credits the parts that could not be paid and became credits
     */
    public record Batch(Receipt receipt, TokenAmount total, List<Skipped> skipped, List<Payment> credits) {

        public Batch {
            skipped = List.copyOf(skipped);
            credits = List.copyOf(credits);
        }
    }
}
