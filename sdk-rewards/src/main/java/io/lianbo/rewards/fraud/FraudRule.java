package io.lianbo.rewards.fraud;

import io.lianbo.rewards.scoring.Context;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * From when on a pattern is doubted, and what a flag does.
 *
 * @param pattern what is looked for
 * @param weight how much of the flagged points counts, 0 to 9,999 basis points; 0 holds them all
 * @param thresholds by the keys that {@link FraudPattern} names, all of them: counts from 1 to 10^9, shares from 1 to 10,000 basis points
 */
public record FraudRule(FraudPattern pattern, int weight, SortedMap<String, Long> thresholds) {

    public FraudRule {
        if (weight < 0 || weight >= Context.FULL_QUALITY) {
            throw new IllegalArgumentException(
                    "weight must be 0 to " + (Context.FULL_QUALITY - 1) + " basis points: " + weight);
        }
        thresholds = Collections.unmodifiableSortedMap(new TreeMap<>(thresholds));
        if (!thresholds.keySet().equals(pattern.thresholds().keySet())) {
            throw new IllegalArgumentException(pattern + " has the thresholds "
                    + String.join(", ", pattern.thresholds().keySet()) + ": " + String.join(", ", thresholds.keySet()));
        }
        for (FraudPattern.Threshold threshold : pattern.thresholds().values()) {
            long value = thresholds.getOrDefault(threshold.key(), 0L);
            if (value < 1 || value > threshold.max()) {
                throw new IllegalArgumentException(
                        pattern + "." + threshold.key() + " must be 1 to " + threshold.max() + ": " + value);
            }
        }
    }

    /** The rule that {@link FraudRules#DEFAULT} has for the pattern. */
    public static FraudRule of(FraudPattern pattern) {
        return pattern.standard();
    }

    /** The same with another threshold. */
    public FraudRule with(String key, long value) {
        SortedMap<String, Long> others = new TreeMap<>(thresholds);
        others.put(key, value);
        return new FraudRule(pattern, weight, others);
    }

    /** The same, of which so much counts where it flags, 0 to 9,999 basis points; 0 holds all. */
    public FraudRule weighing(int basisPoints) {
        return new FraudRule(pattern, basisPoints, thresholds);
    }

    long threshold(String key) {
        Long value = thresholds.get(key);
        if (value == null) {
            throw new IllegalStateException(pattern + " has no threshold " + key);
        }
        return value;
    }

    /** Whether the part is at least the rule's share of the whole. */
    boolean isShare(long part, long whole) {
        return part * Context.FULL_QUALITY >= threshold("share") * whole;
    }
}
