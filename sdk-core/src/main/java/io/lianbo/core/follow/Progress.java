package io.lianbo.core.follow;

import io.lianbo.core.chain.Block;
import io.lianbo.core.chain.ContractEvent;
import io.lianbo.core.chain.Log;
import io.lianbo.core.follow.CheckpointStore.Change;
import io.lianbo.core.follow.CheckpointStore.Mark;
import io.lianbo.core.follow.CheckpointStore.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How far a follower is, with what is not stored yet: events are gathered until there are enough for a transaction.
 *
 * <p>What the follower reads of it is always as if all were stored.
 */
final class Progress<T> {
    private final String follower;
    private final CheckpointStore<T> store;
    private final EventConsumer<? super T> consumer;
    private final int eventsPerTransaction;

    private Optional<State> stored = Optional.empty();
    private final List<ChainEvent> waiting = new ArrayList<>();
    private final List<Mark> newBlocks = new ArrayList<>();
    private final List<Log> newLogs = new ArrayList<>();
    private @Nullable Checkpoint reached;
    private long forgetBelow;
    private long handedOver;

    Progress(String follower, CheckpointStore<T> store, EventConsumer<? super T> consumer, int eventsPerTransaction) {
        this.follower = follower;
        this.store = store;
        this.consumer = consumer;
        this.eventsPerTransaction = eventsPerTransaction;
    }

    /** Starts from what is stored; what an earlier poll left when it failed is forgotten. */
    void begin() {
        clear();
        handedOver = 0;
        forgetBelow = 0;
        stored = store.load(follower);
    }

    private void clear() {
        waiting.clear();
        newBlocks.clear();
        newLogs.clear();
        reached = null;
    }

    boolean isStarted() {
        return stored.isPresent();
    }

    /** How many events were handed over and stored since the beginning. */
    long handedOver() {
        return handedOver;
    }

    Checkpoint checkpoint() {
        return reached != null ? reached : state().checkpoint();
    }

    /** The blocks remembered, in order; nothing may be waiting. */
    List<Mark> blocks() {
        return state().blocks();
    }

    /** The logs remembered, in order; nothing may be waiting. */
    List<Log> logs() {
        return state().logs();
    }

    private State state() {
        return stored.orElseThrow(() -> new IllegalStateException("the follower has not started"));
    }

    /** Lower blocks will not be replaced any more; the last of them stays, as the ground to stand on. */
    void forgetMostBelow(long number) {
        forgetBelow = blocks().stream()
                .mapToLong(Mark::number)
                .filter(block -> block <= number)
                .max()
                .orElse(0);
    }

    void forgetBelow(long number) {
        forgetBelow = number;
    }

    /** A block, to be remembered when the checkpoint reaches it. */
    void saw(Block block) {
        newBlocks.add(new Mark(block.number(), block.hash()));
    }

    void deliver(ContractEvent event, Checkpoint after, boolean mayBeTakenBack) {
        waiting.add(new ChainEvent.Delivered(event));
        if (mayBeTakenBack) {
            newLogs.add(event.log());
        }
        reached = after;
        if (waiting.size() >= eventsPerTransaction) {
            store();
        }
    }

    void retract(ContractEvent event, Checkpoint after) {
        waiting.add(new ChainEvent.Retracted(event));
        reached = after;
        if (waiting.size() >= eventsPerTransaction) {
            store();
        }
    }

    /** The end of a step: all that waits is handed over. */
    void reached(Checkpoint checkpoint) {
        if (waiting.isEmpty() && newBlocks.isEmpty() && isStarted() && checkpoint.equals(state().checkpoint())) {
            return;
        }
        reached = checkpoint;
        store();
    }

    private void store() {
        Checkpoint checkpoint = checkpoint();
        long version = stored.map(State::version).orElse(0L);
        Change change = new Change(version, checkpoint, newBlocks, newLogs, forgetBelow);
        store.commit(follower, change, transaction -> waiting.forEach(event -> handOver(event, transaction)));
        stored = Optional.of(States.after(stored, change));
        handedOver += waiting.size();
        clear();
    }

    private void handOver(ChainEvent event, T transaction) {
        try {
            consumer.accept(event, transaction);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("the consumer of " + follower + " failed at " + event, e);
        }
    }
}
