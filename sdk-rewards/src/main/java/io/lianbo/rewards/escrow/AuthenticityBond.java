package io.lianbo.rewards.escrow;

import io.lianbo.core.Address;
import io.lianbo.core.Hash32;
import io.lianbo.core.Verdict;
import io.lianbo.core.chain.Chain;
import io.lianbo.core.chain.Contract;
import io.lianbo.core.chain.ContractArtifact;
import io.lianbo.core.chain.Receipt;
import io.lianbo.core.crypto.Signature;
import io.lianbo.core.crypto.Signer;
import io.lianbo.core.typeddata.Eip712Domain;
import io.lianbo.core.typeddata.StructType;
import io.lianbo.rewards.internal.Trial;
import io.lianbo.rewards.split.Payment;
import java.math.BigInteger;

/**
 * The contract {@code AuthenticityBond}: what a seller puts up for a sale. The buyer of an item that a judge finds to be counterfeit gets a multiple of what she paid, beside what the
 * escrow gives back.
 *
 * {@snippet class="io.lianbo.rewards.promotion.PromotionsGuideTest" region="bond"}
 *
 * <p>A bond is worth what it holds, over all that is sold under it, and as much as its judge is: a judge in league with the seller can find for buyers that are the seller's own, and
 * whoever has the judge's key can buy, keep the goods and be compensated. What the bond lacks is owed, and paid with {@link #payOwed} as it is filled; who asks first is paid first.
 *
 * <p>Every method that sends waits for its receipt; it throws {@link io.lianbo.core.LianboException} when the chain fails, and {@link io.lianbo.core.chain.ContractRevertException} with
 * the contract's error by name when the contract refuses.
 */
public final class AuthenticityBond {

    private static final ContractArtifact ARTIFACT =
            ContractArtifact.load(AuthenticityBond.class, "/io/lianbo/rewards/AuthenticityBond.json");

    private static final BigInteger WHOLE = BigInteger.valueOf(10_000);
    private static final long MOST_BPS = (1L << 32) - 1;

    private final Chain chain;
    private final Contract contract;

    private AuthenticityBond(Chain chain, Contract contract) {
        this.chain = chain;
        this.contract = contract;
    }

    /**
     * The judge's finding (EIP-712) that an order's item is counterfeit; whoever holds it may carry it to the bond, once.
     *
     * @param orderId {@link EscrowOrder#id()}
     * @param itemKey the item, as the order names it
     * @param evidence hash of what was found; it is written on chain
     */
    public record Counterfeit(Hash32 orderId, Hash32 itemKey, Hash32 evidence) {

        /** {@code Counterfeit(bytes32 orderId,bytes32 itemKey,bytes32 evidence)}. */
        public static final StructType<Counterfeit> TYPE = StructType.<Counterfeit>named("Counterfeit")
                .bytes32("orderId", Counterfeit::orderId)
                .bytes32("itemKey", Counterfeit::itemKey)
                .bytes32("evidence", Counterfeit::evidence)
                .build();

        /** The finding on an order's item. */
        public static Counterfeit of(EscrowOrder order, Hash32 evidence) {
            return new Counterfeit(order.id(), order.itemKey(), evidence);
        }

        /**
         * Signs it for one bond.
         *
         * @param bond {@link AuthenticityBond#domain()}
         */
        public Signature sign(Signer judge, Eip712Domain bond) {
            return TYPE.sign(judge, bond, this);
        }
    }

    /**
     * Deploys a bond; it holds nothing yet.
     *
     * @param fund until its end claims can come
     * @param terms the fund's sale, which must {@linkplain SaleTerms#kept keep} what became of its orders
     * @param judge who finds what is counterfeit: a key, or a contract (ERC-1271)
     * @param multipleBps what the buyer gets of what she paid, in basis points from 1 to 2^32-1: 30,000 is three times
     * @throws IllegalArgumentException when the terms are not the fund's or do not keep, or the multiple is out of range
     */
    public static AuthenticityBond deploy(
            Chain chain, Signer deployer, FundTerms fund, SaleTerms terms, Address judge, long multipleBps) {
        if (!terms.id().equals(fund.termsId()) || !terms.kept()) {
            throw new IllegalArgumentException(
                    "the terms must be the fund's and keep what became of an order: " + terms);
        }
        if (multipleBps < 1 || multipleBps > MOST_BPS) {
            throw new IllegalArgumentException("multipleBps must be 1 to 2^32-1: " + multipleBps);
        }
        return new AuthenticityBond(
                chain,
                chain.deploy(deployer, ARTIFACT, fund.abiValue(), terms.abiValue(), judge, multipleBps)
                        .contract());
    }

    /** The bond at this address. */
    public static AuthenticityBond at(Chain chain, Address address) {
        return new AuthenticityBond(chain, chain.contract(address, ARTIFACT));
    }

    /** Where the contract is. */
    public Address address() {
        return contract.address();
    }

    /** Its money. */
    public SaleFund fund() {
        return SaleFund.at(chain, address());
    }

    /** What findings for this bond are signed under. */
    public Eip712Domain domain() {
        return Eip712Domain.of("Lianbo Authenticity Bond", "1", chain.id(), address());
    }

    /**
     * Tries a claim out.
     *
     * @param judged as for {@link #claim}
     * @return what the buyer is due, whether the bond has it or not; or refused with {@code OVER}, {@code OTHER_SALE}, {@code ALREADY_PROVEN}, {@code NEVER_SHIPPED} or {@code
     *     NOT_SIGNED_BY_JUDGE}
     */
    public Verdict<Payment> verify(EscrowOrder order, Hash32 evidence, byte[] judged) {
        BigInteger compensation = order.price()
                .units()
                .subtract(order.discount())
                .multiply(contract.read("multipleBps").uint(0))
                .divide(WHOLE);
        return Trial.of(
                chain,
                contract.call("claim", order.abiValue(), evidence, judged),
                order.buyer(),
                new Payment(order.buyer(), compensation));
    }

    /**
     * Pays the order's buyer; anyone may send it.
     *
     * @param evidence as the judge signed it
     * @param judged the judge's signature of {@link Counterfeit}: 65 or 64 bytes of the key, or what the judge's contract takes for its signature (ERC-1271)
     */
    public Receipt claim(Signer sender, EscrowOrder order, Hash32 evidence, byte[] judged) {
        return contract.send(sender, "claim", order.abiValue(), evidence, judged);
    }

    /** Whether the order was compensated. */
    public boolean isProven(EscrowOrder order) {
        return contract.read("isProven", order.id()).bool(0);
    }

    /** What is owed to an account, in the smallest unit. */
    public BigInteger owedTo(Address account) {
        return contract.read("owedTo", account).uint(0);
    }

    /** What is owed to all, in the smallest unit. */
    public BigInteger totalOwed() {
        return contract.read("totalOwed").uint(0);
    }

    /** Pays what is owed to an account, as far as the bond has it; anyone may send it, at any time. */
    public Receipt payOwed(Signer sender, Address account) {
        return contract.send(sender, "payOwed", account);
    }
}
