package io.lianbo.rewards.feed;

import io.lianbo.core.Verdict.Reason;
import io.lianbo.core.json.JsonException;
import io.lianbo.rewards.internal.WholeFile;
import io.lianbo.rewards.scoring.Epoch;
import io.lianbo.rewards.scoring.ScoringEngine;
import io.lianbo.rewards.scoring.ScoringRules;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/**
 * Scores a stream over any crash: what was taken is in a snapshot before the stream is told so, and what is delivered again changes nothing, so that each interaction counts
 * exactly once.
 *
 * {@snippet class="io.lianbo.rewards.feed.FeedScorerTest" region="feed"}
 *
 * <p>Not safe for use by several threads.
 */
public final class FeedScorer {

    private final InteractionFeed feed;
    private final Path snapshot;
    private final BiConsumer<InteractionFeed.Delivery, Reason> refused;
    private ScoringEngine engine;

    private FeedScorer(
            InteractionFeed feed,
            Path snapshot,
            BiConsumer<InteractionFeed.Delivery, Reason> refused,
            ScoringEngine engine) {
        this.feed = feed;
        this.snapshot = snapshot;
        this.refused = refused;
        this.engine = engine;
    }

    /**
     * Opens a scorer where the one before stopped.
     *
     * @param snapshot the file in which it keeps what it knows; its folder exists
     * @param first makes the engine when there is no snapshot yet
     * @param refused gets each message that is no interaction, and why, with a code of {@link BadLine}; perhaps more than once after a crash
     * @throws IOException when the snapshot cannot be read
     * @throws IllegalArgumentException when it is damaged
     */
    public static FeedScorer open(
            InteractionFeed feed,
            Path snapshot,
            Supplier<ScoringEngine> first,
            BiConsumer<InteractionFeed.Delivery, Reason> refused)
            throws IOException {
        if (!Files.exists(snapshot)) {
            return new FeedScorer(feed, snapshot, refused, first.get());
        }
        try (InputStream in = Files.newInputStream(snapshot)) {
            return new FeedScorer(feed, snapshot, refused, ScoringEngine.read(in));
        }
    }

    /** The engine of the open epoch: finalize it, explain from it, assess it; {@link #next} seals it. */
    public ScoringEngine engine() {
        return engine;
    }

    /**
     * Takes what the stream delivers, and waits for something at most so long.
     *
     * @return how many messages came
     */
    public int take(Duration timeout) {
        List<InteractionFeed.Delivery> deliveries = feed.poll(timeout);
        for (InteractionFeed.Delivery delivery : deliveries) {
            try {
                engine.add(InteractionReader.parse(delivery.line().getBytes(StandardCharsets.UTF_8)));
            } catch (JsonException e) {
                refused.accept(delivery, new Reason(e.code().name(), String.valueOf(e.getMessage())));
            }
        }
        return deliveries.size();
    }

    /**
     * Makes all that was taken safe, on disk, then tells the stream. Do so now and then: what was taken since is delivered again after a crash.
     *
     * @throws IOException when the snapshot cannot be written; the one before is still there, and the stream knows nothing of what came since
     */
    public void checkpoint() throws IOException {
        WholeFile.write(snapshot, engine::write);
        feed.commit();
    }

    /**
     * Seals the open epoch, whose scores {@link #engine()} gave and you have kept, opens the next one, and makes that safe.
     *
     * @throws IOException as {@link #checkpoint}
     * @throws IllegalArgumentException when the next epoch does not follow without a gap
     */
    public void next(Epoch epoch, ScoringRules rules) throws IOException {
        engine = engine.next(epoch, rules);
        checkpoint();
    }
}
