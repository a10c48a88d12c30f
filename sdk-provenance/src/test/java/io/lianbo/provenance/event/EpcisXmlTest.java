package io.lianbo.provenance.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lianbo.core.json.StrictJson;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EpcisXmlTest {

    private static final String EVENT = """
            <ObjectEvent>
              <eventTime>2026-04-20T18:00:00+08:00</eventTime>
              <eventTimeZoneOffset>+08:00</eventTimeZoneOffset>
              <epcList><epc>urn:epc:id:sgtin:9506000.013435.CAKE-0001</epc></epcList>
              <action>OBSERVE</action>
              %s
            </ObjectEvent>""";

    @Test
    void readsWhatJsonWouldSay() {
        String xml = """
                <epcis:EPCISDocument xmlns:epcis="urn:epcglobal:epcis:xsd:2" xmlns:tea="https://tea.example/epcis/"
                    schemaVersion="2.0" creationDate="2026-04-20T19:00:00+08:00">
                  <EPCISBody><EventList>
                    <ObjectEvent>
                      <eventTime>2026-04-20T18:00:00+08:00</eventTime>
                      <eventTimeZoneOffset>+08:00</eventTimeZoneOffset>
                      <epcList><epc>urn:epc:id:sgtin:9506000.013435.CAKE-0001</epc></epcList>
                      <action>OBSERVE</action>
                      <bizStep>urn:epcglobal:cbv:bizstep:shipping</bizStep>
                      <tea:driver>Li</tea:driver>
                    </ObjectEvent>
                  </EventList></EPCISBody>
                </epcis:EPCISDocument>""";
        String json = """
                {"@context": [{"t": "https://tea.example/epcis/"}], "type": "ObjectEvent", "action": "OBSERVE",
                 "eventTime": "2026-04-20T18:00:00+08:00", "eventTimeZoneOffset": "+08:00", "bizStep": "shipping",
                 "epcList": ["https://tea.example/01/09506000134352/21/CAKE-0001"], "t:driver": "Li"}""";
        // @start region="xml"
        EpcisEvent event = EpcisDocument.parseXml(xml).events().getFirst();
        assertThat(event.hash()).isEqualTo(EpcisEvent.parse(json).hash());
        // @end
        assertThat(event.bizStep()).contains("https://ref.gs1.org/cbv/BizStep-shipping");
        assertThat(EpcisDocument.parseXml(xml.getBytes(StandardCharsets.UTF_8)).toJson())
                .isEqualTo("{\"@context\":[\"https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld\","
                        + "{\"tea\":\"https://tea.example/epcis/\"}],\"type\":\"EPCISDocument\",\"schemaVersion\":\"2.0\","
                        + "\"creationDate\":\"2026-04-20T19:00:00+08:00\",\"epcisBody\":{\"eventList\":[{\"type\":\"ObjectEvent\","
                        + "\"eventTime\":\"2026-04-20T18:00:00+08:00\",\"eventTimeZoneOffset\":\"+08:00\","
                        + "\"epcList\":[\"urn:epc:id:sgtin:9506000.013435.CAKE-0001\"],\"action\":\"OBSERVE\","
                        + "\"bizStep\":\"urn:epcglobal:cbv:bizstep:shipping\",\"tea:driver\":\"Li\"}]}}");
    }

    @Test
    void readsEveryKindOfField() {
        assertThat(fields("""
                <quantityList><quantityElement><epcClass>urn:x:1</epcClass><quantity>1.50</quantity><uom>KGM</uom></quantityElement>
                </quantityList>
                <bizTransactionList><bizTransaction type="po">urn:x:2</bizTransaction><bizTransaction>urn:x:3</bizTransaction>
                </bizTransactionList>
                <sourceList><source type="location">urn:x:4</source></sourceList>
                <destinationList><destination type="location">urn:x:5</destination></destinationList>
                <persistentDisposition><set>recalled</set><unset>damaged</unset><unset>expired</unset></persistentDisposition>
                <readPoint><id>geo:1,2</id></readPoint>
                <certificationInfo>urn:c:1</certificationInfo><certificationInfo>urn:c:2</certificationInfo>
                <sensorElementList><sensorElement><sensorMetadata time="2026-04-20T10:00:00Z"/>
                  <sensorReport type="gs1:Temperature" value="+21.50" booleanValue="1"/><sensorReport sDev="1E1"/></sensorElement>
                </sensorElementList>
                """)).isEqualTo(fieldsOfJson("""
                "quantityList": [{"epcClass": "urn:x:1", "quantity": 1.50, "uom": "KGM"}],
                "bizTransactionList": [{"type": "po", "bizTransaction": "urn:x:2"}, {"bizTransaction": "urn:x:3"}],
                "sourceList": [{"type": "location", "source": "urn:x:4"}],
                "destinationList": [{"type": "location", "destination": "urn:x:5"}],
                "persistentDisposition": {"set": ["recalled"], "unset": ["damaged", "expired"]},
                "readPoint": {"id": "geo:1,2"}, "certificationInfo": ["urn:c:1", "urn:c:2"],
                "sensorElementList": [{"sensorMetadata": {"time": "2026-04-20T10:00:00Z"}, "sensorReport": [
                  {"type": "gs1:Temperature", "value": 21.50, "booleanValue": true}, {"sDev": 1E1}]}]
                """));
    }

    @Test
    void readsDeclarationsOfErrors() {
        assertThat(fields("""
                <errorDeclaration><declarationTime>2026-04-21T00:00:00Z</declarationTime><reason>incorrect_data</reason>
                  <correctiveEventIDs><correctiveEventID>urn:x:1</correctiveEventID></correctiveEventIDs>
                  <t:by xmlns:t="https://t.example/">Li</t:by></errorDeclaration>
                """)).isEqualTo(fieldsOfJson("""
                "errorDeclaration": {"declarationTime": "2026-04-21T00:00:00Z", "reason": "incorrect_data",
                  "correctiveEventIDs": ["urn:x:1"], "t:by": "Li"}
                """));
    }

    @Test
    void readsThroughTheWrappersOfEpcis1() {
        assertThat(fields("""
                <baseExtension><eventID>urn:x:1</eventID></baseExtension>
                <extension><quantityList><quantityElement><epcClass>urn:x:2</epcClass></quantityElement></quantityList>
                  <extension><persistentDisposition><set>recalled</set></persistentDisposition></extension></extension>
                """)).isEqualTo(fieldsOfJson("""
                "eventID": "urn:x:1", "quantityList": [{"epcClass": "urn:x:2"}], "persistentDisposition": {"set": ["recalled"]}
                """));
        String transformation = EVENT.formatted(
                        "<inputEPCList><epc>urn:x:1</epc></inputEPCList><outputEPCList><epc>urn:x:2</epc></outputEPCList>")
                .replaceAll("ObjectEvent", "TransformationEvent")
                .replaceAll("<(epcList|action)>.*\n", "");
        assertThat(EpcisDocument.parseXml(document("<extension>" + transformation + "</extension>"))
                        .events())
                .singleElement()
                .satisfies(event -> assertThat(event.type()).isEqualTo(EventType.TRANSFORMATION));
    }

    @Test
    void readsExtensionsWithWhateverTheyHold() {
        EpcisEvent event = event("""
                <t:a xmlns:t="https://t.example/" kind="x" t:unit="g">7<!-- seven --><t:b>1</t:b> ignored <t:b>2</t:b></t:a>
                <t:a xmlns:t="https://t.example/"/>
                """);
        assertThat(event.toMap().get("t:a"))
                .isEqualTo(List.of(Map.of("kind", "x", "t:unit", "g", "t:b", List.of("1", "2"), "#text", "7"), ""));
        assertThat(event.preHash())
                .endsWith("{https://t.example/}a{https://t.example/}a=7kind=x{https://t.example/}b=1"
                        + "{https://t.example/}b=2{https://t.example/}unit=g");
    }

    @Test
    void makesUpPrefixesWhereXmlNeedsNone() {
        EpcisEvent event = event("""
                <t:a xmlns:t="https://t.example/">1</t:a><t:a xmlns:t="https://u.example/">2</t:a><a xmlns="https://v.example/">3</a>
                <gs1:a xmlns:gs1="https://w.example/">4</gs1:a>
                """);
        assertThat(event.preHash())
                .endsWith(
                        "{https://t.example/}a=1{https://u.example/}a=2{https://v.example/}a=3{https://w.example/}a=4");
        assertThat(EpcisEvent.parse(event.toJson())).isEqualTo(event);
    }

    @Test
    void readsTheEncodingThatTheDocumentDeclares() {
        String xml = "<?xml version=\"1.0\" encoding=\"UTF-16\"?>"
                + document(EVENT.formatted("<note>\u666e\u6d31\u8336 &amp; <![CDATA[<b>]]> &#x8336;</note>"));
        assertThat(EpcisDocument.parseXml(xml.getBytes(StandardCharsets.UTF_16))
                        .events()
                        .getFirst()
                        .toMap())
                .containsEntry("note", "\u666e\u6d31\u8336 & <b> \u8336");
    }

    @Test
    void readsTheAnswerToAQuery() {
        String xml = """
                <q:EPCISQueryDocument xmlns:q="urn:epcglobal:epcis-query:xsd:2" schemaVersion="2.0"><EPCISBody><q:QueryResults>
                <queryName>SimpleEventQuery</queryName><resultsBody><EventList>%s</EventList></resultsBody></q:QueryResults>
                </EPCISBody></q:EPCISQueryDocument>""".formatted(EVENT.formatted(""));
        EpcisDocument document = EpcisDocument.parseXml(xml);
        assertThat(document.events()).hasSize(1);
        assertThat(document.toJson()).contains("\"queryName\":\"SimpleEventQuery\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!DOCTYPE x [<!ENTITY e SYSTEM \"%1$s\">]>|<note>&e;</note>",
                "<!DOCTYPE x SYSTEM \"%1$s\">|",
                "<!DOCTYPE x PUBLIC \"-//x//y\" \"%1$s\">|",
                "<!DOCTYPE x [<!ENTITY %% p SYSTEM \"%1$s\"> %%p;]>|",
                "<!DOCTYPE x []>|",
            })
    void refusesDocumentTypesAndReadsNothingOutside(String doctypeAndField, @TempDir Path folder) throws Exception {
        Path secret = Files.writeString(folder.resolve("secret.txt"), "the secret");
        String[] parts = doctypeAndField.formatted(secret.toUri()).split("\\|", -1);
        String xml = parts[0] + document(EVENT.formatted(parts[1]));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EpcisDocument.parseXml(xml))
                .withMessageContaining("document type")
                .withMessageNotContaining("the secret");
    }

    @Test
    void refusesABillionLaughsBeforeTheFirst() {
        StringBuilder entities = new StringBuilder("<!DOCTYPE x [<!ENTITY l0 \"lol\">");
        for (int i = 1; i < 10; i++) {
            entities.append("<!ENTITY l")
                    .append(i)
                    .append(" \"")
                    .append(("&l" + (i - 1) + ";").repeat(10))
                    .append("\">");
        }
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> EpcisDocument.parseXml(entities + "]>" + document(EVENT.formatted("<note>&l9;</note>"))))
                .withMessageContaining("document type");
    }

    @Test
    void refusesXInclude() {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        event("<xi:include xmlns:xi=\"http://www.w3.org/2001/XInclude\" href=\"file:///etc/passwd\"/>"))
                .withMessageContaining("XInclude");
    }

    @Test
    void refusesDepthAndLengthThatNoEventNeeds() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> event("<d>".repeat(100_000) + "</d>".repeat(100_000)))
                .withMessageContaining("\"d\" lies deeper than the 64 levels");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EpcisDocument.parseXml(new byte[(64 << 20) + 1]))
                .withMessage("an EPCIS document in XML must be at most 67108864 bytes long: 67108865");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                " | must be XML",
                "<EPCISDocument> | must be XML",
                "<EPCISDocument/><EPCISDocument/> | must be XML",
                "<EPCISDocument/> | \"EventList\" is missing",
                "<EPCISDocument><EPCISBody><QueryResults/></EPCISBody></EPCISDocument> | \"EventList\" is missing",
                "<html/> | must be an EPCISDocument or an EPCISQueryDocument: html",
                "<EPCISDocument><EPCISBody><EventList><QuantityEvent/></EventList></EPCISBody></EPCISDocument> | event 0: event type must be",
                "<EPCISDocument><EPCISBody><EventList><ObjectEvent/></EventList></EPCISBody></EPCISDocument> | event 0: \"eventTime\" is missing",
                "<x:EPCISDocument/> | must be XML",
                "<EPCISDocument>&undefined;</EPCISDocument> | entities are not allowed in EPCIS documents: &undefined;",
            })
    void refusesWhatIsNoDocument(String xmlAndMessage) {
        String[] parts = xmlAndMessage.split(" \\| ", -1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EpcisDocument.parseXml(parts[0]))
                .withMessageContaining(parts[1]);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<quantityList><quantityElement><epcClass>urn:x:1</epcClass><quantity>many</quantity></quantityElement></quantityList>"
                        + " | event 0: \"quantity\" must be a number: many",
                "<quantityList><epc>urn:x:1</epc></quantityList> | event 0: \"quantityList\" must hold quantityElement elements: epc",
                "<sensorElementList><sensorElement><sensorReport value='NaN'/></sensorElement></sensorElementList>"
                        + " | event 0: \"value\" must be a number: NaN",
                "<eventTime>2026-04-20T18:00:00+08:00</eventTime> | event 0: \"eventTime\" must be",
            })
    void namesTheFieldThatIsWrong(String fieldAndMessage) {
        String[] parts = fieldAndMessage.split(" \\| ", -1);
        assertThatIllegalArgumentException().isThrownBy(() -> event(parts[0])).withMessageStartingWith(parts[1]);
    }

    private static String document(String events) {
        return "<EPCISDocument><EPCISHeader><x/></EPCISHeader><EPCISBody><EventList>" + events
                + "</EventList></EPCISBody></EPCISDocument>";
    }

    private static EpcisEvent event(String moreFields) {
        return EpcisDocument.parseXml(document(EVENT.formatted(moreFields)))
                .events()
                .getFirst();
    }

    private static Map<String, Object> fields(String xml) {
        Map<String, Object> fields = new LinkedHashMap<>(event(xml).toMap());
        fields.keySet().removeAll(List.of("@context", "type", "eventTime", "eventTimeZoneOffset", "epcList", "action"));
        return fields;
    }

    private static Map<String, Object> fieldsOfJson(String json) {
        return StrictJson.parseObject("{" + json + "}");
    }
}
