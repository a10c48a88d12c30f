package io.lianbo.core.follow;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Keeps states in memory. */
final class MemoryCheckpointStore implements CheckpointStore<Checkpoint> {
    private final Map<String, State> states = new HashMap<>();

    @Override
    public synchronized Optional<State> load(String follower) {
        return Optional.ofNullable(states.get(follower));
    }

    @Override
    public synchronized void commit(String follower, Change change, Work<? super Checkpoint> work) {
        requireVersion(follower, change.version());
        work.run(change.checkpoint());
        requireVersion(follower, change.version()); // the work may have polled another one
        states.put(follower, States.after(load(follower), change));
    }

    private void requireVersion(String follower, long version) {
        if (load(follower).map(State::version).orElse(0L) != version) {
            throw new IllegalStateException("another follower named " + follower + " is at work");
        }
    }
}
