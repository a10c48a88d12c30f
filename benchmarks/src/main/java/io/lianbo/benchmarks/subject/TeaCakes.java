package io.lianbo.benchmarks.subject;

import io.lianbo.core.crypto.LocalSigner;
import io.lianbo.provenance.code.DigitalLink;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A tea cake and the eight steps of its way from the garden to the show. They leave out what OpenEPCIS 0.9.2 hashes otherwise than we
 * do (a lot beside a serial number, destinations beside sources), so that both sides of the benchmark come to one result.
 */
final class TeaCakes {

    static final int STEPS = 8;

    private static final int YEAR = 2026;

    static final DigitalLink CAKE =
            DigitalLink.ofItem("09506000134352", "CAKE-0001").onDomain("https://tea.example");

    private static final List<String> EVENTS = List.of("""
            {"type": "ObjectEvent", "eventTime": "2026-03-28T06:30:00.000+08:00", "eventTimeZoneOffset": "+08:00",
             "epcList": ["%1$s"], "action": "ADD", "bizStep": "commissioning", "disposition": "active",
             "readPoint": {"id": "urn:epc:id:sgln:9506000.13435.0"},
             "ilmd": {"tea:cultivar": "assamica", "tea:garden": "Old Hill", "tea:harvest": "2026-03-28"}}""", """
            {"type": "ObjectEvent", "eventTime": "2026-04-02T14:00:00.000+08:00", "eventTimeZoneOffset": "+08:00",
             "epcList": ["%1$s"], "action": "OBSERVE", "bizStep": "assembling", "disposition": "in_progress",
             "readPoint": {"id": "urn:epc:id:sgln:9506000.13436.0"},
             "bizLocation": {"id": "urn:epc:id:sgln:9506000.13436.0"}, "tea:pressedBy": "stone"}""", """
            {"type": "ObjectEvent", "eventTime": "2026-04-10T09:15:00.000+08:00", "eventTimeZoneOffset": "+08:00",
             "epcList": ["%1$s"], "action": "OBSERVE", "bizStep": "inspecting", "disposition": "conformant",
             "readPoint": {"id": "urn:epc:id:sgln:9506000.13437.0"}, "tea:report": "LAB-26-0410",
             "tea:pesticides": "not detected"}""", """
            {"type": "ObjectEvent", "eventTime": "2026-04-12T11:00:00.000+08:00", "eventTimeZoneOffset": "+08:00",
             "epcList": ["%1$s"], "action": "OBSERVE", "bizStep": "packing", "disposition": "in_progress",
             "readPoint": {"id": "urn:epc:id:sgln:9506000.13436.0"}}""", """
            {"type": "ObjectEvent", "eventTime": "2026-04-20T18:00:00.000+08:00", "eventTimeZoneOffset": "+08:00",
             "epcList": ["%1$s", "https://tea.example/00/095060000000000176"], "action": "OBSERVE", "bizStep": "shipping",
             "disposition": "in_transit", "readPoint": {"id": "urn:epc:id:sgln:9506000.13436.0"},
             "bizTransactionList": [{"type": "desadv", "bizTransaction": "urn:epcglobal:cbv:bt:9506000134352:ASN26"}],
             "sourceList": [{"type": "owning_party", "source": "urn:epc:id:pgln:9506000.13436"}]}""", """
            {"type": "ObjectEvent", "eventTime": "2026-04-24T08:20:00.000+08:00", "eventTimeZoneOffset": "+08:00",
             "epcList": ["%1$s", "https://tea.example/00/095060000000000176"], "action": "OBSERVE", "bizStep": "receiving",
             "disposition": "in_progress", "readPoint": {"id": "urn:epc:id:sgln:9506000.13440.0"},
             "bizTransactionList": [{"type": "desadv", "bizTransaction": "urn:epcglobal:cbv:bt:9506000134352:ASN26"}]}""", """
            {"type": "ObjectEvent", "eventTime": "2026-04-25T10:00:00.000+08:00", "eventTimeZoneOffset": "+08:00",
             "epcList": ["%1$s"], "action": "OBSERVE", "bizStep": "storing", "disposition": "in_progress",
             "readPoint": {"id": "urn:epc:id:sgln:9506000.13440.0"},
             "bizLocation": {"id": "urn:epc:id:sgln:9506000.13440.7"}, "tea:humidity": "62"}""", """
            {"type": "ObjectEvent", "eventTime": "2026-11-24T20:00:00.000+08:00", "eventTimeZoneOffset": "+08:00",
             "epcList": ["%1$s"], "action": "OBSERVE", "bizStep": "retail_selling", "disposition": "retail_sold",
             "readPoint": {"id": "urn:epc:id:sgln:9506000.13441.0"}, "tea:show": "SHOW-1124"}""");

    private TeaCakes() {}

    /** The events as one EPCIS document. */
    static String document() {
        return document(EVENTS);
    }

    /** As many events of one cake: it is made, and goes the same way again each year up to this one, without being sold. */
    static String document(int events) {
        int way = STEPS - 2;
        int first = YEAR - (Math.max(events, 2) - 2) / way;
        return document(IntStream.range(0, events)
                .mapToObj(i -> (i == 0 ? EVENTS.getFirst() : EVENTS.get(1 + (i - 1) % way))
                        .replace("\"eventTime\": \"" + YEAR, "\"eventTime\": \"" + (first + Math.max(i - 1, 0) / way)))
                .toList());
    }

    private static String document(List<String> events) {
        return """
                {"@context": ["https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld",
                              {"tea": "https://tea.example/voc/"}],
                 "type": "EPCISDocument", "schemaVersion": "2.0", "creationDate": "2026-11-24T20:00:00.000+08:00",
                 "epcisBody": {"eventList": [%s]}}""".formatted(String.join(",\n", events).formatted(CAKE));
    }

    /** Who vouches for a step: one of four parties. */
    static LocalSigner issuer(int step) {
        return LocalSigner.fromPrivateKey("0x%064x".formatted(1 + step % 4));
    }
}
