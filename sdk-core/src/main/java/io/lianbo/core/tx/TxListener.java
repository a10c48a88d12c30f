package io.lianbo.core.tx;

/**
 * Is told what happens to intents, on the thread of their lane: return quickly. What it throws is logged and changes nothing.
 *
 * <p>It is told of each step at least once; a crash between the step and the call loses the call, so the journal, not a listener, is
 * the truth.
 */
@FunctionalInterface
public interface TxListener {
    /** Something happened. */
    void on(TxEvent event);

    /** Both, this first. */
    default TxListener and(TxListener other) {
        return event -> {
            on(event);
            other.on(event);
        };
    }
}
