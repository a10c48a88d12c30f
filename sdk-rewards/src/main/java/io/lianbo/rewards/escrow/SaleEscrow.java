package io.lianbo.rewards.escrow;

import io.lianbo.core.Address;
import io.lianbo.core.ChainId;
import io.lianbo.core.Hash32;
import io.lianbo.core.Token;
import io.lianbo.core.TokenAmount;
import io.lianbo.core.chain.Chain;
import io.lianbo.core.chain.Contract;
import io.lianbo.core.chain.ContractArtifact;
import io.lianbo.core.chain.Receipt;
import io.lianbo.core.crypto.Signature;
import io.lianbo.core.crypto.Signer;
import io.lianbo.core.typeddata.Eip712Domain;
import io.lianbo.rewards.split.Payment;
import io.lianbo.rewards.split.SplitRegistry;
import io.lianbo.rewards.split.SplitTerms;
import java.math.BigInteger;
import java.util.List;

/**
 * The contract {@code SaleEscrow}: a payment goes in under a split fixed before the sale, and comes out by that split when the passport verifies and delivery is confirmed,
 * or back to the buyer when its time is over.
 *
 * {@snippet class="io.lianbo.rewards.escrow.SaleEscrowTest" region="sale"}
 *
 * <p>Both signers must know the terms: the money moves on their word alone, and a refund goes to the buyer whoever paid. A recipient who cannot be paid is credited and
 * fetches it with {@link #withdraw}; the others are paid. Tokens that take a fee on transfer are refused.
 *
 * <p>Every method that sends waits for its receipt; it throws {@link io.lianbo.core.LianboException} when the chain fails, and {@link
 * io.lianbo.core.chain.ContractRevertException} with the contract's error by name when the contract refuses: {@code PassportNotVerified}, {@code
 * DeliveryNotConfirmed}, {@code RefundNotDue} and so on.
 */
public final class SaleEscrow {

    private static final ContractArtifact ARTIFACT =
            ContractArtifact.load(SaleEscrow.class, "/io/lianbo/rewards/SaleEscrow.json");

    /** All of ERC-20 that a payer needs. */
    private static final ContractArtifact ERC20 = ContractArtifact.parse("""
            {
              "contractName": "ERC20",
              "sourceName": "ERC-20",
              "compiler": {"version": "", "settings": {}},
              "abi": [{
                "type": "function", "name": "approve", "stateMutability": "nonpayable",
                "inputs": [{"name": "spender", "type": "address"}, {"name": "amount", "type": "uint256"}],
                "outputs": [{"name": "", "type": "bool"}]
              }],
              "bytecode": "0x"
            }
            """);

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
        Address token = amount.token()
                .contract()
                .orElseThrow(() -> new IllegalArgumentException(
                        "only an ERC-20 token is approved, the chain's own coin is not: " + amount));
        return chain.contract(token, ERC20).send(payer, "approve", address(), amount.units());
    }

    /** Pays an order's price into escrow; anyone may pay for the buyer. */
    public Receipt deposit(Signer payer, Order order) {
        return contract.call("deposit", order.abiValue())
                .value(order.price().token().isNative() ? order.price().units() : BigInteger.ZERO)
                .send(payer);
    }

    /**
     * Pays an order out by its split; anyone may send it.
     *
     * @param terms the terms the order names by {@link Order#splitId()}
     */
    public Receipt release(Signer sender, Order order, SplitTerms terms, ReleaseProof proof) {
        return release(
                sender,
                order,
                terms,
                proof.passportHash(),
                proof.passportVerified().bytes(),
                proof.deliveryConfirmed());
    }

    /**
     * Pays an order out whose verifier is a contract (ERC-1271): one that checks a proof instead of signing.
     *
     * @param terms the terms the order names by {@link Order#splitId()}
     * @param passportHash what the verifier vouches for
     * @param verifierProof what the verifier's {@code isValidSignature} takes for its signature of {@link PassportVerified}
     * @param deliveryConfirmed the buyer's signature of {@link DeliveryConfirmed}
     */
    public Receipt release(
            Signer sender,
            Order order,
            SplitTerms terms,
            Hash32 passportHash,
            byte[] verifierProof,
            Signature deliveryConfirmed) {
        return contract.send(
                sender,
                "release",
                order.abiValue(),
                shares(terms),
                passportHash,
                verifierProof,
                deliveryConfirmed.bytes());
    }

    /** Sends an order's price back to its buyer once {@link Order#refundAfter()} has come; anyone may send it. */
    public Receipt refund(Signer sender, Order order) {
        return contract.send(sender, "refund", order.abiValue());
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
     * Whether exactly this order is paid in and neither released nor refunded; ask before goods leave the house, since anyone may pay in the same id under other terms.
     */
    public boolean isFunded(Order order) {
        return contract.read("isFunded", order.abiValue()).bool(0);
    }

    /** Where the order of this id stands, whatever its terms; see {@link #isFunded}. */
    public OrderState stateOf(Hash32 orderId) {
        return OrderState.of(contract.read("stateOf", orderId).uint(0));
    }

    /** Who was paid how much in a release or refund, as the chain recorded it, in the order of the shares; who gets 0 units is not in it. */
    public List<Payment> payments(Receipt receipt) {
        return amounts(receipt, "Paid");
    }

    /** Who could not be paid in a release or refund and was credited instead. */
    public List<Payment> credits(Receipt receipt) {
        return amounts(receipt, "Credited");
    }

    private static List<List<Object>> shares(SplitTerms terms) {
        return terms.shares().stream()
                .map(share -> List.<Object>of(share.recipient(), share.part().value()))
                .toList();
    }

    private List<Payment> amounts(Receipt receipt, String event) {
        return contract.eventsIn(receipt, event).stream()
                .map(paid -> new Payment(paid.address("recipient"), paid.uint("amount")))
                .toList();
    }
}
