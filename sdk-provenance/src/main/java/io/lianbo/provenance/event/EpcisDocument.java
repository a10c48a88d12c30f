package io.lianbo.provenance.event;

import io.lianbo.core.json.StrictJson;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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

    private EpcisDocument(Object json, List<EventFacts> facts) {
        this.json = json;
        this.events = events(json, facts);
    }

    /**
     * Reads a document.
     *
     * @throws IllegalArgumentException when it is not strict JSON, holds no events where they belong, or one of them is none;
     *     the message names the event by its place, from 0
     */
    public static EpcisDocument parse(String json) {
        Object value = StrictJson.parse(json);
        List<EventFacts> facts = new EventCanonicalizer().facts(json.getBytes(StandardCharsets.UTF_8));
        return new EpcisDocument(Objects.requireNonNull(value, "a document without events was refused"), facts);
    }

    /**
     * Reads a document from its UTF-8 bytes.
     *
     * @throws IllegalArgumentException as {@link #parse(String)} does, and when the bytes are no UTF-8
     */
    public static EpcisDocument parse(byte[] utf8) {
        Object value = StrictJson.parse(utf8);
        List<EventFacts> facts = new EventCanonicalizer().facts(utf8);
        return new EpcisDocument(Objects.requireNonNull(value, "a document without events was refused"), facts);
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

    /** The events of a document that was checked before. */
    private static List<EpcisEvent> events(Object json, List<EventFacts> facts) {
        Object context = null;
        Object events = json;
        if (json instanceof Map<?, ?> document && document.get("epcisBody") instanceof Map<?, ?> body) {
            context = document.get("@context");
            events = eventsIn(body);
        }
        List<?> maps = events instanceof List<?> several ? several : Collections.singletonList(events);
        List<EpcisEvent> read = new ArrayList<>(maps.size());
        for (Object map : maps) {
            if (map instanceof Map<?, ?> event) {
                read.add(EpcisEvent.in(context, event, facts.get(read.size())));
            }
        }
        if (read.size() != facts.size()) {
            throw new IllegalStateException(facts.size() + " events were checked and " + read.size() + " found");
        }
        return Collections.unmodifiableList(read);
    }

    private static @Nullable Object eventsIn(Map<?, ?> body) {
        for (String field : List.of("eventList", "event", "queryResults", "resultsBody")) {
            Object value = body.get(field);
            if (value != null) {
                return field.startsWith("event") || !(value instanceof Map<?, ?> inner) ? value : eventsIn(inner);
            }
        }
        return null;
    }
}
