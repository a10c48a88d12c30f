package io.lianbo.core.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StrictJsonTest {
    @Test
    void readsADocumentAsJdkValues() {
        // @start region="read"
        Map<String, Object> tea = StrictJson.parseObject("{\"batch\":\"2026-03\",\"cakes\":357,\"grams\":357.50}");

        assertThat(tea.get("cakes")).isEqualTo(357L);
        assertThat(tea.get("grams")).isEqualTo(new BigDecimal("357.50"));
        // @end region="read"
    }

    @Test
    void readsEveryKindOfValue() {
        assertThat(StrictJson.parse(" [ null , true , false , \"\\u00e9\\/\\ud83c\\udf75\" , { } , [ ] ] "))
                .isEqualTo(Arrays.asList(null, true, false, "é/\uD83C\uDF75", Map.of(), List.of()));
    }

    @Test
    void keepsTheOrderOfKeys() {
        assertThat(StrictJson.parseObject("{\"z\":1,\"a\":2,\"m\":3}").keySet()).containsExactly("z", "a", "m");
    }

    @Test
    void keepsEveryDigitOfANumber() {
        assertThat(StrictJson.parse("[0,-1,9223372036854775807,-9223372036854775808,9223372036854775808]"))
                .isEqualTo(List.of(0L, -1L, Long.MAX_VALUE, Long.MIN_VALUE, BigInteger.TWO.pow(63)));
        assertThat(StrictJson.parse("[1.10,1e2,0.1234567890123456789012345678901234567890]"))
                .isEqualTo(List.of(
                        new BigDecimal("1.10"),
                        new BigDecimal("1e2"),
                        new BigDecimal("0.1234567890123456789012345678901234567890")));
    }

    @Test
    void givesValuesThatCannotBeChanged() {
        Map<String, Object> object = StrictJson.parseObject("{\"a\":[1]}");

        assertThatThrownBy(() -> object.put("b", 1L)).isInstanceOf(UnsupportedOperationException.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "{\"a\":1,\"a\":2} | $: the key \"a\" is there twice; each key is allowed once (line 1, column 8)",
                "{\"a\":1,\"\\u0061\":2} | $: the key \"a\" is there twice; each key is allowed once (line 1, column 8)",
                "{\"a\":[{},{\"b c\":{\"d\":1,\"d\":1}}]} | $.a[1][\"b c\"]: the key \"d\" is there twice; each key is allowed once (line 1, column 24)",
                "[\"\\ud83c\"] | $[0]: a surrogate without its partner is not allowed in text (line 1, column 2)",
                "[\"\\udf75\\ud83c\"] | $[0]: a surrogate without its partner is not allowed in text (line 1, column 2)",
                "{\"\\udf75\":1} | $: a surrogate without its partner is not allowed in text (line 1, column 2)",
                "[1] 2 | $: nothing is allowed after the document's one value (line 1, column 5)",
                "\uFEFF[] | $: a byte order mark is not allowed before the document (line 1, column 1)",
                "{\"a\":NaN} | $: Non-standard token 'NaN' is not JSON (line 1, column 9)",
                "[1e99999999999] | $[0]: the exponent of a number is too large: \"1e99999999999\" (line 1, column 2)",
            })
    void saysWhatIsRefusedAndWhere(String json, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StrictJson.parse(json))
                .withMessage(message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "[",
                "]",
                "}",
                "[1",
                "[1,",
                "[1,]",
                "[,1]",
                "[1,,2]",
                "[1 2]",
                "{\"a\"}",
                "{\"a\":}",
                "{\"a\":1,}",
                "{,}",
                "{a:1}",
                "{1:1}",
                "{'a':1}",
                "{\"a\":1 \"b\":2}",
                "{\"a\" 1}",
                "[1}",
                "{\"a\":1]",
                "01",
                "-01",
                "+1",
                ".5",
                "1.",
                "-",
                "1e",
                "1e+",
                "1.e5",
                "0x10",
                "1_0",
                "--1",
                "Infinity",
                "-Infinity",
                "NaN",
                "nul",
                "True",
                "nullx",
                "tru",
                "\"",
                "\"a",
                "'a'",
                "\"\\x\"",
                "\"\\u12\"",
                "\"\\u12g4\"",
                "\"\t\"",
                "\"\n\"",
                "\"\u0000\"",
                "[\"a\\\"]",
                "// a\n1",
                "/* a */1",
                "# a\n1",
                "1 // a",
                "[1]]",
                "{}{}",
                "null null",
                "\u00A01",
                "\u000B1",
                "1\u0000",
                "undefined",
                "\uFEFF"
            })
    void refusesWhatIsNoJson(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StrictJson.parse(text))
                .withMessageContaining("line ")
                .withMessageStartingWith("$");
        assertThatIllegalArgumentException().isThrownBy(() -> StrictJson.parse(text.getBytes(StandardCharsets.UTF_8)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "-0",
                "0.0",
                "-0.0e-0",
                "1E+2",
                "1e-2",
                "\"\"",
                "\"\u007f\u2028\"",
                "\t\r\n 1 \t\r\n",
                "[[]]",
                "{\"\":{}}"
            })
    void takesTheCornersOfTheGrammar(String text) {
        StrictJson.parse(text);
        assertThat(StrictJson.parse(text.getBytes(StandardCharsets.UTF_8))).isEqualTo(StrictJson.parse(text));
    }

    @Test
    void refusesARawLoneSurrogate() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StrictJson.parse("{\"a\":\"x\uD83C\"}"))
                .withMessageContaining("$.a: a surrogate without its partner");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4})
    void refusesBytesThatAreNotUtf8(int which) {
        byte[][] wrong = {
            {'"', (byte) 0xff, '"'}, // no such byte
            {'"', (byte) 0xc0, (byte) 0x80, '"'}, // overlong
            {'"', (byte) 0xed, (byte) 0xa0, (byte) 0x80, '"'}, // a surrogate
            {'"', (byte) 0xf4, (byte) 0x90, (byte) 0x80, (byte) 0x80, '"'}, // beyond U+10FFFF
            {'"', (byte) 0xe9}, // cut off
        };

        assertThatIllegalArgumentException()
                .isThrownBy(() -> StrictJson.parse(wrong[which]))
                .withMessage("$: the bytes are not UTF-8 (byte 1)");
    }

    @Test
    void refusesAByteOrderMarkInBytes() {
        byte[] marked = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf, '1'};

        assertThatIllegalArgumentException()
                .isThrownBy(() -> StrictJson.parse(marked))
                .withMessageContaining("byte order mark");
    }

    @Test
    void takes512LevelsAndRefusesOneMore() {
        StrictJson.parse("[".repeat(512) + "]".repeat(512));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> StrictJson.parse("[".repeat(513) + "]".repeat(513)))
                .withMessageContaining(
                        "more than 512 levels of objects and arrays are not allowed (line 1, column 513)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StrictJson.parse("{\"a\":".repeat(100_000)))
                .withMessageContaining("$.a.a.a")
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(300));
    }

    @Test
    void refusesAHugeNumberAtOnce() {
        String digits = "1".repeat(1_000_000);

        assertTimeoutPreemptively(Duration.ofSeconds(5), () -> {
            for (String number : List.of(digits, "-" + digits, "0." + digits, "1e" + digits)) {
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> StrictJson.parse("{\"n\":" + number + "}"))
                        .withMessageStartingWith("$.n: a number of " + number.length() + " characters is too long");
            }
        });
    }

    @Test
    void asksForAnObjectWhereOneIsNeeded() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StrictJson.parseObject("[1]"))
                .withMessage("$: an object { } is needed, and this is an array");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StrictJson.parseObject("null".getBytes(StandardCharsets.UTF_8)))
                .withMessage("$: an object { } is needed, and this is null");
    }

    @Test
    void readsBackWhatItWrites() {
        Random random = new Random(8785);
        for (int i = 0; i < 2_000; i++) {
            Object value = RandomJson.value(random, 5);

            assertThat(StrictJson.parse(StrictJson.write(value))).isEqualTo(value);
        }
    }

    @Test
    void writesWithoutWhiteSpaceInTheMapsOrder() {
        assertThat(StrictJson.write(
                        StrictJson.parse("{ \"z\" : [ 1.10 , -2, 1e400 ], \"a\" : \"\\u0000\\t\\u001f/<é\" }")))
                .isEqualTo("{\"z\":[1.10,-2,1E+400],\"a\":\"\\u0000\\t\\u001f/<é\"}");
    }

    @Test
    void refusesToWriteWhatJsonCannotSay() {
        List<Object> endless = new ArrayList<>();
        endless.add(endless);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> StrictJson.write(Map.of("a", List.of(1, new Object()))))
                .withMessageStartingWith("$.a[1]: JSON has no form for a java.lang.Object; allowed are Map");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StrictJson.write(Map.of(1, 2)))
                .withMessage("$: a key must be a String, and this is a number");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StrictJson.write(Double.NaN))
                .withMessageContaining("NaN");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StrictJson.write(1.5f))
                .withMessageContaining("java.lang.Float");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StrictJson.write("\uD800"))
                .withMessageContaining("surrogate");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StrictJson.write(endless))
                .withMessageContaining("more than 512 levels");
    }
}
