package io.lianbo.provenance;

import io.lianbo.core.Address;
import io.lianbo.core.crypto.LocalSigner;
import io.lianbo.provenance.code.DigitalLink;
import io.lianbo.provenance.event.EpcisEvent;
import io.lianbo.provenance.passport.SignedEvent;
import java.util.List;
import java.util.Set;

/** Pu'er tea cakes, who makes them, and what happened to them. */
public final class TeaCake {

    public static final DigitalLink CAKE = cake("CAKE-0001");

    public static final LocalSigner GARDEN = signer(1);
    public static final LocalSigner FACTORY = signer(2);
    public static final LocalSigner LABORATORY = signer(3);
    public static final LocalSigner BRAND = signer(4);
    public static final LocalSigner STRANGER = signer(5);

    private TeaCake() {}

    public static DigitalLink cake(String serial) {
        return DigitalLink.ofLot("09506000134352", "SPRING-26")
                .withSerial(serial)
                .onDomain("https://tea.example");
    }

    public static Set<Address> issuers() {
        return Set.of(GARDEN.address(), FACTORY.address(), LABORATORY.address(), BRAND.address());
    }

    /** Harvest, processing, laboratory and shipping, each signed by whoever did it. */
    public static List<SignedEvent> history(DigitalLink cake) {
        return List.of(
                SignedEvent.sign(event(cake, "2026-03-28T06:30:00+08:00", "commissioning", "ADD"), GARDEN),
                SignedEvent.sign(event(cake, "2026-04-02T14:00:00+08:00", "assembling", "OBSERVE"), FACTORY),
                SignedEvent.sign(event(cake, "2026-04-10T09:15:00+08:00", "inspecting", "OBSERVE"), LABORATORY),
                SignedEvent.sign(event(cake, "2026-04-20T18:00:00+08:00", "shipping", "OBSERVE"), BRAND));
    }

    public static EpcisEvent event(DigitalLink cake, String time, String step, String action) {
        return EpcisEvent.parse("""
                {"type": "ObjectEvent", "eventTime": "%s", "eventTimeZoneOffset": "+08:00",
                 "epcList": ["%s"], "action": "%s", "bizStep": "%s",
                 "readPoint": {"id": "urn:epc:id:sgln:9506000.13435.0"}}""".formatted(time, cake, action, step));
    }

    private static LocalSigner signer(int key) {
        return LocalSigner.fromPrivateKey("0x" + "%064x".formatted(key));
    }
}
