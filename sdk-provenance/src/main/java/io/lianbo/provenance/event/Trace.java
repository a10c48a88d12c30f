package io.lianbo.provenance.event;

import io.lianbo.provenance.code.DigitalLink;
import io.lianbo.provenance.internal.Gs1;
import java.net.URI;
import java.net.URISyntaxException;
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
 * <p>Each method gives a new trace with one event more. A place is the GLN of a location (13 digits, as in {@code 9506000134352}) or a URI
 * ({@code geo:21.97,100.44}). What these do not say, {@link EpcisEvent#parse} can.
 *
 * <p>All methods throw {@link IllegalArgumentException} when a place is neither, naming it, or when the time has an offset that EPCIS cannot
 * write (beyond 14 hours, or with seconds).
 */
public final class Trace {

    private static final String CONTEXT = "https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld";

    private final DigitalLink item;
    private final List<EpcisEvent> events;

    private Trace(DigitalLink item, List<EpcisEvent> events) {
        this.item = item;
        this.events = events;
    }

    /**
     * A trace of one item, without events.
     *
     * @param gtin of its product: 8, 12, 13 or 14 digits, the last one its check digit
     * @param serial 1 to 20 characters of GS1's set 82
     * @throws IllegalArgumentException when either is something else
     */
    public static Trace item(String gtin, String serial) {
        return of(DigitalLink.ofItem(gtin, serial));
    }

    /** A trace without events, of an item, or of a whole lot or product where the link has no serial number. */
    public static Trace of(DigitalLink item) {
        return new Trace(Objects.requireNonNull(item, "item"), List.of());
    }

    /** It came into being: CBV {@code commissioning}, {@code active}. */
    public Trace harvested(OffsetDateTime when, String where) {
        return objects("ADD", "commissioning", "active", when, where, Map.of());
    }

    /** It was worked on and is still itself: CBV {@code assembling}, {@code in_progress}. */
    public Trace processed(OffsetDateTime when, String where) {
        return objects("OBSERVE", "assembling", "in_progress", when, where, Map.of());
    }

    /**
     * It was made of others, which are used up: a {@code TransformationEvent}, CBV {@code commissioning}, {@code active}.
     *
     * @param inputs items, lots or products, at least one
     * @throws IllegalArgumentException when there is no input
     */
    public Trace madeFrom(OffsetDateTime when, String where, DigitalLink... inputs) {
        return transformation("inputs", List.of(inputs), List.of(item), when, where);
    }

    /**
     * It was used up, and others came of it: a {@code TransformationEvent}, CBV {@code commissioning}, {@code active}.
     *
     * @param outputs items, lots or products, at least one
     * @throws IllegalArgumentException when there is no output
     */
    public Trace madeInto(OffsetDateTime when, String where, DigitalLink... outputs) {
        return transformation("outputs", List.of(item), List.of(outputs), when, where);
    }

    /**
     * It was examined and found good: CBV {@code inspecting}, {@code conformant}.
     *
     * @param certificate the URI of the report
     */
    public Trace tested(OffsetDateTime when, String where, String certificate) {
        return objects("OBSERVE", "inspecting", "conformant", when, where, Map.of("certificationInfo", certificate));
    }

    /** It was packed: CBV {@code packing}, {@code in_progress}. */
    public Trace packed(OffsetDateTime when, String where) {
        return objects("OBSERVE", "packing", "in_progress", when, where, Map.of());
    }

    /**
     * It was packed into a carton or pallet: an {@code AggregationEvent}, CBV {@code packing}, {@code in_progress}.
     *
     * @param sscc the number of the carton or pallet: 18 digits, the last one its check digit
     * @throws IllegalArgumentException when it is something else
     */
    public Trace packed(OffsetDateTime when, String where, String sscc) {
        return aggregation("ADD", "packing", when, where, sscc);
    }

    /**
     * It was taken out of a carton or pallet: an {@code AggregationEvent}, CBV {@code unpacking}, {@code in_progress}.
     *
     * @param sscc as for {@link #packed(OffsetDateTime, String, String)}
     */
    public Trace unpacked(OffsetDateTime when, String where, String sscc) {
        return aggregation("DELETE", "unpacking", when, where, sscc);
    }

    /** It left: CBV {@code shipping}, {@code in_transit}. */
    public Trace shipped(OffsetDateTime when, String where) {
        return objects("OBSERVE", "shipping", "in_transit", when, where, Map.of());
    }

    /** It arrived: CBV {@code receiving}, {@code in_progress}. */
    public Trace received(OffsetDateTime when, String where) {
        return objects("OBSERVE", "receiving", "in_progress", when, where, Map.of());
    }

    /** It was sold to whoever will use it: CBV {@code retail_selling}, {@code retail_sold}. */
    public Trace sold(OffsetDateTime when, String where) {
        return objects("OBSERVE", "retail_selling", "retail_sold", when, where, Map.of());
    }

    /** The item. */
    public DigitalLink item() {
        return item;
    }

    /** The events, in the order in which they were added. */
    public List<EpcisEvent> events() {
        return events;
    }

    private Trace objects(
            String action,
            String bizStep,
            String disposition,
            OffsetDateTime when,
            String where,
            Map<String, String> moreFields) {
        Map<String, Object> fields = fields(EventType.OBJECT, when);
        things(fields, "epcList", "quantityList", List.of(item));
        fields.put("action", action);
        step(fields, bizStep, disposition, where);
        fields.putAll(moreFields);
        return with(fields);
    }

    private Trace aggregation(String action, String bizStep, OffsetDateTime when, String where, String sscc) {
        Map<String, Object> fields = fields(EventType.AGGREGATION, when);
        fields.put("parentID", keyed("00", "SSCC", 18, sscc));
        things(fields, "childEPCs", "childQuantityList", List.of(item));
        fields.put("action", action);
        step(fields, bizStep, "in_progress", where);
        return with(fields);
    }

    private Trace transformation(
            String given, List<DigitalLink> inputs, List<DigitalLink> outputs, OffsetDateTime when, String where) {
        if (inputs.isEmpty() || outputs.isEmpty()) {
            throw new IllegalArgumentException("there must be at least one of the " + given);
        }
        Map<String, Object> fields = fields(EventType.TRANSFORMATION, when);
        things(fields, "inputEPCList", "inputQuantityList", inputs);
        things(fields, "outputEPCList", "outputQuantityList", outputs);
        step(fields, "commissioning", "active", where);
        return with(fields);
    }

    private Trace with(Map<String, Object> fields) {
        List<EpcisEvent> more = new ArrayList<>(events);
        more.add(EpcisEvent.of(fields));
        return new Trace(item, List.copyOf(more));
    }

    private static Map<String, Object> fields(EventType type, OffsetDateTime when) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("@context", CONTEXT);
        fields.put("type", type.epcisName());
        fields.put("eventTime", DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(when));
        fields.put("eventTimeZoneOffset", offset(when.getOffset()));
        return fields;
    }

    private static void step(Map<String, Object> fields, String bizStep, String disposition, String where) {
        fields.put("bizStep", bizStep);
        fields.put("disposition", disposition);
        fields.put("readPoint", Map.of("id", place(where)));
    }

    /** What has a serial number is an EPC; lots and products are classes, of which no amount is told. */
    private static void things(
            Map<String, Object> fields, String epcList, String quantityList, List<DigitalLink> things) {
        List<String> epcs = new ArrayList<>();
        List<Map<String, String>> classes = new ArrayList<>();
        for (DigitalLink thing : things) {
            if (thing.serial().isPresent()) {
                epcs.add(thing.canonical());
            } else {
                classes.add(Map.of("epcClass", thing.canonical()));
            }
        }
        if (!epcs.isEmpty()) {
            fields.put(epcList, epcs);
        }
        if (!classes.isEmpty()) {
            fields.put(quantityList, classes);
        }
    }

    private static String place(String where) {
        if (Gs1.isDigits(where) && !where.isEmpty()) {
            return keyed("414", "GLN", 13, where);
        }
        try {
            if (new URI(where).isAbsolute()) {
                return where;
            }
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(noPlace(where), e);
        }
        throw new IllegalArgumentException(noPlace(where));
    }

    private static String noPlace(String where) {
        return "a place must be a GLN of 13 digits, or a URI as geo:21.97,100.44: " + where;
    }

    private static String keyed(String identifier, String name, int length, String digits) {
        if (!Gs1.isDigits(digits, length)) {
            throw new IllegalArgumentException(name + " must be " + length + " digits: " + digits);
        }
        char expected = Gs1.checkDigit(digits.substring(0, length - 1));
        if (digits.charAt(length - 1) != expected) {
            throw new IllegalArgumentException(name + " must end in its check digit " + expected + ": " + digits);
        }
        return Gs1.CANONICAL_DOMAIN + "/" + identifier + "/" + digits;
    }

    private static String offset(ZoneOffset offset) {
        return offset.equals(ZoneOffset.UTC) ? "+00:00" : offset.getId();
    }
}
