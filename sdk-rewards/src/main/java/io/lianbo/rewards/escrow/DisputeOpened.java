package io.lianbo.rewards.escrow;

import io.lianbo.core.Hash32;
import io.lianbo.core.crypto.Signature;
import io.lianbo.core.crypto.Signer;
import io.lianbo.core.typeddata.Eip712Domain;
import io.lianbo.core.typeddata.StructType;

/**
 * The buyer's word (EIP-712) that she disputes an order; whoever holds it may carry it to the chain while she may dispute.
 *
 * @param orderId {@link EscrowOrder#id()}
 * @param reason hash of what she complains of; it is written on chain
 */
public record DisputeOpened(Hash32 orderId, Hash32 reason) {

    /** {@code DisputeOpened(bytes32 orderId,bytes32 reason)}. */
    public static final StructType<DisputeOpened> TYPE = StructType.<DisputeOpened>named("DisputeOpened")
            .bytes32("orderId", DisputeOpened::orderId)
            .bytes32("reason", DisputeOpened::reason)
            .build();

    /** The dispute of an order. */
    public static DisputeOpened of(EscrowOrder order, Hash32 reason) {
        return new DisputeOpened(order.id(), reason);
    }

    /**
     * Signs it for one escrow.
     *
     * @param escrow {@link SaleEscrow#domain()}
     */
    public Signature sign(Signer buyer, Eip712Domain escrow) {
        return TYPE.sign(buyer, escrow, this);
    }
}
