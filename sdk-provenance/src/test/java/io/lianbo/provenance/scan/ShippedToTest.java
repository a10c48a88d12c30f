package io.lianbo.provenance.scan;

import static io.lianbo.provenance.TeaCake.CAKE;
import static io.lianbo.provenance.TeaCake.cake;
import static org.assertj.core.api.Assertions.assertThat;

import io.lianbo.provenance.TeaCake;
import io.lianbo.provenance.event.EpcisEvent;
import io.lianbo.provenance.passport.SignedEvent;
import io.lianbo.provenance.store.EventStore;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ShippedToTest {

    private static SignedEvent shipped(String time, String... places) {
        StringBuilder destinations = new StringBuilder();
        for (String place : places) {
            destinations
                    .append(destinations.isEmpty() ? "" : ", ")
                    .append("{\"type\": \"owning_party\", \"destination\": \"https://id.gs1.org/414/")
                    .append(place)
                    .append("\"}");
        }
        return SignedEvent.sign(EpcisEvent.parse("""
                {"type": "ObjectEvent", "eventTime": "%s", "eventTimeZoneOffset": "+08:00",
                 "epcList": ["%s"], "action": "OBSERVE", "bizStep": "shipping", "destinationList": [%s]}""".formatted(time, CAKE, destinations)), TeaCake.BRAND);
    }

    @Test
    void readsTheDestinationsOfTheLastShipment() {
        EventStore store = EventStore.inMemory();
        Map<String, String> regionsOfPlaces =
                Map.of("https://id.gs1.org/414/9506000134352", "CN-31", "https://id.gs1.org/414/9506000134369", "SG");
        // @start region="events"
        ShippedTo shippedTo = ShippedTo.of(store, place -> Optional.ofNullable(regionsOfPlaces.get(place)));
        // @end region="events"
        assertThat(shippedTo.regions(CAKE)).isEmpty();
        store.append(shipped("2026-04-20T18:00:00+08:00", "9506000134352"));
        assertThat(shippedTo.regions(CAKE)).containsExactly("CN-31");
        store.append(shipped("2026-05-20T18:00:00+08:00", "9506000134369", "9506000134376"));
        assertThat(shippedTo.regions(CAKE)).containsExactly("SG");
        store.append(shipped("2026-06-20T18:00:00+08:00", "9506000134376"));
        assertThat(shippedTo.regions(CAKE)).isEmpty();
        assertThat(shippedTo.regions(cake("CAKE-0002"))).isEmpty();
        assertThat(ShippedTo.unknown().regions(CAKE)).isEmpty();
    }
}
