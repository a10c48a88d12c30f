package io.lianbo.rewards.escrow;

import io.lianbo.core.Hash32;
import io.lianbo.core.crypto.Signature;
import io.lianbo.core.crypto.Signer;
import io.lianbo.core.typeddata.Eip712Domain;
import io.lianbo.core.typeddata.StructType;

/**
 * The buyer's attestation (EIP-712): the goods of this order have arrived. The money of the order moves on it.
 *
 * @param orderId the order
 */
public record DeliveryConfirmed(Hash32 orderId) {

    /** {@code DeliveryConfirmed(bytes32 orderId)}. */
    public static final StructType<DeliveryConfirmed> TYPE = StructType.<DeliveryConfirmed>named("DeliveryConfirmed")
            .bytes32("orderId", DeliveryConfirmed::orderId)
            .build();

    /** The attestation for an order. */
    public static DeliveryConfirmed of(Order order) {
        return new DeliveryConfirmed(order.orderId());
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
