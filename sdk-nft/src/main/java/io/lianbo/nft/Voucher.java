package io.lianbo.nft;

import io.lianbo.core.AccountId;
import io.lianbo.core.Address;
import io.lianbo.core.Hash32;
import io.lianbo.core.TokenAmount;
import io.lianbo.core.typeddata.Eip712Domain;
import io.lianbo.core.typeddata.StructType;
import io.lianbo.nft.internal.Arguments;
import java.math.BigInteger;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The promise of one token of a collection to one recipient, at a price, within a time, on conditions. {@link VoucherIssuer} signs it.
 *
 * {@snippet class="io.lianbo.nft.VoucherTest" region="terms"}
 *
 * <p>It is the EIP-712 struct {@code Voucher(uint256 tokenId,address recipient,address currency,uint256 price,uint64
 * validFrom,uint64 validUntil,uint32 epoch,uint8 minTier,uint32 maxPerBuyer,bool soulbound)} of the contracts {@code VoucherCollection} and
 * {@code EditionCollection}. A token can be promised to several recipients; the first to redeem gets it.
 *
 * @param tokenId the token, 0 to 2^256-1; of an edition {@link EditionCollection#tokenId}
 * @param recipient who gets the token, whoever redeems; empty for a {@linkplain #bearer bearer voucher}, which goes to whoever redeems first
 * @param currency the ERC-20 contract in which the price is paid, or {@link Address#ZERO} for the chain's native coin
 * @param price what the redeemer pays, 0 to 2^256-1 in the smallest unit of the currency; 0 is a gift
 * @param validFrom the first second in which it can be redeemed, by the chain's clock; a whole second from 1970 on
 * @param validUntil the last second in which it can be redeemed, not before {@code validFrom}
 * @param epoch the collection's epoch in which it counts, 0 to 2^32-1; {@link VoucherRedeemer#epoch}
 * @param minTier the least membership tier of the recipient, 0 to 255; 0 asks for none
 * @param maxPerBuyer how many the recipient may have redeemed once this one is, 0 to 2^32-1; 0 is no limit
 * @param soulbound whether the token stays with its recipient
 */
public record Voucher(
        BigInteger tokenId,
        Optional<Address> recipient,
        Address currency,
        BigInteger price,
        Instant validFrom,
        Instant validUntil,
        long epoch,
        int minTier,
        long maxPerBuyer,
        boolean soulbound) {

    static final int MAX_TIER = 255;

    private static final StructType<Voucher> TYPE = StructType.<Voucher>named("Voucher")
            .uint(256, "tokenId", Voucher::tokenId)
            .address("recipient", Voucher::recipientOrZero)
            .address("currency", Voucher::currency)
            .uint(256, "price", Voucher::price)
            .uint64("validFrom", voucher -> voucher.validFrom.getEpochSecond())
            .uint64("validUntil", voucher -> voucher.validUntil.getEpochSecond())
            .uint32("epoch", Voucher::epoch)
            .uint8("minTier", Voucher::minTier)
            .uint32("maxPerBuyer", Voucher::maxPerBuyer)
            .bool("soulbound", Voucher::soulbound)
            .build();

    /**
     * Checks each field against its range.
     *
     * @throws IllegalArgumentException if one is out of range, or the recipient is the zero address
     */
    public Voucher {
        Arguments.requireUint256("token id", tokenId);
        Arguments.requireUint256("price", price);
        recipient.ifPresent(somebody -> Arguments.requireSomebody("recipient", somebody));
        Objects.requireNonNull(currency, "currency");
        requireTimes(validFrom, validUntil);
        requireEpoch(epoch);
        if (minTier < 0 || minTier > MAX_TIER) {
            throw new IllegalArgumentException("minTier must be 0 to " + MAX_TIER + ": " + minTier);
        }
        if (maxPerBuyer < 0 || maxPerBuyer > Arguments.MAX_UINT32) {
            throw new IllegalArgumentException("maxPerBuyer must be 0 to " + Arguments.MAX_UINT32 + ": " + maxPerBuyer);
        }
    }

    /**
     * Returns the voucher with its price as an amount of a token, in the chain's native coin where that token has no contract; valid from
     * now on, for anyone, and its token can be transferred.
     *
     * @param validUntil the last moment in which it can be redeemed; the part below a second is dropped, as the chain counts in seconds
     * @throws IllegalArgumentException if a value is out of range
     */
    public static Voucher of(BigInteger tokenId, Address recipient, TokenAmount price, Instant validUntil, long epoch) {
        return unconditional(tokenId, Optional.of(recipient), price.units(), validUntil, epoch)
                .withPrice(price);
    }

    /** Returns a voucher that costs nothing, otherwise as {@link #of}. */
    public static Voucher gift(BigInteger tokenId, Address recipient, Instant validUntil, long epoch) {
        return unconditional(tokenId, Optional.of(recipient), BigInteger.ZERO, validUntil, epoch);
    }

    /**
     * Returns a voucher without a recipient, otherwise as {@link #of}: whoever redeems it gets the token.
     *
     * <p>Use one where the recipient cannot be known, as on a card in a parcel. Whoever sees it can take it, a copier of the redeeming
     * transaction included, and a relayer would redeem it into its own hands.
     */
    public static Voucher bearer(BigInteger tokenId, TokenAmount price, Instant validUntil, long epoch) {
        return unconditional(tokenId, Optional.empty(), price.units(), validUntil, epoch)
                .withPrice(price);
    }

    private static Voucher unconditional(
            BigInteger tokenId, Optional<Address> recipient, BigInteger price, Instant validUntil, long epoch) {
        return new Voucher(
                tokenId,
                recipient,
                Address.ZERO,
                price,
                Instant.EPOCH,
                validUntil.truncatedTo(ChronoUnit.SECONDS),
                epoch,
                0,
                0,
                false);
    }

    /** Returns the same for another token. */
    public Voucher withTokenId(BigInteger otherId) {
        return new Voucher(
                otherId, recipient, currency, price, validFrom, validUntil, epoch, minTier, maxPerBuyer, soulbound);
    }

    /** Returns the same for another recipient. */
    public Voucher withRecipient(Address somebody) {
        return new Voucher(
                tokenId,
                Optional.of(somebody),
                currency,
                price,
                validFrom,
                validUntil,
                epoch,
                minTier,
                maxPerBuyer,
                soulbound);
    }

    /** Returns the same at another price, in the chain's native coin where the amount's token has no contract. */
    public Voucher withPrice(TokenAmount amount) {
        return new Voucher(
                tokenId,
                recipient,
                amount.token().contract().orElse(Address.ZERO),
                amount.units(),
                validFrom,
                validUntil,
                epoch,
                minTier,
                maxPerBuyer,
                soulbound);
    }

    /**
     * Returns the same within another time.
     *
     * @param from the first moment; the part below a second is dropped
     * @param until the last moment; the part below a second is dropped
     */
    public Voucher withValidity(Instant from, Instant until) {
        return new Voucher(
                tokenId,
                recipient,
                currency,
                price,
                from.truncatedTo(ChronoUnit.SECONDS),
                until.truncatedTo(ChronoUnit.SECONDS),
                epoch,
                minTier,
                maxPerBuyer,
                soulbound);
    }

    /** Returns the same for another epoch. */
    public Voucher withEpoch(long otherEpoch) {
        return new Voucher(
                tokenId,
                recipient,
                currency,
                price,
                validFrom,
                validUntil,
                otherEpoch,
                minTier,
                maxPerBuyer,
                soulbound);
    }

    /** Returns the same for members of this tier or a higher one, as the collection's membership contract says; 0 for anyone. */
    public Voucher withMinTier(int tier) {
        return new Voucher(
                tokenId, recipient, currency, price, validFrom, validUntil, epoch, tier, maxPerBuyer, soulbound);
    }

    /** Returns the same for recipients who have redeemed fewer than this many before; 0 for any number. */
    public Voucher withMaxPerBuyer(long most) {
        return new Voucher(tokenId, recipient, currency, price, validFrom, validUntil, epoch, minTier, most, soulbound);
    }

    /** Returns the same for a token that stays with its recipient, or does not. */
    public Voucher withSoulbound(boolean bound) {
        return new Voucher(
                tokenId, recipient, currency, price, validFrom, validUntil, epoch, minTier, maxPerBuyer, bound);
    }

    /** Returns the EIP-712 struct that a voucher is. */
    public static StructType<Voucher> type() {
        return TYPE;
    }

    /** Returns the EIP-712 domain of a collection's vouchers: name {@code Lianbo Voucher}, version {@code 1}. */
    public static Eip712Domain domain(AccountId collection) {
        return Eip712Domain.of("Lianbo Voucher", "1", collection.chainId(), collection.address());
    }

    /** Returns what a voucher signer of {@code collection} signs: the EIP-712 digest. */
    public Hash32 digest(AccountId collection) {
        return TYPE.digest(domain(collection), this);
    }

    /** Returns whether it has no recipient, so that whoever redeems it gets the token. */
    public boolean isBearer() {
        return recipient.isEmpty();
    }

    /** Whether the price is paid in the chain's native coin. */
    boolean isInNativeCoin() {
        return currency.isZero();
    }

    /** What of the chain's native coin is due. */
    BigInteger due() {
        return isInNativeCoin() ? price : BigInteger.ZERO;
    }

    private Address recipientOrZero() {
        return recipient.orElse(Address.ZERO);
    }

    /** The fields as the contract takes them. */
    List<Object> struct() {
        return List.of(
                tokenId,
                recipientOrZero(),
                currency,
                price,
                validFrom.getEpochSecond(),
                validUntil.getEpochSecond(),
                epoch,
                minTier,
                maxPerBuyer,
                soulbound);
    }

    static void requireTimes(Instant validFrom, Instant validUntil) {
        Arguments.requireWholeSecond("validFrom", validFrom);
        Arguments.requireWholeSecond("validUntil", validUntil);
        if (validUntil.isBefore(validFrom)) {
            throw new IllegalArgumentException(
                    "validUntil must not be before validFrom: " + validFrom + " to " + validUntil);
        }
    }

    static void requireEpoch(long epoch) {
        if (epoch < 0 || epoch > Arguments.MAX_UINT32) {
            throw new IllegalArgumentException("epoch must be 0 to " + Arguments.MAX_UINT32 + ": " + epoch);
        }
    }
}
