package io.lianbo.nft.issue;

import io.lianbo.core.AccountId;
import io.lianbo.nft.SignedVoucher;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * What an order got.
 *
 * @param collection of which the ids are
 * @param number counts the orders of the collection, from 1 and without a gap
 * @param orderKey the order's name
 * @param reservedAt when its ids were reserved, to the millisecond
 * @param tokenIds its ids, in the order in which they were handed out
 * @param vouchers one for each id; none at all before they were signed
 */
public record Issue(
        AccountId collection,
        long number,
        String orderKey,
        Instant reservedAt,
        List<BigInteger> tokenIds,
        List<SignedVoucher> vouchers) {

    /** Copies the lists. */
    public Issue {
        Objects.requireNonNull(collection, "collection");
        Objects.requireNonNull(orderKey, "orderKey");
        Objects.requireNonNull(reservedAt, "reservedAt");
        tokenIds = List.copyOf(tokenIds);
        vouchers = List.copyOf(vouchers);
    }

    /** Returns whether its vouchers are signed. Where they are not, the process that reserved the ids may have died before. */
    public boolean isSigned() {
        return !vouchers.isEmpty();
    }

    /** Checks that vouchers are those of this order's ids, and returns the order with them. */
    Issue signed(List<SignedVoucher> given) {
        List<BigInteger> ids =
                given.stream().map(voucher -> voucher.voucher().tokenId()).toList();
        if (!ids.equals(tokenIds)) {
            throw new IllegalArgumentException(
                    "the vouchers of order " + orderKey + " must be of the tokens " + tokenIds + ": " + ids);
        }
        for (SignedVoucher voucher : given) {
            if (!voucher.collection().equals(collection)) {
                throw new IllegalArgumentException("the vouchers of order " + orderKey + " must be of " + collection
                        + ": " + voucher.collection());
            }
        }
        return new Issue(collection, number, orderKey, reservedAt, tokenIds, given);
    }
}
