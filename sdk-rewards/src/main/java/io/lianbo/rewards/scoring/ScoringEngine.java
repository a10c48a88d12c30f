package io.lianbo.rewards.scoring;

import io.lianbo.core.Verdict.Reason;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Scores one epoch: takes interactions in any order, any number of times and in any partitions, and gives the same scores to the byte.
 *
 * {@snippet class="io.lianbo.rewards.scoring.ScoringEngineTest" region="score"}
 *
 * <p>An interaction is known by its {@link InteractionId}. The same one delivered again changes nothing. Where one id comes with two different contents the engine
 * cannot know which is true and must not let the order of arrival decide: neither counts, and both are reported. Interactions outside the epoch or of a
 * type the rules do not know do not count either and are reported; nothing is dropped silently.
 *
 * <p>Rules with caps and halving are not linear, so points are worked out once, from a user's whole quantity of each type, when the epoch is finalized; integers only.
 * The engine does no I/O, reads no clock, and is not safe for use by several threads: give each its own and {@link #merge} them.
 */
public final class ScoringEngine {

    /** One id is used by interactions of different content. */
    public static final String CONFLICTING_IDENTITY = "CONFLICTING_IDENTITY";

    /** The interaction happened before the epoch started or after it ended. */
    public static final String OUTSIDE_EPOCH = "OUTSIDE_EPOCH";

    /** The rules say nothing of this type. */
    public static final String UNKNOWN_TYPE = "UNKNOWN_TYPE";

    private final ScoringRules rules;
    private final Epoch epoch;
    private final Map<InteractionId, Interaction> accepted = new HashMap<>();
    private final Map<InteractionId, Set<Interaction>> conflicting = new HashMap<>();

    public ScoringEngine(ScoringRules rules, Epoch epoch) {
        this.rules = Objects.requireNonNull(rules, "rules");
        this.epoch = Objects.requireNonNull(epoch, "epoch");
    }

    /** Takes one interaction; one that is known already changes nothing. */
    public void add(Interaction interaction) {
        InteractionId id = interaction.id();
        Set<Interaction> variants = conflicting.get(id);
        if (variants != null) {
            variants.add(interaction);
            return;
        }
        Interaction known = accepted.putIfAbsent(id, interaction);
        if (known != null && !known.equals(interaction)) {
            accepted.remove(id);
            variants = new LinkedHashSet<>();
            variants.add(known);
            variants.add(interaction);
            conflicting.put(id, variants);
        }
    }

    /**
     * Takes all that another engine has taken, such as another partition's; the other is left as it is.
     *
     * @throws IllegalArgumentException when the other scores another epoch or by other rules
     */
    public void merge(ScoringEngine other) {
        if (!epoch.equals(other.epoch)) {
            throw new IllegalArgumentException(
                    "engines must score the same epoch to be merged: " + epoch + " and " + other.epoch);
        }
        if (!rules.equals(other.rules)) {
            throw new IllegalArgumentException("engines must score by the same rules to be merged: " + rules.name()
                    + " version " + rules.version() + ", hash " + rules.hash() + ", and " + other.rules.name()
                    + " version " + other.rules.version() + ", hash " + other.rules.hash());
        }
        if (other == this) {
            return;
        }
        other.accepted.values().forEach(this::add);
        other.conflicting.values().forEach(variants -> variants.forEach(this::add));
    }

    /**
     * The epoch's scores from what has been taken so far; the engine may go on taking.
     *
     * @throws ArithmeticException when a user's quantity of one type exceeds 2^63-1
     */
    public EpochScores finalizeEpoch() {
        Map<UserId, Map<String, Long>> quantities = new HashMap<>();
        SortedMap<String, Long> notCounted = new TreeMap<>();
        for (Interaction interaction : accepted.values()) {
            Reason refusal = refusal(interaction);
            if (refusal == null) {
                quantities
                        .computeIfAbsent(interaction.user(), user -> new HashMap<>())
                        .merge(interaction.type(), interaction.quantity(), Math::addExact);
            } else {
                notCounted.merge(refusal.code(), 1L, Math::addExact);
            }
        }
        long conflicts = conflicting.values().stream().mapToLong(Set::size).sum();
        if (conflicts > 0) {
            notCounted.put(CONFLICTING_IDENTITY, conflicts);
        }
        SortedMap<UserId, Long> points = new TreeMap<>();
        quantities.forEach((user, byType) -> {
            long total = 0;
            for (Map.Entry<String, Long> entry : byType.entrySet()) {
                total = Math.addExact(total, rule(entry.getKey()).pointsFor(entry.getValue()));
            }
            if (total > 0) {
                points.put(user, total);
            }
        });
        return new EpochScores(epoch, rules.hash(), points, notCounted);
    }

    /** How a user's points came about: every interaction under the rule that scored it, and every one that did not count with its reason. */
    public Explanation explain(UserId user) {
        SortedMap<String, List<Interaction>> byType = new TreeMap<>();
        List<Explanation.NotCounted> notCounted = new ArrayList<>();
        for (Interaction interaction : accepted.values()) {
            if (interaction.user().equals(user)) {
                Reason refusal = refusal(interaction);
                if (refusal == null) {
                    byType.computeIfAbsent(interaction.type(), type -> new ArrayList<>())
                            .add(interaction);
                } else {
                    notCounted.add(new Explanation.NotCounted(interaction.id(), refusal));
                }
            }
        }
        conflicting.forEach((id, variants) -> {
            if (variants.stream().anyMatch(variant -> variant.user().equals(user))) {
                notCounted.add(new Explanation.NotCounted(
                        id,
                        new Reason(
                                CONFLICTING_IDENTITY,
                                "the id " + id + " came with " + variants.size() + " different contents")));
            }
        });
        List<Explanation.Line> lines = new ArrayList<>();
        byType.forEach((type, interactions) -> lines.add(line(rule(type), interactions)));
        return new Explanation(user, lines, notCounted);
    }

    private static Explanation.Line line(InteractionRule rule, List<Interaction> interactions) {
        long quantity = interactions.stream().mapToLong(Interaction::quantity).reduce(0L, Math::addExact);
        return new Explanation.Line(
                rule,
                interactions.stream().map(Interaction::id).toList(),
                quantity,
                rule.beforeCap(quantity),
                rule.pointsFor(quantity));
    }

    private @Nullable Reason refusal(Interaction interaction) {
        if (!epoch.contains(interaction.at())) {
            return new Reason(
                    OUTSIDE_EPOCH,
                    "happened at " + interaction.at() + ", the epoch is " + epoch.start() + " to " + epoch.end());
        }
        if (!rules.interactions().containsKey(interaction.type())) {
            return new Reason(
                    UNKNOWN_TYPE,
                    "the rules score " + String.join(", ", rules.interactions().keySet()) + ": " + interaction.type());
        }
        return null;
    }

    private InteractionRule rule(String type) {
        return Objects.requireNonNull(rules.interactions().get(type), type);
    }
}
