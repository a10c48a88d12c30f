package io.lianbo.nft;

import io.lianbo.core.AccountId;
import io.lianbo.core.Address;
import io.lianbo.core.Hash32;
import io.lianbo.core.TokenAmount;
import io.lianbo.core.typeddata.Eip712Domain;
import io.lianbo.core.typeddata.StructType;
import java.math.BigInteger;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;

/**
 * The promise of one token of a collection to one recipient, at a price, until a moment. {@link VoucherIssuer} signs it.
 *
 * <p>It is the EIP-712 struct {@code Voucher(uint256 tokenId,address recipient,address currency,uint256 price,uint64
 * validUntil,uint32 epoch)} of the contract {@code VoucherCollection}. A token can be promised to several recipients; the first
 * to redeem gets it.
 *
 * @param tokenId the token, 0 to 2^256-1
 * @param recipient who gets the token, whoever redeems; not zero
 * @param currency the ERC-20 contract in which the price is paid, or {@link Address#ZERO} for the chain's native coin
 * @param price what the redeemer pays, 0 to 2^256-1 in the smallest unit of the currency; 0 is a gift
 * @param validUntil the last second in which it can be redeemed, by the chain's clock; a whole second from 1970 on
 * @param epoch the collection's epoch in which it counts, 0 to 2^32-1; {@link VoucherCollection#epoch}
 */
public record Voucher(
        BigInteger tokenId, Address recipient, Address currency, BigInteger price, Instant validUntil, long epoch) {

    static final BigInteger MAX_UINT256 = BigInteger.TWO.pow(256).subtract(BigInteger.ONE);
    static final long MAX_EPOCH = 0xffff_ffffL;

    private static final StructType<Voucher> TYPE = StructType.<Voucher>named("Voucher")
            .uint(256, "tokenId", Voucher::tokenId)
            .address("recipient", Voucher::recipient)
            .address("currency", Voucher::currency)
            .uint(256, "price", Voucher::price)
            .uint64("validUntil", voucher -> voucher.validUntil.getEpochSecond())
            .uint32("epoch", Voucher::epoch)
            .build();

    /**
     * Checks each field against its range.
     *
     * @throws IllegalArgumentException if one is out of range
     */
    public Voucher {
        requireUint256("token id", tokenId);
        requireUint256("price", price);
        requireSomebody("recipient", recipient);
        Objects.requireNonNull(currency, "currency");
        if (validUntil.getNano() != 0 || validUntil.getEpochSecond() < 0) {
            throw new IllegalArgumentException("validUntil must be a whole second from 1970 on: " + validUntil);
        }
        requireEpoch(epoch);
    }

    /**
     * Returns the voucher with its price as an amount of a token, in the chain's native coin where that token has no contract.
     *
     * @param validUntil the last moment in which it can be redeemed; the part below a second is dropped, as the chain counts in seconds
     * @throws IllegalArgumentException if a value is out of range
     */
    public static Voucher of(BigInteger tokenId, Address recipient, TokenAmount price, Instant validUntil, long epoch) {
        Address currency = price.token().contract().orElse(Address.ZERO);
        return new Voucher(
                tokenId, recipient, currency, price.units(), validUntil.truncatedTo(ChronoUnit.SECONDS), epoch);
    }

    /** Returns the EIP-712 struct that a voucher is. */
    public static StructType<Voucher> type() {
        return TYPE;
    }

    /** Returns the EIP-712 domain of a collection's vouchers: name {@code Lianbo Voucher}, version {@code 1}. */
    public static Eip712Domain domain(AccountId collection) {
        return Eip712Domain.of("Lianbo Voucher", "1", collection.chainId(), collection.address());
    }

    /** Returns what the voucher signer of {@code collection} signs: the EIP-712 digest. */
    public Hash32 digest(AccountId collection) {
        return TYPE.digest(domain(collection), this);
    }

    /** Whether the price is paid in the chain's native coin. */
    boolean isInNativeCoin() {
        return currency.isZero();
    }

    static void requireUint256(String what, BigInteger value) {
        if (value.signum() < 0 || value.compareTo(MAX_UINT256) > 0) {
            throw new IllegalArgumentException(what + " must be 0 to 2^256-1: " + value);
        }
    }

    static void requireEpoch(long epoch) {
        if (epoch < 0 || epoch > MAX_EPOCH) {
            throw new IllegalArgumentException("epoch must be 0 to " + MAX_EPOCH + ": " + epoch);
        }
    }

    static Address requireSomebody(String what, Address address) {
        if (address.isZero()) {
            throw new IllegalArgumentException(what + " must not be the zero address");
        }
        return address;
    }
}
