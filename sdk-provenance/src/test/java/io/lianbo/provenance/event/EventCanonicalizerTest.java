package io.lianbo.provenance.event;

import static io.lianbo.provenance.event.EpcisEventTest.event;
import static io.lianbo.provenance.event.EpcisEventTest.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lianbo.core.crypto.Sha256;
import io.lianbo.core.json.StrictJson;
import io.lianbo.testsupport.Vectors;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventCanonicalizerTest {

    private static final String HEAD =
            "eventType=ObjectEventeventTime=2026-04-20T10:00:00.000ZeventTimeZoneOffset=+08:00";
    private static final String PLAIN = HEAD + "action=OBSERVE";

    @ParameterizedTest
    @ValueSource(strings = {".jsonld", ".xml"})
    void hashesEveryEventOfTheReferenceVectors(String suffix) throws IOException {
        for (Path file : Vectors.files("cbv-hash", suffix)) {
            List<EpcisEvent> events = (suffix.equals(".xml")
                            ? EpcisDocument.parseXml(Files.readAllBytes(file))
                            : EpcisDocument.parse(Files.readString(file)))
                    .events();
            List<String> hashes = lines(file, ".hashes");
            assertThat(events).as("%s", file).hasSameSizeAs(hashes);
            List<String> preHashes = lines(file, ".prehashes");
            for (int i = 0; i < events.size(); i++) {
                String preHash = events.get(i).preHash();
                // Some lines of the vectors are cut short: those whose own hash is not the one beside them.
                if (i < preHashes.size() && ni(preHashes.get(i)).equals(hashes.get(i))) {
                    assertThat(preHash).as("%s, event %d", file, i).isEqualTo(preHashes.get(i));
                }
                assertThat(events.get(i).hash())
                        .as("%s, event %d: %s", file, i, preHash)
                        .hasToString(hashes.get(i));
            }
        }
    }

    @Test
    void hashesDocumentsWithoutBuildingTheirEvents() {
        byte[] json = ("{\"epcisBody\": {\"eventList\": [" + json(", \"tea:grade\": \"A\"") + "," + json("")
                        + "]}, \"@context\": {\"tea\": \"https://tea.example/\"}}")
                .getBytes(StandardCharsets.UTF_8);
        // @start region="hash"
        EventCanonicalizer canonicalizer = new EventCanonicalizer();
        List<EventHash> hashes = canonicalizer.hashes(json);
        List<String> hashed = canonicalizer.preHashes(json);
        // @end
        assertThat(hashes)
                .isEqualTo(EpcisDocument.parse(json).events().stream()
                        .map(EpcisEvent::hash)
                        .toList());
        assertThat(hashed).containsExactly(PLAIN + "{https://tea.example/}grade=A", PLAIN);
    }

    @Test
    void readsContextsWhereverTheyStand() {
        String expected = PLAIN + "{https://t.example/}x=1{https://u.example/}y=1";
        String fields = ", \"t:x\": 1, \"u:y\": 1";
        String own = ", \"@context\": {\"u\": \"https://u.example/\"}";
        String outer = "\"@context\": {\"t\": \"https://t.example/\", \"u\": \"https://v.example/\"}";
        String late = json(fields + own);
        String early = json(fields).replace("{\"type\"", "{" + own.substring(2) + ", \"type\"");
        for (String event : List.of(late, early)) {
            for (String document : List.of(
                    "{" + outer + ", \"epcisBody\": {\"eventList\": [" + event + "]}}",
                    "{\"epcisBody\": {\"event\": " + event + "}, " + outer + "}",
                    "{" + outer + ", \"epcisBody\": {\"queryResults\": {\"resultsBody\": {\"eventList\": [" + event
                            + "]}}}}")) {
                assertThat(EpcisDocument.parse(document).events().getFirst().preHash())
                        .as(document)
                        .isEqualTo(expected);
                assertThat(new EventCanonicalizer().preHashes(document.getBytes(StandardCharsets.UTF_8)))
                        .as(document)
                        .containsExactly(expected);
            }
        }
    }

    @Test
    void readsDefinitionsOfTermsInContexts() {
        assertThat(event(", \"@context\": {\"t\": {\"@id\": \"https://t.example/\", \"@prefix\": true}}, \"t:x\": 1")
                        .preHash())
                .isEqualTo(PLAIN + "{https://t.example/}x=1");
    }

    @Test
    void saysWhatIsNotStrictAndWhere() {
        for (String json : List.of(
                "{\"type\": }",
                "[{\"a\": 1, \"a\": 2}]",
                "",
                "{\"epcisBody\": {\"x\": [1, ]}}",
                "[] []",
                "{\"epcisBody\": {\"x\": [tru]}}")) {
            byte[] utf8 = json.getBytes(StandardCharsets.UTF_8);
            String message = assertThatIllegalArgumentException()
                    .isThrownBy(() -> StrictJson.parse(utf8))
                    .actual()
                    .getMessage();
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new EventCanonicalizer().hashes(utf8))
                    .withMessage(message);
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new EventCanonicalizer().hashes(new byte[] {'[', '"', (byte) 0xff, '"', ']'}));
    }

    @Test
    void goesOnAfterWhatItRefused() {
        EventCanonicalizer canonicalizer = new EventCanonicalizer();
        byte[] good = json("").getBytes(StandardCharsets.UTF_8);
        List<EventHash> hashes = canonicalizer.hashes(good);
        for (String bad : List.of(json("").substring(1), json(", \"ilmd\": 5"), json(", \"none:x\": 5"))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> canonicalizer.hashes(bad.getBytes(StandardCharsets.UTF_8)));
            assertThat(canonicalizer.hashes(good)).isEqualTo(hashes);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "2026-04-20T18:00:00+08:00, 2026-04-20T10:00:00.000Z",
        "2026-04-20T18:00:00.5+08:00, 2026-04-20T10:00:00.500Z",
        "2026-04-20T10:00:00.1415Z, 2026-04-20T10:00:00.142Z",
        "2026-04-20T10:00:00.1414Z, 2026-04-20T10:00:00.141Z",
        "2026-12-31T23:59:59.9995Z, 2027-01-01T00:00:00.000Z",
        "2026-04-20T10:00:00.123456789012Z, 2026-04-20T10:00:00.123Z",
        "2026-04-20T18:00:00-06:30, 2026-04-21T00:30:00.000Z",
    })
    void writesTimesInUtcAndMilliseconds(String written, String hashed) {
        EpcisEvent event = event(", \"eventTime\": \"" + written + "\"");
        assertThat(event.preHash()).isEqualTo(PLAIN.replace("2026-04-20T10:00:00.000Z", hashed));
    }

    @ParameterizedTest
    @CsvSource({
        "1.0, 1",
        "0.3430, 0.343",
        "1e2, 100",
        "-0.0, 0",
        "120, 120",
        "0.00001, 0.00001",
        "123456789012345678901.5, 123456789012345678901.5",
        "\"23.0\", 23",
        "\"5\", 5",
        "\"  text \", text",
        "\"+7.50\", 7.5",
        "true, true",
        "\"1.2.3\", 1.2.3",
    })
    void writesNumbersWithoutNeedlessZeros(String written, String hashed) {
        assertThat(event(", \"x\": " + written).preHash()).isEqualTo(PLAIN + "x=" + hashed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"+999999999-12-31T23:59:59Z", "-999999999-01-01T00:00:00Z", "0000-12-31T00:00:00Z"})
    void refusesYearsBeyondTheCalendar(String time) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> event(", \"eventTime\": \"" + time + "\""))
                .withMessage("\"eventTime\" must be of the years 0001 to 9999: " + time);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e999999999", "-1e-999999999", "1e401"})
    void refusesNumbersThatWouldNotEnd(String number) {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> event(", \"quantityList\": [{\"epcClass\": \"urn:x:1\", \"quantity\": " + number + "}]"))
                .withMessageContaining("\"quantity\" must be a number of at most 400 digits");
    }

    @Test
    void writesWordsOfTheVocabularyInFull() {
        assertThat(event("""
                        , "bizStep": "urn:epcglobal:cbv:bizstep:shipping", "disposition": "cbv:Disp-in_transit",
                        "persistentDisposition": {"set": ["recalled", "damaged"]},
                        "bizTransactionList": [{"type": "urn:epcglobal:cbv:btt:po", "bizTransaction": "urn:epcglobal:cbv:bt:1:2"}]
                        """).preHash())
                .isEqualTo(
                        PLAIN + "bizStep=https://ref.gs1.org/cbv/BizStep-shipping"
                                + "disposition=https://ref.gs1.org/cbv/Disp-in_transit"
                                + "persistentDispositionset=https://ref.gs1.org/cbv/Disp-damagedset=https://ref.gs1.org/cbv/Disp-recalled"
                                + "bizTransactionListtype=https://ref.gs1.org/cbv/BTT-pobizTransaction=urn:epcglobal:cbv:bt:1:2");
    }

    @Test
    void leavesOutWhatIsNotHashed() {
        assertThat(event("""
                        , "eventID": "urn:x:1", "recordTime": "2026-04-21T00:00:00Z", "rdfs:comment": "c", "comment": "c",
                        "errorDeclaration": {"declarationTime": "2026-04-21T00:00:00Z", "reason": "incorrect_data", "unknown:x": 1},
                        "epcList": [], "parentID": "", "bizStep": null, "persistentDisposition": {},
                        "sensorElementList": [{"sensorMetadata": {}, "sensorReport": [{}]}]
                        """).preHash()).isEqualTo(PLAIN);
    }

    @Test
    void sortsExtensionsByTheirStringsAtEveryLevel() {
        assertThat(event("""
                        , "@context": {"t": "https://t.example/"}, "t:b": ["2", "10", {"t:z": "1", "t:a": ""}], "t:a": [["x"]],
                        "t:nothing": null, "readPoint": {"t:floor": 3, "id": "urn:x:1"}
                        """).preHash())
                .isEqualTo(PLAIN + "readPointid=urn:x:1{https://t.example/}floor=3"
                        + "{https://t.example/}a=x{https://t.example/}b=10{https://t.example/}b=2"
                        + "{https://t.example/}b{https://t.example/}a{https://t.example/}z=1");
    }

    @Test
    void sortsByCodePoint() {
        String last = "\uD83C\uDF75";
        assertThat(event(", \"epcList\": [\"" + last + "\", \"\uFF21\", \"\u8336\"]")
                        .preHash())
                .isEqualTo(HEAD + "epcListepc=\u8336epc=\uFF21epc=" + last + "action=OBSERVE");
    }

    @Test
    void givesExtensionsTheNamespaceThatTheirPrefixStandsFor() {
        assertThat(event(", \"@context\": {\"a\": \"https://t.example/\"}, \"a:x\": 1")
                        .hash())
                .isEqualTo(event(", \"@context\": {\"b\": \"https://t.example/\"}, \"b:x\": 1")
                        .hash())
                .isNotEqualTo(event(", \"@context\": {\"a\": \"https://u.example/\"}, \"a:x\": 1")
                        .hash());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> event(", \"tea:x\": 1"))
                .withMessage("\"tea:x\" has a prefix that no @context of the event defines;"
                        + " defined are [cbv, cbvmda, epcis, gs1]");
    }

    @Test
    void changesWithEveryValue() {
        String sensor = ", \"sensorElementList\": [{\"sensorReport\": [{\"type\": \"Temperature\", \"value\": %s}]}]";
        assertThat(event(sensor.formatted("21.5")).hash())
                .isNotEqualTo(event(sensor.formatted("21.6")).hash());
    }

    @Test
    void printsAndReadsItsHash() {
        EventHash hash = event("").hash();
        assertThat(EventHash.parse(hash.toString())).isEqualTo(hash);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EventHash.parse(hash.toString().replace("CBV2.0", "CBV2.1")))
                .withMessageContaining("?ver=CBV2.0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EventHash.parse("ni:///sha-256;AB?ver=CBV2.0"))
                .withMessageContaining("64 lower hex digits");
    }

    private static String ni(String preHash) {
        return new EventHash(Sha256.hash(preHash.getBytes(StandardCharsets.UTF_8))).toString();
    }

    private static List<String> lines(Path document, String suffix) throws IOException {
        String name = document.getFileName().toString().replaceFirst("\\.[a-z]+$", suffix);
        Path file = document.resolveSibling(name);
        return Files.exists(file)
                ? Files.readAllLines(file).stream()
                        .filter(line -> !line.isBlank())
                        .toList()
                : List.of();
    }
}
