package io.lianbo.nft.relay;

/** Where a voucher stands that was handed to a relayer. */
public enum RelayState {
    /** Checked and within the limits; not yet in a transaction. */
    WAITING,
    /** In a transaction that may be mined at any time. */
    SENT,
    /** Redeemed, in a block that is final. */
    REDEEMED,
    /** Not redeemed, and it will not be unless it is handed in again. */
    REFUSED
}
