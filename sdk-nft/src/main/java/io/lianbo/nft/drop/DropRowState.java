package io.lianbo.nft.drop;

/** Where a recipient's token stands. Names are stable. */
public enum DropRowState {

    /** In no transaction yet. */
    PENDING,

    /** In a transaction that is written down; it happens. */
    SENT,

    /** Minted to its recipient. */
    MINTED,

    /** Not minted, and not going to be unless the drop is resumed; {@link DropRow#problem()} says why. */
    FAILED
}
