package io.lianbo.rewards.scoring;

import io.lianbo.core.Hash32;
import io.lianbo.core.crypto.Keccak256;
import io.lianbo.core.json.CanonicalJson;
import io.lianbo.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The published rules by which interactions become points: a versioned JSON document whose hash stands beside every payout root, so that nobody can change the rules
 * of an epoch after the fact.
 *
 * {@snippet class="io.lianbo.rewards.scoring.ScoringRulesTest" region="rules"}
 *
 * <p>The document is read strictly: an unknown, missing or doubled key, or a number out of its range, is refused with an error that names the key. What is read is what
 * is hashed: {@link #canonical()} is the RFC 8785 form of the document as it was published, so anyone can recompute {@link #hash()} with a JSON canonicaliser and
 * keccak-256 alone.
 *
 * @param name what the rules are called, 1 to 128 visible characters
 * @param version 1 to 2^31-1, raised by whoever changes the document
 * @param interactions what each type is worth, by type; 1 to {@value #MAX_TYPES}
 */
public record ScoringRules(String name, int version, SortedMap<String, InteractionRule> interactions) {

    /** The value of the document's {@code format} key. */
    public static final String FORMAT = "lianbo.scoring-rules/1";

    /** The most types of interaction one document may score. */
    public static final int MAX_TYPES = 100;

    public ScoringRules {
        Identifiers.check("rules name", name);
        if (version < 1) {
            throw new IllegalArgumentException("rules version must be 1 or more: " + version);
        }
        interactions = Collections.unmodifiableSortedMap(new TreeMap<>(interactions));
        if (interactions.isEmpty() || interactions.size() > MAX_TYPES) {
            throw new IllegalArgumentException(
                    "rules must score 1 to " + MAX_TYPES + " types of interaction: " + interactions.size());
        }
        interactions.forEach((type, rule) -> {
            if (!rule.type().equals(type)) {
                throw new IllegalArgumentException("rule under \"" + type + "\" must be for it: " + rule.type());
            }
        });
    }

    /** Rules written in Java. */
    public static ScoringRules of(String name, int version, InteractionRule... rules) {
        SortedMap<String, InteractionRule> byType = new TreeMap<>();
        for (InteractionRule rule : rules) {
            if (byType.put(rule.type(), rule) != null) {
                throw new IllegalArgumentException("a type must have one rule: " + rule.type() + " has two");
            }
        }
        return new ScoringRules(name, version, byType);
    }

    /**
     * Reads the published document.
     *
     * @throws IllegalArgumentException naming the key, what was given and what is allowed
     */
    public static ScoringRules parse(String json) {
        JsonObject document = JsonObject.parse("scoring rules", json).only("format", "name", "version", "interactions");
        if (!document.text("format").equals(FORMAT)) {
            throw document.malformed("format must be \"" + FORMAT + "\": \"" + document.text("format") + '"');
        }
        String name = document.text("name", text -> Identifiers.check("rules name", text));
        int version = (int) document.integer("version", 1, Integer.MAX_VALUE);
        JsonObject interactions = document.object("interactions");
        if (interactions.keys().isEmpty() || interactions.keys().size() > MAX_TYPES) {
            throw document.malformed("interactions must have 1 to " + MAX_TYPES + " types: "
                    + interactions.keys().size());
        }
        return of(
                name,
                version,
                interactions.keys().stream()
                        .map(type -> rule(document, type, interactions))
                        .toArray(InteractionRule[]::new));
    }

    private static InteractionRule rule(JsonObject document, String type, JsonObject interactions) {
        try {
            InteractionRule.checkType(type);
        } catch (IllegalArgumentException e) {
            throw document.malformed("interactions: " + e.getMessage());
        }
        JsonObject rule = interactions.object(type).only("points", "per", "maxPoints", "halveEvery");
        return new InteractionRule(
                type,
                rule.integer("points", 1, InteractionRule.MAX_WEIGHT),
                rule.integer("per", 1, Interaction.MAX_QUANTITY),
                orNull(rule.optionalInteger("maxPoints", 1, InteractionRule.MAX_POINTS)),
                orNull(rule.optionalInteger("halveEvery", 1, Interaction.MAX_QUANTITY)));
    }

    private static @Nullable Long orNull(OptionalLong value) {
        return value.isPresent() ? (Long) value.getAsLong() : null;
    }

    /** The document in canonical form (RFC 8785). */
    public String canonical() {
        Map<String, Object> rules = new LinkedHashMap<>();
        interactions.forEach((type, rule) -> {
            Map<String, Object> members = new LinkedHashMap<>();
            members.put("points", rule.points());
            members.put("per", rule.per());
            if (rule.maxPoints() != null) {
                members.put("maxPoints", rule.maxPoints());
            }
            if (rule.halveEvery() != null) {
                members.put("halveEvery", rule.halveEvery());
            }
            rules.put(type, members);
        });
        return new String(
                CanonicalJson.bytes(Map.of("format", FORMAT, "name", name, "version", version, "interactions", rules)),
                StandardCharsets.UTF_8);
    }

    /** Keccak-256 of the canonical form's UTF-8 bytes: what the distributor contract records with each epoch. */
    public Hash32 hash() {
        return Keccak256.hash(canonical().getBytes(StandardCharsets.UTF_8));
    }
}
