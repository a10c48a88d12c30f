package io.lianbo.core.tx;

/** Where an intent stands. It goes from top to bottom, and back up only when the chain does. */
public enum TxState {
    /** Stored; no account has taken it. */
    QUEUED,
    /** An account has taken it, and nothing is signed. */
    CLAIMED,
    /** A signed transaction is stored, and was broadcast or will be; it may be mined at any time. */
    SIGNED,
    /** In a block that may still be reorganised away. */
    INCLUDED,
    /** Done: in a block that is final by the client's {@link Finality}. */
    SUCCEEDED,
    /** Mined and final, and it reverted: the gas is spent, nothing else happened. */
    REVERTED,
    /** Refused before anything was signed, because it would have reverted or cost too much; nothing was sent. */
    FAILED;

    /** Whether nothing more will happen. */
    public boolean isSettled() {
        return this == SUCCEEDED || this == REVERTED || this == FAILED;
    }
}
