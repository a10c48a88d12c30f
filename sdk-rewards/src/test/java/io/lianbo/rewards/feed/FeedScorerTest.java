package io.lianbo.rewards.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lianbo.rewards.scoring.Epoch;
import io.lianbo.rewards.scoring.EpochScores;
import io.lianbo.rewards.scoring.Interaction;
import io.lianbo.rewards.scoring.InteractionId;
import io.lianbo.rewards.scoring.InteractionRule;
import io.lianbo.rewards.scoring.ScoringEngine;
import io.lianbo.rewards.scoring.ScoringRules;
import io.lianbo.rewards.scoring.UserId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeedScorerTest {

    private static final Duration BRIEFLY = Duration.ofMillis(1);
    private static final Instant START = Instant.parse("2026-12-01T00:00:00Z");
    private static final Epoch DAY = new Epoch(1, START, START.plusSeconds(86_400));
    private static final Epoch NEXT_DAY = new Epoch(2, DAY.end(), DAY.end().plusSeconds(86_400));
    private static final ScoringRules RULES =
            ScoringRules.of("r", 1, InteractionRule.of("like", 1).halvingEvery(10));

    private final List<String> refused = new ArrayList<>();

    @TempDir
    private Path folder;

    @Test
    void scoresATopicOfKafka() throws IOException {
        MockConsumer<String, String> consumer = new MockConsumer<>("earliest");
        List<TopicPartition> partitions = List.of(new TopicPartition("show", 0), new TopicPartition("show", 1));
        consumer.assign(partitions);
        consumer.updateBeginningOffsets(partitions.stream().collect(Collectors.toMap(one -> one, one -> 0L)));
        consumer.addRecord(new ConsumerRecord<>("show", 0, 0, "mei", like(0).canonical()));
        consumer.addRecord(new ConsumerRecord<>("show", 1, 0, "mei", like(1).canonical()));
        consumer.addRecord(new ConsumerRecord<>("show", 1, 1, "mei", "no JSON"));
        Path snapshot = folder.resolve("scores.snapshot");
        // @start region="feed"
        FeedScorer scorer = FeedScorer.open(
                new KafkaFeed(consumer),
                snapshot,
                () -> new ScoringEngine(RULES, DAY),
                (message, reason) -> refused.add(message.place() + ": " + reason.code()));
        scorer.take(Duration.ofMillis(500));
        scorer.checkpoint();
        EpochScores soFar = scorer.engine().finalizeEpoch();
        // @end region="feed"
        assertThat(soFar.totalPoints()).isEqualTo(2);
        assertThat(refused).containsExactly("show-1@1: NOT_JSON");
        Map<TopicPartition, Long> committed = consumer.committed(Set.copyOf(partitions)).entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().offset()));
        assertThat(committed).isEqualTo(Map.of(partitions.get(0), 1L, partitions.get(1), 2L));
    }

    /** Crashes at any moment, seen by a feed that goes on from what was committed. */
    @Test
    void countsEachInteractionOnceOverAnyCrash() throws IOException {
        List<String> lines =
                IntStream.range(0, 2_000).mapToObj(i -> like(i).canonical()).toList();
        ScoringEngine whole = new ScoringEngine(RULES, DAY);
        IntStream.range(0, 2_000).forEach(i -> whole.add(like(i)));
        for (long seed = 0; seed < 10; seed++) {
            Random random = new Random(seed);
            Path snapshot = folder.resolve(seed + ".snapshot");
            Log log = new Log(lines);
            FeedScorer scorer = open(log, snapshot);
            int crashes = 0;
            while (log.committed < lines.size()) {
                scorer.take(BRIEFLY);
                if (random.nextInt(4) == 0) {
                    scorer.checkpoint();
                } else if (random.nextInt(4) == 0) {
                    crashes++;
                    log.position = log.committed;
                    scorer = open(log, snapshot);
                } else if (log.position == lines.size()) {
                    scorer.checkpoint();
                }
            }
            assertThat(crashes).isPositive();
            assertThat(scorer.engine().finalizeEpoch()).isEqualTo(whole.finalizeEpoch());
            assertThat(scorer.engine().inputRoot()).isEqualTo(whole.inputRoot());

            scorer.next(NEXT_DAY, RULES);
            assertThat(open(log, snapshot).engine().epoch()).isEqualTo(NEXT_DAY);
        }
    }

    @Test
    void tellsTheFeedNothingThatIsNotSafe() throws IOException {
        Log log = new Log(List.of(like(0).canonical()));
        Path missing = folder.resolve("missing").resolve("scores.snapshot");
        FeedScorer scorer = open(log, missing);
        scorer.take(BRIEFLY);

        assertThatIOException().isThrownBy(scorer::checkpoint);
        assertThat(log.committed).isZero();
        assertThat(scorer.engine().finalizeEpoch().totalPoints()).isEqualTo(1);
    }

    @Test
    void refusesADamagedSnapshot() throws IOException {
        Path snapshot = Files.writeString(folder.resolve("scores.snapshot"), "no snapshot");
        assertThatIllegalArgumentException().isThrownBy(() -> open(new Log(List.of()), snapshot));
    }

    private FeedScorer open(InteractionFeed feed, Path snapshot) throws IOException {
        return FeedScorer.open(
                feed,
                snapshot,
                () -> new ScoringEngine(RULES, DAY),
                (message, reason) -> refused.add(message.place() + ": " + reason.code()));
    }

    private static Interaction like(int sequence) {
        return new Interaction(
                new InteractionId("edge-" + sequence % 3, "show-42", sequence),
                UserId.of("viewer-" + sequence % 40),
                "like",
                1,
                START.plusSeconds(sequence));
    }

    /** Lines in a list, some at a time. */
    private static final class Log implements InteractionFeed {
        private final List<String> lines;
        private int position;
        private int committed;

        Log(List<String> lines) {
            this.lines = lines;
        }

        @Override
        public List<Delivery> poll(Duration timeout) {
            int end = Math.min(position + 97, lines.size());
            List<Delivery> deliveries = IntStream.range(position, end)
                    .mapToObj(i -> new Delivery("line " + i, lines.get(i)))
                    .toList();
            position = end;
            return deliveries;
        }

        @Override
        public void commit() {
            committed = position;
        }
    }
}
