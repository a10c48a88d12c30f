package io.lianbo.rewards.fraud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lianbo.core.crypto.Keccak256;
import io.lianbo.core.json.CanonicalJson;
import java.nio.charset.StandardCharsets;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class FraudRulesTest {

    // @start region="rules"
    static final FraudRules RULES = FraudRules.parse("""
            {
              "format": "lianbo.fraud-rules/1",
              "name": "spring-tea-show",
              "version": 2,
              "types": {"purchase": "purchase", "chat": "comment", "view": "watchSeconds"},
              "clusters": {"maxAccounts": 5, "maxCluster": 30, "overlap": 9000, "open": ["exchange-1"]},
              "rules": {
                "ORDER_VELOCITY": {"orders": 20, "weight": 2500},
                "MONEY_CYCLE": {},
                "DUPLICATE_TEXT": {"share": 9000}
              }
            }
            """);
    // @end region="rules"

    private static final String SMALLEST = """
            {"format": "lianbo.fraud-rules/1", "name": "n", "version": 1, "rules": {"REFUND_RATIO": {"orders": 9}}}""";

    @Test
    void readTheDocument() {
        assertThat(RULES.version()).isEqualTo(2);
        assertThat(RULES.clusters()).isEqualTo(FraudRules.Clusters.DEFAULT.knowing("exchange-1"));
        assertThat(RULES.types()).isEqualTo(FraudRules.Types.DEFAULT);
        assertThat(RULES.rules())
                .containsOnlyKeys(FraudPattern.ORDER_VELOCITY, FraudPattern.MONEY_CYCLE, FraudPattern.DUPLICATE_TEXT)
                .containsEntry(
                        FraudPattern.ORDER_VELOCITY,
                        FraudRule.of(FraudPattern.ORDER_VELOCITY)
                                .with("orders", 20)
                                .weighing(2_500))
                .containsEntry(FraudPattern.MONEY_CYCLE, FraudRule.of(FraudPattern.MONEY_CYCLE))
                .containsEntry(
                        FraudPattern.DUPLICATE_TEXT,
                        FraudRule.of(FraudPattern.DUPLICATE_TEXT).with("share", 9_000));
    }

    @Test
    void areTheSameWrittenInJavaAndInYaml() {
        FraudRules written = FraudRules.of(
                        "spring-tea-show",
                        2,
                        FraudRule.of(FraudPattern.DUPLICATE_TEXT).with("share", 9_000),
                        FraudRule.of(FraudPattern.MONEY_CYCLE),
                        FraudRule.of(FraudPattern.ORDER_VELOCITY)
                                .with("orders", 20)
                                .weighing(2_500))
                .clustering(FraudRules.Clusters.DEFAULT.knowing("exchange-1"));
        FraudRules yaml = FraudRules.parseYaml("""
                format: lianbo.fraud-rules/1
                name: n
                version: 1
                rules:
                  REFUND_RATIO:
                    orders: 9
                """);

        assertThat(written).isEqualTo(RULES);
        assertThat(written.hash()).isEqualTo(RULES.hash());
        assertThat(yaml).isEqualTo(FraudRules.parse(SMALLEST));
    }

    @Test
    void hashEverythingWrittenOut() {
        FraudRules rules = FraudRules.parse(SMALLEST);

        assertThat(rules.canonical())
                .isEqualTo(CanonicalJson.canonicalize(rules.canonical()))
                .isEqualTo("{\"clusters\":{\"maxAccounts\":5,\"maxCluster\":30,\"open\":[],\"overlap\":9000},"
                        + "\"format\":\"lianbo.fraud-rules/1\",\"name\":\"n\","
                        + "\"rules\":{\"REFUND_RATIO\":{\"orders\":9,\"share\":6000,\"weight\":0}},"
                        + "\"types\":{\"chat\":\"comment\",\"purchase\":\"purchase\",\"view\":\"watchSeconds\"},"
                        + "\"version\":1}");
        assertThat(rules.hash()).isEqualTo(Keccak256.hash(rules.canonical().getBytes(StandardCharsets.UTF_8)));
        assertThat(FraudRules.parse(RULES.canonical())).isEqualTo(RULES);
        assertThat(FraudRules.parse(FraudRules.DEFAULT.canonical())).isEqualTo(FraudRules.DEFAULT);
        assertThat(FraudRules.DEFAULT.rules()).containsOnlyKeys(FraudPattern.values());
    }

    @Test
    void changeTheirHashWithAnyChange() {
        String document = RULES.canonical();
        assertThat(FraudRules.parse(document.replace("\"share\":9000", "\"share\":9001"))
                        .hash())
                .isNotEqualTo(RULES.hash());
        assertThat(FraudRules.parse(document.replace("exchange-1", "exchange-2"))
                        .hash())
                .isNotEqualTo(RULES.hash());
        assertThat(FraudRules.parse(document.replace("\"weight\":2500", "\"weight\":2501"))
                        .hash())
                .isNotEqualTo(RULES.hash());
        assertThat(RULES.about(new FraudRules.Types("order", "comment", "watchSeconds"))
                        .hash())
                .isNotEqualTo(RULES.hash());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "lianbo.fraud-rules/1 | lianbo.fraud-rules/2 | format must be \"lianbo.fraud-rules/1\"",
                "\"orders\": 9 | \"orders\": 0 | orders",
                "\"orders\": 9 | \"orders\": 9.5 | orders",
                "\"orders\": 9 | \"orders\": 1000000001 | orders",
                "\"orders\": 9 | \"share\": 10001 | share",
                "\"orders\": 9 | \"weight\": 10000 | weight",
                "\"orders\": 9 | \"order\": 9 | order",
                "REFUND_RATIO | REFUND_RATE | REFUND_RATE",
                "\"version\": 1 | \"version\": 0 | version",
                "\"name\": \"n\" | \"name\": \"n n\" | name",
                "\"name\": \"n\" | \"name\": \"n\", \"clusters\": {\"maxAccounts\": 1} | maxAccounts",
                "\"name\": \"n\" | \"name\": \"n\", \"types\": {\"purchase\": \"P\", \"chat\": \"c\", \"view\": \"v\"} | type",
            })
    void areReadStrictly(String good, String bad, String named) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FraudRules.parse(SMALLEST.replace(good, bad)))
                .withMessageContaining(named);
    }

    @ParameterizedTest
    @EnumSource(FraudPattern.class)
    void refuseThresholdsThatThePatternHasNot(FraudPattern pattern) {
        FraudRule rule = FraudRule.of(pattern);
        String key = rule.thresholds().firstKey();
        assertThat(rule.with(key, 1).thresholds()).containsEntry(key, 1L);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> rule.with("friends", 1))
                .withMessageContaining(pattern + " has the thresholds")
                .withMessageContaining("friends");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new FraudRule(pattern, 0, new TreeMap<>()))
                .withMessageContaining(pattern + " has the thresholds");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> rule.with(key, 0))
                .withMessageContaining(pattern + "." + key + " must be 1 to ");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> rule.weighing(10_000))
                .withMessage("weight must be 0 to 9999 basis points: 10000");
    }

    @Test
    void refuseLimitsOutOfRangeAndTwoRulesOfOnePattern() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new FraudRules.Clusters(1, 30, 9_000, new TreeSet<>()))
                .withMessage("maxAccounts must be 2 to 1000000: 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FraudRules.Clusters.DEFAULT.knowing("two words"))
                .withMessageContaining("open trace");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FraudRules.of(
                        "n", 1, FraudRule.of(FraudPattern.MONEY_CYCLE), FraudRule.of(FraudPattern.MONEY_CYCLE)))
                .withMessage("a pattern must have one rule: MONEY_CYCLE has two");
    }
}
