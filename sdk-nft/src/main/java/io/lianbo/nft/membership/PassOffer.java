package io.lianbo.nft.membership;

import io.lianbo.core.AccountId;
import io.lianbo.core.Address;
import io.lianbo.core.Hash32;
import io.lianbo.core.crypto.Signer;
import io.lianbo.core.typeddata.Eip712Domain;
import io.lianbo.core.typeddata.StructType;
import io.lianbo.nft.VoucherSignature;
import io.lianbo.nft.internal.Arguments;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The promise of a tier to one account on terms of its own: a price for a loyal buyer, a month on trial. Signed off chain, redeemed once.
 *
 * {@snippet class="io.lianbo.nft.membership.MembershipPassTest" region="offer"}
 *
 * <p>It is the EIP-712 struct {@code PassOffer(address account,uint8 tier,uint64 duration,address currency,uint256 price,uint64 validUntil,uint32
 * nonce)} of the contract {@code MembershipPass}. What makes it count once is its nonce: the contract takes that of an account's offers alone which
 * {@link MembershipPass#offerNonce} tells, and then moves on. So of two offers with one nonce the first redeemed counts, and an offer with a later
 * nonce waits for those before it.
 *
 * @param account whose pass it is, whoever redeems
 * @param tier 1 to 255
 * @param duration what it buys, 1 to 2^40-1 whole seconds; empty for a pass without end
 * @param currency the ERC-20 contract in which the price is paid, or {@link Address#ZERO} for the chain's native coin
 * @param price what the redeemer pays, 0 to 2^256-1 in the smallest unit of the currency; 0 is a gift
 * @param validUntil the last second in which it can be redeemed, by the chain's clock; a whole second from 1970 on
 * @param nonce 0 to 2^32-1
 */
public record PassOffer(
        Address account,
        int tier,
        Optional<Duration> duration,
        Address currency,
        BigInteger price,
        Instant validUntil,
        long nonce) {

    private static final StructType<PassOffer> TYPE = StructType.<PassOffer>named("PassOffer")
            .address("account", PassOffer::account)
            .uint8("tier", PassOffer::tier)
            .uint64("duration", offer -> Checks.seconds(offer.duration))
            .address("currency", PassOffer::currency)
            .uint(256, "price", PassOffer::price)
            .uint64("validUntil", offer -> offer.validUntil.getEpochSecond())
            .uint32("nonce", PassOffer::nonce)
            .build();

    /**
     * Checks each field against its range.
     *
     * @throws IllegalArgumentException if one is out of range
     */
    public PassOffer {
        Arguments.requireSomebody("account", account);
        Checks.requireTier(tier);
        Checks.requireDuration(duration);
        Objects.requireNonNull(currency, "currency");
        Arguments.requireUint256("price", price);
        Arguments.requireWholeSecond("validUntil", validUntil);
        if (nonce < 0 || nonce > Arguments.MAX_UINT32) {
            throw new IllegalArgumentException("nonce must be 0 to " + Arguments.MAX_UINT32 + ": " + nonce);
        }
    }

    /**
     * Returns the offer of what a plan says, to one account.
     *
     * @param validUntil the last moment in which it can be redeemed; the part below a second is dropped
     * @param nonce {@link MembershipPass#offerNonce} of the account
     */
    public static PassOffer of(Address account, int tier, PassPlan plan, Instant validUntil, long nonce) {
        return new PassOffer(
                account,
                tier,
                plan.duration(),
                plan.currency(),
                plan.price(),
                validUntil.truncatedTo(ChronoUnit.SECONDS),
                nonce);
    }

    /** Returns the EIP-712 struct that an offer is. */
    public static StructType<PassOffer> type() {
        return TYPE;
    }

    /** Returns the EIP-712 domain of a membership's offers: name {@code Lianbo Membership}, version {@code 1}. */
    public static Eip712Domain domain(AccountId membership) {
        return Eip712Domain.of("Lianbo Membership", "1", membership.chainId(), membership.address());
    }

    /** Returns what the offer signer of {@code membership} signs: the EIP-712 digest. */
    public Hash32 digest(AccountId membership) {
        return TYPE.digest(domain(membership), this);
    }

    /** Signs the offer; the signer's account must be the membership's {@linkplain MembershipPass#offerSigner offer signer}. */
    public SignedPassOffer sign(Signer signer, AccountId membership) {
        return new SignedPassOffer(membership, this, VoucherSignature.of(TYPE.sign(signer, domain(membership), this)));
    }

    /** What of the chain's native coin is due. */
    BigInteger due() {
        return currency.isZero() ? price : BigInteger.ZERO;
    }

    /** The fields as the contract takes them. */
    List<Object> struct() {
        return List.of(account, tier, Checks.seconds(duration), currency, price, validUntil.getEpochSecond(), nonce);
    }
}
