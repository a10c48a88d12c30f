package io.lianbo.rewards.escrow;

import java.util.List;

/**
 * An order that leaves the house.
 *
 * @param order as it was paid in
 * @param attestations one for each of {@link SaleTerms#conditions()}, in their order
 */
public record Shipment(EscrowOrder order, List<Attestation> attestations) {

    public Shipment {
        attestations = List.copyOf(attestations);
    }

    /** A shipment with these attestations, none for a sale without conditions. */
    public static Shipment of(EscrowOrder order, Attestation... attestations) {
        return new Shipment(order, List.of(attestations));
    }

    /** As the contract's struct {@code Shipment}. */
    List<Object> abiValue() {
        return List.of(order.abiValue(), attestationValues());
    }

    List<List<Object>> attestationValues() {
        return attestations.stream().map(Attestation::abiValue).toList();
    }
}
