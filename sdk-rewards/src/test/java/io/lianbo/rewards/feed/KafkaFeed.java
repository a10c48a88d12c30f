package io.lianbo.rewards.feed;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.Consumer;

// @start region="kafka"
/** A Kafka consumer with {@code enable.auto.commit=false} as a feed. */
record KafkaFeed(Consumer<String, String> consumer) implements InteractionFeed {

    @Override
    public List<Delivery> poll(Duration timeout) {
        List<Delivery> deliveries = new ArrayList<>();
        consumer.poll(timeout)
                .forEach(message -> deliveries.add(new Delivery(
                        message.topic() + "-" + message.partition() + "@" + message.offset(), message.value())));
        return deliveries;
    }

    @Override
    public void commit() {
        consumer.commitSync();
    }
}
// @end region="kafka"
