package io.lianbo.nft;

import io.lianbo.core.AccountId;
import io.lianbo.core.Address;
import io.lianbo.core.Hash32;
import io.lianbo.core.typeddata.FieldType;
import io.lianbo.core.typeddata.StructType;
import io.lianbo.nft.internal.Arguments;
import java.math.BigInteger;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The promise of many gifts by one signature: row i is token {@code firstTokenId + i} for {@code recipients[i]}. Redeeming a row of it
 * costs some 7,000 gas less than a voucher of its own.
 *
 * <p>It is the EIP-712 struct {@code VoucherList(uint256 firstTokenId,address[] recipients,uint64 validFrom,uint64
 * validUntil,uint32 epoch,bool soulbound)}. A list is redeemed in one transaction: on a chain that allows 16,777,216 gas for one (EIP-7825), those
 * are some 350 rows.
 *
 * @param firstTokenId the token of the first row, 0 to 2^256-1; the others follow without a gap
 * @param recipients who gets them, 1 to {@value #MOST_ROWS}, whoever redeems; none is zero
 * @param validFrom the first second in which it can be redeemed, by the chain's clock; a whole second from 1970 on
 * @param validUntil the last second in which it can be redeemed, not before {@code validFrom}
 * @param epoch the collection's epoch in which it counts, 0 to 2^32-1
 * @param soulbound whether the tokens stay with their recipients
 */
public record VoucherList(
        BigInteger firstTokenId,
        List<Address> recipients,
        Instant validFrom,
        Instant validUntil,
        long epoch,
        boolean soulbound) {

    /** The most rows. */
    public static final int MOST_ROWS = 10_000;

    private static final StructType<VoucherList> TYPE = StructType.<VoucherList>named("VoucherList")
            .uint(256, "firstTokenId", VoucherList::firstTokenId)
            .field("recipients", FieldType.ADDRESS.array(), VoucherList::recipients)
            .uint64("validFrom", list -> list.validFrom.getEpochSecond())
            .uint64("validUntil", list -> list.validUntil.getEpochSecond())
            .uint32("epoch", VoucherList::epoch)
            .bool("soulbound", VoucherList::soulbound)
            .build();

    /**
     * Checks each field against its range.
     *
     * @throws IllegalArgumentException if one is out of range, or a recipient is the zero address
     */
    public VoucherList {
        recipients = List.copyOf(recipients);
        Arguments.requireUint256("first token id", firstTokenId);
        if (recipients.isEmpty() || recipients.size() > MOST_ROWS) {
            throw new IllegalArgumentException("a list must have 1 to " + MOST_ROWS + " rows: " + recipients.size());
        }
        for (int i = 0; i < recipients.size(); i++) {
            Arguments.requireSomebody("recipient of row " + i, recipients.get(i));
        }
        Arguments.requireUint256("last token id", firstTokenId.add(BigInteger.valueOf(recipients.size() - 1)));
        Voucher.requireTimes(validFrom, validUntil);
        Voucher.requireEpoch(epoch);
    }

    /**
     * Returns the list of gifts that can be redeemed from now on, and whose tokens can be transferred.
     *
     * @param validUntil the last moment in which it can be redeemed; the part below a second is dropped
     * @throws IllegalArgumentException if a value is out of range
     */
    public static VoucherList of(BigInteger firstTokenId, List<Address> recipients, Instant validUntil, long epoch) {
        return new VoucherList(
                firstTokenId, recipients, Instant.EPOCH, validUntil.truncatedTo(ChronoUnit.SECONDS), epoch, false);
    }

    /**
     * Returns the same within another time.
     *
     * @param from the first moment; the part below a second is dropped
     * @param until the last moment; the part below a second is dropped
     */
    public VoucherList withValidity(Instant from, Instant until) {
        return new VoucherList(
                firstTokenId,
                recipients,
                from.truncatedTo(ChronoUnit.SECONDS),
                until.truncatedTo(ChronoUnit.SECONDS),
                epoch,
                soulbound);
    }

    /** Returns the same for tokens that stay with their recipients, or do not. */
    public VoucherList withSoulbound(boolean bound) {
        return new VoucherList(firstTokenId, recipients, validFrom, validUntil, epoch, bound);
    }

    /** Returns the EIP-712 struct that a list is. */
    public static StructType<VoucherList> type() {
        return TYPE;
    }

    /** Returns what a voucher signer of {@code collection} signs: the EIP-712 digest in {@link Voucher#domain}. */
    public Hash32 digest(AccountId collection) {
        return TYPE.digest(Voucher.domain(collection), this);
    }

    /** Returns the token of each row. */
    public List<BigInteger> tokenIds() {
        return IntStream.range(0, recipients.size())
                .mapToObj(i -> firstTokenId.add(BigInteger.valueOf(i)))
                .toList();
    }

    /** The fields as the contract takes them. */
    List<Object> struct() {
        return List.of(
                firstTokenId, recipients, validFrom.getEpochSecond(), validUntil.getEpochSecond(), epoch, soulbound);
    }
}
