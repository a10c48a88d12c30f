package io.lianbo.rewards.fraud;

import io.lianbo.core.Verdict.Reason;
import io.lianbo.rewards.scoring.Flag;
import io.lianbo.rewards.scoring.UserId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What was seen, of which the strongest sighting by user, pattern and type becomes a flag. */
final class Sightings {

    private final FraudRules rules;
    private final Map<UserId, Map<String, Sighting>> seen = new HashMap<>();

    Sightings(FraudRules rules) {
        this.rules = rules;
    }

    /** The rule, if the pattern is looked for. */
    Optional<FraudRule> rule(FraudPattern pattern) {
        return Optional.ofNullable(rules.rules().get(pattern));
    }

    /**
     * Notes a sighting.
     *
     * @param type what is flagged; null for all
     * @param strength the higher the stronger; of equal ones the first sentence in the order of text stays, so that the order of looking does not matter
     */
    void add(FraudRule rule, UserId user, @Nullable String type, long strength, Supplier<String> sentence) {
        String key = rule.pattern() + (type == null ? "" : " " + type);
        Map<String, Sighting> ofUser = seen.computeIfAbsent(user, one -> new HashMap<>());
        Sighting before = ofUser.get(key);
        if (before != null && strength < before.strength) {
            return;
        }
        String detail = sentence.get();
        if (before == null || strength > before.strength || detail.compareTo(before.detail) < 0) {
            ofUser.put(key, new Sighting(rule, type, strength, detail));
        }
    }

    SortedSet<Flag> flags() {
        SortedSet<Flag> flags = new TreeSet<>();
        seen.forEach((user, sightings) -> sightings
                .values()
                .forEach(sighting -> flags.add(new Flag(
                        user,
                        sighting.type,
                        new Reason(sighting.rule.pattern().name(), sighting.detail),
                        sighting.rule.weight()))));
        return flags;
    }

    static String counted(long count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }

    private record Sighting(FraudRule rule, @Nullable String type, long strength, String detail) {}
}
