package io.lianbo.rewards.promotion;

import io.lianbo.core.AccountId;

/** A coupon and what proves that its issuer gave it. */
public final class SignedCoupon {

    private final AccountId promotion;
    private final Coupon coupon;
    private final byte[] signature;

    /**
     * A coupon and a signature from elsewhere; the contract checks it.
     *
     * @param promotion the contract for which it was signed, and its chain
     * @param signature 65 or 64 bytes (EIP-2098) of the issuer's key, or what the issuer's contract takes for its signature (ERC-1271)
     */
    public SignedCoupon(AccountId promotion, Coupon coupon, byte[] signature) {
        this.promotion = promotion;
        this.coupon = coupon;
        this.signature = signature.clone();
    }

    /** The contract for which it was signed, and its chain. */
    public AccountId promotion() {
        return promotion;
    }

    /** The coupon. */
    public Coupon coupon() {
        return coupon;
    }

    /** What proves it. */
    public byte[] signature() {
        return signature.clone();
    }
}
