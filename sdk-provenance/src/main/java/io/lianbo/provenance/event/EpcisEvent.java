package io.lianbo.provenance.event;

import static io.lianbo.provenance.event.CanonicalText.CBV;

import io.lianbo.core.json.StrictJson;
import io.lianbo.provenance.internal.Gs1Identifier;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One EPCIS 2.0 event, as it was written and with all that its {@code @context} says: an immutable value that loses nothing.
 *
 * {@snippet class="io.lianbo.provenance.event.EpcisEventTest" region="event"}
 *
 * <p>The getters give GS1 keys and vocabulary words in their canonical form ({@code https://id.gs1.org/01/...},
 * {@code https://ref.gs1.org/cbv/BizStep-shipping}), whichever way the event spells them; {@link #toMap} and {@link #toJson}
 * give what was written.
 *
 * <p>Events are equal when they say the same in the same words; two events that say the same in different words have equal
 * {@linkplain #hash hashes}.
 */
public final class EpcisEvent {

    private static final List<String> EPC_FIELDS =
            List.of("epcList", "parentID", "childEPCs", "inputEPCList", "outputEPCList");
    private static final List<String> QUANTITY_FIELDS =
            List.of("quantityList", "childQuantityList", "inputQuantityList", "outputQuantityList");

    private final Map<String, @Nullable Object> fields;
    private final Map<String, String> namespaces;
    private final EventType type;
    private final Instant eventTime;
    private final EventHash hash;

    private EpcisEvent(Map<String, @Nullable Object> fields) {
        this.fields = fields;
        this.namespaces = namespacesOf(fields.get("@context"));
        this.type = EventType.named(String.valueOf(fields.get("type")));
        this.eventTime = CanonicalText.instant("eventTime", required(fields, "eventTime"));
        this.hash = EventHasher.hash(this);
    }

    /**
     * Reads one event: a JSON object, with the {@code @context} that its extensions need.
     *
     * @throws IllegalArgumentException when it is not strict JSON, no event of EPCIS 2.0, or cannot be hashed; the message
     *     names the field
     */
    public static EpcisEvent parse(String json) {
        return new EpcisEvent(StrictJson.parseObject(json));
    }

    /**
     * An event of these fields: texts, numbers, booleans, lists and maps of such, as {@link #toMap} gives them.
     *
     * @throws IllegalArgumentException as {@link #parse} does
     */
    public static EpcisEvent of(Map<String, ? extends @Nullable Object> fields) {
        return parse(StrictJson.write(fields));
    }

    /** An event of a document, whose own context stands before that of the event. */
    static EpcisEvent in(@Nullable Object documentContext, Map<?, ? extends @Nullable Object> event) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        List<@Nullable Object> context = new ArrayList<>(elementsOf(documentContext));
        context.addAll(elementsOf(event.get("@context")));
        if (!context.isEmpty()) {
            fields.put("@context", Collections.unmodifiableList(context));
        }
        event.forEach((key, value) -> {
            if (!key.equals("@context")) {
                fields.put((String) key, value);
            }
        });
        return new EpcisEvent(Collections.unmodifiableMap(fields));
    }

    /** Which of the five kinds it is. */
    public EventType type() {
        return type;
    }

    /** When it happened. */
    public Instant eventTime() {
        return eventTime;
    }

    /** {@code ADD}, {@code OBSERVE} or {@code DELETE}; transformations have none. */
    public Optional<String> action() {
        return text("action", "");
    }

    /** Which step of business it was, as a URI: {@code https://ref.gs1.org/cbv/BizStep-shipping}. */
    public Optional<String> bizStep() {
        return text("bizStep", CBV + "BizStep-");
    }

    /** In which state the objects are afterwards, as a URI: {@code https://ref.gs1.org/cbv/Disp-in_transit}. */
    public Optional<String> disposition() {
        return text("disposition", CBV + "Disp-");
    }

    /** Where it happened, as a URI. */
    public Optional<String> readPoint() {
        return place("readPoint");
    }

    /** Where the objects are afterwards, as a URI. */
    public Optional<String> bizLocation() {
        return place("bizLocation");
    }

    /** Every object, lot or class that the event is about, as parent or child, input or output, in canonical form. */
    public Set<String> identifiers() {
        Set<String> found = new LinkedHashSet<>();
        for (String field : EPC_FIELDS) {
            elementsOf(fields.get(field)).forEach(epc -> addIdentifier(found, epc));
        }
        for (String field : QUANTITY_FIELDS) {
            for (Object element : elementsOf(fields.get(field))) {
                if (element instanceof Map<?, ?> quantity) {
                    addIdentifier(found, quantity.get("epcClass"));
                }
            }
        }
        return Collections.unmodifiableSet(found);
    }

    /** Its hash by CBV 2.0, computed when the event was made. */
    public EventHash hash() {
        return hash;
    }

    /** The prefixes that its extensions may use, with the namespaces they stand for. */
    public Map<String, String> namespaces() {
        return namespaces;
    }

    /** All fields as they were written, {@code @context} included: unmodifiable maps and lists, texts, numbers, booleans. */
    public Map<String, @Nullable Object> toMap() {
        return fields;
    }

    /** The event as JSON, in the order in which it was written. */
    public String toJson() {
        return StrictJson.write(fields);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof EpcisEvent that && fields.equals(that.fields);
    }

    @Override
    public int hashCode() {
        return hash.hashCode();
    }

    /** Type, time and hash. */
    @Override
    public String toString() {
        return type.epcisName() + " of " + eventTime + ", " + hash;
    }

    private Optional<String> text(String field, String vocabulary) {
        return fields.get(field) instanceof String text
                ? Optional.of(CanonicalText.of(field, text, vocabulary, namespaces))
                : Optional.empty();
    }

    private Optional<String> place(String field) {
        return fields.get(field) instanceof Map<?, ?> place && place.get("id") instanceof String id
                ? Optional.of(CanonicalText.of(field, id, "", namespaces))
                : Optional.empty();
    }

    private static void addIdentifier(Set<String> identifiers, @Nullable Object uri) {
        if (uri instanceof String text) {
            identifiers.add(Gs1Identifier.canonical(text.strip()).orElse(text.strip()));
        }
    }

    static Object required(Map<?, ? extends @Nullable Object> object, String field) {
        Object value = object.get(field);
        if (value == null) {
            throw new IllegalArgumentException("\"" + field + "\" is missing");
        }
        return value;
    }

    /** JSON-LD lets one value stand for an array of one. */
    static List<? extends @Nullable Object> elementsOf(@Nullable Object value) {
        return value == null ? List.of() : value instanceof List<?> list ? list : List.of(value);
    }

    private static Map<String, String> namespacesOf(@Nullable Object context) {
        Map<String, String> namespaces = new LinkedHashMap<>(CanonicalText.STANDARD_NAMESPACES);
        for (Object element : elementsOf(context)) {
            if (element instanceof Map<?, ?> definitions) {
                definitions.forEach((prefix, namespace) -> {
                    if (namespace instanceof String uri) {
                        namespaces.put((String) prefix, uri);
                    }
                });
            } else if (!(element instanceof String)) {
                throw new IllegalArgumentException("\"@context\" must consist of URLs and objects: " + element);
            }
        }
        return Collections.unmodifiableMap(namespaces);
    }
}
