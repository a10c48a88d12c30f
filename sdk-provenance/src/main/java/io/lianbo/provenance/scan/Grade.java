package io.lianbo.provenance.scan;

/** How far a scan is to be trusted, from good to bad. */
public enum Grade {
    /** Nothing speaks against it. */
    GENUINE,

    /** One thing is odd, and honest people do it too: show it, ask, and look at the item. */
    CHECK,

    /** Likely a copy, or a copied message: do not pay, and have it looked at. */
    SUSPECT,

    /** No item of the brand's, or not the one it claims to be. */
    COUNTERFEIT
}
