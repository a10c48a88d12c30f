package io.lianbo.rewards.fraud;

import io.lianbo.core.Verdict.Reason;
import io.lianbo.rewards.fraud.FraudRule.Threshold;
import io.lianbo.rewards.scoring.Flag;
import io.lianbo.rewards.scoring.Interaction;
import io.lianbo.rewards.scoring.InteractionId;
import io.lianbo.rewards.scoring.UserId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The interactions of an epoch in order of time, and what was found in them. */
final class Evidence {

    private final FraudRules rules;
    private final List<Interaction> interactions;
    private final SortedMap<UserId, List<Interaction>> orders;
    private final Set<InteractionId> takenBack = new HashSet<>();
    private final SortedSet<Flag> flags = new TreeSet<>();

    Evidence(FraudRules rules, List<Interaction> sorted) {
        this.rules = rules;
        this.interactions = sorted;
        this.orders = byUser(rules.purchase());
        for (Interaction interaction : sorted) {
            InteractionId original = interaction.context().refunds();
            if (original != null) {
                takenBack.add(original);
            }
        }
    }

    FraudRules rules() {
        return rules;
    }

    List<Interaction> interactions() {
        return interactions;
    }

    /** What a rule asks for, or nothing when it is off. */
    Optional<Threshold> threshold(FraudRule rule) {
        return Optional.ofNullable(rules.thresholds().get(rule));
    }

    /** Each user's orders, in order of time. */
    SortedMap<UserId, List<Interaction>> orders() {
        return orders;
    }

    boolean isTakenBack(Interaction order) {
        return takenBack.contains(order.id());
    }

    /** Each user's interactions of a type, in order of time. */
    SortedMap<UserId, List<Interaction>> byUser(String type) {
        SortedMap<UserId, List<Interaction>> byUser = new TreeMap<>();
        for (Interaction interaction : interactions) {
            if (interaction.type().equals(type)) {
                byUser.computeIfAbsent(interaction.user(), key -> new ArrayList<>())
                        .add(interaction);
            }
        }
        return byUser;
    }

    /** How often each value occurs; null is no value. */
    static <K> Map<K, Integer> counts(List<Interaction> interactions, Function<Interaction, @Nullable K> value) {
        Map<K, Integer> counts = new HashMap<>();
        for (Interaction interaction : interactions) {
            K key = value.apply(interaction);
            if (key != null) {
                counts.merge(key, 1, Integer::sum);
            }
        }
        return counts;
    }

    /** Notes a doubt about a user's points of a type, or with null about all. */
    void flag(FraudRule rule, UserId user, @Nullable String type, String detail) {
        threshold(rule)
                .ifPresent(asked -> flags.add(new Flag(user, type, new Reason(rule.name(), detail), asked.weight())));
    }

    SortedSet<Flag> flags() {
        return flags;
    }
}
