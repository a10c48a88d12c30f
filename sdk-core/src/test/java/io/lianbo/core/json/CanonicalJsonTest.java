package io.lianbo.core.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.lianbo.testsupport.Vectors;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.erdtman.jcs.JsonCanonicalizer;
import org.erdtman.jcs.NumberToJSON;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CanonicalJsonTest {
    @Test
    void givesTheCanonicalFormOfADocument() {
        // @start region="canonicalize"
        String canonical = CanonicalJson.canonicalize("{ \"grams\": 357.50, \"batch\": \"2026-03\" }");

        assertThat(canonical).isEqualTo("{\"batch\":\"2026-03\",\"grams\":357.5}");
        // @end region="canonicalize"
    }

    @Test
    void passesTheOutsideVectors() throws IOException {
        List<Path> inputs = Vectors.files("jcs/input", ".json");
        assertThat(inputs).isNotEmpty();
        for (Path input : inputs) {
            byte[] expected = Files.readAllBytes(input.resolveSibling(
                    Path.of("..", "output", input.getFileName().toString())));

            byte[] canonical = CanonicalJson.bytes(StrictJson.parse(Files.readAllBytes(input)));

            assertThat(new String(canonical, StandardCharsets.UTF_8))
                    .as(input.toString())
                    .isEqualTo(new String(expected, StandardCharsets.UTF_8));
            assertThat(canonical).isEqualTo(expected);
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({ // RFC 8785, appendix B
        "0000000000000000, 0",
        "8000000000000000, 0",
        "0000000000000001, 5e-324",
        "8000000000000001, -5e-324",
        "7fefffffffffffff, 1.7976931348623157e+308",
        "ffefffffffffffff, -1.7976931348623157e+308",
        "4340000000000000, 9007199254740992",
        "c340000000000000, -9007199254740992",
        "4430000000000000, 295147905179352830000",
        "44b52d02c7e14af5, 9.999999999999997e+22",
        "44b52d02c7e14af6, 1e+23",
        "44b52d02c7e14af7, 1.0000000000000001e+23",
        "444b1ae4d6e2ef4e, 999999999999999700000",
        "444b1ae4d6e2ef4f, 999999999999999900000",
        "444b1ae4d6e2ef50, 1e+21",
        "3eb0c6f7a0b5ed8c, 9.999999999999997e-7",
        "3eb0c6f7a0b5ed8d, 0.000001",
        "41b3de4355555553, 333333333.3333332",
        "41b3de4355555554, 333333333.33333325",
        "41b3de4355555555, 333333333.3333333",
        "41b3de4355555556, 333333333.3333334",
        "41b3de4355555557, 333333333.33333343",
        "becbf647612f3696, -0.0000033333333333333333",
        "43143ff3c1cb0959, 1424953923781206.2"
    })
    void writesTheNumbersOfTheStandard(String bits, String expected) {
        double value = Double.longBitsToDouble(Long.parseUnsignedLong(bits, 16));

        assertThat(canonical(value)).isEqualTo(expected);
        assertThat(CanonicalJson.canonicalize(new BigDecimal(value).toString())).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "1e21, 1e+21",
        "1e20, 100000000000000000000",
        "1e-6, 0.000001",
        "1e-7, 1e-7",
        "-1.5e-9, -1.5e-9",
        "123456789012345678901234567890, 1.2345678901234568e+29",
        "9007199254740993, 9007199254740992",
        "-0, 0",
        "-0.0, 0",
        "1e-400, 0",
        "0e999999999, 0",
        "1.7976931348623158e308, 1.7976931348623157e+308"
    })
    void roundsNumbersToTheNearestDouble(String number, String expected) {
        assertThat(CanonicalJson.canonicalize(number)).isEqualTo(expected);
    }

    @Test
    void refusesNumbersThatNoDoubleComesNear() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CanonicalJson.canonicalize("{\"a\":[1e309]}"))
                .withMessage("$.a[0]: a number must lie in the range of an IEEE 754 double (about 1.8e308): 1E+309");
        assertThatIllegalArgumentException().isThrownBy(() -> CanonicalJson.bytes(BigInteger.TEN.pow(309)));
        assertThatIllegalArgumentException().isThrownBy(() -> CanonicalJson.bytes(Double.NEGATIVE_INFINITY));
        assertThatIllegalArgumentException().isThrownBy(() -> CanonicalJson.bytes(Double.NaN));
        assertTimeoutPreemptively(Duration.ofSeconds(5), () -> {
            assertThatIllegalArgumentException().isThrownBy(() -> CanonicalJson.canonicalize("1e999999999"));
            assertThat(CanonicalJson.canonicalize("1.5e-999999999")).isEqualTo("0");
        });
    }

    @Test
    void sortsKeysByUtf16CodeUnits() {
        // U+1F600 starts with 0xD83D and so comes before U+FB33, though its code point is greater.
        assertThat(CanonicalJson.canonicalize("{\"\uFB33\":1,\"\uD83D\uDE00\":2,\"\u20AC\":3,\"1\":4,\"\":5}"))
                .isEqualTo("{\"\":5,\"1\":4,\"\u20AC\":3,\"\uD83D\uDE00\":2,\"\uFB33\":1}");
    }

    @Test
    void escapesOnlyWhatMustBe() {
        assertThat(CanonicalJson.canonicalize(
                        "\"\\u0000\\b\\t\\n\\u000b\\f\\r\\u001F\\\"\\\\\\/\\u007f\\u00e9\\u2028\""))
                .isEqualTo("\"\\u0000\\b\\t\\n\\u000b\\f\\r\\u001f\\\"\\\\/\u007fé\u2028\"");
    }

    @Test
    void refusesWhatStrictJsonRefuses() {
        for (String json : List.of("{\"a\":1,\"a\":1}", "\"\\ud800\"", "[1,]", "[".repeat(513) + "]".repeat(513))) {
            assertThatIllegalArgumentException().isThrownBy(() -> CanonicalJson.canonicalize(json));
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CanonicalJson.bytes(Map.of("a", "\uDC00")))
                .withMessageStartingWith("$.a: a surrogate without its partner");
    }

    @Test
    void isItsOwnCanonicalForm() {
        Random random = new Random(7493);
        for (int i = 0; i < 2_000; i++) {
            String canonical = canonical(RandomJson.value(random, 5));

            assertThat(CanonicalJson.canonicalize(canonical)).isEqualTo(canonical);
        }
    }

    @Test
    void agreesWithAnotherImplementationOnDocuments() throws IOException {
        Random random = new Random(20);
        for (int i = 0; i < 5_000; i++) {
            String json = StrictJson.write(RandomJson.object(random, 5));

            assertThat(CanonicalJson.canonicalize(json)).isEqualTo(new JsonCanonicalizer(json).getEncodedString());
        }
    }

    @Test
    void agreesWithAnotherImplementationOnNumbers() throws IOException {
        for (double value : numbers()) {
            if (value == 0 || Math.abs(value) >= Double.MIN_NORMAL) { // of 1e-320 that library makes 0.000...1e-178
                assertThat(canonical(value)).isEqualTo(NumberToJSON.serializeNumber(value));
            }
        }
    }

    @Test
    void writesTheFewestDigitsOfASubnormalNumber() {
        for (double value : numbers()) {
            if (value > 0 && value < Double.MIN_NORMAL) {
                BigDecimal exact = new BigDecimal(value);
                BigDecimal fewest = IntStream.rangeClosed(1, 17)
                        .mapToObj(digits -> exact.round(new MathContext(digits, RoundingMode.HALF_EVEN)))
                        .filter(rounded -> rounded.doubleValue() == value)
                        .findFirst()
                        .orElseThrow();

                assertThat(new BigDecimal(canonical(value))).isEqualByComparingTo(fewest);
            }
        }
    }

    @Test
    void writesTheShortestNumbersThatReadBack() {
        for (double value : numbers()) {
            assertThat(Double.parseDouble(canonical(value))).isEqualTo(value + 0.0); // minus zero reads back as zero
        }
    }

    private static List<Double> numbers() {
        List<Double> numbers = new ArrayList<>();
        Random random = new Random(754);
        for (int i = 0; i < 50_000; i++) {
            numbers.add(RandomJson.number(random));
        }
        for (int bits = 0; bits < 2_000; bits++) { // the subnormals with the fewest digits
            numbers.add(Double.longBitsToDouble(bits));
            numbers.add(-Double.longBitsToDouble(bits));
        }
        for (int exponent = Double.MIN_EXPONENT;
                exponent <= Double.MAX_EXPONENT;
                exponent++) { // where neighbours are uneven
            double power = Math.scalb(1.0, exponent);
            numbers.addAll(List.of(power, Math.nextUp(power), Math.nextDown(power)));
        }
        for (int exponent = -323; exponent <= 308; exponent++) {
            double power = Double.parseDouble("1e" + exponent);
            numbers.addAll(List.of(power, Math.nextUp(power), Math.nextDown(power), -power));
        }
        return numbers;
    }

    private static String canonical(Object value) {
        return new String(CanonicalJson.bytes(value), StandardCharsets.UTF_8);
    }
}
