package io.lianbo.rewards.escrow;

import io.lianbo.core.Hash32;
import io.lianbo.core.crypto.Signature;
import io.lianbo.core.crypto.Signer;
import io.lianbo.core.typeddata.Eip712Domain;
import io.lianbo.core.typeddata.StructType;

/**
 * The verifier's attestation (EIP-712): the passport of the item sold in this order verified, and this is its hash. Sign it only after checking the passport; the money of the order
 * moves on it.
 *
 * @param orderId the order
 * @param itemKey the item, as the order names it
 * @param passportHash hash of the passport that was verified; it is written on chain with the release
 */
public record PassportVerified(Hash32 orderId, Hash32 itemKey, Hash32 passportHash) {

    /** {@code PassportVerified(bytes32 orderId,bytes32 itemKey,bytes32 passportHash)}. */
    public static final StructType<PassportVerified> TYPE = StructType.<PassportVerified>named("PassportVerified")
            .bytes32("orderId", PassportVerified::orderId)
            .bytes32("itemKey", PassportVerified::itemKey)
            .bytes32("passportHash", PassportVerified::passportHash)
            .build();

    /** The attestation for an order's item. */
    public static PassportVerified of(Order order, Hash32 passportHash) {
        return new PassportVerified(order.orderId(), order.itemKey(), passportHash);
    }

    /**
     * Signs it for one escrow.
     *
     * @param escrow {@link SaleEscrow#domain()}
     */
    public Signature sign(Signer verifier, Eip712Domain escrow) {
        return TYPE.sign(verifier, escrow, this);
    }
}
