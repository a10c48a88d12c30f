package io.lianbo.did.resolve;

/** What a key may be used for in a DID's name (W3C DID 1.0 section 5.3). */
public enum Relationship {
    /** Logs in as the DID. */
    AUTHENTICATION("authentication"),
    /** Signs statements, such as credentials. */
    ASSERTION_METHOD("assertionMethod"),
    /** Is encrypted to. */
    KEY_AGREEMENT("keyAgreement"),
    /** Exercises a right. */
    CAPABILITY_INVOCATION("capabilityInvocation"),
    /** Passes a right on. */
    CAPABILITY_DELEGATION("capabilityDelegation");

    private final String property;

    Relationship(String property) {
        this.property = property;
    }

    /** {@return the name of the property in a document} */
    public String property() {
        return property;
    }
}
