package io.lianbo.rewards.escrow;

import io.lianbo.core.Hash32;
import io.lianbo.core.crypto.Signature;
import io.lianbo.core.crypto.Signer;
import io.lianbo.core.typeddata.Eip712Domain;
import io.lianbo.core.typeddata.StructType;

/**
 * The buyer's word (EIP-712) that the goods of this order have arrived and are right. The money moves on it, at once and also out of a dispute.
 *
 * @param orderId {@link EscrowOrder#id()}
 */
public record DeliveryConfirmed(Hash32 orderId) {

    /** {@code DeliveryConfirmed(bytes32 orderId)}. */
    public static final StructType<DeliveryConfirmed> TYPE = StructType.<DeliveryConfirmed>named("DeliveryConfirmed")
            .bytes32("orderId", DeliveryConfirmed::orderId)
            .build();

    /** The confirmation of an order. */
    public static DeliveryConfirmed of(EscrowOrder order) {
        return new DeliveryConfirmed(order.id());
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
