package io.lianbo.core.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** YAML is what JSON can say, and nothing of what it can do besides. */
class StrictYamlTest {

    @Test
    void readsWhatPeopleWrite() {
        // @start region="read"
        Object document = StrictYaml.parse("""
                drop: tea-2026            # the name
                collection: 0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed
                tiers: [1, 2]
                """);
        // {drop=tea-2026, collection=0x5aAe..., tiers=[1, 2]}, whatever reads 0x as a number elsewhere
        // @end region="read"
        assertThat(document)
                .isEqualTo(Map.of(
                        "drop",
                        "tea-2026",
                        "collection",
                        "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
                        "tiers",
                        List.of(1L, 2L)));
    }

    @Test
    void readsTheValuesOfJson() {
        assertThat(StrictYaml.parse("[null, true, false, -3, 1.50, 12345678901234567890, '7', \"\\u00e4\", {a: }, []]"))
                .isEqualTo(Arrays.asList(
                        null,
                        true,
                        false,
                        -3L,
                        new BigDecimal("1.50"),
                        new BigInteger("12345678901234567890"),
                        "7",
                        "ä",
                        Collections.singletonMap("a", null),
                        List.of()));
    }

    @ParameterizedTest
    @CsvSource({"no", "yes", "on", "NO", "~x", "2026-11-30", "2026-11-30T12:00:00Z", "007", "0o17", "1_000", "12:30"})
    void readsWhatElsewhereIsMuchAsText(String text) {
        assertThat(StrictYaml.parse(text)).isEqualTo(text);
    }

    @Test
    void keepsTheOrderAndCannotBeChanged() {
        Map<?, ?> map = (Map<?, ?>) StrictYaml.parse("z: 1\na: 2\nm: 3\n");
        assertThat(map.keySet().toString()).isEqualTo("[z, a, m]");
        assertThat(map).isUnmodifiable();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a: 1\\na: 2            | $: the key \"a\" is there twice; each key is allowed once (line 2, column 1)",
                "a: {b: 1, b: 2}        | $.a: the key \"b\" is there twice",
                "1: x                   | $: a key must be text; put it in quotes (line 1, column 1)",
                "[a]: x                 | $: a key must be text",
                "a: &x 1                | $.a: an anchor is not allowed (line 1, column 4)",
                "a: *x                  | $.a: an alias is not allowed",
                "a: !!java/Foo x        | $.a: a tag is not allowed",
                "a: !!set {}            | $.a: a tag is not allowed",
                "--- 1\\n--- 2          | $: nothing is allowed after the first document (line 2, column 1)",
                "a: .inf                | $.a: a number must be written as in JSON",
                "a: .nan                | $.a: a number must be written as in JSON",
                "a: [1                  | line 1",
                "a: b: c                | line 1, column 5",
                "'\t- a: 1'             | line 1",
                "''                     | $: the document is empty",
            })
    void refusesWhatTwoReadersCouldReadDifferently(String yaml, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StrictYaml.parse(yaml.replace("\\n", "\n")))
                .withMessageContaining(message);
    }

    @Test
    void isReadKeyByKey() {
        JsonObject rules = JsonObject.parseYaml("drop.yaml", "collection: 0x00\nlimit: 7\n");
        assertThat(rules.integer("limit", 0, 10)).isEqualTo(7);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JsonObject.parseYaml("drop.yaml", "- 1"))
                .withMessage("drop.yaml must be a mapping: an array");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JsonObject.parseYaml("drop.yaml", "a: *b"))
                .withMessageStartingWith("drop.yaml must be YAML: $.a: an alias is not allowed");
    }

    @Test
    void isBoundedInDepthAndLength() {
        assertThat(StrictYaml.parse("[".repeat(64) + "]".repeat(64))).isNotNull();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StrictYaml.parse("[".repeat(65) + "]".repeat(65)))
                .withMessageContaining("more than 64 levels");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StrictYaml.parse("[".repeat(500_000)))
                .withMessageContaining("more than 64 levels");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StrictYaml.parse("a: " + "x".repeat(1 << 20)))
                .withMessageContaining("more than 1048576 characters");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StrictYaml.parse("a: \uD800"))
                .withMessageContaining("surrogate");
    }
}
