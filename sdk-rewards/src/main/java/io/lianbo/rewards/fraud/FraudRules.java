package io.lianbo.rewards.fraud;

import io.lianbo.core.Hash32;
import io.lianbo.core.crypto.Keccak256;
import io.lianbo.core.json.CanonicalJson;
import io.lianbo.core.json.JsonObject;
import io.lianbo.rewards.fraud.FraudRule.Threshold;
import io.lianbo.rewards.internal.Identifiers;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The published rules by which interactions are doubted: a versioned document with a hash, as the {@link io.lianbo.rewards.scoring.ScoringRules} are.
 *
 * {@snippet class="io.lianbo.rewards.fraud.FraudRulesTest" region="rules"}
 *
 * @param name what the rules are called, 1 to 128 visible characters
 * @param version 1 to 2^31-1, raised by whoever changes the document
 * @param purchase the type of interaction that is an order
 * @param view the type of interaction that is watching
 * @param comment the type of interaction that has a text
 * @param sharedBy the most users who share a payer, a device or an address as one identity; where more do, it is a café or a company and says nothing
 * @param thresholds what each rule asks for; a rule that is not in it looks for nothing
 */
public record FraudRules(
        String name,
        int version,
        String purchase,
        String view,
        String comment,
        int sharedBy,
        Map<FraudRule, Threshold> thresholds) {

    /** The value of the document's {@code format} key. */
    public static final String FORMAT = "lianbo.fraud-rules/1";

    public FraudRules {
        Identifiers.check("rules name", name);
        Identifiers.checkType(purchase);
        Identifiers.checkType(view);
        Identifiers.checkType(comment);
        if (version < 1) {
            throw new IllegalArgumentException("rules version must be 1 or more: " + version);
        }
        if (sharedBy < 2 || sharedBy > Threshold.MOST) {
            throw new IllegalArgumentException("sharedBy must be 2 to " + Threshold.MOST + ": " + sharedBy);
        }
        Map<FraudRule, Threshold> copy = new EnumMap<>(FraudRule.class);
        copy.putAll(thresholds);
        thresholds = Collections.unmodifiableMap(copy);
    }

    /** All rules with their standard thresholds; orders are called {@code purchase}, watching {@code watchSeconds} and texts {@code comment}, and an identity has at most eight accounts. */
    public static FraudRules standard() {
        Map<FraudRule, Threshold> thresholds = new EnumMap<>(FraudRule.class);
        for (FraudRule rule : FraudRule.values()) {
            thresholds.put(rule, rule.standard());
        }
        return new FraudRules("standard", 1, "purchase", "watchSeconds", "comment", 8, thresholds);
    }

    /**
     * Reads the published document.
     *
     * @throws IllegalArgumentException naming the key, what was given and what is allowed
     */
    public static FraudRules parse(String json) {
        return read(JsonObject.parse("fraud rules", json));
    }

    /**
     * Reads the document where it is kept as YAML; the same document has the same hash as in JSON.
     *
     * @throws IllegalArgumentException as {@link #parse}
     */
    public static FraudRules parseYaml(String yaml) {
        return read(JsonObject.parseYaml("fraud rules", yaml));
    }

    private static FraudRules read(JsonObject document) {
        document.only("format", "name", "version", "purchase", "view", "comment", "sharedBy", "rules");
        if (!document.text("format").equals(FORMAT)) {
            throw document.malformed("format must be \"" + FORMAT + "\": \"" + document.text("format") + '"');
        }
        JsonObject rules = document.object("rules");
        Map<FraudRule, Threshold> thresholds = new EnumMap<>(FraudRule.class);
        String[] keys = new String[FraudRule.values().length];
        int count = 0;
        for (FraudRule rule : FraudRule.values()) {
            keys[count++] = rule.key();
            if (rules.keys().contains(rule.key())) {
                JsonObject numbers = rules.object(rule.key()).only(rule.firstKey(), rule.secondKey(), "weight");
                thresholds.put(
                        rule,
                        new Threshold(
                                (int) numbers.integer(rule.firstKey(), 1, Threshold.MOST),
                                (int) numbers.integer(rule.secondKey(), 1, Threshold.MOST),
                                (int) numbers.integer("weight", 0, 9_999)));
            }
        }
        rules.only(keys);
        return new FraudRules(
                document.text("name", text -> Identifiers.check("rules name", text)),
                (int) document.integer("version", 1, Integer.MAX_VALUE),
                document.text("purchase", Identifiers::checkType),
                document.text("view", Identifiers::checkType),
                document.text("comment", Identifiers::checkType),
                (int) document.integer("sharedBy", 2, Threshold.MOST),
                thresholds);
    }

    /** The document in canonical form (RFC 8785). */
    public String canonical() {
        Map<String, Object> rules = new LinkedHashMap<>();
        thresholds.forEach((rule, threshold) -> {
            Map<String, Object> numbers = new LinkedHashMap<>();
            numbers.put(rule.firstKey(), threshold.first());
            numbers.put(rule.secondKey(), threshold.second());
            numbers.put("weight", threshold.weight());
            rules.put(rule.key(), numbers);
        });
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("format", FORMAT);
        document.put("name", name);
        document.put("version", version);
        document.put("purchase", purchase);
        document.put("view", view);
        document.put("comment", comment);
        document.put("sharedBy", sharedBy);
        document.put("rules", rules);
        return new String(CanonicalJson.bytes(document), StandardCharsets.UTF_8);
    }

    /** Keccak-256 of the canonical form's UTF-8 bytes. */
    public Hash32 hash() {
        return Keccak256.hash(canonical().getBytes(StandardCharsets.UTF_8));
    }
}
