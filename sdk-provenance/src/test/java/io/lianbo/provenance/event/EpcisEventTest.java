package io.lianbo.provenance.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EpcisEventTest {

    @Test
    void readsWhatHappened() {
        // @start region="event"
        EpcisEvent event = EpcisEvent.parse("""
                {"@context": [{"tea": "https://tea.example/epcis/"}],
                 "type": "ObjectEvent", "action": "OBSERVE", "bizStep": "shipping", "disposition": "in_transit",
                 "eventTime": "2026-04-20T18:00:00+08:00", "eventTimeZoneOffset": "+08:00",
                 "epcList": ["urn:epc:id:sgtin:9506000.013435.CAKE-0001"],
                 "tea:driver": "Li"}""");

        assertThat(event.bizStep()).contains("https://ref.gs1.org/cbv/BizStep-shipping");
        assertThat(event.identifiers()).containsExactly("https://id.gs1.org/01/09506000134352/21/CAKE-0001");
        assertThat(event.hash()).asString().startsWith("ni:///sha-256;").endsWith("?ver=CBV2.0");
        // @end
        assertThat(event.type()).isEqualTo(EventType.OBJECT);
        assertThat(event.eventTime()).isEqualTo(Instant.parse("2026-04-20T10:00:00Z"));
        assertThat(event.action()).contains("OBSERVE");
        assertThat(event.disposition()).contains("https://ref.gs1.org/cbv/Disp-in_transit");
        assertThat(event.readPoint()).isEmpty();
        assertThat(event.namespaces()).containsEntry("tea", "https://tea.example/epcis/");
        assertThat(event).hasToString("ObjectEvent of 2026-04-20T10:00:00Z, " + event.hash());
    }

    @Test
    void findsParentsChildrenInputsOutputsAndClasses() {
        EpcisEvent event = event("""
                , "parentID": "urn:epc:id:sscc:9506000.0111111111", "childEPCs": ["a:1"], "inputEPCList": ["b:2"],
                "outputEPCList": ["c:3"], "outputQuantityList": [{"epcClass": "urn:epc:class:lgtin:9506000.013435.L1"}]
                """);
        assertThat(event.identifiers())
                .containsExactly(
                        "https://id.gs1.org/00/095060001111111119",
                        "a:1",
                        "b:2",
                        "c:3",
                        "https://id.gs1.org/01/09506000134352/10/L1");
    }

    @Test
    void tellsWhereThingsWereAndAre() {
        EpcisEvent event = event(
                ", \"readPoint\": {\"id\": \"urn:epc:id:sgln:9506000.13435.0\"}, \"bizLocation\": {\"id\": \"geo:22.0,100.8\"}");
        assertThat(event.readPoint()).contains("https://id.gs1.org/414/9506000134352");
        assertThat(event.bizLocation()).contains("geo:22.0,100.8");
    }

    @Test
    void losesNothing() {
        EpcisEvent event = event(
                ", \"weight\": 357.0, \"many\": 123456789012345678901, \"nothing\": null, \"eventID\": \"urn:x:1\"");
        assertThat(EpcisEvent.parse(event.toJson())).isEqualTo(event).hasSameHashCodeAs(event);
        assertThat(event.toJson()).contains("357.0", "123456789012345678901", "\"nothing\":null");
    }

    @Test
    void isMadeFromFieldsAndIndependentOfThem() {
        List<String> epcs = new ArrayList<>(List.of("urn:x:1"));
        EpcisEvent event =
                EpcisEvent.of(Map.of("type", "ObjectEvent", "eventTime", "2026-04-20T18:00:00+08:00", "epcList", epcs));
        epcs.clear();
        assertThat(event.identifiers()).containsExactly("urn:x:1");
        assertThatThrownBy(() -> event.toMap().put("action", "DELETE"))
                .isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void tellsEventsApartByTheirWords() {
        EpcisEvent one = event(", \"bizStep\": \"shipping\"");
        EpcisEvent other = event(", \"bizStep\": \"https://ref.gs1.org/cbv/BizStep-shipping\"");
        assertThat(one).isNotEqualTo(other);
        assertThat(one.hash()).isEqualTo(other.hash());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | event type must be",
                "{\"type\": \"EPCISDocument\"} | event type must be",
                "{\"type\": 5} | event type must be",
                "{\"type\": \"ObjectEvent\"} | \"eventTime\" is missing",
                "{\"type\": \"ObjectEvent\", \"eventTime\": \"yesterday\"} | \"eventTime\" must be a time with its zone",
                "{\"type\": \"ObjectEvent\", \"eventTime\": \"2026-04-20T18:00:00\"} | \"eventTime\" must be a time with its zone",
                "{\"type\": \"ObjectEvent\", \"eventTime\": 1776679200} | \"eventTime\" must be a time with its zone",
                "{\"type\": \"ObjectEvent\", \"type\": \"ObjectEvent\"} | twice",
                "[] | object"
            })
    void refusesWhatIsNoEvent(String json, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EpcisEvent.parse(json))
                .withMessageContaining(message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"action\": {}",
                "\"eventTimeZoneOffset\": {}",
                "\"bizStep\": {\"id\": \"shipping\"}",
                "\"epcList\": \"urn:x:1\"",
                "\"epcList\": [[\"urn:x:1\"]]",
                "\"quantityList\": [\"urn:x:1\"]",
                "\"readPoint\": \"urn:x:1\"",
                "\"persistentDisposition\": [\"recalled\"]",
                "\"sensorElementList\": {}",
                "\"bizTransactionList\": \"po\"",
                "\"@context\": [5]"
            })
    void namesTheFieldThatHoldsTheWrongKind(String field) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> event(", " + field))
                .withMessageContaining(
                        "\"" + field.substring(1, field.indexOf('"', 1)).replace("List", ""));
    }

    static EpcisEvent event(String moreFields) {
        return EpcisEvent.parse(
                "{\"type\": \"ObjectEvent\", \"eventTime\": \"2026-04-20T18:00:00+08:00\"" + moreFields + "}");
    }
}
