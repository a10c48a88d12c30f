package io.lianbo.provenance.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.lianbo.core.json.StrictJson;
import io.lianbo.provenance.internal.Gs1Identifier;
import io.lianbo.testsupport.Vectors;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The one-pass canonicaliser says what the slow one says, which builds every string and sorts it; and it believes no JSON that is not strict. */
class SameHashTest {

    private static final List<String> TEXTS = List.of(
            "",
            " ",
            "x",
            "  padded\t",
            "\u3000wide\u3000",
            "\u8336",
            "\uD83C\uDF75 tea",
            "a\"b\\c/d\n",
            "5",
            "05.0",
            "+7.50",
            "-0",
            "1e2",
            ".5",
            "5.",
            "1.2.3",
            "-",
            "+",
            "1e",
            "1e1234",
            "2026-03-28",
            "shipping",
            "a_b9",
            "_x",
            "9a",
            "cbv:BizStep-x",
            "gs1:Temperature",
            "epcis:x",
            "tea:x",
            "urn:epcglobal:cbv:bizstep:packing",
            "urn:epcglobal:cbv:disp:damaged",
            "urn:epcglobal:cbv:bt:1:2",
            "urn:epcglobal:cbv:",
            "urn:epc:id:sgtin:9506000.013435.A%2FB",
            "urn:epc:id:sgln:9506000.13435.0",
            "urn:epc:idpat:sgtin:9506000.013435.*",
            "https://tea.example/x/01/09506000134352/10/L1/21/S1?x=1#y",
            "http://tea.example/gtin/9506000134352/ser/S/",
            "https://tea.example",
            "https:///01/09506000134352",
            "geo:1,2",
            ":",
            "a:");

    private static final List<String> TIMES = List.of(
            "2026-04-20T18:00:00+08:00",
            "2026-04-20T18:00:00.5Z",
            "2026-04-20T18:00:00.1234567891234-06:30",
            "2026-12-31T23:59:59.9995Z",
            "2024-03-01T01:00:00+02:00",
            "2023-03-01T00:30:00+01:00",
            "2024-02-28T23:30:00-01:00",
            "1900-02-28T23:30:00-01:00",
            "2000-02-28T23:30:00-01:00",
            "2026-01-01T00:00:00+14:00",
            "2025-12-31T20:00:00-12:00",
            "0001-01-01T00:00:00+01:00",
            "9999-12-31T23:30:00-01:00",
            "2026-04-20T18:00Z",
            "2026-04-20T18:00:00.Z",
            "2026-02-29T00:00:00Z",
            "2026-04-31T00:00:00Z",
            "2026-04-20T24:00:00Z",
            "2026-04-20T18:00:60Z",
            "2026-04-20T18:00:00+18:00",
            "2026-04-20T18:00:00+18:01",
            "2026-04-20T18:00:00-00:00",
            "2026-04-20 18:00:00Z",
            "2026-04-20t18:00:00z",
            " 2026-04-20T18:00:00Z ",
            "2026-04-20T18:00:00",
            "2026-04-20T18:00:00.000+08:00:30",
            "now");

    private static final List<String> EXTENSIONS = List.of(
            "tea:a", "tea:b", "ex:a", "plain", "#text", "comment", "rdfs:comment", "cbvmda:lotNumber", "none:x");

    private final Random random = new Random(20260420);
    private final EventCanonicalizer canonicalizer = new EventCanonicalizer();

    @Test
    void isTheSameForEveryVector() throws IOException {
        int compared = 0;
        for (String folder : List.of("cbv-hash", "epcis")) {
            for (Path file : Vectors.files(folder, ".jsonld")) {
                byte[] json = Files.readAllBytes(file);
                if (!isStrict(json)) {
                    continue;
                }
                List<EpcisEvent> events = EpcisDocument.parse(json).events();
                List<String> preHashes = canonicalizer.preHashes(json);
                assertThat(preHashes)
                        .as("%s", file)
                        .isEqualTo(
                                events.stream().map(SlowCanonicalizer::preHash).toList());
                compared += preHashes.size();
            }
        }
        assertThat(compared).isGreaterThan(0);
    }

