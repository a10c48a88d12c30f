package io.lianbo.provenance.receipt;

/** Numbers of the COSE registries. */
final class Labels {
    /** Header parameters: RFC 9052 section 3.1, RFC 9597, RFC 9942 section 8.1. */
    static final long ALG = 1;

    static final long CRIT = 2;
    static final long CONTENT_TYPE = 3;
    static final long KID = 4;
    static final long CWT_CLAIMS = 15;
    static final long RECEIPTS = 394;
    static final long VDS = 395;
    static final long VDP = 396;

    /** How many leaves the signed tree has: of ours, in the range for private use. */
    static final long TREE_SIZE = -96_942;

    /** Claims: RFC 8392. */
    static final long ISS = 1;

    static final long SUB = 2;

    /** RFC 9942 section 5. */
    static final long RFC9162_SHA256 = 1;

    static final long INCLUSION = -1;
    static final long CONSISTENCY = -2;

    private Labels() {}
}
