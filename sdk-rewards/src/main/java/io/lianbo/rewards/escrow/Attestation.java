package io.lianbo.rewards.escrow;

import io.lianbo.core.Hash32;
import java.util.List;

/** That a condition of a sale is met for an order: what it vouches for, and what proves that it does. {@link ConditionMet#sign} makes one of a key. */
public final class Attestation {

    private final Hash32 evidence;
    private final byte[] signature;

    /**
     * An attestation from elsewhere; the contract checks it.
     *
     * @param evidence what is vouched for
     * @param signature of {@link ConditionMet}: 65 or 64 bytes (EIP-2098) of the condition's key, or what the condition's contract takes for its signature (ERC-1271)
     */
    public Attestation(Hash32 evidence, byte[] signature) {
        this.evidence = evidence;
        this.signature = signature.clone();
    }

    /** What is vouched for. */
    public Hash32 evidence() {
        return evidence;
    }

    /** What proves it. */
    public byte[] signature() {
        return signature.clone();
    }

    /** As the contract's struct {@code Attestation}. */
    List<Object> abiValue() {
        return List.of(evidence, signature());
    }
}