    @Test
    void isTheSameHoweverAnEventIsChangedAndSpelt() throws IOException {
        List<Map<?, ?>> seeds = seeds();
        int accepted = 0;
        int refused = 0;
        for (int i = 0; i < 20_000; i++) {
            Map<?, ?> changed = changed(seeds.get(random.nextInt(seeds.size())), random.nextInt(4) * 0.01);
            String json = spelt(changed);
            EpcisEvent event;
            try {
                event = EpcisEvent.parse(json);
            } catch (IllegalArgumentException e) {
                assertThat(refusal(json)).as(json).isEqualTo("event 0: " + e.getMessage());
                refused++;
                continue;
            }
            accepted++;
            String expected = SlowCanonicalizer.preHash(event);
            assertThat(event.preHash()).as(json).isEqualTo(expected);
            assertThat(said(event)).as(json).isEqualTo(written(event.toMap()));
            assertThat(canonicalizer.preHashes(json.getBytes(StandardCharsets.UTF_8)))
                    .as(json)
                    .containsExactly(expected);
        }
        assertThat(accepted).isGreaterThan(8_000);
        assertThat(refused).isGreaterThan(1_000);
    }

    @Test
    void believesNoJsonThatIsNotStrict() throws IOException {
        List<Map<?, ?>> seeds = seeds();
        int accepted = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] json = damaged(spelt(seeds.get(random.nextInt(seeds.size()))).getBytes(StandardCharsets.UTF_8));
            String text = new String(json, StandardCharsets.UTF_8);
            List<EventHash> expected;
            try {
                expected = EpcisDocument.parse(json).events().stream()
                        .map(EpcisEvent::hash)
                        .toList();
                accepted++;
            } catch (IllegalArgumentException e) {
                expected = List.of();
            }
            List<EventHash> hashes;
            try {
                hashes = canonicalizer.hashes(json);
            } catch (IllegalArgumentException e) {
                hashes = List.of();
            }
            assertThat(hashes).as(text).isEqualTo(expected);
        }
        assertThat(accepted).isBetween(500, 19_500);
    }

    @Test
    void isTheSameForEveryTextAndTime() {
        Namespaces namespaces = Namespaces.of(List.of(Map.of("tea", "https://tea.example/")));
        for (int i = 0; i < 50_000; i++) {
            String text = text();
            String vocabulary = random.nextBoolean() ? "" : CanonicalValue.CBV + "BizStep-";
            assertThat(CanonicalValue.of(text, vocabulary, namespaces))
                    .as("\"%s\"", text)
                    .isEqualTo(SlowText.of("x", text, vocabulary, namespaces.byPrefix()));
        }
        for (String time : TIMES) {
            assertThat(attempt(() -> time(time))).as(time).isEqualTo(attempt(() -> SlowText.ofTime("eventTime", time)));
        }
    }

    @Test
    void isTheSameForEveryIdentifier() {
        int named = 0;
        for (int i = 0; i < 200_000; i++) {
            String identifier = identifier();
            assertThat(Gs1Identifier.canonical(identifier))
                    .as(identifier)
                    .isEqualTo(SlowIdentifier.canonical(identifier));
            named += Gs1Identifier.canonical(identifier).isPresent() ? 1 : 0;
        }
        assertThat(named).isBetween(10_000, 190_000);
    }

    /** What was noted while the event was hashed. */
    private static List<Object> said(EpcisEvent event) {
        return List.of(
                event.type().epcisName(),
                event.eventTime(),
                event.action(),
                event.bizStep(),
                event.disposition(),
                event.epcs(),
                event.parentId(),
                event.childEpcs(),
                event.inputEpcs(),
                event.outputEpcs(),
                event.identifiers(),
                event.readPoint(),
                event.transformationId());
    }

    /** The same by its fields, one by one. */
    private static List<Object> written(Map<String, @Nullable Object> event) {
        Fields fields = new Fields(event, Namespaces.of(Collections.singletonList(event.get("@context"))));
        Set<String> identifiers = new LinkedHashSet<>();
        for (String field : List.of("epcList", "parentID", "childEPCs", "inputEPCList", "outputEPCList")) {
            identifiers.addAll(fields.texts(field));
        }
        for (String field : List.of("quantityList", "childQuantityList", "inputQuantityList", "outputQuantityList")) {
            fields.objects(field).forEach(amount -> identifiers.addAll(amount.texts("epcClass")));
        }
        return List.of(
                fields.verbatim("type").orElseThrow(),
                fields.time("eventTime").orElseThrow(),
                fields.verbatim("action"),
                fields.word("bizStep", CanonicalValue.CBV + "BizStep-"),
                fields.word("disposition", CanonicalValue.CBV + "Disp-"),
                fields.texts("epcList"),
                fields.text("parentID"),
                fields.texts("childEPCs"),
                fields.texts("inputEPCList"),
                fields.texts("outputEPCList"),
                identifiers,
                fields.object("readPoint").flatMap(place -> place.text("id")),
                fields.text("transformationID"));
    }

    private static boolean isStrict(byte[] json) {
        try {
            return StrictJson.parse(json) != null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private interface Attempt {
        String make();
    }

    private static String attempt(Attempt attempt) {
        try {
            return attempt.make();
        } catch (IllegalArgumentException e) {
            return "refused";
        }
    }

    private String refusal(String json) {
        try {
            return canonicalizer.hashes(json.getBytes(StandardCharsets.UTF_8)).toString();
        } catch (IllegalArgumentException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private static String time(String text) {
        return EpcisEventTest.event(", \"eventTime\": \"" + text + "\"")
                .preHash()
                .replaceFirst(".*eventTime=(.*)eventTimeZoneOffset.*", "$1");
    }

    private static List<Map<?, ?>> seeds() throws IOException {
        List<Map<?, ?>> seeds = new ArrayList<>();
        for (String folder : List.of("cbv-hash", "epcis")) {
            for (Path file : Vectors.files(folder, ".jsonld")) {
                byte[] json = Files.readAllBytes(file);
                if (isStrict(json)) {
                    EpcisDocument.parse(json).events().forEach(event -> seeds.add(event.toMap()));
                }
            }
        }
        return seeds;
    }

    /** The object with its keys in another order, and at times with other values, fewer fields or more. */
    private Map<?, ?> changed(Map<?, ?> object, double rate) {
        List<Object> keys = new ArrayList<>(object.keySet());
        Collections.shuffle(keys, random);
        Map<Object, @Nullable Object> changed = new LinkedHashMap<>();
        for (Object key : keys) {
            Object value = object.get(key);
            if (key.equals("@context")) {
                changed.put(key, value);
            } else if (random.nextDouble() >= rate / 4) {
                changed.put(key, changedValue(value, rate));
            }
        }
        if (random.nextDouble() < 2 * rate) {
            changed.put(EXTENSIONS.get(random.nextInt(EXTENSIONS.size())), leaf());
        }
        if (random.nextDouble() < rate / 4 && changed.containsKey("eventTime")) {
            changed.put("eventTime", TIMES.get(random.nextInt(TIMES.size())));
        }
        return changed;
    }

    private @Nullable Object changedValue(@Nullable Object value, double rate) {
        if (random.nextDouble() < rate) {
            return random.nextInt(8) == 0 ? List.of(leaf(), Map.of("plain", leaf(), "#text", "t")) : leaf();
        }
        if (value instanceof Map<?, ?> object) {
            return changed(object, rate);
        }
        if (value instanceof List<?> list) {
            List<@Nullable Object> changed = new ArrayList<>();
            list.forEach(element -> changed.add(changedValue(element, rate)));
            if (random.nextBoolean()) {
                Collections.shuffle(changed, random);
            }
            if (!changed.isEmpty() && random.nextDouble() < rate) {
                for (int i = random.nextInt(40); i > 0; i--) {
                    changed.add(changed.get(random.nextInt(changed.size())));
                }
            }
            return changed;
        }
        return value;
    }

    private Object leaf() {
        return switch (random.nextInt(8)) {
            case 0 -> random.nextLong();
            case 1 ->
                new BigDecimal(random.nextInt(100_000) + "." + random.nextInt(100) + "e" + (random.nextInt(40) - 20));
            case 2 -> random.nextBoolean();
            case 3 -> identifier();
            case 4 -> Map.of("tea:x", text(), "plain", text());
            case 5 -> TIMES.get(random.nextInt(TIMES.size()));
            default -> text();
        };
    }

    private String text() {
        String one = TEXTS.get(random.nextInt(TEXTS.size()));
        return switch (random.nextInt(6)) {
            case 0 -> one + TEXTS.get(random.nextInt(TEXTS.size()));
            case 1 -> identifier();
            case 2 -> Integer.toString(random.nextInt()) + (random.nextBoolean() ? "." + random.nextInt(1000) : "");
            default -> one;
        };
    }

    /** Something that is nearly always almost a GS1 key. */
    private String identifier() {
        if (random.nextBoolean()) {
            List<String> schemes = List.of(
                    "sgtin", "lgtin", "upui", "itip", "sscc", "gsrn", "gsrnp", "gsin", "pgln", "sgln", "grai", "gdti",
                    "sgcn", "giai", "ginc", "cpi", "tea");
            List<String> starts =
                    List.of("urn:epc:id:", "urn:epc:id:", "urn:epc:class:", "urn:epc:idpat:", "urn:epc:raw:");
            int prefix = 6 + random.nextInt(7);
            int total = List.of(12, 13, 16, 17).get(random.nextInt(4));
            StringBuilder urn = new StringBuilder(starts.get(random.nextInt(starts.size())))
                    .append(schemes.get(random.nextInt(schemes.size())))
                    .append(':')
                    .append(digits(prefix))
                    .append('.')
                    .append(digits(Math.max(0, total - prefix)));
            for (int i = random.nextInt(4); i > 0; i--) {
                urn.append('.').append(random.nextInt(3) == 0 ? digits(2) : serial());
            }
            return urn.toString();
        }
        List<String> keys = List.of(
                "01", "00", "253", "255", "401", "402", "414", "417", "8003", "8004", "8006", "8010", "8017", "8018",
                "gtin", "sscc", "gln", "giai", "1", "001", "99");
        List<String> qualifiers = List.of("21", "10", "22", "235", "254", "8011", "ser", "lot", "cpv", "17");
        StringBuilder link = new StringBuilder(random.nextInt(8) == 0 ? "http://" : "https://");
        link.append(random.nextInt(20) == 0 ? "" : "tea.example");
        for (int i = random.nextInt(3); i > 0; i--) {
            link.append('/').append(random.nextBoolean() ? "p" : serial());
        }
        link.append('/').append(keys.get(random.nextInt(keys.size()))).append('/');
        link.append(digits(List.of(8, 12, 13, 14, 17, 18).get(random.nextInt(6))));
        link.append(random.nextInt(6) == 0 ? serial() : "");
        for (int i = random.nextInt(3); i > 0; i--) {
            link.append('/')
                    .append(qualifiers.get(random.nextInt(qualifiers.size())))
                    .append('/')
                    .append(serial());
        }
        return link.append(List.of("", "", "", "/", "//", "?a=/21/b", "#x").get(random.nextInt(7)))
                .toString();
    }

    private String digits(int count) {
        return random.ints(count, 0, 10).mapToObj(Integer::toString).collect(Collectors.joining());
    }

    private String serial() {
        String characters = "0123456789ABCXYZabc-._/!%&*#~\u8336";
        List<String> special = List.of("*", "0", "%2F", "%2f%20", "%zz", "%", "%E8", "A%");
        if (random.nextInt(5) == 0) {
            return special.get(random.nextInt(special.size()));
        }
        int letters = random.nextInt(4) == 0 ? characters.length() : 18;
        return random.ints(random.nextInt(14), 0, letters)
                .mapToObj(i -> String.valueOf(characters.charAt(i)))
                .collect(Collectors.joining());
    }

    /** The value as JSON, with blanks and escapes where they may be. */
    private String spelt(@Nullable Object value) {
        StringBuilder json = new StringBuilder();
        spell(value, json);
        return json.toString();
    }

    private void spell(@Nullable Object value, StringBuilder json) {
        blanks(json);
        if (value instanceof Map<?, ?> object) {
            String separator = "{";
            for (Map.Entry<?, ?> member : object.entrySet()) {
                json.append(separator);
                spell(member.getKey(), json);
                json.append(':');
                spell(member.getValue(), json);
                separator = ",";
            }
            json.append(object.isEmpty() ? "{}" : "}");
        } else if (value instanceof List<?> list) {
            String separator = "[";
            for (Object element : list) {
                json.append(separator);
                spell(element, json);
                separator = ",";
            }
            json.append(list.isEmpty() ? "[]" : "]");
        } else if (value instanceof String text && random.nextInt(30) == 0) {
            json.append('"');
            text.chars().forEach(c -> json.append("\\u%04x".formatted(c)));
            json.append('"');
        } else {
            json.append(StrictJson.write(value));
        }
        blanks(json);
    }

    private void blanks(StringBuilder json) {
        if (random.nextInt(10) == 0) {
            json.append(" \t\n\r", 0, random.nextInt(5));
        }
    }

    private byte[] damaged(byte[] json) {
        byte[] damaged = json.clone();
        for (int i = random.nextInt(3); i > 0; i--) {
            int at = random.nextInt(damaged.length);
            switch (random.nextInt(4)) {
                case 0 -> damaged[at] = (byte) random.nextInt();
                case 1 -> damaged[at] = (byte) "{}[]\",:\\0-.eEtfnu \n".charAt(random.nextInt(19));
                case 2 -> damaged = Arrays.copyOf(damaged, Math.max(1, at));
                default -> {
                    byte[] longer = new byte[damaged.length + 1];
                    System.arraycopy(damaged, 0, longer, 0, at);
                    System.arraycopy(damaged, at, longer, at + 1, damaged.length - at);
                    damaged = longer;
                }
            }
        }
        return damaged;
    }
}
