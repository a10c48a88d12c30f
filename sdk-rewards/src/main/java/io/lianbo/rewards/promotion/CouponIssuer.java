package io.lianbo.rewards.promotion;

import io.lianbo.core.AccountId;
import io.lianbo.core.crypto.Signer;

/**
 * Signs coupons of one promotion, off chain and without gas.
 *
 * {@snippet class="io.lianbo.rewards.promotion.PromotionsGuideTest" region="issue"}
 *
 * <p>It signs whatever it is given, a serial number twice too; the promotion takes the first that is used. Whoever has its key spends the promotion's money. Safe for use by many
 * threads, as the signer is.
 */
public final class CouponIssuer {

    private final Signer signer;
    private final AccountId promotion;

    /**
     * The issuer that signs for a promotion.
     *
     * @param signer the account that the promotion takes for its issuer, or the key of an ERC-1271 contract that is
     * @param promotion {@link CouponPromotion#id()}
     */
    public CouponIssuer(Signer signer, AccountId promotion) {
        this.signer = signer;
        this.promotion = promotion;
    }

    /** Signs one coupon. */
    public SignedCoupon issue(Coupon coupon) {
        return new SignedCoupon(
                promotion,
                coupon,
                Coupon.TYPE.sign(signer, Coupon.domain(promotion), coupon).compact());
    }
}
