package io.lianbo.rewards.escrow;

import io.lianbo.core.Hash32;
import io.lianbo.core.crypto.Signer;
import io.lianbo.core.typeddata.Eip712Domain;
import io.lianbo.core.typeddata.StructType;

/**
 * What a condition of a sale attests (EIP-712): that it is met for this order. Sign it only after checking; the seller ships on it, and then the money is his unless the buyer
 * disputes.
 *
 * @param orderId {@link EscrowOrder#id()}
 * @param itemKey the item, as the order names it
 * @param evidence what is vouched for, as the hash of a passport that was verified; it is written on chain
 */
public record ConditionMet(Hash32 orderId, Hash32 itemKey, Hash32 evidence) {

    /** {@code ConditionMet(bytes32 orderId,bytes32 itemKey,bytes32 evidence)}. */
    public static final StructType<ConditionMet> TYPE = StructType.<ConditionMet>named("ConditionMet")
            .bytes32("orderId", ConditionMet::orderId)
            .bytes32("itemKey", ConditionMet::itemKey)
            .bytes32("evidence", ConditionMet::evidence)
            .build();

    /** The attestation for an order's item. */
    public static ConditionMet of(EscrowOrder order, Hash32 evidence) {
        return new ConditionMet(order.id(), order.itemKey(), evidence);
    }

    /**
     * Signs it for one escrow.
     *
     * @param condition one of {@link SaleTerms#conditions()}
     * @param escrow {@link SaleEscrow#domain()}
     */
    public Attestation sign(Signer condition, Eip712Domain escrow) {
        return new Attestation(evidence, TYPE.sign(condition, escrow, this).bytes());
    }
}
