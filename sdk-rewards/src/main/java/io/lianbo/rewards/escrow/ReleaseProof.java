package io.lianbo.rewards.escrow;

import io.lianbo.core.Hash32;
import io.lianbo.core.crypto.Signature;

/**
 * The two attestations that release an order; whoever holds both may carry them to the chain.
 *
 * @param passportHash hash of the passport that the verifier attested
 * @param passportVerified the verifier's signature of {@link PassportVerified}
 * @param deliveryConfirmed the buyer's signature of {@link DeliveryConfirmed}
 */
public record ReleaseProof(Hash32 passportHash, Signature passportVerified, Signature deliveryConfirmed) {}
