package io.lianbo.core.tx;

/** When a transaction counts as done: how far a block must be from being reorganised away. */
public sealed interface Finality {
    /** As soon as a block holds it; a later reorganisation goes unnoticed. For local chains, and chains that do not reorganise. */
    record Included() implements Finality {}

    /**
     * When this many blocks stand on top of its block.
     *
     * @param blocks 1 to 10,000
     */
    record Confirmations(int blocks) implements Finality {
        /** Checks the range. */
        public Confirmations {
            if (blocks < 1 || blocks > 10_000) {
                throw new IllegalArgumentException("confirmations must be 1 to 10000: " + blocks);
            }
        }
    }

    /** When its block is {@code safe} to the consensus layer: on the main network about 6 minutes. */
    record Safe() implements Finality {}

    /** When its block is {@code finalized} by the consensus layer: on the main network about 13 minutes. */
    record Finalized() implements Finality {}

    /** As soon as a block holds it. */
    static Finality included() {
        return new Included();
    }

    /** When this many blocks stand on top of its block, 1 to 10,000. */
    static Finality confirmations(int blocks) {
        return new Confirmations(blocks);
    }

    /** When its block is {@code safe}. */
    static Finality safe() {
        return new Safe();
    }

    /** When its block is {@code finalized}. */
    static Finality finalized() {
        return new Finalized();
    }
}
