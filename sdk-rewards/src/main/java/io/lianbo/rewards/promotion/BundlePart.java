package io.lianbo.rewards.promotion;

import io.lianbo.core.Hash32;
import java.math.BigInteger;
import java.util.List;

/**
 * One item of a bundle.
 *
 * @param itemKey the item, as an order names it
 * @param price what it costs alone, in the smallest unit, 1 to 2^208-1
 * @param discount what it costs less in the bundle, 0 to all of it
 */
public record BundlePart(Hash32 itemKey, BigInteger price, BigInteger discount) {

    private static final int PRICE_BITS = 208;

    /**
     * Checks each field against its range.
     *
     * @throws IllegalArgumentException when one is out of range
     */
    public BundlePart {
        if (price.signum() <= 0 || price.bitLength() > PRICE_BITS) {
            throw new IllegalArgumentException("price of a part must be 1 to 2^208-1 units: " + price);
        }
        if (discount.signum() < 0 || discount.compareTo(price) > 0) {
            throw new IllegalArgumentException("discount must be 0 to the price of " + price + " units: " + discount);
        }
    }

    /** As the contract's struct {@code BundlePart}. */
    List<Object> abiValue() {
        return List.of(itemKey, price, discount);
    }
}
