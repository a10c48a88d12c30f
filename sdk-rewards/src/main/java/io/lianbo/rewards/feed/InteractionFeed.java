package io.lianbo.rewards.feed;

import java.time.Duration;
import java.util.List;

/**
 * A stream of interactions that is delivered at least once, such as the partitions of a Kafka topic that one consumer is assigned.
 *
 * {@snippet class="io.lianbo.rewards.feed.KafkaFeed" region="kafka"}
 */
public interface InteractionFeed {

    /**
     * Returns what has come since the last call, and waits for something at most so long; empty when nothing came.
     *
     * @throws io.lianbo.core.LianboException when the stream cannot be read
     */
    List<Delivery> poll(Duration timeout);

    /**
     * Tells that all that was polled so far is safe, and need not be delivered again after a crash.
     *
     * @throws io.lianbo.core.LianboException when the stream cannot be told
     */
    void commit();

    /**
     * One message.
     *
     * @param place where it came from, such as topic, partition and offset; for reports
     * @param line an interaction as {@link InteractionReader} reads a line
     */
    record Delivery(String place, String line) {}
}
