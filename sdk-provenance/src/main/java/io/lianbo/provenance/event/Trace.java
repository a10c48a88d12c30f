package io.lianbo.provenance.event;

import io.lianbo.provenance.code.DigitalLink;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Writes the usual events in the life of an item, for those who would rather not write EPCIS.
 *
 * {@snippet class="io.lianbo.provenance.event.TraceTest" region="trace"}
 *
 * <p>Each method gives a new trace with one event more. Places are URIs: a GS1 Digital Link of a location
 * ({@code https://id.gs1.org/414/9506000134352}) or {@code geo:21.97,100.44}. What these do not say, {@link EpcisEvent#parse} can.
 */
public final class Trace {

    private final DigitalLink item;
    private final List<EpcisEvent> events;

    private Trace(DigitalLink item, List<EpcisEvent> events) {
        this.item = item;
        this.events = events;
    }

    /** A trace without events. */
    public static Trace of(DigitalLink item) {
        return new Trace(Objects.requireNonNull(item, "item"), List.of());
    }

    /** It came into being: CBV {@code commissioning}, {@code active}. */
    public Trace harvested(OffsetDateTime when, String where) {
        return with("ADD", "commissioning", "active", when, where, Map.of());
    }

    /** It was worked on: CBV {@code assembling}, {@code in_progress}. */
    public Trace processed(OffsetDateTime when, String where) {
        return with("OBSERVE", "assembling", "in_progress", when, where, Map.of());
    }

    /**
     * It was examined and found good: CBV {@code inspecting}, {@code conformant}.
     *
     * @param certificate the URI of the report
     */
    public Trace tested(OffsetDateTime when, String where, String certificate) {
        return with("OBSERVE", "inspecting", "conformant", when, where, Map.of("certificationInfo", certificate));
    }

    /** It left: CBV {@code shipping}, {@code in_transit}. */
    public Trace shipped(OffsetDateTime when, String where) {
        return with("OBSERVE", "shipping", "in_transit", when, where, Map.of());
    }

    /** It arrived: CBV {@code receiving}, {@code in_progress}. */
    public Trace received(OffsetDateTime when, String where) {
        return with("OBSERVE", "receiving", "in_progress", when, where, Map.of());
    }

    /** The item. */
    public DigitalLink item() {
        return item;
    }

    /** The events, in the order in which they were added. */
    public List<EpcisEvent> events() {
        return events;
    }

    private Trace with(
            String action,
            String bizStep,
            String disposition,
            OffsetDateTime when,
            String where,
            Map<String, String> moreFields) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("type", EventType.OBJECT.epcisName());
        fields.put("eventTime", DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(when));
        fields.put("eventTimeZoneOffset", offset(when.getOffset()));
        fields.put("epcList", List.of(item.canonical()));
        fields.put("action", action);
        fields.put("bizStep", bizStep);
        fields.put("disposition", disposition);
        fields.put("readPoint", Map.of("id", where));
        fields.putAll(moreFields);
        List<EpcisEvent> more = new ArrayList<>(events);
        more.add(EpcisEvent.of(fields));
        return new Trace(item, List.copyOf(more));
    }

    private static String offset(ZoneOffset offset) {
        return offset.equals(ZoneOffset.UTC) ? "+00:00" : offset.getId();
    }
}
