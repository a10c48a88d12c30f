package io.lianbo.nft.issue;

import io.lianbo.nft.SignedVoucher;
import java.math.BigInteger;
import java.util.Objects;
import java.util.Optional;

/**
 * A token id that was handed out.
 *
 * @param tokenId the id
 * @param orderKey which order got it
 * @param voucher what was signed for it; empty before
 * @param settled whether the log was told that nothing more will come of it, as it was redeemed or cancelled
 */
public record IssuedToken(BigInteger tokenId, String orderKey, Optional<SignedVoucher> voucher, boolean settled) {

    /** Checks that nothing is null. */
    public IssuedToken {
        Objects.requireNonNull(tokenId, "tokenId");
        Objects.requireNonNull(orderKey, "orderKey");
        Objects.requireNonNull(voucher, "voucher");
    }
}
