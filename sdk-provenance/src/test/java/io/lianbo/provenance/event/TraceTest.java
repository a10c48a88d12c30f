package io.lianbo.provenance.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lianbo.provenance.code.DigitalLink;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceTest {

    private static final OffsetDateTime NOON = OffsetDateTime.parse("2026-04-20T12:00:00+08:00");
    private static final Trace CAKE = Trace.item("09506000134352", "CAKE-0001");
    private static final String URI = "https://id.gs1.org/01/09506000134352/21/CAKE-0001";

    @Test
    void writesTheUsualEvents() {
        // @start region="trace"
        List<EpcisEvent> events = Trace.item("09506000134352", "CAKE-0001")
                .harvested(OffsetDateTime.parse("2026-03-28T06:30:00+08:00"), "geo:21.97,100.44")
                .processed(OffsetDateTime.parse("2026-04-02T14:00:00+08:00"), "9506000134352")
                .tested(OffsetDateTime.parse("2026-04-10T01:15:00Z"), "geo:22.79,100.97", "https://lab.example/r/77")
                .packed(OffsetDateTime.parse("2026-04-12T11:00:00+08:00"), "9506000134352", "095060000000000176")
                .shipped(OffsetDateTime.parse("2026-04-20T18:00:00+08:00"), "9506000134352")
                .received(OffsetDateTime.parse("2026-04-23T09:00:00+08:00"), "geo:31.23,121.47")
                .sold(OffsetDateTime.parse("2026-11-24T20:00:00+08:00"), "https://shop.example/live/1124")
                .events();
        // @end
        assertThat(events)
                .extracting(event -> event.bizStep().orElseThrow() + " "
                        + event.disposition().orElseThrow())
                .containsExactly(
                        "https://ref.gs1.org/cbv/BizStep-commissioning https://ref.gs1.org/cbv/Disp-active",
                        "https://ref.gs1.org/cbv/BizStep-assembling https://ref.gs1.org/cbv/Disp-in_progress",
                        "https://ref.gs1.org/cbv/BizStep-inspecting https://ref.gs1.org/cbv/Disp-conformant",
                        "https://ref.gs1.org/cbv/BizStep-packing https://ref.gs1.org/cbv/Disp-in_progress",
                        "https://ref.gs1.org/cbv/BizStep-shipping https://ref.gs1.org/cbv/Disp-in_transit",
                        "https://ref.gs1.org/cbv/BizStep-receiving https://ref.gs1.org/cbv/Disp-in_progress",
                        "https://ref.gs1.org/cbv/BizStep-retail_selling https://ref.gs1.org/cbv/Disp-retail_sold");
        assertThat(events).allSatisfy(event -> assertThat(event.identifiers()).contains(URI));
        assertThat(events.get(1).readPoint()).contains("https://id.gs1.org/414/9506000134352");
        assertThat(events.get(2).preHash())
                .isEqualTo("eventType=ObjectEventeventTime=2026-04-10T01:15:00.000ZeventTimeZoneOffset=+00:00"
                        + "certificationInfo=https://lab.example/r/77epcListepc=" + URI + "action=OBSERVE"
                        + "bizStep=https://ref.gs1.org/cbv/BizStep-inspecting"
                        + "disposition=https://ref.gs1.org/cbv/Disp-conformantreadPointid=geo:22.79,100.97");
    }

    @Test
    void packsIntoAParentAndOut() {
        List<EpcisEvent> events = CAKE.packed(NOON, "geo:1,2", "095060000000000176")
                .unpacked(NOON, "geo:1,2", "095060000000000176")
                .packed(NOON, "geo:1,2")
                .events();
        assertThat(events)
                .extracting(EpcisEvent::type)
                .containsExactly(EventType.AGGREGATION, EventType.AGGREGATION, EventType.OBJECT);
        assertThat(events)
                .extracting(event -> event.action().orElseThrow())
                .containsExactly("ADD", "DELETE", "OBSERVE");
        assertThat(events.getFirst().parentId()).contains("https://id.gs1.org/00/095060000000000176");
        assertThat(events.getFirst().childEpcs()).containsExactly(URI);
    }

    @Test
    void isMadeOfOthersAndIntoOthers() {
        // @start region="made"
        DigitalLink leaves = DigitalLink.ofLot("09506000134369", "SPRING-26");
        Trace cake = Trace.item("09506000134352", "CAKE-0001")
                .madeFrom(OffsetDateTime.parse("2026-04-02T14:00:00+08:00"), "9506000134352", leaves);
        // @end
        EpcisEvent pressed = cake.events().getFirst();
        assertThat(pressed.type()).isEqualTo(EventType.TRANSFORMATION);
        assertThat(pressed.inputQuantities())
                .containsExactly(new QuantityElement(leaves.canonical(), Optional.empty(), Optional.empty()));
        assertThat(pressed.outputEpcs()).containsExactly(URI);
        EpcisEvent cut = CAKE.madeInto(
                        NOON,
                        "geo:1,2",
                        DigitalLink.ofItem("09506000134376", "1"),
                        DigitalLink.ofItem("09506000134376", "2"))
                .events()
                .getFirst();
        assertThat(cut.inputEpcs()).containsExactly(URI);
        assertThat(cut.outputEpcs()).hasSize(2);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CAKE.madeFrom(NOON, "geo:1,2"))
                .withMessage("there must be at least one of the inputs");
    }

    @Test
    void tracesLotsAsClasses() {
        EpcisEvent event = Trace.of(DigitalLink.ofLot("09506000134352", "SPRING-26"))
                .harvested(NOON, "geo:1,2")
                .events()
                .getFirst();
        assertThat(event.epcs()).isEmpty();
        assertThat(event.identifiers()).containsExactly("https://id.gs1.org/01/09506000134352/10/SPRING-26");
    }

    @Test
    void keepsWhatItHad() {
        Trace harvested = CAKE.harvested(OffsetDateTime.parse("2026-03-28T06:30:00+08:00"), "geo:21.97,100.44");
        harvested.shipped(OffsetDateTime.parse("2026-04-20T18:00:00+08:00"), "geo:21.97,100.44");
        assertThat(harvested.item()).isEqualTo(DigitalLink.ofItem("09506000134352", "CAKE-0001"));
        assertThat(harvested.events())
                .extracting(EpcisEvent::eventTime)
                .containsExactly(Instant.parse("2026-03-27T22:30:00Z"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Shanghai", "not a uri", "123456789012", "/01/2"})
    void refusesWhatIsNoPlace(String where) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CAKE.shipped(NOON, where))
                .withMessageMatching("(a place must be a GLN of 13 digits|GLN must be 13 digits).*: " + where);
    }

    @Test
    void refusesNumbersWithAWrongCheckDigitAndOffsetsBeyondEpcis() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CAKE.shipped(NOON, "9506000134353"))
                .withMessage("GLN must end in its check digit 2: 9506000134353");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CAKE.packed(NOON, "geo:1,2", "095060000000000177"))
                .withMessage("SSCC must end in its check digit 6: 095060000000000177");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CAKE.packed(NOON, "geo:1,2", "carton"))
                .withMessage("SSCC must be 18 digits: carton");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CAKE.shipped(OffsetDateTime.parse("2026-04-20T12:00:00+15:00"), "geo:1,2"))
                .withMessageContaining("\"eventTimeZoneOffset\" must be an offset from UTC of at most 14 hours");
    }
}
