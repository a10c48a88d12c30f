package io.lianbo.core.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lianbo.core.Address;
import io.lianbo.core.json.JsonException.Code;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonObjectTest {

    private static final String SHOW = """
            {"title": "Tea night", "seats": 120, "price": "88888889",
             "split": [{"to": "merchant", "basisPoints": 6000}, {"to": "host", "basisPoints": 4000}],
             "tags": ["tea", "spring"], "stage": {"camera": "left", "lit": true}}""";

    @Test
    void readsWhatIsThere() {
        // @start region="read"
        JsonObject show = JsonObject.parse("show", SHOW);
        String title = show.text("title");
        long seats = show.integer("seats", 1, 100_000);
        List<JsonObject> split = show.objects("split");
        // @end

        assertThat(title).isEqualTo("Tea night");
        assertThat(seats).isEqualTo(120);
        assertThat(split).hasSize(2);
        assertThat(split.get(1).integer("basisPoints", 1, 10_000)).isEqualTo(4000);
        assertThat(show.digits("price", BigInteger.TEN.pow(9))).isEqualTo(88_888_889);
        assertThat(show.texts("tags")).containsExactly("tea", "spring");
        assertThat(show.object("stage").text("camera")).isEqualTo("left");
        assertThat(show.object("stage").bool("lit")).isTrue();
        assertThat(show.optionalText("subtitle")).isEmpty();
        assertThat(show.optionalText("title")).contains("Tea night");
        assertThat(show.optionalInteger("rows", 1, 9)).isEmpty();
        assertThat(show.optionalInteger("seats", 1, 200)).hasValue(120);
        assertThat(show.keys()).containsExactly("title", "seats", "price", "split", "tags", "stage");
        assertThat(show.values()).containsEntry("seats", 120L);
        assertThat(JsonObject.parse("show", SHOW.getBytes(StandardCharsets.UTF_8))
                        .values())
                .isEqualTo(show.values());
    }

    @Test
    void namesTheKeyTheValueAndWhatIsAllowed() {
        refuses(Code.MISSING_KEY, "show: missing key date", show -> show.text("date"));
        refuses(Code.BAD_VALUE, "show: seats must be a string: 120", show -> show.text("seats"));
        refuses(
                Code.BAD_VALUE,
                "show: seats must be an integer from 1 to 100: 120",
                show -> show.integer("seats", 1, 100));
        refuses(
                Code.BAD_VALUE,
                "show: title must be an integer from 1 to 100: \"Tea night\"",
                show -> show.optionalInteger("title", 1, 100));
        refuses(
                Code.BAD_VALUE,
                "show: price must be a string of decimal digits from 0 to 9: \"88888889\"",
                show -> show.digits("price", BigInteger.valueOf(9)));
        refuses(Code.BAD_VALUE, "show: seats must be true or false: 120", show -> show.bool("seats"));
        refuses(Code.BAD_VALUE, "show: title must be true or false: \"Tea night\"", show -> show.bool("title"));
        refuses(Code.BAD_VALUE, "show: tags must be an object: an array", show -> show.object("tags"));
        refuses(Code.BAD_VALUE, "show: stage must be an array: an object", show -> show.objects("stage"));
        refuses(Code.BAD_VALUE, "show: tags[0] must be an object: \"tea\"", show -> show.objects("tags"));
        refuses(Code.BAD_VALUE, "show: split[0] must be a string: an object", show -> show.texts("split"));
        refuses(
                Code.BAD_VALUE,
                "show: split[1].basisPoints must be an integer from 1 to 100: 4000",
                show -> show.objects("split").get(1).integer("basisPoints", 1, 100));
        refuses(
                Code.UNKNOWN_KEY,
                "show: unknown key stage.camera, allowed are light, lit",
                show -> show.object("stage").only("light", "lit"));
        refuses(
                Code.UNKNOWN_KEY,
                "show: unknown key stage.camera, did you mean cameras?",
                show -> show.object("stage").only("lit", "cameras"));
        refuses(Code.BAD_VALUE, "show: stage: must be lit", show -> {
            throw show.object("stage").malformed("must be lit");
        });
    }

    @Test
    void putsThePathInFrontOfWhatAReaderSays() {
        refuses(
                Code.BAD_VALUE,
                "show: stage.camera: address must be 0x and 40 hex digits: \"left\", no 0x at its start",
                show -> show.object("stage").text("camera", Address::of));
    }

    @Test
    void putsThePlaceInFrontOfWhatAValueSays() {
        refuses(
                Code.BAD_VALUE,
                "show: stage: it is dark",
                show -> show.object("stage").made(() -> {
                    throw new IllegalArgumentException("it is dark");
                }));
        refuses(
                Code.BAD_VALUE,
                "show: stage.camera: address must be 0x and 40 hex digits: \"left\", no 0x at its start",
                show -> show.made(() -> show.object("stage").text("camera", Address::of)));
        assertThat(JsonObject.parse("show", "{\"id\": \"S1\"}").<String>made(() -> "S1"))
                .isEqualTo("S1");
    }

    @Test
    void refusesWhatIsNoObject() {
        assertThatThrownBy(() -> JsonObject.parse("show", "[1]"))
                .hasMessage("show must be a JSON object: an array")
                .isInstanceOfSatisfying(
                        JsonException.class, e -> assertThat(e.code()).isEqualTo(Code.NOT_AN_OBJECT));
        assertThatThrownBy(() -> JsonObject.parse("show", "{\"a\":1,\"a\":2}"))
                .hasMessageStartingWith("show must be JSON: ")
                .isInstanceOfSatisfying(
                        JsonException.class, e -> assertThat(e.code()).isEqualTo(Code.NOT_JSON));
        assertThatThrownBy(() -> JsonObject.parseList("goods", "{}"))
                .hasMessage("goods must be a JSON array: an object");
        assertThatThrownBy(() -> JsonObject.parseList("goods", "[{}, null]"))
                .hasMessage("goods: [1] must be an object: null");
    }

    @Test
    void showsTheEndOfLongPaths() {
        String[] levels = "credentialSubject.conformityAssessment.assessedPerformance.score.rank".split("\\.", -1);
        JsonObject object = JsonObject.parse(
                "credential", "{\"" + String.join("\":{\"", levels) + "\":1.5" + "}".repeat(levels.length));
        for (int i = 0; i < levels.length - 1; i++) {
            object = object.object(levels[i]);
        }
        JsonObject score = object;
        assertThatThrownBy(() -> score.integer("rank", 1, 9))
                .hasMessage("credential: " + String.join(".", levels) + " must be an integer from 1 to 9: 1.5");
        JsonObject deep = JsonObject.parse("credential", "{\"level\":".repeat(100) + "1" + "}".repeat(100));
        for (int i = 0; i < 99; i++) {
            deep = deep.object("level");
        }
        JsonObject last = deep;
        assertThatThrownBy(() -> last.text("name"))
                .hasMessageStartingWith("credential: missing key ...")
                .hasMessageEndingWith("level.level.name")
                .extracting(e -> e.getMessage().length())
                .satisfies(length -> assertThat((int) length).isLessThan(240));
    }

    @Test
    void keepsMessagesShort() {
        String long0 = "x".repeat(100_000);
        assertThatThrownBy(
                        () -> JsonObject.parse("show", "{\"" + long0 + "\": 1}").only("title"))
                .hasMessageStartingWith("show: unknown key xxx")
                .extracting(e -> e.getMessage().length())
                .satisfies(length -> assertThat((int) length).isLessThan(120));
    }

    @ParameterizedTest
    @CsvSource({
        "receipients, recipients",
        "Recipients, recipients",
        "recipeints, recipients",
        "first-token-id, first_token_id",
        "firstTokenId, first_token_id",
        "max_fees, max_fee",
        "colection, collection",
        "droop, drop",
        "DROP, drop",
    })
    void namesTheNearestKey(String typo, String meant) {
        assertThat(NearestKey.of(
                        typo, List.of("drop", "collection", "recipients", "first_token_id", "max_fee", "min_tier")))
                .contains(meant);
    }

    @ParameterizedTest
    @CsvSource({"x", "dr", "colour", "tier", "''"})
    void namesNoKeyThatIsFar(String key) {
        assertThat(NearestKey.of(key, List.of("d", "drop", "collection", "min_tier")))
                .isEmpty();
    }

    @Test
    void saysWhereInYaml() {
        String yaml = """
                title: Tea night
                stage:
                  lit: maybe
                  camera.left: {zoom: 3}
                split:
                  - to: merchant
                  - to: host
                    basisPoints: none
                tags: [tea, 7]
                """;
        JsonObject show = JsonObject.parseYaml("show", yaml);
        places(
                "unknown key stge, did you mean stage? (line 1, column 1)",
                1,
                1,
                () -> JsonObject.parseYaml("show", "stge: 1").only("stage"));
        places(
                "stage.lit must be true or false: \"maybe\" (line 3, column 8)",
                3,
                8,
                () -> show.object("stage").bool("lit"));
        places(
                "unknown key stage.camera.left, allowed are lit (line 4, column 3)",
                4,
                3,
                () -> show.object("stage").only("lit"));
        places(
                "stage.camera.left.zoom must be a string: 3 (line 4, column 23)",
                4,
                23,
                () -> show.object("stage").object("camera.left").text("zoom"));
        places(
                "split[1].basisPoints must be an integer from 0 to 9: \"none\" (line 8, column 18)",
                8,
                18,
                () -> show.objects("split").get(1).integer("basisPoints", 0, 9));
        places("tags[1] must be a string: 7 (line 9, column 13)", 9, 13, () -> show.texts("tags"));
        places("tags[0] must be an object: \"tea\" (line 9, column 8)", 9, 8, () -> show.objects("tags"));
        places(
                "split[0]: it is dark (line 6, column 5)",
                6,
                5,
                () -> show.objects("split").getFirst().made(() -> {
                    throw new IllegalArgumentException("it is dark");
                }));
        places(
                "title: address must be 0x and 40 hex digits: \"Tea night\", no 0x at its start (line 1, column 8)",
                1,
                8,
                () -> show.text("title", Address::of));
        assertThatThrownBy(() -> show.text("date"))
                .hasMessage("show: missing key date")
                .isInstanceOfSatisfying(JsonException.class, e -> {
                    assertThat(e.line()).isEmpty();
                    assertThat(e.column()).isEmpty();
                });
        assertThatThrownBy(() -> JsonObject.parseYaml("show", "title: x\nstage: *lit"))
                .hasMessage("show must be YAML: $.stage: an alias is not allowed (line 2, column 8)")
                .isInstanceOfSatisfying(JsonException.class, e -> {
                    assertThat(e.line()).hasValue(2);
                    assertThat(e.column()).hasValue(8);
                });
    }

    private static void places(String message, int line, int column, ThrowingCallable read) {
        assertThatThrownBy(read).hasMessage("show: " + message).isInstanceOfSatisfying(JsonException.class, e -> {
            assertThat(e.line()).hasValue(line);
            assertThat(e.column()).hasValue(column);
        });
    }

    @Test
    void findsPlacesInLargeYamlOfLongNames() {
        String name = "x".repeat(300_000);
        JsonObject show = JsonObject.parseYaml("show", "? " + name + "\n: [" + "a,".repeat(200_000) + "true]");
        assertThatThrownBy(() -> show.texts(name)).hasMessageEndingWith("(line 2, column 400004)");
    }

    private static void refuses(Code code, String message, Consumer<JsonObject> read) {
        JsonObject show = JsonObject.parse("show", SHOW);
        assertThatThrownBy(() -> read.accept(show))
                .hasMessage(message)
                .isInstanceOfSatisfying(
                        JsonException.class, e -> assertThat(e.code()).isEqualTo(code));
    }
}
