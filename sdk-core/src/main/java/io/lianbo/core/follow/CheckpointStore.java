package io.lianbo.core.follow;

import io.lianbo.core.Hash32;
import io.lianbo.core.chain.Log;
import java.util.List;
import java.util.Optional;

/**
 * Where followers keep how far they are.
 *
 * <p>{@link JdbcCheckpointStore} is the one to use where each event must take effect exactly once: the effect and the
 * checkpoint are stored in one transaction. With any other, an event whose effect was stored just before a crash comes
 * again.
 *
 * @param <T> what a consumer stores its effect with
 */
public interface CheckpointStore<T> {
    /** A store that lasts as long as the process; consumers get the checkpoint that follows the event. */
    static CheckpointStore<Checkpoint> inMemory() {
        return new MemoryCheckpointStore();
    }

    /**
     * What is known of a follower.
     *
     * @return empty when it was never committed
     */
    Optional<State> load(String follower);

    /**
     * Lets work be done, and stores where that leads: both, or neither.
     *
     * <p>Of the state there remains what lies at or before the new checkpoint and not below {@link
     * Change#forgetBelow()}; the change's blocks and logs are added.
     *
     * @throws IllegalStateException when the follower is not at the change's version: another one of its name is at work
     */
    void commit(String follower, Change change, Work<? super T> work);

    /**
     * What a follower does within a commit.
     *
     * @param <T> what it stores its effect with
     */
    @FunctionalInterface
    interface Work<T> {
        /** Does it; what is thrown undoes the commit. */
        void run(T transaction);
    }

    /**
     * A block that was seen.
     *
     * @param number from 0
     * @param hash of it
     */
    record Mark(long number, Hash32 hash) {}

    /**
     * All that is kept of a follower.
     *
     * @param version counts its commits, from 1
     * @param checkpoint how far it is
     * @param blocks recent ones, in order: where the chain may have been left is looked for among them
     * @param logs recent ones that were handed over, in order: what a reorganisation takes back
     */
    record State(long version, Checkpoint checkpoint, List<Mark> blocks, List<Log> logs) {
        /** Copies the lists. */
        public State {
            blocks = List.copyOf(blocks);
            logs = List.copyOf(logs);
        }
    }

    /**
     * One step of a follower.
     *
     * @param version the state's that it starts from; 0 for none
     * @param checkpoint where it leads, forward or back
     * @param blocks to be remembered, in order
     * @param logs to be remembered, in order
     * @param forgetBelow blocks and logs of lower blocks are not needed any more
     */
    record Change(long version, Checkpoint checkpoint, List<Mark> blocks, List<Log> logs, long forgetBelow) {
        /** Copies the lists. */
        public Change {
            blocks = List.copyOf(blocks);
            logs = List.copyOf(logs);
        }
    }
}
