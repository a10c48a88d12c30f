package io.lianbo.provenance.event;

import static io.lianbo.provenance.event.EpcisEvent.elementsOf;
import static io.lianbo.provenance.event.EpcisEvent.required;

import io.lianbo.core.json.StrictJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What holds events in JSON-LD: an EPCIS 2.0 document, the answer to an EPCIS query, a bare array of events or one bare event.
 * Reading and writing it back loses nothing.
 *
 * {@snippet class="io.lianbo.provenance.event.EpcisDocumentTest" region="document"}
 */
public final class EpcisDocument {

    private final Object json;
    private final List<EpcisEvent> events;

    private EpcisDocument(Object json) {
        this.json = json;
        this.events = List.copyOf(eventsIn(json));
    }

    /**
     * Reads a document.
     *
     * @throws IllegalArgumentException when it is not strict JSON, holds no events where they belong, or one of them is none;
     *     the message names the event by its place, from 0
     */
    public static EpcisDocument parse(String json) {
        Object value = StrictJson.parse(json);
        if (value == null) {
            throw new IllegalArgumentException("an EPCIS document must be an object or an array: null");
        }
        return new EpcisDocument(value);
    }

    /**
     * Reads a document in the XML binding of EPCIS 2.0 or 1.2 as the JSON-LD document that says the same: its events have the hashes of
     * those, and {@link #toJson} writes them. The document's header and comments are left out.
     *
     * {@snippet class="io.lianbo.provenance.event.EpcisXmlTest" region="xml"}
     *
     * <p>Extensions become keys with the prefix that XML gives their namespace. Nothing outside the document is read.
     *
     * @throws IllegalArgumentException when it is no XML or longer than 64 MiB, has a document type or XInclude, is no EPCIS
     *     document, or an event is none; the message names the event by its place, from 0
     */
    public static EpcisDocument parseXml(String xml) {
        return parse(StrictJson.write(EpcisXml.toJson(xml)));
    }

    /** As {@link #parseXml(String)}, from bytes in the encoding that the document declares. */
    public static EpcisDocument parseXml(byte[] xml) {
        return parse(StrictJson.write(EpcisXml.toJson(xml)));
    }

    /** The events in their order, each with the context of the document. */
    public List<EpcisEvent> events() {
        return events;
    }

    /** The document as JSON, in the order in which it was written. */
    public String toJson() {
        return StrictJson.write(json);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof EpcisDocument that && json.equals(that.json);
    }

    @Override
    public int hashCode() {
        return json.hashCode();
    }

    @Override
    public String toString() {
        return "EPCIS document of " + events.size() + " events";
    }

    private static List<EpcisEvent> eventsIn(Object json) {
        if (json instanceof List<?> array) {
            return readAll(null, array);
        }
        if (!(json instanceof Map<?, ?> object)) {
            throw new IllegalArgumentException("an EPCIS document must be an object or an array: " + json);
        }
        if (!object.containsKey("epcisBody")) {
            return readAll(null, List.of(object));
        }
        Map<?, ?> body = objectAt(object, "epcisBody");
        if (body.containsKey("queryResults")) {
            body = objectAt(objectAt(body, "queryResults"), "resultsBody");
        }
        Object context = object.get("@context");
        return body.containsKey("event")
                ? readAll(context, elementsOf(body.get("event")))
                : readAll(context, elementsOf(required(body, "eventList")));
    }

    private static List<EpcisEvent> readAll(@Nullable Object context, List<? extends @Nullable Object> array) {
        List<EpcisEvent> events = new ArrayList<>(array.size());
        for (Object element : array) {
            try {
                if (!(element instanceof Map<?, ?> event)) {
                    throw new IllegalArgumentException("an event must be an object");
                }
                events.add(EpcisEvent.in(context, event));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("event " + events.size() + ": " + e.getMessage(), e);
            }
        }
        return events;
    }

    private static Map<?, ?> objectAt(Map<?, ?> parent, String field) {
        if (required(parent, field) instanceof Map<?, ?> object) {
            return object;
        }
        throw new IllegalArgumentException("\"" + field + "\" must be an object");
    }
}
