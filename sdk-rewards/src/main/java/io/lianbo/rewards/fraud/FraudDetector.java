package io.lianbo.rewards.fraud;

import io.lianbo.rewards.scoring.Assessment;
import io.lianbo.rewards.scoring.Interaction;
import io.lianbo.rewards.scoring.InteractionId;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Looks through an epoch's interactions for faked orders, bots and rings of accounts.
 *
 * {@snippet class="io.lianbo.rewards.fraud.FraudDetectorTest" region="assess"}
 *
 * <p>The same interactions give the same assessment in any order and delivered any number of times; those that come with two contents under one id are not looked at. A flag
 * withholds points and deletes nothing, says in a sentence what was seen, with numbers and without naming other users, and can be lifted after an appeal. Keeps the
 * interactions of the epoch; integers only; not safe for use by several threads.
 */
public final class FraudDetector {

    private final FraudRules rules;
    private final Map<InteractionId, Interaction> interactions = new HashMap<>();
    private final Set<InteractionId> conflicting = new HashSet<>();

    public FraudDetector(FraudRules rules) {
        this.rules = Objects.requireNonNull(rules, "rules");
    }

    /** Takes one interaction; one that is known already changes nothing. */
    public void add(Interaction interaction) {
        Interaction known = interactions.putIfAbsent(interaction.id(), interaction);
        if (known != null && !known.equals(interaction)) {
            conflicting.add(interaction.id());
        }
    }

    /** What was found in the interactions taken so far. */
    public Assessment assess() {
        List<Interaction> sorted = interactions.values().stream()
                .filter(interaction -> !conflicting.contains(interaction.id()))
                .sorted(Comparator.comparing(Interaction::at).thenComparing(Interaction::id))
                .toList();
        Evidence evidence = new Evidence(rules, sorted);
        Identities identities = new Identities(sorted, rules.sharedBy());
        OrderRules.apply(evidence);
        BehaviourRules.apply(evidence);
        RingRules.apply(evidence, identities);
        return new Assessment(evidence.flags(), identities.clusters());
    }
}
