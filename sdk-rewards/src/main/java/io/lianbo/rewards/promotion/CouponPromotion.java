package io.lianbo.rewards.promotion;

import io.lianbo.core.AccountId;
import io.lianbo.core.Address;
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
import io.lianbo.rewards.internal.Erc20;
import io.lianbo.rewards.internal.Trial;
import java.math.BigInteger;

/**
 * The contract {@code CouponPromotion}: pays its part of an order for a coupon, once, out of what was put up for that, and gets its part of what is given back.
 *
 * {@snippet class="io.lianbo.rewards.promotion.PromotionsGuideTest" region="coupon"}
 *
 * <p>A coupon is used up by its order, whatever becomes of that: a refund gives the buyer what she paid and the promotion what it gave, and the coupon to nobody. Whoever has the
 * issuer's key spends the fund: keep in it what you can lose, and fill it as it empties.
 *
 * <p>Every method that sends waits for its receipt; it throws {@link io.lianbo.core.LianboException} when the chain fails, and {@link io.lianbo.core.chain.ContractRevertException} with
 * the contract's error by name when the contract refuses; an error of the escrow's keeps its selector as its name, and {@link #verify} tells it.
 */
public final class CouponPromotion {

    private static final ContractArtifact ARTIFACT =
            ContractArtifact.load(CouponPromotion.class, "/io/lianbo/rewards/CouponPromotion.json");

    private final Chain chain;
    private final Contract contract;

    private CouponPromotion(Chain chain, Contract contract) {
        this.chain = chain;
        this.contract = contract;
    }

    /**
     * Deploys a promotion; it has no money yet.
     *
     * @param issuer whose coupons count: a key, or a contract (ERC-1271)
     */
    public static CouponPromotion deploy(Chain chain, Signer deployer, FundTerms fund, Address issuer) {
        return new CouponPromotion(
                chain, chain.deploy(deployer, ARTIFACT, fund.abiValue(), issuer).contract());
    }

    /** The promotion at this address. */
    public static CouponPromotion at(Chain chain, Address address) {
        return new CouponPromotion(chain, chain.contract(address, ARTIFACT));
    }

    /** Where it is: chain and address. */
    public AccountId id() {
        return new AccountId(chain.id(), contract.address());
    }

    /** Its money. */
    public SaleFund fund() {
        return SaleFund.at(chain, contract.address());
    }

    /** The order that a coupon makes of one without a sponsor: the promotion bears the discount. */
    public EscrowOrder apply(Coupon coupon, EscrowOrder order) {
        BigInteger discount = coupon.discountOn(order.price().units());
        return discount.signum() == 0 ? order : order.sponsoredBy(contract.address(), discount);
    }

    /** Lets the promotion take up to so much of the buyer's ERC-20 token, which {@link #buy} needs first. */
    public Receipt approve(Signer buyer, TokenAmount amount) {
        return Erc20.approve(chain, buyer, contract.address(), amount);
    }

    /**
     * Tries a purchase out.
     *
     * @param buyer who would send it
     * @param order as {@link #apply} makes it
     * @return the order; or refused with what speaks against it first: {@code OVER}, {@code COUPON_EXPIRED}, {@code NOT_COUPON_BUYER}, {@code ORDER_TOO_SMALL}, {@code OTHER_SALE}, {@code
     *     OTHER_DISCOUNT}, {@code NOT_SIGNED_BY_ISSUER}, {@code COUPON_ALREADY_USED}, {@code FUND_TOO_SMALL}, {@code NOT_PAID} for too little balance or allowance, and of the escrow {@code
     *     ORDER_EXISTS}, {@code TOO_LATE} or {@code INVALID_ORDER}
     * @throws IllegalArgumentException when the coupon was signed for another promotion
     */
    public Verdict<EscrowOrder> verify(Address buyer, SignedCoupon coupon, EscrowOrder order) {
        return Trial.of(chain, buyCall(coupon, order), buyer, order);
    }

    /**
     * Pays an order into escrow with a coupon: the buyer pays the price less the discount.
     *
     * @param buyer the coupon's, or anybody where it is for anybody
     * @param order as {@link #apply} makes it
     * @throws IllegalArgumentException when the coupon was signed for another promotion
     */
    public Receipt buy(Signer buyer, SignedCoupon coupon, EscrowOrder order) {
        return buyCall(coupon, order).send(buyer);
    }

    /** Whether a coupon of this serial number was used. */
    public boolean isUsed(BigInteger serial) {
        return contract.read("isUsed", serial).bool(0);
    }

    /** Fetches what the escrow gave back but could not pay, as while the token blocked the promotion; anyone may send it. */
    public Receipt collect(Signer sender) {
        return contract.send(sender, "collect");
    }

    private ContractCall buyCall(SignedCoupon coupon, EscrowOrder order) {
        if (!coupon.promotion().equals(id())) {
            throw new IllegalArgumentException("the coupon is for " + coupon.promotion() + ", this is " + id());
        }
        TokenAmount price = order.price();
        return contract.call("buy", coupon.coupon().abiValue(), coupon.signature(), order.abiValue())
                .value(price.token().isNative() ? price.units().subtract(order.discount()) : BigInteger.ZERO);
    }
}
