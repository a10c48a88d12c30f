package io.lianbo.nft.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lianbo.core.Verdict;
import io.lianbo.core.Verdict.Reason;
import io.lianbo.core.json.StrictJson;
import io.lianbo.nft.metadata.Attribute.Display;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenMetadataTest {
    private static final String CID = "bafybeiczsscdsbs7ffqz55asqdf3smv6klcw3gofszvwlyarci47bgf354";
    private static final String IMAGE = "ipfs://" + CID + "/7.png";

    private static TokenMetadata read(String json) {
        Verdict<TokenMetadata> verdict = TokenMetadata.parse(json);
        assertThat(verdict.reasons()).isEmpty();
        return verdict.value().orElseThrow();
    }

    /** A document that is right, but for these members. */
    private static List<Reason> reasons(String members) {
        String name = members.contains("\"name\"") ? "" : "\"name\": \"Spring Tea\", ";
        String image = members.contains("\"image\"") ? "" : "\"image\": \"" + IMAGE + "\", ";
        return TokenMetadata.parse("{" + name + image + "\"x\": 1" + (members.isEmpty() ? "" : ", ") + members + "}")
                .reasons();
    }

    @Test
    void buildsADocumentAsMarketplacesReadIt() {
        Instant picked = Instant.parse("2026-04-05T00:00:00Z");
        // @start region="build"
        TokenMetadata cake = TokenMetadata.builder("Spring Tea #7")
                .description("A cake of **Longjing**, picked before Qingming")
                .image("ipfs://bafybeiczsscdsbs7ffqz55asqdf3smv6klcw3gofszvwlyarci47bgf354/7.png")
                .externalUrl("https://tea.example/cakes/7")
                .attribute(Attribute.text("Origin", "Hangzhou"))
                .attribute(Attribute.number("Vintage", 2026))
                .attribute(Attribute.level("Roast", 2, 5))
                .attribute(Attribute.date("Picked", picked))
                .build();
        String json = cake.toJson();
        // @end
        assertThat(json)
                .isEqualTo("{\"name\":\"Spring Tea #7\","
                        + "\"description\":\"A cake of **Longjing**, picked before Qingming\","
                        + "\"image\":\"" + IMAGE + "\","
                        + "\"external_url\":\"https://tea.example/cakes/7\","
                        + "\"attributes\":[{\"trait_type\":\"Origin\",\"value\":\"Hangzhou\"},"
                        + "{\"display_type\":\"number\",\"trait_type\":\"Vintage\",\"value\":2026},"
                        + "{\"trait_type\":\"Roast\",\"value\":2,\"max_value\":5},"
                        + "{\"display_type\":\"date\",\"trait_type\":\"Picked\",\"value\":1775347200}]}");
        assertThat(read(json)).isEqualTo(cake).hasSameHashCodeAs(cake).hasToString(json);
        assertThat(cake.attributes())
                .containsExactly(
                        Attribute.text("Origin", "Hangzhou"),
                        Attribute.number("Vintage", 2026),
                        Attribute.level("Roast", 2, 5),
                        Attribute.date("Picked", picked));
        assertThat(cake.name()).isEqualTo("Spring Tea #7");
        assertThat(cake.description()).contains("A cake of **Longjing**, picked before Qingming");
        assertThat(cake.image()).contains(IMAGE);
        assertThat(cake.externalUrl()).contains("https://tea.example/cakes/7");
        assertThat(cake.animationUrl()).isEmpty();
        assertThat(cake.backgroundColor()).isEmpty();
        assertThat(cake.decimals()).isEmpty();
        assertThat(cake.localization()).isEmpty();
        assertThat(cake.properties()).isEmpty();
        assertThat(read("{\"name\":\"a\",\"image\":\"" + IMAGE + "\"}").attributes())
                .isEmpty();
    }

    @Test
    void tellsAllThatIsWrongAtOnceAndWhere() {
        // @start region="parse"
        Verdict<TokenMetadata> verdict = TokenMetadata.parse("""
                {
                  "name": " ",
                  "image": "http://tea.example/7.png",
                  "background_color": "#ffffff",
                  "attributes": [
                    {"trait_type": "", "value": "Hangzhou"},
                    {"trait_type": "Vintage", "display_type": "number", "value": "2026"},
                    {"trait_type": "Picked", "display_type": "date", "value": "2026-04-05"}
                  ]
                }""");
        switch (verdict) {
            case Verdict.Verified<TokenMetadata> good ->
                System.out.println(good.result().name());
            case Verdict.Refused<TokenMetadata> bad -> bad.reasons().forEach(System.out::println);
        }
        // @end
        assertThat(verdict.reasons().stream().map(Reason::toString))
                .containsExactly(
                        "EMPTY: name: must not be blank",
                        "INSECURE_URL: image: must be https, or better ipfs, as browsers block http:"
                                + " \"http://tea.example/7.png\"",
                        "BAD_COLOR: background_color: must be six hex digits without #: \"#ffffff\"",
                        "EMPTY: attributes[0].trait_type: must not be blank",
                        "NUMBER_AS_STRING: attributes[1].value: must be a number, as display_type says, without quotes:"
                                + " \"2026\"",
                        "WRONG_TYPE: attributes[2].value: must be the seconds since 1970, as display_type is date:"
                                + " \"2026-04-05\"");
    }

    @Test
    void unknownKeysSurviveWhereTheyAre() {
        String json = "{\"brand\":{\"batch\":[1,2.50,null,{}]},\"name\":\"茶\",\"image\":\"" + IMAGE
                + "\",\"attributes\":[{\"rarity\":0.1,\"trait_type\":\"Origin\",\"value\":\"Hangzhou\"}],"
                + "\"seller_fee_basis_points\":500}";
        TokenMetadata metadata = read(json);
        assertThat(metadata.toJson()).isEqualTo(json);
        assertThat(metadata.attributes()).containsExactly(Attribute.text("Origin", "Hangzhou"));
        assertThat(metadata.values()).containsKeys("brand", "seller_fee_basis_points");

        TokenMetadata built = TokenMetadata.builder("茶")
                .image(IMAGE)
                .other("brand", Map.of("batch", 7))
                .build();
        assertThat(built.toJson()).endsWith("\"brand\":{\"batch\":7}}");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TokenMetadata.builder("a").other("image", "b"))
                .withMessage("the key has a method of its own: image");
    }

    @Test
    void everyDocumentThatIsBuiltIsReadBack() {
        Random random = new Random(5);
        for (int round = 0; round < 300; round++) {
            TokenMetadata.Builder builder =
                    TokenMetadata.builder(text(random)).image(IMAGE).description(text(random));
            List<Attribute> attributes = new ArrayList<>();
            for (int i = random.nextInt(6); i > 0; i--) {
                attributes.add(attribute(random));
            }
            attributes.forEach(builder::attribute);
            if (random.nextBoolean()) {
                builder.decimals(random.nextInt(256)).animationUrl("ar://" + "a".repeat(43) + "/x.mp4");
            }
            if (random.nextBoolean()) {
                builder.property(text(random), List.of(text(random), random.nextLong()))
                        .other("x " + text(random), random.nextLong());
            }
            TokenMetadata metadata = builder.build();
            TokenMetadata back = read(metadata.toJson());
            assertThat(back).isEqualTo(metadata);
            assertThat(back.toJson()).isEqualTo(metadata.toJson());
            assertThat(back.attributes()).isEqualTo(attributes);
            assertThat(back.decimals()).isEqualTo(metadata.decimals());
        }
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder("x");
        for (int i = random.nextInt(12); i > 0; i--) {
            text.appendCodePoint(
                    switch (random.nextInt(4)) {
                        case 0 -> random.nextInt(0, 0x20);
                        case 1 -> random.nextInt(0x4e00, 0x9fff);
                        case 2 -> random.nextInt(0x1f600, 0x1f64f);
                        default -> random.nextInt(0x20, 0x7f);
                    });
        }
        return text.toString();
    }

    private static Attribute attribute(Random random) {
        String trait = text(random);
        return switch (random.nextInt(6)) {
            case 0 -> Attribute.label(text(random));
            case 1 -> Attribute.text(trait, text(random));
            case 2 -> Attribute.level(trait, random.nextInt(100), 100);
            case 3 -> Attribute.date(trait, Instant.ofEpochSecond(random.nextLong(Traits.LAST_SECOND)));
            case 4 ->
                new Attribute.Figure(
                        trait,
                        BigDecimal.valueOf(random.nextLong(), 2),
                        random.nextBoolean() ? Display.BOOST_NUMBER : Display.BOOST_PERCENTAGE,
                        null);
            default -> Attribute.number(trait, random.nextLong());
        };
    }

    @Test
    void readsAttributesOfEveryKind() {
        TokenMetadata metadata = read("{\"name\": \"a\", \"image\": \"" + IMAGE + "\", \"attributes\": ["
                + "{\"value\": \"Spring\"},"
                + "{\"value\": 5},"
                + "{\"trait_type\": \"Level\", \"value\": 5},"
                + "{\"trait_type\": \"Aroma\", \"value\": 1.5, \"max_value\": 10},"
                + "{\"trait_type\": \"Luck\", \"display_type\": \"boost_number\", \"value\": 40},"
                + "{\"trait_type\": \"Speed\", \"display_type\": \"boost_percentage\", \"value\": -10},"
                + "{\"trait_type\": \"Edition\", \"value\": \"1\"},"
                + "{\"trait_type\": \"Picked\", \"display_type\": \"date\", \"value\": 0}]}");
        assertThat(metadata.attributes())
                .containsExactly(
                        Attribute.label("Spring"),
                        Attribute.label("5"),
                        Attribute.level("Level", 5),
                        new Attribute.Figure("Aroma", new BigDecimal("1.5"), Display.LEVEL, BigDecimal.TEN),
                        new Attribute.Figure("Luck", new BigDecimal(40), Display.BOOST_NUMBER, null),
                        new Attribute.Figure("Speed", new BigDecimal(-10), Display.BOOST_PERCENTAGE, null),
                        Attribute.text("Edition", "1"),
                        Attribute.date("Picked", Instant.EPOCH));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"attributes\": {} | WRONG_TYPE: attributes: must be an array: an object",
                "\"attributes\": null | WRONG_TYPE: attributes: must be an array: null",
                "\"attributes\": [7] | WRONG_TYPE: attributes[0]: must be an object: 7",
                "\"attributes\": [{}] | MISSING: attributes[0].value: must be there",
                "\"attributes\": [{\"trait_type\": \"A\"}] | MISSING: attributes[0].value: must be there",
                "\"attributes\": [{\"trait_type\": 1, \"value\": \"b\"}] | WRONG_TYPE: attributes[0].trait_type: must be text: 1",
                "\"attributes\": [{\"value\": \"\"}] | EMPTY: attributes[0].value: must not be blank",
                "\"attributes\": [{\"value\": true}] | WRONG_TYPE: attributes[0].value: must be text: true",
                "\"attributes\": [{\"value\": null}] | WRONG_TYPE: attributes[0].value: must be text: null",
                "\"attributes\": [{\"value\": [1]}] | WRONG_TYPE: attributes[0].value: must be text: an array",
                "\"attributes\": [{\"trait_type\": \"A\", \"value\": 1, \"display_type\": \"stars\"}] | UNKNOWN_DISPLAY_TYPE: attributes[0].display_type: must be number, boost_number, boost_percentage or date: \"stars\"",
                "\"attributes\": [{\"trait_type\": \"A\", \"value\": 1, \"display_type\": \"level\"}] | UNKNOWN_DISPLAY_TYPE: attributes[0].display_type: must be number, boost_number, boost_percentage or date: \"level\"",
                "\"attributes\": [{\"trait_type\": \"A\", \"value\": 1, \"display_type\": 1}] | WRONG_TYPE: attributes[0].display_type: must be text: 1",
                "\"attributes\": [{\"value\": 1, \"display_type\": \"number\"}] | MISSING: attributes[0].trait_type: must be there",
                "\"attributes\": [{\"trait_type\": \"A\", \"value\": \"x\", \"display_type\": \"number\"}] | WRONG_TYPE: attributes[0].value: must be a number, as display_type says: \"x\"",
                "\"attributes\": [{\"trait_type\": \"A\", \"value\": \"4\", \"max_value\": 5}] | NUMBER_AS_STRING: attributes[0].value: must be a number, as it has a max_value, without quotes: \"4\"",
                "\"attributes\": [{\"trait_type\": \"A\", \"value\": 4, \"max_value\": \"5\"}] | NUMBER_AS_STRING: attributes[0].max_value: must be a number, without quotes: \"5\"",
                "\"attributes\": [{\"trait_type\": \"A\", \"value\": 6, \"max_value\": 5}] | OUT_OF_RANGE: attributes[0].value: must be at most max_value, which is 5: 6",
                "\"attributes\": [{\"value\": 4, \"max_value\": 5}] | MISSING: attributes[0].trait_type: must be there",
                "\"attributes\": [{\"trait_type\": \"A\", \"value\": \"1775347200\", \"display_type\": \"date\"}] | NUMBER_AS_STRING: attributes[0].value: must be the seconds since 1970, as display_type is date, without quotes: \"1775347200\"",
                "\"attributes\": [{\"trait_type\": \"A\", \"value\": 1775347200000, \"display_type\": \"date\"}] | BAD_DATE: attributes[0].value: must be whole seconds since 1970, and no milliseconds, as display_type is date: 1775347200000",
                "\"attributes\": [{\"trait_type\": \"A\", \"value\": 1.5, \"display_type\": \"date\"}] | BAD_DATE: attributes[0].value: must be whole seconds since 1970, and no milliseconds, as display_type is date: 1.5",
                "\"attributes\": [{\"trait_type\": \"A\", \"value\": -1, \"display_type\": \"date\"}] | BAD_DATE: attributes[0].value: must be whole seconds since 1970, and no milliseconds, as display_type is date: -1",
                "\"name\": 7 | WRONG_TYPE: name: must be text: 7",
                "\"name\": null | WRONG_TYPE: name: must be text: null",
                "\"description\": [] | WRONG_TYPE: description: must be text: an array",
                "\"image\": {} | WRONG_TYPE: image: must be text: an object",
                "\"image_data\": 1 | WRONG_TYPE: image_data: must be text: 1",
                "\"background_color\": 0 | WRONG_TYPE: background_color: must be text: 0",
                "\"background_color\": \"fff\" | BAD_COLOR: background_color: must be six hex digits without #: \"fff\"",
                "\"decimals\": \"18\" | NUMBER_AS_STRING: decimals: must be a whole number from 0 to 255, without quotes: \"18\"",
                "\"decimals\": 256 | OUT_OF_RANGE: decimals: must be a whole number from 0 to 255: 256",
                "\"decimals\": -1 | OUT_OF_RANGE: decimals: must be a whole number from 0 to 255: -1",
                "\"decimals\": 1.5 | OUT_OF_RANGE: decimals: must be a whole number from 0 to 255: 1.5",
                "\"decimals\": null | WRONG_TYPE: decimals: must be a whole number from 0 to 255: null",
                "\"properties\": [] | WRONG_TYPE: properties: must be an object: an array",
                "\"localization\": [] | WRONG_TYPE: localization: must be an object: an array",
                "\"localization\": {\"uri\": \"https://a/{locale}\", \"default\": \"en\", \"locales\": 1} | WRONG_TYPE: localization.locales: must be an array: 1",
                "\"localization\": {\"uri\": \"https://a/{locale}\", \"default\": \"en\", \"locales\": [1]} | WRONG_TYPE: localization.locales[0]: must be text: 1",
                "\"localization\": {\"uri\": \"https://a/\", \"default\": \"en\", \"locales\": []} | BAD_URL: localization.uri: must hold {locale}: \"https://a/\"",
                "\"localization\": {\"uri\": \"https://a/{locale}\", \"default\": \"en_US\", \"locales\": []} | BAD_LOCALE: localization.default: must be a language tag of BCP 47, such as zh-Hans: \"en_US\"",
                "\"localization\": {\"uri\": \"https://a/{locale}\", \"default\": \"\", \"locales\": []} | BAD_LOCALE: localization.default: must be a language tag of BCP 47, such as zh-Hans: \"\""
            })
    void saysWhatIsWrong(String members, String reason) {
        assertThat(reasons(members)).extracting(Reason::toString).containsExactly(reason);
    }

    @Test
    void missesWhatMustBeThere() {
        assertThat(TokenMetadata.parse("{}").reasons())
                .extracting(Reason::toString)
                .containsExactly("MISSING: name: must be there", "MISSING: image: must be there");
        assertThat(reasons("\"localization\": {}"))
                .extracting(Reason::toString)
                .containsExactly(
                        "MISSING: localization.uri: must be there",
                        "MISSING: localization.default: must be there",
                        "MISSING: localization.locales: must be there");
        TokenMetadata drawn = read("{\"name\": \"a\", \"image_data\": \"<svg/>\"}");
        assertThat(drawn.image()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://tea.example/7.png?size=1#x",
                "HTTPS://tea.example",
                "https://tea.example/{id}.png",
                "ipfs://" + CID,
                "ipfs://" + CID + "/a%20b.png",
                "ipfs://QmUNLLsPACCz1vLxQVkXqqLX5R1X345qqfHbsf67hvA3Nn/7.png",
                "ipfs://zdj7WbTaiJT1fgatdet9Ei9iDB5hdCxkbVyhyh8YTUnXMiwYi",
                "ar://bNbA3TEQVL60xlgCcqdz4ZPHFZ711cZ3hmkpGttDt_U/7.png",
                "data:image/svg+xml;utf8,<svg/>",
                "data:,"
            })
    void takesUrlsThatLast(String url) {
        assertThat(reasons("\"image\": " + StrictJson.write(url))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "'', EMPTY",
        "' ', EMPTY",
        "7.png, NO_SCHEME",
        "//tea.example/7.png, NO_SCHEME",
        "/7.png, NO_SCHEME",
        "http://tea.example/7.png, INSECURE_URL",
        "ftp://tea.example/7.png, UNKNOWN_SCHEME",
        "javascript:alert(1), UNKNOWN_SCHEME",
        "file:///7.png, UNKNOWN_SCHEME",
        "https:///7.png, BAD_URL",
        "https:tea.example, BAD_URL",
        "https://tea.example/a b.png, BAD_URL",
        "ipfs://, BAD_URL",
        "ipfs:QmUNLLsPACCz1vLxQVkXqqLX5R1X345qqfHbsf67hvA3Nn, BAD_URL",
        "ipfs://ipfs/QmUNLLsPACCz1vLxQVkXqqLX5R1X345qqfHbsf67hvA3Nn, BAD_URL",
        "ipfs://QmUNLLsPACCz1vLxQVkXqqLX5R1X345qqfHbsf67hvA3N/7.png, BAD_URL",
        "ipfs://bafybeiczsscdsbs7ffqz55asqdf3smv6klcw3gofszvwlyarci47bgf35/7.png, BAD_URL",
        "ipfs://CID/7.png, BAD_URL",
        "ar://7.png, BAD_URL",
        "data:image/png;base64, BAD_URL"
    })
    void refusesUrlsThatNobodyCouldFollow(String url, String code) {
        for (String key : new String[] {"image", "animation_url", "external_url"}) {
            assertThat(reasons("\"" + key + "\": " + StrictJson.write(url)))
                    .singleElement()
                    .satisfies(reason -> {
                        assertThat(reason.code()).isEqualTo(code);
                        assertThat(reason.detail()).startsWith(key + ": must ");
                    });
        }
    }

    @Test
    void refusesWhatIsNoStrictJson() {
        assertThat(TokenMetadata.parse("{\"name\": \"a\", \"name\": \"b\"}").reasons())
                .singleElement()
                .satisfies(reason -> {
                    assertThat(reason.code()).isEqualTo("NOT_JSON");
                    assertThat(reason.detail()).contains("the key \"name\" is there twice");
                });
        for (String json : new String[] {"", "[]", "{", "{} {}", "\uFEFF{}", "{\"a\":" + "[".repeat(600)}) {
            assertThat(TokenMetadata.parse(json).reasons())
                    .extracting(Reason::code)
                    .containsExactly("NOT_JSON");
        }
        assertThat(TokenMetadata.parse(new byte[] {'{', '"', (byte) 0xff}).reasons())
                .extracting(Reason::code)
                .containsExactly("NOT_JSON");
        byte[] large = ("{\"name\": \"" + "x".repeat(Check.MAX_BYTES) + "\"}").getBytes(StandardCharsets.UTF_8);
        assertThat(TokenMetadata.parse(large).reasons())
                .extracting(Reason::toString)
                .containsExactly("TOO_LARGE: must be at most 1048576 bytes");
    }

    @Test
    void theBuilderNamesEveryProblem() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TokenMetadata.builder("")
                        .image("7.png")
                        .backgroundColor("red")
                        .decimals(300)
                        .build())
                .withMessage(
                        "not a token's metadata: name: must not be blank; image: must begin with https:, ipfs:, ar:"
                                + " or data:: \"7.png\"; background_color: must be six hex digits without #: \"red\";"
                                + " decimals: must be a whole number from 0 to 255: 300");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TokenMetadata.builder("a").build())
                .withMessage("not a token's metadata: image: must be there");
    }

    @Test
    void attributesAreCheckedWhenTheyAreMade() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Attribute.text(" ", "a"))
                .withMessage("trait type must not be blank");
        assertThatIllegalArgumentException().isThrownBy(() -> Attribute.text("a", ""));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Attribute.label(""))
                .withMessage("value must not be blank");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Attribute.level("Roast", 6, 5))
                .withMessage("value of Roast must be at most its maximum 5: 6");
        for (Instant moment : new Instant[] {Instant.ofEpochSecond(-1), Instant.parse("9999-01-01T00:00:00Z")}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Attribute.date("Picked", moment))
                    .withMessage("value of Picked must be whole seconds from 1970 to 5138: " + moment);
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Attribute.Date("Picked", Instant.ofEpochSecond(1, 5)));
        assertThat(Attribute.date("Picked", Instant.ofEpochSecond(1, 5)))
                .isEqualTo(Attribute.date("Picked", Instant.ofEpochSecond(1)));
    }

    @Test
    void fillsInTheIdAs64LowerCaseHexDigits() {
        BigInteger id = BigInteger.valueOf(314_592);
        String hex = "000000000000000000000000000000000000000000000000000000000004cce0";
        // @start region="id"
        String uri = TokenMetadata.uriFor("ipfs://bafy.../{id}.json", id); // .../0000...04cce0.json
        // @end
        assertThat(uri).isEqualTo("ipfs://bafy.../" + hex + ".json");

        TokenMetadata shared = TokenMetadata.builder("Cake {id}")
                .image("ipfs://" + CID + "/{id}.png")
                .decimals(0)
                .property("gallery", Arrays.asList("ipfs://" + CID + "/{id}-back.png", null, 7))
                .localization(
                        new Localization("https://tea.example/{id}/{locale}.json", "en", List.of("en", "zh-Hans")))
                .build();
        TokenMetadata one = shared.forId(id);
        assertThat(one.name()).isEqualTo("Cake " + hex);
        assertThat(one.image()).contains("ipfs://" + CID + "/" + hex + ".png");
        assertThat(one.decimals()).hasValue(0);
        assertThat(one.properties().get("gallery").toString())
                .isEqualTo("[ipfs://" + CID + "/" + hex + "-back.png, null, 7]");
        assertThat(one.localization().orElseThrow().uriFor("zh-Hans"))
                .isEqualTo("https://tea.example/" + hex + "/zh-Hans.json");
        assertThat(one.toJson()).isEqualTo(shared.toJson().replace("{id}", hex));

        BigInteger most = BigInteger.TWO.pow(256).subtract(BigInteger.ONE);
        assertThat(TokenMetadata.uriFor("{id}", most)).isEqualTo("f".repeat(64));
        assertThat(TokenMetadata.uriFor("{id}", BigInteger.ZERO)).isEqualTo("0".repeat(64));
        for (BigInteger bad : new BigInteger[] {BigInteger.ONE.negate(), most.add(BigInteger.ONE)}) {
            assertThatIllegalArgumentException().isThrownBy(() -> shared.forId(bad));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> TokenMetadata.uriFor("a", bad))
                    .withMessage("token id must be 0 to 2^256-1: " + bad);
        }
    }

    @Test
    void localizationsAreChecked() {
        Localization good = new Localization("https://a/{locale}", "en", List.of("de"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> good.uriFor("fr"))
                .withMessage("locale must be one of [de]: \"fr\"");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Localization("http://a/", "e n", List.of("??")))
                .withMessageContaining("localization.uri: must be https")
                .withMessageContaining("localization.uri: must hold {locale}")
                .withMessageContaining("localization.default: must be a language tag")
                .withMessageContaining("localization.locales[0]: must be a language tag");
    }

    @Test
    void whatWasReadCannotBeChanged() {
        Map<String, Object> values = new LinkedHashMap<>(Map.of("name", "a", "image", IMAGE));
        TokenMetadata metadata = read(StrictJson.write(values));
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> metadata.values().put("name", "b"));
        assertThat(metadata.forId(BigInteger.ONE)).isEqualTo(metadata);
    }
}
