package io.lianbo.provenance.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.upokecenter.cbor.CBOREncodeOptions;
import com.upokecenter.cbor.CBORObject;
import io.lianbo.core.json.StrictJson;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CborTest {
    private static final HexFormat HEX = HexFormat.of();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = { // RFC 8949 appendix A
                "0 | 00",
                "1 | 01",
                "10 | 0a",
                "23 | 17",
                "24 | 1818",
                "25 | 1819",
                "100 | 1864",
                "1000 | 1903e8",
                "1000000 | 1a000f4240",
                "1000000000000 | 1b000000e8d4a51000",
                "18446744073709551615 | 1bffffffffffffffff",
                "18446744073709551616 | c249010000000000000000",
                "-18446744073709551616 | 3bffffffffffffffff",
                "-18446744073709551617 | c349010000000000000000",
                "-1 | 20",
                "-10 | 29",
                "-100 | 3863",
                "-1000 | 3903e7",
                "false | f4",
                "true | f5",
                "null | f6",
                "273.15 | c48221196ab3",
                "\"\" | 60",
                "\"a\" | 6161",
                "\"IETF\" | 6449455446",
                "\"\\\"\\\\\" | 62225c",
                "\"\\u00fc\" | 62c3bc",
                "\"\\u6c34\" | 63e6b0b4",
                "\"\\ud800\\udd51\" | 64f0908591",
                "[] | 80",
                "[1,2,3] | 83010203",
                "[1,[2,3],[4,5]] | 8301820203820405",
                "[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25] | 98190102030405060708090a0b0c0d0e0f101112131415161718181819",
                "{} | a0",
                "{\"a\":1,\"b\":[2,3]} | a26161016162820203",
                "[\"a\",{\"b\":\"c\"}] | 826161a161626163",
                "{\"e\":\"E\",\"d\":\"D\",\"c\":\"C\",\"b\":\"B\",\"a\":\"A\"} | a56161614161626142616361436164614461656145",
            })
    void writesAndReadsTheExamplesOfTheStandard(String json, String encoded) {
        Object value = StrictJson.parse(json);
        assertThat(HEX.formatHex(Cbor.encode(value))).isEqualTo(encoded);
        assertThat(Cbor.decode(HEX.parseHex(encoded))).isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | it is cut short (byte 0)",
                "18 | it is cut short (byte 1)",
                "1801 | numbers must be in as few bytes as hold them (byte 2)",
                "190017 | numbers must be in as few bytes as hold them (byte 3)",
                "1a0000ffff | numbers must be in as few bytes as hold them (byte 5)",
                "1b00000000ffffffff | numbers must be in as few bytes as hold them (byte 9)",
                "3801 | numbers must be in as few bytes as hold them (byte 2)",
                "f93c00 | of simple values only false, true and null are known (byte 1)",
                "fb3ff199999999999a | of simple values only false, true and null are known (byte 1)",
                "f7 | of simple values only false, true and null are known (byte 1)",
                "ff | of simple values only false, true and null are known (byte 1)",
                "5f42010243030405ff | lengths must be definite (byte 1)",
                "7f657374726561646d696e67ff | lengths must be definite (byte 1)",
                "9fff | lengths must be definite (byte 1)",
                "bf6161019fff | lengths must be definite (byte 1)",
                "1c | lengths must be definite (byte 1)",
                "0000 | nothing may follow the value (byte 1)",
                "5b7fffffffffffffff | it is cut short (byte 9)",
                "5bffffffffffffffff | it is cut short (byte 9)",
                "7a7fffffff61 | it is cut short (byte 5)",
                "9b00000000ffffffff0000 | numbers must be in as few bytes as hold them (byte 9)",
                "9bffffffffffffffff00 | it is cut short (byte 9)",
                "9a7fffffff00 | it is cut short (byte 5)",
                "bb7fffffffffffffff | it is cut short (byte 9)",
                "61ff | a text must be UTF-8 (byte 1)",
                "63eda080 | a text must be UTF-8 (byte 1)",
                "a2616101616102 | keys must be sorted, and each there once: a (byte 6)",
                "a2616201616102 | keys must be sorted, and each there once: a (byte 6)",
                "a10102 | keys must be texts (byte 2)",
                "a1616101ff | nothing may follow the value (byte 4)",
                "c249000000000000000001 | large integers must be in as few bytes as hold them, and have at most 1000 digits (byte 11)",
                "c24101 | large integers must be in as few bytes as hold them, and have at most 1000 digits (byte 3)",
                "c48101 | only large integers and decimals may be tagged (byte 3)",
                "c4820161 | it is cut short (byte 4)",
                "c482016131 | a decimal must consist of two integers (byte 5)",
                "c4821b7fffffffffffffff01 | only large integers and decimals may be tagged (byte 12)",
                "c074323031332d30332d32315432303a30343a30305a | only large integers and decimals may be tagged (byte 22)",
            })
    void readsNothingElse(String encoded, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Cbor.decode(HEX.parseHex(encoded)))
                .withMessage(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a201260441aa | a201260441aa", // integers as keys
                "a20441aa0126 | a201260441aa", // in whatever order
                "a2616101396d5f02 | a2396d5f02616101",
                "d28440a0f640 | d28440a0f640", // a tag
                "c11a514b67b0 | c11a514b67b0",
                "c249010000000000000000 | c249010000000000000000",
            })
    void readsMessagesOfCoseAndWritesThemInOrder(String encoded, String written) {
        Object value = Cbor.decodeCose(HEX.parseHex(encoded));
        assertThat(HEX.formatHex(Cbor.encode(value))).isEqualTo(written);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a201010102 | keys must be there once: 1 (byte 4)",
                "a2616101616102 | keys must be there once: a (byte 6)",
                "a14101f6 | keys must be integers or texts (byte 3)",
                "a1f601 | keys must be integers or texts (byte 2)",
                "a18001 | keys must be integers or texts (byte 2)",
                "bf0102ff | lengths must be definite (byte 1)",
                "f93c00 | of simple values only false, true and null are known (byte 1)",
                "a10102ff | nothing may follow the value (byte 3)",
                "818181818181818181818181818181818180 | there may be at most 16 levels (byte 17)",
            })
    void readsNothingElseForAMessageOfCose(String encoded, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Cbor.decodeCose(HEX.parseHex(encoded)))
                .withMessage(message);
    }

    @Test
    void isNotOverwhelmed() {
        byte[] deep = new byte[1_000_000];
        Arrays.fill(deep, (byte) 0x81);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Cbor.decode(deep))
                .withMessage("there may be at most 512 levels (byte 513)");
        byte[] tags = new byte[1_000_000];
        Arrays.fill(tags, (byte) 0xc4);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Cbor.decode(tags))
                .withMessage("there may be at most 512 levels (byte 513)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Cbor.encode(BigInteger.TEN.pow(1100)))
                .withMessage("an integer must have at most 1000 digits");
    }

    @Test
    void writesAsAnotherLibraryDoes() {
        Random random = new Random(8949);
        for (int i = 0; i < 2_000; i++) {
            Object value = random(random, 0);
            byte[] encoded = Cbor.encode(value);
            assertThat(Cbor.encode(Cbor.decode(encoded))).isEqualTo(encoded);
            CBORObject theirs = CBORObject.DecodeFromBytes(encoded, new CBOREncodeOptions("allowduplicatekeys=false"));
            assertThat(theirs.EncodeToBytes()).as(theirs.toString()).isEqualTo(encoded);
            assertThat(same(theirs, value)).as(theirs.toString()).isTrue();
        }
    }

    private static boolean same(CBORObject theirs, @Nullable Object ours) {
        return switch (ours) {
            case null -> theirs.isNull();
            case Boolean truth -> theirs.AsBoolean() == truth;
            case String text -> theirs.AsString().equals(text);
            case byte[] bytes -> Arrays.equals(theirs.GetByteString(), bytes);
            case List<?> list ->
                theirs.size() == list.size()
                        && IntStream.range(0, list.size()).allMatch(i -> same(theirs.get(i), list.get(i)));
            case Map<?, ?> map ->
                theirs.size() == map.size()
                        && map.entrySet().stream()
                                .allMatch(entry -> same(theirs.get((String) entry.getKey()), entry.getValue()));
            default ->
                new BigDecimal(
                                        theirs.isTagged() || theirs.isNumber()
                                                ? theirs.AsNumber().toString()
                                                : "0")
                                .compareTo(new BigDecimal(ours.toString()))
                        == 0;
        };
    }

    private static @Nullable Object random(Random random, int depth) {
        return switch (random.nextInt(depth > 4 ? 7 : 10)) {
            case 0 -> null;
            case 1 -> random.nextBoolean();
            case 2 -> random.nextLong() >> random.nextInt(64);
            case 3 -> new BigInteger(random.nextInt(200), random).negate().shiftLeft(random.nextInt(3));
            case 4 -> new BigDecimal(new BigInteger(60, random), random.nextInt(20) - 5);
            case 5 -> text(random);
            case 6 -> {
                byte[] bytes = new byte[random.nextInt(300)];
                random.nextBytes(bytes);
                yield bytes;
            }
            case 7 -> {
                List<@Nullable Object> list = new ArrayList<>();
                for (int i = random.nextInt(30); i > 0; i--) {
                    list.add(random(random, depth + 2));
                }
                yield list;
            }
            default -> {
                Map<String, @Nullable Object> map = new LinkedHashMap<>();
                for (int i = random.nextInt(30); i > 0; i--) {
                    map.put(text(random), random(random, depth + 2));
                }
                yield map;
            }
        };
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(40); i > 0; i--) {
            text.appendCodePoint(random.nextInt(3) == 0 ? 0x1f600 + random.nextInt(60) : 'a' + random.nextInt(200));
        }
        return text.toString();
    }
}
