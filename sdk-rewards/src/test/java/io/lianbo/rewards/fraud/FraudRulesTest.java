package io.lianbo.rewards.fraud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lianbo.rewards.fraud.FraudRule.Threshold;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FraudRulesTest {

    // @start region="rules"
    static final FraudRules RULES = FraudRules.parseYaml("""
            format: lianbo.fraud-rules/1
            name: spring-tea-show
            version: 2
            purchase: purchase
            view: watchSeconds
            comment: comment
            sharedBy: 8
            rules:
              orderVelocity: {ordersPerBuyer: 3, minOrders: 12, weight: 0}
              refundRatio: {orders: 4, percent: 60, weight: 0}
              commonFunding: {users: 6, atMost: 50, weight: 5000}
            """);
    // @end region="rules"

    @Test
    void readTheDocument() {
        assertThat(RULES.thresholds())
                .isEqualTo(Map.of(
                        FraudRule.ORDER_VELOCITY,
                        new Threshold(3, 12, 0),
                        FraudRule.REFUND_RATIO,
                        new Threshold(4, 60, 0),
                        FraudRule.COMMON_FUNDING,
                        new Threshold(6, 50, 5_000)));
        assertThat(FraudRules.parse(RULES.canonical())).isEqualTo(RULES);
        assertThat(FraudRules.parse(RULES.canonical()).hash()).isEqualTo(RULES.hash());
        FraudRules standard = FraudRules.standard();
        assertThat(standard.thresholds()).containsOnlyKeys(FraudRule.values());
        assertThat(FraudRules.parse(standard.canonical())).isEqualTo(standard);
        assertThat(standard.hash()).isNotEqualTo(RULES.hash());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "orders: 4 | orders: 0 | fraud rules: rules.refundRatio.orders must be an integer from 1 to 1000000: 0",
                "orders: 4 | users: 4 | fraud rules: unknown key rules.refundRatio.users, allowed are orders, percent, weight",
                "weight: 5000 | weight: 10000 | fraud rules: rules.commonFunding.weight must be an integer from 0 to 9999: 10000",
                "sharedBy: 8 | sharedBy: 1 | fraud rules: sharedBy must be an integer from 2 to 1000000: 1",
                "rules/1 | rules/2 | fraud rules: format must be \"lianbo.fraud-rules/1\": \"lianbo.fraud-rules/2\"",
                "comment: comment | comment: Comment | fraud rules: comment: interaction type must be a lower-case letter, then letters and digits, at most 64: \"Comment\"",
                "version: 2 | version: 0 | fraud rules: version must be an integer from 1 to 2147483647: 0",
            })
    void refuseWhatTheDocumentMustNotSay(String part, String replacement, String message) {
        String yaml = """
                format: lianbo.fraud-rules/1
                name: n
                version: 2
                purchase: purchase
                view: watchSeconds
                comment: comment
                sharedBy: 8
                rules:
                  refundRatio: {orders: 4, percent: 60, weight: 0}
                  commonFunding: {users: 6, atMost: 50, weight: 5000}
                """;
        assertThat(yaml).contains(part);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FraudRules.parseYaml(yaml.replace(part, replacement)))
                .withMessage(message);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FraudRules.parseYaml(yaml.replace("refundRatio", "refundRate")))
                .withMessageStartingWith("fraud rules: unknown key rules.refundRate, allowed are orderVelocity,");
    }
}
