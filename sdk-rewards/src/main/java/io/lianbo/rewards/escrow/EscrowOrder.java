package io.lianbo.rewards.escrow;

import io.lianbo.core.Address;
import io.lianbo.core.Hash32;
import io.lianbo.core.TokenAmount;
import io.lianbo.rewards.internal.AbiWords;
import io.lianbo.rewards.split.Payment;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * One sale in escrow. The contract keeps only its hash and where it stands, so keep the order: whatever happens to it later needs all of it.
 *
 * {@snippet class="io.lianbo.rewards.escrow.EscrowGuideTest" region="deposit"}
 *
 * @param termsId {@link SaleTerms#id()}
 * @param buyer who confirms delivery, disputes, and gets refunds, whoever paid
 * @param price what is held, 1 to 2^208-1 units of an ERC-20 token or of the chain's own coin
 * @param sponsor who bears a part of the price, as a promotion does; the zero address for nobody
 * @param discount the sponsor's part of the price, in its smallest unit; a refund gives it its part of what is given back
 * @param itemKey the item that is sold, as a condition's attestation names it
 * @param shipBy the last second in which the order can be shipped, in whole seconds and at most {@link SaleTerms#MAX_WAIT} after its deposit; then the money goes back
 * @param salt makes it another order than one of the same terms, 0 to 2^256-1
 */
public record EscrowOrder(
        Hash32 termsId,
        Address buyer,
        TokenAmount price,
        Address sponsor,
        BigInteger discount,
        Hash32 itemKey,
        Instant shipBy,
        BigInteger salt) {

    private static final int PRICE_BITS = 208;
    private static final int SALT_BITS = 256;
    private static final int FIELDS = 9;

    /**
     * Checks what the contract would refuse.
     *
     * @throws IllegalArgumentException when a field is out of its range, or there is a sponsor without a discount or a discount without a sponsor
     */
    public EscrowOrder {
        if (buyer.isZero()) {
            throw new IllegalArgumentException("buyer must not be the zero address");
        }
        if (price.units().signum() == 0 || price.units().bitLength() > PRICE_BITS) {
            throw new IllegalArgumentException("price must be 1 to 2^208-1 units: " + price);
        }
        if (discount.signum() < 0 || discount.compareTo(price.units()) > 0) {
            throw new IllegalArgumentException(
                    "discount must be 0 to the price of " + price.units() + " units: " + discount);
        }
        if (sponsor.isZero() != (discount.signum() == 0)) {
            throw new IllegalArgumentException("a sponsor bears a discount, and a discount needs a sponsor: " + sponsor
                    + " bears " + discount + " units");
        }
        if (shipBy.getNano() != 0 || shipBy.getEpochSecond() < 0) {
            throw new IllegalArgumentException("shipBy must be a whole second from 1970 on: " + shipBy);
        }
        if (salt.signum() < 0 || salt.bitLength() > SALT_BITS) {
            throw new IllegalArgumentException("salt must be 0 to 2^256-1: " + salt);
        }
    }

    /** An order of a sale of which the buyer bears the whole price; {@link #sponsoredBy} changes that. */
    public static EscrowOrder of(
            SaleTerms terms, Address buyer, TokenAmount price, Hash32 itemKey, Instant shipBy, BigInteger salt) {
        return new EscrowOrder(terms.id(), buyer, price, Address.ZERO, BigInteger.ZERO, itemKey, shipBy, salt);
    }

    /**
     * The same order, of which somebody else bears a part.
     *
     * @param discount the sponsor's part of the price, 1 unit to all of it
     */
    public EscrowOrder sponsoredBy(Address sponsor, BigInteger discount) {
        return new EscrowOrder(termsId, buyer, price, sponsor, discount, itemKey, shipBy, salt);
    }

    /** The name of this order: keccak-256 of {@code abi.encode(EscrowOrder)}. */
    public Hash32 id() {
        return words().hash();
    }

    /** {@code abi.encode(EscrowOrder)}, for a contract that takes an order as bytes. */
    public byte[] encoded() {
        return words().bytes();
    }

    /**
     * Who gets how much when the contract gives back a part of this order: the sponsor its part, rounded of the running total so that many refunds give it what one would, and the
     * buyer the rest. Who gets 0 units is not in it.
     *
     * @param before what was given back of the order until then, in the price's smallest unit
     * @param amount what is given back now
     */
    public List<Payment> refundParts(BigInteger before, BigInteger amount) {
        BigInteger after = before.add(amount);
        if (before.signum() < 0 || amount.signum() < 0 || after.compareTo(price.units()) > 0) {
            throw new IllegalArgumentException("refunds must be 0 units or more, and together the price of "
                    + price.units() + " at most: " + before + " and " + amount);
        }
        BigInteger sponsors = sponsored(after).subtract(sponsored(before));
        List<Payment> parts = new ArrayList<>();
        if (sponsors.signum() > 0) {
            parts.add(new Payment(sponsor, sponsors));
        }
        if (amount.compareTo(sponsors) > 0) {
            parts.add(new Payment(buyer, amount.subtract(sponsors)));
        }
        return List.copyOf(parts);
    }

    /** As the contract's struct {@code EscrowOrder}, for a {@link io.lianbo.core.chain.Contract} that takes one. */
    public List<Object> abiValue() {
        return List.of(
                termsId, buyer, currency(), price.units(), sponsor, discount, itemKey, shipBy.getEpochSecond(), salt);
    }

    /** The token's contract, or the zero address for the chain's own coin. */
    Address currency() {
        return price.token().contract().orElse(Address.ZERO);
    }

    private AbiWords words() {
        return new AbiWords(FIELDS)
                .put(termsId)
                .put(buyer)
                .put(currency())
                .put(price.units())
                .put(sponsor)
                .put(discount)
                .put(itemKey)
                .put(shipBy.getEpochSecond())
                .put(salt);
    }

    private BigInteger sponsored(BigInteger amount) {
        return amount.multiply(discount).divide(price.units());
    }
}
