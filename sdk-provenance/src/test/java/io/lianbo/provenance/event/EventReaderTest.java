package io.lianbo.provenance.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class EventReaderTest {

    private static final String SHIPPED = """
            {"type": "ObjectEvent", "eventTime": "2026-04-20T18:00:00+08:00", "eventTimeZoneOffset": "+08:00",
             "epcList": ["https://tea.example/01/09506000134352/21/CAKE-0001"], "action": "OBSERVE", "bizStep": "shipping"}""";

    private final EventReader reader = new EventReader();

    @Test
    void readsEventsOutOfALongerText() {
        // @start region="read"
        byte[] lines = (SHIPPED + "\n" + SHIPPED.replace("shipping", "receiving") + "\n").getBytes(UTF_8);
        EventReader reader = new EventReader();
        EpcisEvent first = reader.read(lines, 0);
        EpcisEvent second = reader.read(lines, reader.end());
        // @end region="read"
        assertThat(first).isEqualTo(EpcisEvent.parse(SHIPPED));
        assertThat(second.bizStep()).hasValue("https://ref.gs1.org/cbv/BizStep-receiving");
        assertThat(reader.end()).isEqualTo(lines.length - 1);
    }

    @Test
    void refusesWhatIsNoEvent() {
        for (String bad : List.of("", "[]", "{", "{\"type\": \"ObjectEvent\"}", SHIPPED.replace("}", ""), "\"\u00e9")) {
            assertThatIllegalArgumentException().isThrownBy(() -> reader.read(bad.getBytes(UTF_8), 0));
        }
        assertThat(reader.read(SHIPPED.getBytes(UTF_8), 0)).isEqualTo(EpcisEvent.parse(SHIPPED));
    }
}
