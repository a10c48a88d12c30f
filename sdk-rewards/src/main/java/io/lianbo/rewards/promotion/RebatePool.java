package io.lianbo.rewards.promotion;

import io.lianbo.core.Address;
import io.lianbo.core.BasisPoints;
import io.lianbo.core.Verdict;
import io.lianbo.core.chain.Chain;
import io.lianbo.core.chain.Contract;
import io.lianbo.core.chain.ContractArtifact;
import io.lianbo.core.chain.Receipt;
import io.lianbo.core.crypto.Signer;
import io.lianbo.rewards.escrow.EscrowOrder;
import io.lianbo.rewards.escrow.FundTerms;
import io.lianbo.rewards.escrow.SaleFund;
import io.lianbo.rewards.escrow.SaleTerms;
import io.lianbo.rewards.internal.Trial;
import java.math.BigInteger;

/**
 * The contract {@code RebatePool}, the incentive pool of a sale: pays buyers a part of what they paid, less what they got back, once their orders are paid out.
 *
 * {@snippet class="io.lianbo.rewards.promotion.PromotionsGuideTest" region="rebate"}
 *
 * <p>First come, first served: nothing is reserved for an order before its claim, and one that the pool cannot pay can come again. Who sells to himself gets rebates: let the part be lower
 * than what of each sale stays with whoever fills the pool, and such sales cost more than they bring.
 *
 * <p>Every method that sends waits for its receipt; it throws {@link io.lianbo.core.LianboException} when the chain fails, and {@link io.lianbo.core.chain.ContractRevertException} with
 * the contract's error by name when the contract refuses.
 */
public final class RebatePool {

    private static final ContractArtifact ARTIFACT =
            ContractArtifact.load(RebatePool.class, "/io/lianbo/rewards/RebatePool.json");

    private final Chain chain;
    private final Contract contract;

    private RebatePool(Chain chain, Contract contract) {
        this.chain = chain;
        this.contract = contract;
    }

    /**
     * Deploys a pool; it has no money yet.
     *
     * @param terms the fund's sale, which must {@linkplain SaleTerms#kept keep} what became of its orders
     * @param part of what a buyer paid, 1 basis point or more, rounded down
     * @param most for one order, in the smallest unit, 1 to 2^256-1
     * @throws IllegalArgumentException when the terms are not the fund's or do not keep, or part or most are zero
     */
    public static RebatePool deploy(
            Chain chain, Signer deployer, FundTerms fund, SaleTerms terms, BasisPoints part, BigInteger most) {
        if (!terms.id().equals(fund.termsId()) || !terms.kept()) {
            throw new IllegalArgumentException(
                    "the terms must be the fund's and keep what became of an order: " + terms);
        }
        if (part.value() == 0 || most.signum() <= 0) {
            throw new IllegalArgumentException(
                    "a rebate must be some part, and the most 1 unit or more: " + part + ", " + most);
        }
        return new RebatePool(
                chain,
                chain.deploy(deployer, ARTIFACT, fund.abiValue(), terms.abiValue(), part.value(), most)
                        .contract());
    }

    /** The pool at this address. */
    public static RebatePool at(Chain chain, Address address) {
        return new RebatePool(chain, chain.contract(address, ARTIFACT));
    }

    /** Where the contract is. */
    public Address address() {
        return contract.address();
    }

    /** Its money. */
    public SaleFund fund() {
        return SaleFund.at(chain, address());
    }

    /**
     * The rebate on an order, in the smallest unit.
     *
     * @param refunded what was given back of it, to its buyer and its sponsor: {@link io.lianbo.rewards.escrow.OrderRecord#refunded()}
     */
    public BigInteger rebateOf(EscrowOrder order, BigInteger refunded) {
        return contract.read("rebateOf", order.abiValue(), refunded).uint(0);
    }

    /**
     * Tries a claim out.
     *
     * @return the order; or refused with what speaks against it first: {@code OVER}, {@code OTHER_SALE}, {@code ALREADY_CLAIMED}, {@code NOT_RELEASED}, {@code NO_REBATE}, {@code
     *     FUND_TOO_SMALL} or {@code NOT_PAYABLE} where the token blocks the buyer
     */
    public Verdict<EscrowOrder> verify(EscrowOrder order) {
        return Trial.of(chain, contract.call("claim", order.abiValue()), order.buyer(), order);
    }

    /** Pays an order's buyer her rebate; anyone may send it. */
    public Receipt claim(Signer sender, EscrowOrder order) {
        return contract.send(sender, "claim", order.abiValue());
    }

    /** Whether the order had its rebate. */
    public boolean isClaimed(EscrowOrder order) {
        return contract.read("isClaimed", order.id()).bool(0);
    }
}
