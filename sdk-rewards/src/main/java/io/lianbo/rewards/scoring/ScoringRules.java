package io.lianbo.rewards.scoring;

import io.lianbo.core.Hash32;
import io.lianbo.core.crypto.Keccak256;
import io.lianbo.core.json.CanonicalJson;
import io.lianbo.core.json.JsonObject;
import io.lianbo.rewards.internal.Identifiers;
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
 * @param referral what bringing buyers is worth; null for nothing
 * @param maxPoints the cap of all types together per user and epoch, 1 to {@link InteractionRule#MAX_POINTS}; null for none
 * @param correctionWindow for how many seconds after its end an epoch is still corrected, in the epoch that is open by then, for what arrives late or is taken back; 0 to {@link
 *     InteractionRule#MAX_SECONDS}
 */
public record ScoringRules(
        String name,
        int version,
        SortedMap<String, InteractionRule> interactions,
        @Nullable Referral referral,
        @Nullable Long maxPoints,
        long correctionWindow) {

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
            if (type.equals(Interaction.REFUND) || type.equals(Referral.TYPE)) {
                throw new IllegalArgumentException("no interaction may be called " + type + ", which the rules keep");
            }
        });
        if (referral != null) {
            InteractionRule purchase = interactions.get(referral.of());
            if (purchase == null || purchase.returnWindow() == null) {
                throw new IllegalArgumentException("referral.of must be a type with a returnWindow, as only settled"
                        + " purchases are rewarded: \"" + referral.of() + '"');
            }
        }
        if (maxPoints != null && (maxPoints < 1 || maxPoints > InteractionRule.MAX_POINTS)) {
            throw new IllegalArgumentException(
                    "maxPoints must be 1 to " + InteractionRule.MAX_POINTS + ": " + maxPoints);
        }
        if (correctionWindow < 0 || correctionWindow > InteractionRule.MAX_SECONDS) {
            throw new IllegalArgumentException(
                    "correctionWindow must be 0 to " + InteractionRule.MAX_SECONDS + " seconds: " + correctionWindow);
        }
    }

    /** Rules written in Java. */
    public static ScoringRules of(String name, int version, InteractionRule... rules) {
        SortedMap<String, InteractionRule> byType = new TreeMap<>();
        for (InteractionRule rule : rules) {
            if (byType.put(rule.type(), rule) != null) {
                throw new IllegalArgumentException("a type must have one rule: " + rule.type() + " has two");
            }
        }
        return new ScoringRules(name, version, byType, null, null, 0);
    }

    /** The same rules with points for bringing buyers of this type. */
    public ScoringRules rewarding(Referral referral) {
        return new ScoringRules(name, version, interactions, referral, maxPoints, correctionWindow);
    }

    /** The same rules with a cap of all types together per user and epoch. */
    public ScoringRules atMost(long points) {
        return new ScoringRules(name, version, interactions, referral, points, correctionWindow);
    }

    /** The same rules, correcting an epoch for so many seconds after its end. */
    public ScoringRules correctingFor(long seconds) {
        return new ScoringRules(name, version, interactions, referral, maxPoints, seconds);
    }

    /**
     * Reads the published document.
     *
     * @throws IllegalArgumentException naming the key, what was given and what is allowed
     */
    public static ScoringRules parse(String json) {
        return read(JsonObject.parse("scoring rules", json));
    }

    /**
     * Reads the document where it is kept as YAML; the same document has the same hash as in JSON.
     *
     * @throws IllegalArgumentException as {@link #parse}
     */
    public static ScoringRules parseYaml(String yaml) {
        return read(JsonObject.parseYaml("scoring rules", yaml));
    }

    private static ScoringRules read(JsonObject document) {
        document.only("format", "name", "version", "interactions", "referral", "maxPoints", "correctionWindow");
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
        SortedMap<String, InteractionRule> rules = new TreeMap<>();
        interactions.keys().forEach(type -> rules.put(type, rule(document, type, interactions)));
        Referral referral = document.keys().contains("referral") ? referral(document.object("referral")) : null;
        Long maxPoints = orNull(document.optionalInteger("maxPoints", 1, InteractionRule.MAX_POINTS));
        long correctionWindow = document.optionalInteger("correctionWindow", 1, InteractionRule.MAX_SECONDS)
                .orElse(0);
        return document.made(() -> new ScoringRules(name, version, rules, referral, maxPoints, correctionWindow));
    }

    private static InteractionRule rule(JsonObject document, String type, JsonObject interactions) {
        try {
            Identifiers.checkType(type);
        } catch (IllegalArgumentException e) {
            throw document.malformed("interactions: " + e.getMessage());
        }
        return rule(
                type,
                interactions
                        .object(type)
                        .only(
                                "points",
                                "per",
                                "maxPoints",
                                "maxPerSession",
                                "maxPointsOfAll",
                                "halveEvery",
                                "halfLife",
                                "returnWindow",
                                "quadratic"));
    }

    private static Referral referral(JsonObject referral) {
        referral.only("of", "levels", "points", "per", "maxPoints", "maxPointsOfAll", "halveEvery", "quadratic");
        if (referral.integer("levels", 1, Long.MAX_VALUE) != 1) {
            throw referral.malformed("levels must be 1: whoever brought the buyer is rewarded, and nobody above");
        }
        String of = referral.text("of", Identifiers::checkType);
        return new Referral(of, rule(Referral.TYPE, referral));
    }

    private static InteractionRule rule(String type, JsonObject rule) {
        return new InteractionRule(
                type,
                rule.integer("points", 1, InteractionRule.MAX_WEIGHT),
                rule.integer("per", 1, Interaction.MAX_QUANTITY),
                orNull(rule.optionalInteger("maxPoints", 1, InteractionRule.MAX_POINTS)),
                orNull(rule.optionalInteger("maxPerSession", 1, Interaction.MAX_QUANTITY)),
                orNull(rule.optionalInteger("maxPointsOfAll", 1, InteractionRule.MAX_POINTS)),
                orNull(rule.optionalInteger("halveEvery", 1, Interaction.MAX_QUANTITY)),
                orNull(rule.optionalInteger("halfLife", 1, InteractionRule.MAX_SECONDS)),
                orNull(rule.optionalInteger("returnWindow", 1, InteractionRule.MAX_SECONDS)),
                isQuadratic(rule));
    }

    /** A switch that is off would be hashed in the document but say nothing. */
    private static boolean isQuadratic(JsonObject rule) {
        if (rule.keys().contains("quadratic") && !rule.bool("quadratic")) {
            throw rule.malformed("quadratic must be true or left out: false");
        }
        return rule.keys().contains("quadratic");
    }

    private static @Nullable Long orNull(OptionalLong value) {
        return value.isPresent() ? (Long) value.getAsLong() : null;
    }

    /** The document in canonical form (RFC 8785). */
    public String canonical() {
        Map<String, Object> rules = new LinkedHashMap<>();
        interactions.forEach((type, rule) -> rules.put(type, members(rule)));
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("format", FORMAT);
        document.put("name", name);
        document.put("version", version);
        document.put("interactions", rules);
        if (referral != null) {
            Map<String, Object> members = members(referral.rule());
            members.put("of", referral.of());
            members.put("levels", 1);
            document.put("referral", members);
        }
        put(document, "maxPoints", maxPoints);
        if (correctionWindow > 0) {
            document.put("correctionWindow", correctionWindow);
        }
        return new String(CanonicalJson.bytes(document), StandardCharsets.UTF_8);
    }

    private static Map<String, Object> members(InteractionRule rule) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("points", rule.points());
        members.put("per", rule.per());
        put(members, "maxPoints", rule.maxPoints());
        put(members, "maxPerSession", rule.maxPerSession());
        put(members, "maxPointsOfAll", rule.maxPointsOfAll());
        put(members, "halveEvery", rule.halveEvery());
        put(members, "halfLife", rule.halfLife());
        put(members, "returnWindow", rule.returnWindow());
        if (rule.quadratic()) {
            members.put("quadratic", true);
        }
        return members;
    }

    private static void put(Map<String, Object> members, String key, @Nullable Long value) {
        if (value != null) {
            members.put(key, value);
        }
    }

    /** Keccak-256 of the canonical form's UTF-8 bytes: what the distributor contract records with each epoch. */
    public Hash32 hash() {
        return Keccak256.hash(canonical().getBytes(StandardCharsets.UTF_8));
    }
}
