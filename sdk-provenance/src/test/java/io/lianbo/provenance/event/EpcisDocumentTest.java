package io.lianbo.provenance.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lianbo.core.json.CanonicalJson;
import io.lianbo.testsupport.Vectors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EpcisDocumentTest {

    private static final String EVENT =
            "{\"type\": \"ObjectEvent\", \"eventTime\": \"2026-04-20T18:00:00+08:00\", \"eventTimeZoneOffset\": \"+08:00\","
                    + " \"action\": \"ADD\", \"epcList\": [], \"tea:grade\": \"A\"}";
    private static final String CONTEXT = "\"@context\": [{\"tea\": \"https://tea.example/epcis/\"}]";

    @Test
    void givesItsEventsTheirContext() {
        String json = """
                {"@context": [{"tea": "https://tea.example/epcis/"}], "type": "EPCISDocument", "epcisBody": {"eventList": [
                  {"type": "ObjectEvent", "eventTime": "2026-04-20T18:00:00+08:00", "eventTimeZoneOffset": "+08:00", "action": "OBSERVE",
                   "epcList": ["https://tea.example/01/09506000134352/21/CAKE-0001"], "tea:grade": "A"}]}}""";
        // @start region="document"
        EpcisDocument document = EpcisDocument.parse(json);
        EpcisEvent first = document.events().getFirst();
        assertThat(first.preHash()).endsWith("{https://tea.example/epcis/}grade=A");
        // @end
        assertThat(EpcisEvent.parse(first.toJson())).isEqualTo(first);
    }

    @Test
    void readsArraysSingleEventsAndQueryResults() {
        String inherited = "{" + CONTEXT + ", \"epcisBody\": %s}";
        for (String json : List.of(
                "[" + EVENT.replace("{", "{" + CONTEXT + ", ").replace("[{" + CONTEXT + ", ", "[{") + "]",
                "{" + CONTEXT + ", " + EVENT.substring(1),
                inherited.formatted("{\"event\": " + EVENT + "}"),
                inherited.formatted("{\"queryResults\": {\"resultsBody\": {\"eventList\": [" + EVENT + "]}}}"))) {
            assertThat(EpcisDocument.parse(json).events())
                    .as(json)
                    .singleElement()
                    .satisfies(event -> assertThat(event.preHash()).endsWith("{https://tea.example/epcis/}grade=A"));
        }
    }

    @Test
    void readsGs1sExamplesWritesThemBackAndHashesEveryEvent() throws IOException {
        List<String> refused = new ArrayList<>();
        List<Path> files = Vectors.files("epcis", ".jsonld");
        for (Path file : files) {
            String json = Files.readString(file);
            EpcisDocument document;
            try {
                document = EpcisDocument.parse(json);
            } catch (IllegalArgumentException e) {
                // One key twice in an object is an error of the file: which value counts is anyone's guess.
                assertThat(e).as("%s", file).hasMessageContaining("is there twice");
                refused.add(file.getFileName().toString());
                continue;
            }
            assertThat(CanonicalJson.canonicalize(document.toJson()))
                    .as("%s", file)
                    .isEqualTo(CanonicalJson.canonicalize(json));
            assertThat(document.events()).as("%s", file).isNotEmpty();
            for (EpcisEvent event : document.events()) {
                EpcisEvent again = EpcisEvent.parse(event.toJson());
                assertThat(again).as("%s", file).isEqualTo(event);
                assertThat(again.hash()).isEqualTo(event.hash());
            }
        }
        assertThat(refused).as("examples with a key twice").hasSizeLessThanOrEqualTo(1 + files.size() / 50);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "null | an EPCIS document must be an object or an array",
                "5 | an EPCIS document must be an object or an array",
                "{\"epcisBody\": 5} | \"epcisBody\" must be an object",
                "{\"epcisBody\": {}} | \"eventList\" is missing",
                "{\"epcisBody\": {\"queryResults\": {}}} | \"resultsBody\" is missing",
                "{\"epcisBody\": {\"eventList\": [5]}} | event 0: an event must be an object",
                "{\"epcisBody\": {\"eventList\": [null]}} | event 0: an event must be an object",
                "{\"epcisBody\": {\"eventList\": null}} | \"eventList\" is missing",
                "{\"epcisBody\": {\"eventList\": [], \"event\": []}} | \"epcisBody\" must hold its events once",
                "{\"epcisBody\": {\"eventList\": []}, \"epcisBody\": {\"eventList\": []}} | twice",
                "[{\"type\": \"ObjectEvent\"}] | event 0: \"eventTime\" is missing",
            })
    void refusesWhatIsNoDocument(String json, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EpcisDocument.parse(json))
                .withMessageContaining(message);
    }

    @Test
    void comparesByContent() {
        EpcisDocument document = EpcisDocument.parse("[" + EVENT.replace(", \"tea:grade\": \"A\"", "") + "]");
        assertThat(document)
                .isEqualTo(EpcisDocument.parse(document.toJson()))
                .hasSameHashCodeAs(EpcisDocument.parse(document.toJson()))
                .isNotEqualTo(EpcisDocument.parse("[]"))
                .hasToString("EPCIS document of 1 events");
    }
}
