package io.lianbo.core.follow;

/**
 * What is done with each event.
 *
 * @param <T> what the {@link CheckpointStore} hands over to store the effect with; a {@link java.sql.Connection} from
 *     {@link JdbcCheckpointStore}
 */
@FunctionalInterface
public interface EventConsumer<T> {
    /**
     * Takes one event. What is thrown ends the {@link EventFollower#poll poll}; the event comes again with the next.
     *
     * @param transaction in which the follower's checkpoint is stored too; it is the follower's to commit and close
     */
    void accept(ChainEvent event, T transaction) throws Exception;
}
