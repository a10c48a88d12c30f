package io.lianbo.rewards.promotion;

import io.lianbo.core.AccountId;
import io.lianbo.core.Address;
import io.lianbo.core.Hash32;
import io.lianbo.core.Token;
import io.lianbo.core.TokenAmount;
import io.lianbo.core.Verdict;
import io.lianbo.core.chain.Chain;
import io.lianbo.core.chain.Contract;
import io.lianbo.core.chain.ContractArtifact;
import io.lianbo.core.chain.ContractCall;
import io.lianbo.core.chain.Receipt;
import io.lianbo.core.crypto.Signer;
import io.lianbo.rewards.escrow.EscrowOrder;
import io.lianbo.rewards.escrow.FundTerms;
import io.lianbo.rewards.escrow.SaleFund;
import io.lianbo.rewards.escrow.SaleTerms;
import io.lianbo.rewards.internal.Erc20;
import io.lianbo.rewards.internal.Trial;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The contract {@code BundlePromotion}: gives each item of a bundle its discount where all of them are bought at once, as often as its money allows.
 *
 * {@snippet class="io.lianbo.rewards.promotion.PromotionsGuideTest" region="bundle"}
 *
 * <p>Each part is an order of its own, shipped, accepted and refunded by itself. Who gives one part back keeps the discount of the others: put the discount on the part that is not
 * wanted alone.
 *
 * <p>Every method that sends waits for its receipt; it throws {@link io.lianbo.core.LianboException} when the chain fails, and {@link io.lianbo.core.chain.ContractRevertException} with
 * the contract's error by name when the contract refuses; an error of the escrow's keeps its selector as its name, and {@link #verify} tells it.
 */
public final class BundlePromotion {

    /** The most parts of a bundle. */
    public static final int MAX_PARTS = 16;

    private static final ContractArtifact ARTIFACT =
            ContractArtifact.load(BundlePromotion.class, "/io/lianbo/rewards/BundlePromotion.json");

    private final Chain chain;
    private final Contract contract;

    private BundlePromotion(Chain chain, Contract contract) {
        this.chain = chain;
        this.contract = contract;
    }

    /**
     * Deploys a promotion; it has no money yet.
     *
     * @param parts 2 to {@value #MAX_PARTS}, one of them with a discount at the least; an item may come more than once
     * @throws IllegalArgumentException when there are too few or too many, or none has a discount
     */
    public static BundlePromotion deploy(Chain chain, Signer deployer, FundTerms fund, List<BundlePart> parts) {
        if (parts.size() < 2 || parts.size() > MAX_PARTS) {
            throw new IllegalArgumentException("a bundle must have 2 to " + MAX_PARTS + " parts: " + parts.size());
        }
        if (parts.stream().allMatch(part -> part.discount().signum() == 0)) {
            throw new IllegalArgumentException("a part of a bundle must have a discount: " + parts);
        }
        List<List<Object>> values = parts.stream().map(BundlePart::abiValue).toList();
        return new BundlePromotion(
                chain, chain.deploy(deployer, ARTIFACT, fund.abiValue(), values).contract());
    }

    /** The promotion at this address. */
    public static BundlePromotion at(Chain chain, Address address) {
        return new BundlePromotion(chain, chain.contract(address, ARTIFACT));
    }

    /** Where it is: chain and address. */
    public AccountId id() {
        return new AccountId(chain.id(), contract.address());
    }

    /** Its money. */
    public SaleFund fund() {
        return SaleFund.at(chain, contract.address());
    }

    /** The name of the bundle: keccak-256 of its parts. */
    public Hash32 bundleId() {
        return contract.read("bundleId").hash(0);
    }

    /**
     * The orders of a bundle for one buyer.
     *
     * @param parts of the bundle, in their order
     * @param shipBy of each order
     * @param firstSalt of the first order; the next have the numbers after it
     */
    public List<EscrowOrder> orders(
            List<BundlePart> parts,
            SaleTerms terms,
            Address buyer,
            Token currency,
            Instant shipBy,
            BigInteger firstSalt) {
        List<EscrowOrder> orders = new ArrayList<>();
        for (BundlePart part : parts) {
            EscrowOrder order = EscrowOrder.of(
                    terms,
                    buyer,
                    new TokenAmount(part.price(), currency),
                    part.itemKey(),
                    shipBy,
                    firstSalt.add(BigInteger.valueOf(orders.size())));
            orders.add(part.discount().signum() == 0 ? order : order.sponsoredBy(contract.address(), part.discount()));
        }
        return List.copyOf(orders);
    }

    /** Lets the promotion take up to so much of the buyer's ERC-20 token, which {@link #buy} needs first. */
    public Receipt approve(Signer buyer, TokenAmount amount) {
        return Erc20.approve(chain, buyer, contract.address(), amount);
    }

    /**
     * Tries a purchase out.
     *
     * @param buyer who would send it
     * @return the orders; or refused with what speaks against them first: {@code OVER}, {@code OTHER_SALE}, {@code OTHER_DISCOUNT}, {@code OTHER_BUNDLE}, {@code FUND_TOO_SMALL}, {@code
     *     NOT_PAID} for too little balance or allowance, and of the escrow {@code ORDER_EXISTS}, {@code TOO_LATE} or {@code INVALID_ORDER}
     */
    public Verdict<List<EscrowOrder>> verify(Address buyer, List<EscrowOrder> orders) {
        return Trial.of(chain, buyCall(orders), buyer, List.copyOf(orders));
    }

    /**
     * Pays an order for each part into escrow; the caller pays their prices less the discounts.
     *
     * @param orders as {@link #orders} makes them
     */
    public Receipt buy(Signer buyer, List<EscrowOrder> orders) {
        return buyCall(orders).send(buyer);
    }

    /** Fetches what the escrow gave back but could not pay, as while the token blocked the promotion; anyone may send it. */
    public Receipt collect(Signer sender) {
        return contract.send(sender, "collect");
    }

    private ContractCall buyCall(List<EscrowOrder> orders) {
        BigInteger coins = orders.stream()
                .filter(order -> order.price().token().isNative())
                .map(order -> order.price().units().subtract(order.discount()))
                .reduce(BigInteger.ZERO, BigInteger::add);
        return contract.call("buy", orders.stream().map(EscrowOrder::abiValue).toList())
                .value(coins);
    }
}
