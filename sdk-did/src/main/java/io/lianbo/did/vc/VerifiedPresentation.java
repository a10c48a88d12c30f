package io.lianbo.did.vc;

import io.lianbo.did.Did;
import io.lianbo.did.VerificationKey;
import java.util.List;

/**
 * A presentation that a {@link VcVerifier} accepted.
 *
 * @param holder who presented, and whom every credential is about
 * @param holderKey the key with which she proved it
 * @param credentials what she showed, at least one
 */
public record VerifiedPresentation(Did holder, VerificationKey holderKey, List<VerifiedCredential> credentials) {
    /** Copies the list. */
    public VerifiedPresentation {
        credentials = List.copyOf(credentials);
    }
}
