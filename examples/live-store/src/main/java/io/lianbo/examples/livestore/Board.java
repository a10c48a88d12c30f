package io.lianbo.examples.livestore;

import io.lianbo.rewards.scoring.Epoch;
import io.lianbo.rewards.scoring.EpochScores;
import io.lianbo.rewards.scoring.Explanation;
import io.lianbo.rewards.scoring.Interaction;
import io.lianbo.rewards.scoring.InteractionId;
import io.lianbo.rewards.scoring.ScoringEngine;
import io.lianbo.rewards.scoring.ScoringRules;
import io.lianbo.rewards.scoring.UserId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Who contributed what to the show, by published rules: the audience's watching, the comments of the chat, and what was paid. */
record Board(Show show, ScoringRules rules, Contracts contracts, Orders orders, Chat chat) {
    private static final Duration SHOW_LASTS = Duration.ofDays(30);
    private static final int MOST_SHOWN = 20;

    /** One user's place, and how her points came about. */
    public record Row(int place, UserId user, long points, Explanation explanation) {
        public String name() {
            return user.address().map(Viewer::brief).orElse(user.value());
        }
    }

    /** The board, most points first. */
    public record Standing(List<Row> rows, EpochScores scores) {}

    Standing standing() {
        ScoringEngine engine = engine();
        EpochScores scores = engine.finalizeEpoch();
        List<Map.Entry<UserId, Long>> best = scores.points().entrySet().stream()
                .sorted(Map.Entry.<UserId, Long>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey()))
                .limit(MOST_SHOWN)
                .toList();
        List<Row> rows = new ArrayList<>();
        for (Map.Entry<UserId, Long> entry : best) {
            rows.add(new Row(rows.size() + 1, entry.getKey(), entry.getValue(), engine.explain(entry.getKey())));
        }
        return new Standing(List.copyOf(rows), scores);
    }

    /** How a viewer's own points came about. */
    Explanation explain(Viewer viewer) {
        return engine().explain(UserId.of(viewer.address()));
    }

    private ScoringEngine engine() {
        ScoringEngine engine = new ScoringEngine(
                rules,
                new Epoch(
                        1,
                        contracts.opened().minusSeconds(60),
                        contracts.opened().plus(SHOW_LASTS)));
        show.interactions(contracts.opened()).forEach(engine::add);
        chat.all().forEach(comment -> engine.add(comment.interaction(show.id())));
        for (Order order : orders.paid(contracts.session().id())) {
            engine.add(new Interaction(
                    new InteractionId("till", show.id(), order.number()),
                    UserId.of(order.buyer()),
                    "purchase",
                    1,
                    order.offeredAt()));
        }
        return engine;
    }
}
