package io.lianbo.did.vc;

import io.lianbo.did.VerificationKey;
import java.util.List;

/**
 * A credential that a {@link VcVerifier} accepted.
 *
 * @param credential what was signed
 * @param signers the keys that signed it: one, or as many as it has proofs
 */
public record VerifiedCredential(VerifiableCredential credential, List<VerificationKey> signers) {
    /** Copies the keys. */
    public VerifiedCredential {
        signers = List.copyOf(signers);
    }
}
