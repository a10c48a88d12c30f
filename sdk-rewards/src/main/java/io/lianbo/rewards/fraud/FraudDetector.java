package io.lianbo.rewards.fraud;

import io.lianbo.rewards.scoring.Assessment;
import io.lianbo.rewards.scoring.Interaction;
import io.lianbo.rewards.scoring.InteractionId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Assesses an epoch's interactions by published rules: taken in any order and any number of times, the same ones give the same assessment.
 *
 * {@snippet class="io.lianbo.rewards.fraud.FraudDetectorTest" region="detect"}
 *
 * <p>Give it the interactions of one epoch, and as many from before as rules should see, such as the views that led to a purchase; its flags concern the epoch to which they
 * are applied. Where one id comes with two different contents neither is looked at, as in {@link io.lianbo.rewards.scoring.ScoringEngine}. A flag's sentence says what was
 * seen in numbers and names no other account; a user has at most one flag of a pattern and type, that of the strongest sighting.
 *
 * <p>A pattern is a reason to doubt, and no proof: families, internet cafes and fans can look like rings. Flags withhold; have somebody look where users object, and lift a
 * flag with {@link Assessment#without}.
 *
 * <p>In memory are all interactions given, once each, and while it assesses indexes of about the same size; time is that of sorting them, whatever they hold. The detector
 * does no I/O, reads no clock, and is not safe for use by several threads.
 */
public final class FraudDetector {

    private final FraudRules rules;
    private final Map<InteractionId, Interaction> taken = new HashMap<>();
    private final Set<InteractionId> conflicting = new HashSet<>();

    /** A detector by these rules that has seen nothing. */
    public FraudDetector(FraudRules rules) {
        this.rules = rules;
    }

    /** Takes an interaction; one that was taken before changes nothing. */
    public void add(Interaction interaction) {
        Interaction known = taken.putIfAbsent(interaction.id(), interaction);
        if (known != null && !known.equals(interaction)) {
            conflicting.add(interaction.id());
        }
    }

    /** The rules by which it assesses. */
    public FraudRules rules() {
        return rules;
    }

    /** What is doubted in what was taken so far, and which accounts share an identity; the detector may go on taking. */
    public Assessment assess() {
        List<Interaction> valid = taken.values().stream()
                .filter(interaction -> !conflicting.contains(interaction.id()))
                .toList();
        Evidence evidence = new Evidence(valid, rules);
        Sightings sightings = new Sightings(rules);
        new OrderPatterns(evidence, sightings).look();
        new ChatPatterns(evidence, sightings).look();
        new IdentityPatterns(evidence, sightings).look();
        return new Assessment(sightings.flags(), evidence.identities().names());
    }
}
