package io.lianbo.did.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lianbo.core.Verdict;
import io.lianbo.core.Verdict.Reason;
import io.lianbo.core.json.StrictJson;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonSchemaTest {
    @Test
    void saysWhereAValueDoesNotFit() {
        // @start region="schema"
        JsonSchema ticket = JsonSchema.parse("""
                {
                  "type": "object",
                  "properties": {
                    "seat": {"type": "string", "pattern": "^[A-Z][0-9]{1,3}$"},
                    "doors": {"type": "string", "format": "date-time"}
                  },
                  "required": ["seat"],
                  "additionalProperties": false
                }""");
        Verdict<Map<String, Object>> verdict = ticket.validate(Map.of("seat", "Z9999"));
        // @end region="schema"
        assertThat(verdict.reasons()).extracting(Reason::code).containsExactly("SCHEMA_MISMATCH");
        assertThat(verdict.reasons().getFirst().detail()).startsWith("/seat: ");
        Map<String, Object> good = Map.of("seat", "A12", "doors", "2026-11-24T20:00:00Z");
        assertThat(ticket.validate(good).value()).contains(good);
        assertThat(ticket.require(good)).isSameAs(good);
        assertThat(ticket.validate(Map.of("seat", "A1", "doors", "tonight"))
                        .reasons()
                        .getFirst()
                        .detail())
                .startsWith("/doors: ");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ticket.require(Map.of("row", 1)))
                .withMessageContaining("seat")
                .withMessageContaining("row");
        assertThat(ticket.toString()).contains("[A-Z]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"type\":\"integer\"}|1|1.5",
                "{\"type\":\"number\",\"multipleOf\":0.01}|19.99|19.999",
                "{\"enum\":[\"a\",null]}|null|\"b\"",
                "{\"const\":{\"a\":[1]}}|{\"a\":[1]}|{\"a\":[2]}",
                "{\"type\":\"array\",\"uniqueItems\":true,\"maxItems\":2}|[1,2]|[1,1]",
                "{\"prefixItems\":[{\"type\":\"string\"}],\"items\":false}|[\"a\"]|[\"a\",1]",
                "{\"oneOf\":[{\"type\":\"string\"},{\"minimum\":5}]}|7|1",
                "{\"$defs\":{\"p\":{\"minimum\":0}},\"properties\":{\"x\":{\"$ref\":\"#/$defs/p\"}}}|{\"x\":0}|{\"x\":-1}",
                "{\"$defs\":{\"p\":{\"$id\":\"urn:x:p\",\"minimum\":0}},\"$ref\":\"urn:x:p\"}|0|-1",
                "{\"if\":{\"required\":[\"a\"]},\"then\":{\"required\":[\"b\"]}}|{\"a\":1,\"b\":1}|{\"a\":1}",
                "{\"allOf\":[{\"properties\":{\"a\":true}}],\"unevaluatedProperties\":false}|{\"a\":1}|{\"b\":1}",
                "{\"dependentRequired\":{\"a\":[\"b\"]}}|{\"b\":1}|{\"a\":1}",
                "{\"format\":\"uri\"}|\"did:web:a\"|\"not a uri\"",
                "{\"format\":\"date\"}|\"2026-02-28\"|\"2026-02-30\""
            })
    void checksWhatDraft202012Says(String schema, String fits, String doesNot) {
        JsonSchema read = JsonSchema.parse(schema);

        assertThat(reasons(read, fits)).isEmpty();
        assertThat(reasons(read, doesNot)).isNotEmpty();
    }

    private static List<Reason> reasons(JsonSchema schema, String json) {
        Object value = StrictJson.parse(json);
        return value == null
                ? JsonSchema.parse("{\"properties\":{\"v\":" + schema + "}}")
                        .validate(StrictJson.parseObject("{\"v\":null}"))
                        .reasons()
                : schema.validate(value).reasons();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"$ref\":\"https://elsewhere.example/schema\"}",
                "{\"properties\":{\"a\":{\"$ref\":\"https://elsewhere.example/schema\"}}}",
                "{\"$id\":\"https://elsewhere.example/\",\"items\":{\"$ref\":\"other\"}}",
                "{\"$ref\":\"classpath:/draft/2020-12/schema\"}",
                "{\"$ref\":\"file:///etc/hostname\"}",
                "{\"$ref\":\"#/$defs/nowhere\"}",
                "{\"$schema\":\"http://json-schema.org/draft-07/schema#\"}",
                "{\"$schema\":7}",
                "{\"type\":\"text\"}",
                "{\"pattern\":\"(\"}",
                "{\"minimum\":\"1\"}",
                "[]",
                "true",
                "{"
            })
    void refusesASchemaThatIsNoneOrLeadsElsewhere(String json) {
        assertThatIllegalArgumentException().isThrownBy(() -> JsonSchema.parse(json));
    }

    @Test
    void hostileValuesAreRefusedInBoundedTime() {
        JsonSchema schema = JsonSchema.parse("{\"$defs\":{\"n\":{\"items\":{\"$ref\":\"#/$defs/n\"},"
                + "\"type\":[\"array\",\"integer\"],\"multipleOf\":1}},\"$ref\":\"#/$defs/n\"}");
        Object deep = 1;
        for (int i = 0; i < 10_000; i++) {
            deep = List.of(deep);
        }
        for (Object hostile :
                List.of(deep, new BigDecimal("1e999999999"), new BigDecimal("1e-999999999"), new Object())) {
            assertThat(schema.validate(hostile).reasons())
                    .extracting(Reason::code)
                    .containsExactly("SCHEMA_MISMATCH");
        }
        assertThat(JsonSchema.parse("{\"$ref\":\"#\"}").validate(1).reasons())
                .extracting(Reason::code)
                .containsExactly("SCHEMA_MISMATCH");
        List<Object> many = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            many.add("x");
        }
        assertThat(schema.validate(many).reasons()).hasSize(20);
    }
}
