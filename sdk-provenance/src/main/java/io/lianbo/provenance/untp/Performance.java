package io.lianbo.provenance.untp;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How well something does: measured, graded, or both.
 *
 * @param metric what is measured
 * @param measure the value
 * @param score the grade
 */
public record Performance(Optional<Entity> metric, Optional<Measure> measure, Optional<Score> score) {

    /**
     * Checks what is given.
     *
     * @throws IllegalArgumentException when there is neither measure nor score, or a measure without its metric
     */
    public Performance {
        Objects.requireNonNull(metric, "metric");
        Objects.requireNonNull(measure, "measure");
        Objects.requireNonNull(score, "score");
        if (measure.isEmpty() && score.isEmpty()) {
            throw new IllegalArgumentException("a performance must have a measure or a score");
        }
        if (measure.isPresent() && metric.isEmpty()) {
            throw new IllegalArgumentException("a measure must come with its metric");
        }
    }

    static Performance read(Members in) {
        in.type("Performance");
        return in.closed(() -> new Performance(
                in.optionalObject("metric", entity -> Entity.read(entity, "PerformanceMetric")),
                in.optionalObject("measure", Measure::read),
                in.optionalObject("score", Score::read)));
    }

    Map<String, @Nullable Object> toMap() {
        return new Written()
                .put("metric", metric.map(entity -> entity.toMap("PerformanceMetric")))
                .put("measure", measure.map(Measure::toMap))
                .put("score", score.map(Score::toMap))
                .map();
    }

    /** A measured performance. */
    public static Performance of(Entity metric, Measure measure) {
        return new Performance(Optional.of(metric), Optional.of(measure), Optional.empty());
    }

    /**
     * A grade of a scheme.
     *
     * @param code the grade
     * @param rank its rank in the scheme, 1 the best
     * @param definition what it means
     */
    public record Score(String code, Optional<Integer> rank, Optional<String> definition) {

        /** Checks what is given. */
        public Score {
            Objects.requireNonNull(code, "code");
            Objects.requireNonNull(rank, "rank");
            Objects.requireNonNull(definition, "definition");
        }

        static Score read(Members in) {
            in.type("Score");
            return in.closed(
                    () -> new Score(in.text("code"), in.optionalInteger("rank"), in.optionalText("definition")));
        }

        Map<String, @Nullable Object> toMap() {
            return new Written()
                    .put("code", code)
                    .put("rank", rank)
                    .put("definition", definition)
                    .map();
        }
    }
}
