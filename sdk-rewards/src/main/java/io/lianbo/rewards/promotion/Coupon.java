package io.lianbo.rewards.promotion;

import io.lianbo.core.AccountId;
import io.lianbo.core.Address;
import io.lianbo.core.BasisPoints;
import io.lianbo.core.typeddata.Eip712Domain;
import io.lianbo.core.typeddata.StructType;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A discount on one order of a sale, for one buyer, within a time (EIP-712). {@link CouponIssuer} signs it.
 *
 * {@snippet class="io.lianbo.rewards.promotion.PromotionsGuideTest" region="issue"}
 *
 * @param serial names the coupon, 0 to 2^256-1; give each its own, best side by side from 0 on: 256 of them share a storage slot
 * @param buyer who uses it, pays, and whom the order is for; empty for whoever comes first
 * @param discount in the smallest unit, 1 to 2^256-1; where there is a part, the most
 * @param part of the order's price, rounded down; zero for exactly {@code discount}
 * @param minPrice the least that the order costs without it, in the smallest unit
 * @param validUntil the last second in which it is used, in whole seconds
 */
public record Coupon(
        BigInteger serial,
        Optional<Address> buyer,
        BigInteger discount,
        BasisPoints part,
        BigInteger minPrice,
        Instant validUntil) {

    /** {@code Coupon(uint256 serial,address buyer,uint256 discount,uint16 bps,uint256 minAmount,uint64 validUntil)}. */
    public static final StructType<Coupon> TYPE = StructType.<Coupon>named("Coupon")
            .uint(256, "serial", Coupon::serial)
            .address("buyer", Coupon::buyerOrZero)
            .uint(256, "discount", Coupon::discount)
            .uint16("bps", coupon -> coupon.part.value())
            .uint(256, "minAmount", Coupon::minPrice)
            .uint64("validUntil", coupon -> coupon.validUntil.getEpochSecond())
            .build();

    private static final int BITS = 256;

    /**
     * Checks each field against its range.
     *
     * @throws IllegalArgumentException when one is out of range, or the buyer is the zero address
     */
    public Coupon {
        requireUint256("serial", serial);
        requireUint256("discount", discount);
        requireUint256("minPrice", minPrice);
        if (buyer.filter(Address::isZero).isPresent()) {
            throw new IllegalArgumentException("buyer must not be the zero address (empty for whoever comes first)");
        }
        if (discount.signum() == 0) {
            throw new IllegalArgumentException("discount must be 1 unit or more; with a part it is the most: 0");
        }
        if (validUntil.getNano() != 0 || validUntil.getEpochSecond() < 0) {
            throw new IllegalArgumentException("validUntil must be a whole second from 1970 on: " + validUntil);
        }
    }

    /** So much off an order of any price, for one buyer. */
    public static Coupon fixed(BigInteger serial, Address buyer, BigInteger discount, Instant validUntil) {
        return new Coupon(serial, Optional.of(buyer), discount, BasisPoints.of(0), BigInteger.ZERO, validUntil);
    }

    /** A part of the price off an order, up to {@code most}, for one buyer. */
    public static Coupon part(BigInteger serial, Address buyer, BasisPoints part, BigInteger most, Instant validUntil) {
        return new Coupon(serial, Optional.of(buyer), most, part, BigInteger.ZERO, validUntil);
    }

    /** The same for orders from this price on. */
    public Coupon from(BigInteger leastPrice) {
        return new Coupon(serial, buyer, discount, part, leastPrice, validUntil);
    }

    /** The same for whoever comes first; it is seen before it is used, and taken. */
    public Coupon forAnybody() {
        return new Coupon(serial, Optional.empty(), discount, part, minPrice, validUntil);
    }

    /** What it takes off a price, in the smallest unit: never more than the price, and what it is worth beyond is lost. */
    public BigInteger discountOn(BigInteger price) {
        BigInteger most = discount.min(price);
        return part.value() == 0 ? most : most.min(part.ofAmount(price));
    }

    /** What coupons of a promotion are signed under, for a signer that has no chain at hand. */
    static Eip712Domain domain(AccountId promotion) {
        return Eip712Domain.of("Lianbo Coupon Promotion", "1", promotion.chainId(), promotion.address());
    }

    /** As the contract's struct {@code Coupon}. */
    List<Object> abiValue() {
        return List.of(serial, buyerOrZero(), discount, part.value(), minPrice, validUntil.getEpochSecond());
    }

    private Address buyerOrZero() {
        return buyer.orElse(Address.ZERO);
    }

    private static void requireUint256(String what, BigInteger value) {
        if (value.signum() < 0 || value.bitLength() > BITS) {
            throw new IllegalArgumentException(what + " of a coupon must be 0 to 2^256-1: " + value);
        }
    }
}
