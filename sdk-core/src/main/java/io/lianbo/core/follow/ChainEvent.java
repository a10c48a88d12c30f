package io.lianbo.core.follow;

import io.lianbo.core.chain.ContractEvent;

/** What a follower hands over: an event that happened, or one handed over earlier that turned out not to have. */
public sealed interface ChainEvent {
    /** The event. */
    ContractEvent event();

    /**
     * The event happened.
     *
     * @param event which
     */
    record Delivered(ContractEvent event) implements ChainEvent {}

    /**
     * The chain was reorganised, and the block of the event is no longer part of it: what it led to must be undone.
     * Events are taken back in the reverse of the order in which they were delivered. The same transaction may bring
     * the event again in another block, as a new one.
     *
     * @param event the one that was delivered
     */
    record Retracted(ContractEvent event) implements ChainEvent {}
}
