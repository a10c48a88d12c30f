package io.lianbo.provenance.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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
        EpcisEvent event = EpcisEvent.of(Map.of(
                "type",
                "ObjectEvent",
                "eventTime",
                "2026-04-20T18:00:00+08:00",
                "eventTimeZoneOffset",
                "+08:00",
                "action",
                "ADD",
                "epcList",
                epcs));
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
                "\"bizTransactionList\": [\"po\"]",
                "\"sourceList\": [5]",
                "\"destinationList\": {}",
                "\"eventTimeZoneOffset\": 8",
                "\"eventTimeZoneOffset\": \"08:00\"",
                "\"eventTimeZoneOffset\": \"+8\"",
                "\"eventTimeZoneOffset\": \"Z\"",
                "\"eventTimeZoneOffset\": \"+14:01\"",
                "\"eventTimeZoneOffset\": \"+09:60\"",
                "\"eventTimeZoneOffset\": \"+0a:00\"",
                "\"action\": \"REMOVE\"",
                "\"action\": \"\"",
                "\"action\": [\"ADD\"]",
                "\"bizStep\": [\"shipping\"]",
                "\"disposition\": 5",
                "\"parentID\": true",
                "\"epcList\": [5]",
                "\"childEPCs\": {}",
                "\"bizLocation\": []",
                "\"certificationInfo\": {}",
                "\"certificationInfo\": [5]",
                "\"eventID\": 5",
                "\"recordTime\": \"yesterday\"",
                "\"errorDeclaration\": true",
                "\"ilmd\": \"fresh\"",
                "\"ilmd\": []",
                "\"@context\": [5]"
            })
    void namesTheFieldThatHoldsTheWrongKind(String field) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> event(", " + field))
                .withMessageContaining(
                        "\"" + field.substring(1, field.indexOf('"', 1)).replace("List", ""));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"quantityList\": [{\"epcClass\": \"urn:x:1\", \"quantity\": \"many\"}] | \"quantity\" must be a number",
                "\"quantityList\": [{\"epcClass\": \"urn:x:1\", \"quantity\": [1]}] | \"quantity\" must be a number",
                "\"quantityList\": [{\"epcClass\": \"urn:x:1\", \"uom\": 1}] | \"uom\" must be a text",
                "\"quantityList\": [{\"quantity\": 1}] | \"epcClass\" is missing",
                "\"readPoint\": {} | \"id\" is missing",
                "\"bizLocation\": {\"id\": null} | \"id\" is missing",
                "\"persistentDisposition\": {\"set\": 5} | \"set\" must be a text",
                "\"bizTransactionList\": [{\"type\": \"po\"}] | \"bizTransaction\" is missing",
                "\"sourceList\": [{\"type\": \"location\"}] | \"source\" is missing",
                "\"destinationList\": [{}] | \"destination\" is missing",
                "\"sensorElementList\": [{}] | \"sensorReport\" is missing",
                "\"sensorElementList\": [{\"sensorReport\": []}] | \"sensorReport\" is missing",
                "\"sensorElementList\": [{\"sensorReport\": {}}] | \"sensorReport\" must be an array",
                "\"sensorElementList\": [{\"sensorReport\": [{\"value\": \"hot\"}]}] | \"value\" must be a number",
                "\"sensorElementList\": [{\"sensorReport\": [{\"booleanValue\": 1}]}] | \"booleanValue\" must be true or false",
                "\"sensorElementList\": [{\"sensorReport\": [{\"time\": \"noon\"}]}] | \"time\" must be a time with its zone",
                "\"sensorElementList\": [{\"sensorMetadata\": [], \"sensorReport\": [{}]}] | \"sensorMetadata\" must be an object",
                "\"errorDeclaration\": {} | \"declarationTime\" is missing",
                "\"errorDeclaration\": {\"declarationTime\": 5} | \"declarationTime\" must be a time",
                "\"ilmd\": {\"a\": {\"#text\": 5}} | \"#text\" must be a text",
            })
    void namesTheFieldWithinThatIsMissingOrWrong(String field, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> event(", " + field))
                .withMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ObjectEvent | \"epcList\": [] | \"eventTimeZoneOffset\" is missing",
                "ObjectEvent | \"eventTimeZoneOffset\": \"+08:00\", \"epcList\": [] | \"action\" is missing",
                "ObjectEvent | \"eventTimeZoneOffset\": \"+08:00\", \"epcList\": [], \"action\": null | \"action\" is missing",
                "ObjectEvent | \"eventTimeZoneOffset\": \"+08:00\", \"action\": \"ADD\" | \"epcList\", \"quantityList\" or",
                "AggregationEvent | \"eventTimeZoneOffset\": \"+08:00\", \"action\": \"ADD\", \"childEPCs\": [\"urn:x:1\"] | \"parentID\" is missing",
                "AggregationEvent | \"eventTimeZoneOffset\": \"+08:00\", \"action\": \"ADD\", \"parentID\": \"urn:x:1\" | \"childEPCs\" or",
                "AssociationEvent | \"eventTimeZoneOffset\": \"+08:00\", \"action\": \"OBSERVE\", \"childEPCs\": [\"urn:x:1\"] | \"parentID\" is missing",
                "TransactionEvent | \"eventTimeZoneOffset\": \"+08:00\", \"action\": \"ADD\", \"bizTransactionList\": [] | \"bizTransactionList\" is missing",
                "TransformationEvent | \"eventTimeZoneOffset\": \"+08:00\", \"inputEPCList\": [\"urn:x:1\"] | \"outputEPCList\" or \"outputQuantityList\" are missing",
                "TransformationEvent | \"eventTimeZoneOffset\": \"+08:00\", \"transformationID\": \"urn:x:1\" | are missing",
            })
    void asksForWhatEachTypeNeeds(String type, String fields, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EpcisEvent.parse(
                        "{\"type\": \"" + type + "\", \"eventTime\": \"2026-04-20T18:00:00+08:00\", " + fields + "}"))
                .withMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "AggregationEvent | \"action\": \"OBSERVE\", \"childEPCs\": [\"urn:x:1\"]",
                "AggregationEvent | \"action\": \"DELETE\", \"parentID\": \"urn:x:1\"",
                "AssociationEvent | \"action\": \"DELETE\", \"parentID\": \"urn:x:1\"",
                "TransformationEvent | \"transformationID\": \"urn:x:1\", \"inputEPCList\": [\"urn:x:2\"]",
                "ObjectEvent | \"action\": \"OBSERVE\", \"epcList\": []",
            })
    void asksForNothingMore(String type, String fields) {
        String json = "{\"type\": \"" + type
                + "\", \"eventTime\": \"2026-04-20T18:00:00+08:00\", \"eventTimeZoneOffset\": \"-05:30\", " + fields
                + "}";
        assertThat(EpcisEvent.parse(json).eventTimeZoneOffset()).isEqualTo(ZoneOffset.ofHoursMinutes(-5, -30));
    }

    @Test
    void endsWhereEventsGrowTooLargeOrTooDeep() {
        String text = "x".repeat(10_000_000);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> event(", \"note\": \"" + text + "\""))
                .withMessage("\"note\" ends beyond the 8388608 bytes that an event may take");
        String epcs = "\"urn:epc:id:sgtin:9506000.013435.1\",".repeat(300_000);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> event(", \"childEPCs\": [" + epcs.substring(0, epcs.length() - 1) + "]"))
                .withMessageContaining("\"childEPCs\" ends beyond the 8388608 bytes");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> event(", \"deep\": " + "{\"a\":".repeat(100) + "1" + "}".repeat(100)))
                .withMessageContaining("\"a\" lies deeper than the 64 levels");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> event(", \"deep\": " + "[".repeat(100) + "1" + "]".repeat(100)))
                .withMessageContaining("\"deep\" lies deeper than the 64 levels");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> event(", \"deep\": " + "[".repeat(1_000_000)))
                .withMessageContaining("\"deep\" lies deeper than the 64 levels");
        String namespace = "https://t.example/" + "x".repeat(100_000);
        String fields =
                IntStream.range(0, 2000).mapToObj(i -> ", \"t:" + i + "\": 1").collect(Collectors.joining());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> event(", \"@context\": {\"t\": \"" + namespace + "\"}" + fields))
                .withMessageContaining("what is hashed of an event must be at most 67108864 bytes");
    }

    @Test
    void readsManyEpcsAndExtensionsInGoodTime() {
        String epcs = IntStream.range(0, 100_000)
                .mapToObj(i -> "\"urn:epc:id:sgtin:9506000.013435." + (100_000 - i) + "\"")
                .collect(Collectors.joining(","));
        String fields =
                IntStream.range(0, 100_000).mapToObj(i -> ", \"f" + i + "\": 1").collect(Collectors.joining());
        EpcisEvent event = assertTimeoutPreemptively(
                Duration.ofSeconds(20), () -> event(", \"childEPCs\": [" + epcs + "]" + fields));
        assertThat(event.childEpcs()).hasSize(100_000);
    }

    @Test
    void readsWhatSensorsSaid() {
        EpcisEvent event = event("""
                , "sensorElementList": [{
                  "sensorMetadata": {"startTime": "2026-04-01T00:00:00Z", "endTime": "2026-04-02T00:00:00Z", "time": "2026-04-02T00:00:01Z",
                    "deviceID": "urn:epc:id:giai:9506000.7", "bizRules": "https://tea.example/rules"},
                  "sensorReport": [
                    {"type": "Temperature", "minValue": 4.5, "maxValue": 8, "uom": "CEL", "time": "2026-04-01T12:00:00Z"},
                    {"exception": "ALARM_CONDITION", "booleanValue": true, "stringValue": "5.0", "component": "latitude", "value": "21.50"}],
                  "tea:rack": 3}],
                "@context": {"tea": "https://tea.example/epcis/"}""");
        // @start region="sensors"
        SensorElement sensors = event.sensorElements().getFirst();
        SensorElement.Report temperature = sensors.reports().getFirst();

        assertThat(temperature.type()).contains("https://gs1.org/voc/Temperature");
        assertThat(temperature.number("maxValue")).contains(new BigDecimal("8"));
        assertThat(temperature.uom()).contains("CEL");
        // @end
        SensorElement.Metadata metadata = sensors.metadata().orElseThrow();
        assertThat(metadata.startTime()).contains(Instant.parse("2026-04-01T00:00:00Z"));
        assertThat(metadata.endTime()).contains(Instant.parse("2026-04-02T00:00:00Z"));
        assertThat(metadata.time()).contains(Instant.parse("2026-04-02T00:00:01Z"));
        assertThat(metadata.deviceId()).contains("https://id.gs1.org/8004/95060007");
        assertThat(metadata.text("bizRules")).contains("https://tea.example/rules");
        assertThat(metadata.extensions("https://tea.example/epcis/")).isEmpty();
        assertThat(temperature.value()).isEmpty();
        assertThat(temperature.time()).contains(Instant.parse("2026-04-01T12:00:00Z"));
        SensorElement.Report alarm = sensors.reports().getLast();
        assertThat(alarm.exception()).contains("https://gs1.org/voc/ALARM_CONDITION");
        assertThat(alarm.component()).contains("https://ref.gs1.org/cbv/Comp-latitude");
        assertThat(alarm.booleanValue()).contains(true);
        assertThat(alarm.value()).contains(new BigDecimal("21.50"));
        assertThat(alarm.text("stringValue")).contains("5.0");
        assertThat(alarm.extensions("https://tea.example/epcis/")).isEmpty();
        assertThat(sensors.extensions("https://tea.example/epcis/")).containsExactly(Map.entry("rack", 3L));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> alarm.number("humidity"))
                .withMessageStartingWith("a number of a sensor report must be one of [maxValue, ");
        assertThat(EpcisEvent.parse(event.toJson()).sensorElements())
                .isEqualTo(event.sensorElements())
                .hasSameHashCodeAs(event.sensorElements());
    }

    @Test
    void readsTheOtherFieldsOfTheStandard() {
        EpcisEvent event = event("""
                , "@context": {"tea": "https://tea.example/epcis/"}, "eventID": "urn:uuid:1", "recordTime": "2026-04-21T00:00:00Z",
                "certificationInfo": ["https://lab.example/1", "https://lab.example/2"],
                "epcList": ["urn:epc:id:sgtin:9506000.013435.1"], "parentID": "urn:epc:id:sscc:9506000.0111111111",
                "quantityList": [{"epcClass": "urn:epc:class:lgtin:9506000.013435.L1", "quantity": 1.50, "uom": "KGM"}, {"epcClass": "urn:x:1"}],
                "persistentDisposition": {"set": ["recalled"], "unset": ["damaged", "expired"]},
                "bizTransactionList": [{"type": "po", "bizTransaction": "urn:x:po"}, {"bizTransaction": "urn:x:any"}],
                "sourceList": [{"type": "owning_party", "source": "urn:epc:id:pgln:9506000.13435"}],
                "destinationList": [{"type": "location", "destination": "urn:epc:id:sgln:9506000.13436.0"}],
                "ilmd": {"cbvmda:lotNumber": "L1", "tea:garden": "Old Hill"}, "tea:driver": "Li",
                "errorDeclaration": {"declarationTime": "2026-04-22T00:00:00Z", "reason": "incorrect_data", "correctiveEventIDs": ["urn:uuid:2"]}
                """);
        assertThat(event.eventTimeZoneOffset()).isEqualTo(ZoneOffset.ofHours(8));
        assertThat(event.eventId()).contains("urn:uuid:1");
        assertThat(event.recordTime()).contains(Instant.parse("2026-04-21T00:00:00Z"));
        assertThat(event.certificationInfo()).containsExactly("https://lab.example/1", "https://lab.example/2");
        assertThat(event.epcs()).containsExactly("https://id.gs1.org/01/09506000134352/21/1");
        assertThat(event.parentId()).contains("https://id.gs1.org/00/095060001111111119");
        assertThat(event.quantities())
                .containsExactly(
                        new QuantityElement(
                                "https://id.gs1.org/01/09506000134352/10/L1",
                                Optional.of(new BigDecimal("1.50")),
                                Optional.of("KGM")),
                        new QuantityElement("urn:x:1", Optional.empty(), Optional.empty()));
        assertThat(event.persistentDisposition())
                .contains(new PersistentDisposition(
                        List.of("https://ref.gs1.org/cbv/Disp-recalled"),
                        List.of("https://ref.gs1.org/cbv/Disp-damaged", "https://ref.gs1.org/cbv/Disp-expired")));
        assertThat(event.bizTransactions())
                .containsExactly(
                        new TypedUri(Optional.of("https://ref.gs1.org/cbv/BTT-po"), "urn:x:po"),
                        new TypedUri(Optional.empty(), "urn:x:any"));
        assertThat(event.sources())
                .containsExactly(new TypedUri(
                        Optional.of("https://ref.gs1.org/cbv/SDT-owning_party"),
                        "https://id.gs1.org/417/9506000134352"));
        assertThat(event.destinations())
                .containsExactly(new TypedUri(
                        Optional.of("https://ref.gs1.org/cbv/SDT-location"), "https://id.gs1.org/414/9506000134369"));
        assertThat(event.ilmd("urn:epcglobal:cbv:mda:")).containsExactly(Map.entry("lotNumber", "L1"));
        assertThat(event.ilmd("https://other.example/")).isEmpty();
        assertThat(event.extensions("https://tea.example/epcis/")).containsExactly(Map.entry("driver", "Li"));
        assertThat(event.errorDeclaration())
                .contains(new ErrorDeclaration(
                        Instant.parse("2026-04-22T00:00:00Z"),
                        Optional.of("https://ref.gs1.org/cbv/ER-incorrect_data"),
                        List.of("urn:uuid:2")));
    }

    @Test
    void readsTransformations() {
        EpcisEvent event = event("""
                , "inputEPCList": ["urn:x:1"], "outputEPCList": ["urn:x:2"], "transformationID": "urn:x:3", "childEPCs": ["urn:x:4"],
                "inputQuantityList": [{"epcClass": "urn:x:5"}], "outputQuantityList": [{"epcClass": "urn:x:6"}],
                "childQuantityList": [{"epcClass": "urn:x:7"}]""");
        assertThat(event.inputEpcs()).containsExactly("urn:x:1");
        assertThat(event.outputEpcs()).containsExactly("urn:x:2");
        assertThat(event.transformationId()).contains("urn:x:3");
        assertThat(event.childEpcs()).containsExactly("urn:x:4");
        assertThat(event.inputQuantities())
                .extracting(QuantityElement::epcClass)
                .containsExactly("urn:x:5");
        assertThat(event.outputQuantities())
                .extracting(QuantityElement::epcClass)
                .containsExactly("urn:x:6");
        assertThat(event.childQuantities())
                .extracting(QuantityElement::epcClass)
                .containsExactly("urn:x:7");
    }

    /** An event that has these fields, and what an event needs. */
    static EpcisEvent event(String moreFields) {
        return EpcisEvent.parse(json(moreFields));
    }

    static String json(String moreFields) {
        StringBuilder json = new StringBuilder("{\"type\": \"ObjectEvent\"");
        for (String field : List.of(
                "\"eventTime\": \"2026-04-20T18:00:00+08:00\"",
                "\"eventTimeZoneOffset\": \"+08:00\"",
                "\"epcList\": []",
                "\"action\": \"OBSERVE\"")) {
            if (!moreFields.contains(field.substring(0, field.indexOf(':') + 1))) {
                json.append(", ").append(field);
            }
        }
        return json.append(moreFields).append('}').toString();
    }
}
