package io.lianbo.provenance.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.lianbo.provenance.code.DigitalLink;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.junit.jupiter.api.Test;

class TraceTest {

    @Test
    void writesTheUsualEvents() {
        // @start region="trace"
        List<EpcisEvent> events = Trace.of(DigitalLink.ofItem("09506000134352", "CAKE-0001"))
                .harvested(OffsetDateTime.parse("2026-03-28T06:30:00+08:00"), "geo:21.97,100.44")
                .processed(OffsetDateTime.parse("2026-04-02T14:00:00+08:00"), "https://id.gs1.org/414/9506000134352")
                .tested(OffsetDateTime.parse("2026-04-10T01:15:00Z"), "geo:22.79,100.97", "https://lab.example/r/77")
                .shipped(OffsetDateTime.parse("2026-04-20T18:00:00+08:00"), "https://id.gs1.org/414/9506000134352")
                .received(OffsetDateTime.parse("2026-04-23T09:00:00+08:00"), "geo:31.23,121.47")
                .events();
        // @end
        assertThat(events)
                .extracting(event -> event.bizStep().orElseThrow())
                .containsExactly(
                        "https://ref.gs1.org/cbv/BizStep-commissioning",
                        "https://ref.gs1.org/cbv/BizStep-assembling",
                        "https://ref.gs1.org/cbv/BizStep-inspecting",
                        "https://ref.gs1.org/cbv/BizStep-shipping",
                        "https://ref.gs1.org/cbv/BizStep-receiving");
        assertThat(events.get(2).preHash())
                .isEqualTo("eventType=ObjectEventeventTime=2026-04-10T01:15:00.000ZeventTimeZoneOffset=+00:00"
                        + "certificationInfo=https://lab.example/r/77"
                        + "epcListepc=https://id.gs1.org/01/09506000134352/21/CAKE-0001action=OBSERVE"
                        + "bizStep=https://ref.gs1.org/cbv/BizStep-inspecting"
                        + "disposition=https://ref.gs1.org/cbv/Disp-conformantreadPointid=geo:22.79,100.97");
    }

    @Test
    void keepsWhatItHad() {
        DigitalLink cake = DigitalLink.ofItem("09506000134352", "CAKE-0001");
        Trace harvested =
                Trace.of(cake).harvested(OffsetDateTime.parse("2026-03-28T06:30:00+08:00"), "geo:21.97,100.44");
        harvested.shipped(OffsetDateTime.parse("2026-04-20T18:00:00+08:00"), "geo:21.97,100.44");
        assertThat(harvested.item()).isEqualTo(cake);
        assertThat(harvested.events())
                .extracting(EpcisEvent::eventTime)
                .containsExactly(Instant.parse("2026-03-27T22:30:00Z"));
    }
}
