package io.lianbo.testkit;

/**
 * The state of a {@link LocalChain} at one moment: balances, contracts, blocks and time. {@link LocalChain#revert} goes
 * back to it, as often as wanted; a revert makes the snapshots taken after this one invalid.
 */
public final class Snapshot {

    final LocalChain chain;
    // anvil forgets an id once it has gone back to it, so each revert takes a new one
    String id;

    Snapshot(LocalChain chain, String id) {
        this.chain = chain;
        this.id = id;
    }
}
