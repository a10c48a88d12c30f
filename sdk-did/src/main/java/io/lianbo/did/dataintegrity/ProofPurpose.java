package io.lianbo.did.dataintegrity;

import java.util.Optional;

/** What a proof is for (Data Integrity section 2.3.1): a key that may do the one need not be allowed to do the other. */
public enum ProofPurpose {
    /** Someone vouches for what the document says: credentials. */
    ASSERTION_METHOD("assertionMethod"),
    /** Someone proves who she is, to one verifier at one time: presentations. */
    AUTHENTICATION("authentication");

    private final String id;

    ProofPurpose(String id) {
        this.id = id;
    }

    /** {@return the name in a proof's {@code proofPurpose}, and of the relationship in a DID document} */
    public String id() {
        return id;
    }

    /**
     * {@return the purpose of this name, or empty where it is none of these}
     *
     * @param id as a proof names it
     */
    public static Optional<ProofPurpose> of(String id) {
        for (ProofPurpose purpose : values()) {
            if (purpose.id.equals(id)) {
                return Optional.of(purpose);
            }
        }
        return Optional.empty();
    }
}
