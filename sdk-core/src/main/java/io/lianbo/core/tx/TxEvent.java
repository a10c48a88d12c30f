package io.lianbo.core.tx;

import java.util.Objects;

/**
 * Something worth watching happened to an intent.
 *
 * @param kind what
 * @param record the intent after it
 * @param detail a sentence for people, without secrets
 */
public record TxEvent(Kind kind, TxRecord record, String detail) {
    /** What happened. Names are stable; new ones may be added. */
    public enum Kind {
        /** A transaction was signed, stored and handed to the node. */
        SENT,
        /** It was signed anew with a higher fee. */
        REPLACED,
        /** A block holds it. */
        INCLUDED,
        /** It is done, in one of the settled states. */
        SETTLED,
        /** Its block was dropped by the chain; it is sent again. */
        REORGANISED,
        /** Somebody else used its nonce; it is signed anew with another. */
        NONCE_TAKEN,
        /** It waits for funds, for a spend limit or for a node that takes it. */
        HELD_UP,
        /** A nonce that nobody used was filled, so that those after it can be mined. */
        GAP_FILLED
    }

    /** Checks that nothing is missing. */
    public TxEvent {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(record, "record");
        Objects.requireNonNull(detail, "detail");
    }
}
