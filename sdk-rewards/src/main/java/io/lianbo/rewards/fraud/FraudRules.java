package io.lianbo.rewards.fraud;

import io.lianbo.core.Hash32;
import io.lianbo.core.crypto.Keccak256;
import io.lianbo.core.json.CanonicalJson;
import io.lianbo.core.json.JsonObject;
import io.lianbo.rewards.internal.Identifiers;
import io.lianbo.rewards.scoring.Context;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The published rules by which accounts and interactions are doubted: a versioned JSON document with a hash, as {@link io.lianbo.rewards.scoring.ScoringRules} are. {@link
 * #DEFAULT} looks for every {@link FraudPattern}; a document looks for those that it names.
 *
 * {@snippet class="io.lianbo.rewards.fraud.FraudRulesTest" region="rules"}
 *
 * <p>The document is read strictly: an unknown, missing or doubled key, or a number out of its range, is refused with an error that names the key. The canonical form
 * writes every threshold out, so that a change of a default never changes what a published hash means.
 *
 * @param name what the rules are called, 1 to 128 visible characters
 * @param version 1 to 2^31-1, raised by whoever changes the document
 * @param types what the platform calls the interactions that rules look at
 * @param clusters when accounts are taken for one identity
 * @param rules by pattern; what is not in it is not looked for
 */
public record FraudRules(
        String name, int version, Types types, Clusters clusters, SortedMap<FraudPattern, FraudRule> rules) {

    /** The value of the document's {@code format} key. */
    public static final String FORMAT = "lianbo.fraud-rules/1";

    /** All patterns with their default thresholds and weights. */
    public static final FraudRules DEFAULT = of(
            "lianbo-default",
            1,
            Arrays.stream(FraudPattern.values()).map(FraudRule::of).toArray(FraudRule[]::new));

    public FraudRules {
        Identifiers.check("rules name", name);
        if (version < 1) {
            throw new IllegalArgumentException("rules version must be 1 or more: " + version);
        }
        rules = Collections.unmodifiableSortedMap(new TreeMap<>(rules));
        rules.forEach((pattern, rule) -> {
            if (rule.pattern() != pattern) {
                throw new IllegalArgumentException("rule under " + pattern + " must be for it: " + rule.pattern());
            }
        });
    }

    /** Rules written in Java, with the default types and clusters. */
    public static FraudRules of(String name, int version, FraudRule... rules) {
        SortedMap<FraudPattern, FraudRule> byPattern = new TreeMap<>();
        for (FraudRule rule : rules) {
            if (byPattern.put(rule.pattern(), rule) != null) {
                throw new IllegalArgumentException("a pattern must have one rule: " + rule.pattern() + " has two");
            }
        }
        return new FraudRules(name, version, Types.DEFAULT, Clusters.DEFAULT, byPattern);
    }

    /** The same for a platform that calls its interactions otherwise. */
    public FraudRules about(Types types) {
        return new FraudRules(name, version, types, clusters, rules);
    }

    /** The same with other limits for clusters. */
    public FraudRules clustering(Clusters clusters) {
        return new FraudRules(name, version, types, clusters, rules);
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
        document.only("format", "name", "version", "types", "clusters", "rules");
        if (!document.text("format").equals(FORMAT)) {
            throw document.malformed("format must be \"" + FORMAT + "\": \"" + document.text("format") + '"');
        }
        String name = document.text("name", text -> Identifiers.check("rules name", text));
        int version = (int) document.integer("version", 1, Integer.MAX_VALUE);
        Types types = document.keys().contains("types") ? types(document.object("types")) : Types.DEFAULT;
        Clusters clusters =
                document.keys().contains("clusters") ? clusters(document.object("clusters")) : Clusters.DEFAULT;
        JsonObject given = document.object("rules").only(names());
        SortedMap<FraudPattern, FraudRule> rules = new TreeMap<>();
        for (String key : given.keys()) {
            FraudPattern pattern = FraudPattern.valueOf(key);
            rules.put(pattern, rule(pattern, given.object(key)));
        }
        return document.made(() -> new FraudRules(name, version, types, clusters, rules));
    }

    private static String[] names() {
        return Arrays.stream(FraudPattern.values()).map(FraudPattern::name).toArray(String[]::new);
    }

    private static FraudRule rule(FraudPattern pattern, JsonObject given) {
        List<String> keys = new ArrayList<>(pattern.thresholds().keySet());
        keys.add("weight");
        given.only(keys.toArray(String[]::new));
        FraudRule standard = pattern.standard();
        SortedMap<String, Long> values = new TreeMap<>();
        pattern.thresholds()
                .forEach((key, threshold) -> values.put(
                        key, given.optionalInteger(key, 1, threshold.max()).orElse(threshold.standard())));
        int weight = (int)
                given.optionalInteger("weight", 0, Context.FULL_QUALITY - 1).orElse(standard.weight());
        return new FraudRule(pattern, weight, values);
    }

    private static Types types(JsonObject types) {
        types.only("purchase", "chat", "view");
        return types.made(() -> new Types(types.text("purchase"), types.text("chat"), types.text("view")));
    }

    private static Clusters clusters(JsonObject clusters) {
        clusters.only("maxAccounts", "maxCluster", "overlap", "open");
        return clusters.made(() -> new Clusters(
                (int) clusters.integer("maxAccounts", 2, Clusters.MOST),
                (int) clusters.integer("maxCluster", 2, Clusters.MOST),
                (int) clusters.integer("overlap", 1, Context.FULL_QUALITY),
                clusters.keys().contains("open") ? new TreeSet<>(clusters.texts("open")) : new TreeSet<>()));
    }

    /** The document in canonical form (RFC 8785), with everything written out. */
    public String canonical() {
        Map<String, Object> byPattern = new LinkedHashMap<>();
        rules.forEach((pattern, rule) -> {
            Map<String, Object> members = new LinkedHashMap<>(rule.thresholds());
            members.put("weight", rule.weight());
            byPattern.put(pattern.name(), members);
        });
        Map<String, Object> typeNames = new LinkedHashMap<>();
        typeNames.put("purchase", types.purchase());
        typeNames.put("chat", types.chat());
        typeNames.put("view", types.view());
        Map<String, Object> limits = new LinkedHashMap<>();
        limits.put("maxAccounts", clusters.maxAccounts());
        limits.put("maxCluster", clusters.maxCluster());
        limits.put("overlap", clusters.overlap());
        limits.put("open", List.copyOf(clusters.open()));
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("format", FORMAT);
        document.put("name", name);
        document.put("version", version);
        document.put("types", typeNames);
        document.put("clusters", limits);
        document.put("rules", byPattern);
        return new String(CanonicalJson.bytes(document), StandardCharsets.UTF_8);
    }

    /** Keccak-256 of the canonical form's UTF-8 bytes. */
    public Hash32 hash() {
        return Keccak256.hash(canonical().getBytes(StandardCharsets.UTF_8));
    }

    /**
     * What the platform calls the interactions that rules look at.
     *
     * @param purchase what is bought
     * @param chat what is written in a session
     * @param view what says that somebody watched
     */
    public record Types(String purchase, String chat, String view) {

        /** {@code purchase}, {@code comment} and {@code watchSeconds}. */
        public static final Types DEFAULT = new Types("purchase", "comment", "watchSeconds");

        public Types {
            Identifiers.checkType(purchase);
            Identifiers.checkType(chat);
            Identifiers.checkType(view);
        }
    }

    /**
     * When accounts are taken for one identity: they share a payer, a device or an address that few have; or two traces, the funding source too, that nearly the same accounts
     * have. A trace of many accounts, such as the computer of an internet cafe or the address of a dormitory, joins nobody by itself.
     *
     * @param maxAccounts the most accounts of a trace that joins them by itself, 2 to {@value #MOST}
     * @param maxCluster the most accounts that single traces join into one cluster, 2 to {@value #MOST}; a link that would make it larger is left out
     * @param overlap of the accounts of either of two traces, the share in basis points that must have both in one interaction, 1 to 10,000; such pairs join any number
     * @param open traces that are known to belong to many, such as the address of an exchange; they say nothing
     */
    public record Clusters(int maxAccounts, int maxCluster, int overlap, SortedSet<String> open) {

        static final int MOST = 1_000_000;

        /** 5 accounts a trace, as a household has, 30 a cluster, 90 % overlap, no trace known as open. */
        public static final Clusters DEFAULT = new Clusters(5, 30, 9_000, new TreeSet<>());

        public Clusters {
            range("maxAccounts", maxAccounts, 2, MOST);
            range("maxCluster", maxCluster, 2, MOST);
            range("overlap", overlap, 1, Context.FULL_QUALITY);
            open = Collections.unmodifiableSortedSet(new TreeSet<>(open));
            open.forEach(trace -> Identifiers.check("open trace", trace));
        }

        /** The same with traces that belong to many and say nothing. */
        public Clusters knowing(String... openTraces) {
            SortedSet<String> more = new TreeSet<>(open);
            more.addAll(Arrays.asList(openTraces));
            return new Clusters(maxAccounts, maxCluster, overlap, more);
        }

        private static void range(String what, int value, int min, int max) {
            if (value < min || value > max) {
                throw new IllegalArgumentException(what + " must be " + min + " to " + max + ": " + value);
            }
        }
    }
}
