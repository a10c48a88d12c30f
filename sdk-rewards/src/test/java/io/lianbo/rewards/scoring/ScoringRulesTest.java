package io.lianbo.rewards.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lianbo.core.crypto.Keccak256;
import io.lianbo.core.json.CanonicalJson;
import java.nio.charset.StandardCharsets;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScoringRulesTest {

    // @start region="rules"
    static final ScoringRules RULES = ScoringRules.parse("""
            {
              "format": "lianbo.scoring-rules/1",
              "name": "spring-tea-show",
              "version": 3,
              "interactions": {
                "watchSeconds": {"points": 1, "per": 60, "maxPoints": 120},
                "comment":      {"points": 8, "per": 1, "halveEvery": 5},
                "like":         {"points": 1, "per": 1, "maxPoints": 20},
                "purchase":     {"points": 1, "per": 100}
              }
            }
            """);
    // @end region="rules"

    private static final String SMALLEST = """
            {"format": "lianbo.scoring-rules/1", "name": "n", "version": 1, "interactions": {"like": {"points": 5, "per": 1}}}""";

    @Test
    void readsTheDocument() {
        assertThat(RULES.name()).isEqualTo("spring-tea-show");
        assertThat(RULES.version()).isEqualTo(3);
        assertThat(RULES.interactions())
                .containsOnlyKeys("comment", "like", "purchase", "watchSeconds")
                .containsEntry(
                        "watchSeconds",
                        InteractionRule.of("watchSeconds", 1).per(60).atMost(120))
                .containsEntry("comment", InteractionRule.of("comment", 8).halvingEvery(5))
                .containsEntry("purchase", InteractionRule.of("purchase", 1).per(100));
    }

    @Test
    void hashesTheDocumentAsItWasPublished() {
        String canonical = CanonicalJson.canonicalize(SMALLEST);
        ScoringRules rules = ScoringRules.parse(SMALLEST);

        assertThat(rules.canonical())
                .isEqualTo(canonical)
                .isEqualTo(
                        "{\"format\":\"lianbo.scoring-rules/1\",\"interactions\":{\"like\":{\"per\":1,\"points\":5}},"
                                + "\"name\":\"n\",\"version\":1}");
        assertThat(rules.hash()).isEqualTo(Keccak256.hash(canonical.getBytes(StandardCharsets.UTF_8)));
        assertThat(ScoringRules.parse(rules.canonical())).isEqualTo(rules);
        assertThat(ScoringRules.parse(RULES.canonical()).canonical()).isEqualTo(RULES.canonical());
    }

    private static final String EVERYTHING = """
            format: lianbo.scoring-rules/1
            name: autumn-show
            version: 4
            maxPoints: 5000
            correctionWindow: 604800
            interactions:
              watchSeconds: {points: 1, per: 60, maxPerSession: 7200, halfLife: 86400}
              review: {points: 50, per: 1, maxPoints: 100, quadratic: true}
              purchase: {points: 1, per: 100, returnWindow: 604800, maxPointsOfAll: 1000000}
            referral: {of: purchase, levels: 1, points: 1, per: 1000, maxPoints: 500}
            """;

    @Test
    void areTheSameInYamlJsonAndJava() {
        // @start region="rule"
        ScoringRules rules = ScoringRules.of(
                        "autumn-show",
                        4,
                        InteractionRule.of("watchSeconds", 1)
                                .per(60)
                                .atMostPerSession(7_200)
                                .halvingIn(86_400),
                        InteractionRule.of("review", 50).atMost(100).byRoot(),
                        InteractionRule.of("purchase", 1)
                                .per(100)
                                .pendingFor(604_800)
                                .atMostOfAll(1_000_000))
                .rewarding(new Referral(
                        "purchase", InteractionRule.of("referral", 1).per(1_000).atMost(500)))
                .atMost(5_000)
                .correctingFor(604_800);
        // @end region="rule"
        assertThat(ScoringRules.parseYaml(EVERYTHING)).isEqualTo(rules);
        assertThat(ScoringRules.parse(rules.canonical())).isEqualTo(rules);
        assertThat(ScoringRules.parseYaml(EVERYTHING).hash()).isEqualTo(rules.hash());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "levels: 1 | levels: 2 | scoring rules: referral: levels must be 1: whoever brought the buyer is rewarded, and nobody above (line 10, column 11)",
                "levels: 1, | `` | scoring rules: missing key referral.levels",
                "of: purchase | of: review | scoring rules: referral.of must be a type with a returnWindow, as only settled purchases are rewarded: \"review\"",
                "of: purchase | of: dance | scoring rules: referral.of must be a type with a returnWindow, as only settled purchases are rewarded: \"dance\"",
                "quadratic: true | quadratic: false | scoring rules: interactions.review: quadratic must be true or left out: false (line 8, column 11)",
                "quadratic: true | quadratic: 1 | scoring rules: interactions.review.quadratic must be true or false: 1 (line 8, column 59)",
                "review: | refund: | scoring rules: no interaction may be called refund, which the rules keep",
                "review: | referral: | scoring rules: no interaction may be called referral, which the rules keep",
                "maxPoints: 5000 | maxPoints: 0 | scoring rules: maxPoints must be an integer from 1 to 1000000000000000: 0 (line 4, column 12)",
                "Window: 604800 | Window: 315576001 | scoring rules: correctionWindow must be an integer from 1 to 315576000: 315576001 (line 5, column 19)",
                "halfLife: 86400 | halfLife: 0 | scoring rules: interactions.watchSeconds.halfLife must be an integer from 1 to 315576000: 0 (line 7, column 69)",
            })
    void refuseWhatWouldNotBeFairOrSaysNothing(String part, String replacement, String message) {
        assertThat(EVERYTHING).contains(part);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ScoringRules.parseYaml(EVERYTHING.replaceFirst(part, replacement)))
                .withMessage(message);
    }

    @Test
    void refuseReferralRulesThatDecideForPurchases() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Referral(
                        "purchase", InteractionRule.of("referral", 1).pendingFor(5)))
                .withMessage("referrals have no maxPerSession, halfLife or returnWindow of their own; those of"
                        + " \"purchase\" decide when a purchase is settled");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Referral("purchase", InteractionRule.of("like", 1)))
                .withMessage("the rule of referrals must be of type referral: like");
    }

    @Test
    void areTheSameWrittenInJava() {
        ScoringRules written = ScoringRules.of(
                "spring-tea-show",
                3,
                InteractionRule.of("purchase", 1).per(100),
                InteractionRule.of("comment", 8).halvingEvery(5),
                InteractionRule.of("like", 1).atMost(20),
                InteractionRule.of("watchSeconds", 1).per(60).atMost(120));

        assertThat(written).isEqualTo(RULES);
        assertThat(written.hash()).isEqualTo(RULES.hash());
    }

    @Test
    void changeTheirHashWithAnyChange() {
        assertThat(ScoringRules.parse(SMALLEST.replace("\"points\": 5", "\"points\": 6"))
                        .hash())
                .isNotEqualTo(ScoringRules.parse(SMALLEST).hash());
        assertThat(ScoringRules.parse(SMALLEST.replace("\"version\": 1", "\"version\": 2"))
                        .hash())
                .isNotEqualTo(ScoringRules.parse(SMALLEST).hash());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"points\": 5 | \"points\": -3 | scoring rules: interactions.like.points must be an integer from 1 to 1000000000: -3",
                "\"points\": 5 | \"points\": 5.0 | scoring rules: interactions.like.points must be an integer from 1 to 1000000000: 5.0",
                "\"points\": 5 | \"points\": \"5\" | scoring rules: interactions.like.points must be an integer from 1 to 1000000000: \"5\"",
                "\"points\": 5 | \"points\": 99999999999999999999 | scoring rules: interactions.like.points must be an integer from 1 to 1000000000: 99999999999999999999",
                "\"points\": 5 | \"points\": null | scoring rules: interactions.like.points must be an integer from 1 to 1000000000: null",
                "\"points\": 5, | `` | scoring rules: missing key interactions.like.points",
                "\"per\": 1 | \"per\": 0 | scoring rules: interactions.like.per must be an integer from 1 to 1000000000000: 0",
                "\"per\": 1 | \"per\": 1, \"maxPoints\": 0 | scoring rules: interactions.like.maxPoints must be an integer from 1 to 1000000000000000: 0",
                "\"per\": 1 | \"per\": 1, \"halveEvery\": [] | scoring rules: interactions.like.halveEvery must be an integer from 1 to 1000000000000: an array",
                "\"per\": 1 | \"per\": 1, \"cap\": 3 | scoring rules: unknown key interactions.like.cap, allowed are points, per, maxPoints, maxPerSession, maxPointsOfAll, halveEvery, halfLife, returnWindow, quadratic",
                "{\"points\": 5, \"per\": 1} | 7 | scoring rules: interactions.like must be an object: 7",
                "\"like\": | \"Like it\": | scoring rules: interactions: interaction type must be a lower-case letter, then letters and digits, at most 64: \"Like it\"",
                "{\"like\": {\"points\": 5, \"per\": 1}} | {} | scoring rules: interactions must have 1 to 100 types: 0",
                "\"version\": 1 | \"version\": 0 | scoring rules: version must be an integer from 1 to 2147483647: 0",
                "\"name\": \"n\" | \"name\": \"\" | scoring rules: name: rules name must be 1 to 128 characters: 0 given",
                "\"name\": \"n\" | \"name\": \"a b\" | scoring rules: name: rules name must have no blank, control or unassigned character: U+0020 at 1",
                "\"name\": \"n\" | \"name\": true | scoring rules: name must be a string: true",
                "rules/1 | rules/2 | scoring rules: format must be \"lianbo.scoring-rules/1\": \"lianbo.scoring-rules/2\"",
                "{\"format\" | {\"extra\": 1, \"format\" | scoring rules: unknown key extra, allowed are format, name, version, interactions, referral, maxPoints, correctionWindow",
            })
    void refuseWhatTheDocumentMustNotSay(String part, String replacement, String message) {
        assertThat(SMALLEST).contains(part);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ScoringRules.parse(SMALLEST.replace(part, replacement)))
                .withMessage(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[] | scoring rules must be a JSON object: an array",
                "`` | scoring rules must be JSON:",
                "{ | scoring rules must be JSON:",
                "{\"format\":1,\"format\":1} | scoring rules must be JSON:",
            })
    void refuseWhatIsNoDocument(String json, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ScoringRules.parse(json))
                .withMessageStartingWith(message);
    }

    @Test
    void refuseTwoRulesForOneTypeAndRulesUnderAnotherName() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ScoringRules.of("n", 1, InteractionRule.of("like", 1), InteractionRule.of("like", 2)))
                .withMessage("a type must have one rule: like has two");
        TreeMap<String, InteractionRule> rules = new TreeMap<>();
        rules.put("share", InteractionRule.of("like", 1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ScoringRules("n", 1, rules, null, null, 0))
                .withMessage("rule under \"share\" must be for it: like");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ScoringRules.of("n", 1))
                .withMessage("rules must score 1 to 100 types of interaction: 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ScoringRules.of("n", 0, InteractionRule.of("like", 1)))
                .withMessage("rules version must be 1 or more: 0");
    }
}
