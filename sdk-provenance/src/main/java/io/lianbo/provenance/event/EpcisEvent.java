package io.lianbo.provenance.event;

import static io.lianbo.provenance.event.CanonicalValue.CBV;

import io.lianbo.core.json.JsonObject;
import io.lianbo.core.json.StrictJson;
import java.time.Instant;
import java.time.ZoneOffset;
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

    private static final ThreadLocal<EventCanonicalizer> CANONICALIZERS =
            ThreadLocal.withInitial(EventCanonicalizer::new);

    private final Map<String, @Nullable Object> map;
    private final Namespaces namespaces;
    private final Fields fields;
    private final EventType type;
    private final Instant eventTime;
    private final EventHash hash;

    /** Read when it is first asked for. */
    private volatile @Nullable Facts facts;

    /** What verifying a history asks for often. */
    private record Facts(Optional<String> bizStep, Optional<String> disposition, Set<String> identifiers) {}

    private EpcisEvent(Map<String, @Nullable Object> map, EventHash hash) {
        this.map = map;
        this.namespaces = Namespaces.of(Collections.singletonList(map.get("@context")));
        this.fields = new Fields(map, namespaces);
        this.type = EventType.named(String.valueOf(map.get("type")));
        this.eventTime = fields.time("eventTime").orElseThrow();
        this.hash = hash;
    }

    /**
     * Reads one event: a JSON object, with the {@code @context} that its extensions need.
     *
     * @throws IllegalArgumentException when it is not strict JSON or no event of EPCIS 2.0: a field is missing that its type needs,
     *     one holds what it may not hold, an extension has a prefix that the {@code @context} does not define, a number has more than 400
     *     digits, or it is longer than 8 MiB or deeper than 64 levels; the message names the field
     */
    public static EpcisEvent parse(String json) {
        Map<String, @Nullable Object> map = StrictJson.parseObject(json);
        return new EpcisEvent(map, CANONICALIZERS.get().hash(json));
    }

    /**
     * An event of these fields: texts, numbers, booleans, lists and maps of such, as {@link #toMap} gives them.
     *
     * @throws IllegalArgumentException as {@link #parse} does
     */
    public static EpcisEvent of(Map<String, ? extends @Nullable Object> fields) {
        return parse(StrictJson.write(fields));
    }

    /**
     * An event that is part of a larger document, which was read already.
     *
     * @throws IllegalArgumentException as {@link #parse} does
     */
    public static EpcisEvent of(JsonObject event) {
        return new EpcisEvent(event.values(), CANONICALIZERS.get().hash(StrictJson.write(event.values())));
    }

    /** An event of a document, whose own context stands before that of the event. */
    static EpcisEvent in(@Nullable Object documentContext, Map<?, ? extends @Nullable Object> event, EventHash hash) {
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
        return new EpcisEvent(Collections.unmodifiableMap(fields), hash);
    }

    /** Which of the five kinds it is. */
    public EventType type() {
        return type;
    }

    /** When it happened. */
    public Instant eventTime() {
        return eventTime;
    }

    /** The offset from UTC of the clocks where it happened. */
    public ZoneOffset eventTimeZoneOffset() {
        return ZoneOffset.of(fields.verbatim("eventTimeZoneOffset").orElseThrow());
    }

    /** When it was recorded, if that is told. */
    public Optional<Instant> recordTime() {
        return fields.time("recordTime");
    }

    /** The name that it has, if it has one; it need not be its {@linkplain #hash hash}. */
    public Optional<String> eventId() {
        return fields.verbatim("eventID");
    }

    /** {@code ADD}, {@code OBSERVE} or {@code DELETE}; transformations have none. */
    public Optional<String> action() {
        return fields.verbatim("action");
    }

    /** Which step of business it was, as a URI: {@code https://ref.gs1.org/cbv/BizStep-shipping}. */
    public Optional<String> bizStep() {
        return facts().bizStep();
    }

    /** In which state the objects are afterwards, as a URI: {@code https://ref.gs1.org/cbv/Disp-in_transit}. */
    public Optional<String> disposition() {
        return facts().disposition();
    }

    /** The states that begin and end with it. */
    public Optional<PersistentDisposition> persistentDisposition() {
        return fields.object("persistentDisposition")
                .map(object -> new PersistentDisposition(
                        object.texts("set", CBV + "Disp-"), object.texts("unset", CBV + "Disp-")));
    }

    /** Where it happened, as a URI. */
    public Optional<String> readPoint() {
        return fields.object("readPoint").flatMap(place -> place.text("id"));
    }

    /** Where the objects are afterwards, as a URI. */
    public Optional<String> bizLocation() {
        return fields.object("bizLocation").flatMap(place -> place.text("id"));
    }

    /** The objects of {@code epcList}, in canonical form. */
    public List<String> epcs() {
        return fields.texts("epcList", "");
    }

    /** What holds the children, or is tied to the transaction, in canonical form. */
    public Optional<String> parentId() {
        return fields.text("parentID");
    }

    /** The children, in canonical form. */
    public List<String> childEpcs() {
        return fields.texts("childEPCs", "");
    }

    /** What was used up, in canonical form. */
    public List<String> inputEpcs() {
        return fields.texts("inputEPCList", "");
    }

    /** What came of it, in canonical form. */
    public List<String> outputEpcs() {
        return fields.texts("outputEPCList", "");
    }

    /** The amounts of {@code quantityList}. */
    public List<QuantityElement> quantities() {
        return quantities("quantityList");
    }

    /** The amounts among the children. */
    public List<QuantityElement> childQuantities() {
        return quantities("childQuantityList");
    }

    /** The amounts that were used up. */
    public List<QuantityElement> inputQuantities() {
        return quantities("inputQuantityList");
    }

    /** The amounts that came of it. */
    public List<QuantityElement> outputQuantities() {
        return quantities("outputQuantityList");
    }

    /** What joins the parts of a transformation that is told in several events. */
    public Optional<String> transformationId() {
        return fields.text("transformationID");
    }

    /** Every object, lot or class that the event is about, as parent or child, input or output, in canonical form. */
    public Set<String> identifiers() {
        return facts().identifiers();
    }

    private Facts facts() {
        Facts known = facts;
        if (known == null) {
            known = new Facts(
                    fields.word("bizStep", CBV + "BizStep-"),
                    fields.word("disposition", CBV + "Disp-"),
                    readIdentifiers());
            facts = known;
        }
        return known;
    }

    private Set<String> readIdentifiers() {
        Set<String> found = new LinkedHashSet<>();
        for (String field : EPC_FIELDS) {
            found.addAll(fields.texts(field, ""));
        }
        for (String field : QUANTITY_FIELDS) {
            quantities(field).forEach(quantity -> found.add(quantity.epcClass()));
        }
        return Collections.unmodifiableSet(found);
    }

    /** The orders, invoices, despatch advices that it belongs to. */
    public List<TypedUri> bizTransactions() {
        return typed("bizTransactionList", "bizTransaction", "BTT-");
    }

    /** Whom and where the objects come from. */
    public List<TypedUri> sources() {
        return typed("sourceList", "source", "SDT-");
    }

    /** Whom and where the objects go to. */
    public List<TypedUri> destinations() {
        return typed("destinationList", "destination", "SDT-");
    }

    /** What sensors said. */
    public List<SensorElement> sensorElements() {
        return fields.objects("sensorElementList").stream()
                .map(SensorElement::new)
                .toList();
    }

    /** The certificates that it refers to, as URIs. */
    public List<String> certificationInfo() {
        return fields.texts("certificationInfo", "");
    }

    /** Instance and lot master data in a namespace, such as {@code urn:epcglobal:cbv:mda:}; names and values as for {@link #extensions}. */
    public Map<String, @Nullable Object> ilmd(String namespace) {
        return fields.object("ilmd").map(ilmd -> ilmd.extensions(namespace)).orElse(Map.of());
    }

    /**
     * The fields of users in a namespace, by their names without prefix: as they were written, whatever the prefix is.
     *
     * @param namespace what the prefix stands for, such as {@code https://tea.example/epcis/}
     */
    public Map<String, @Nullable Object> extensions(String namespace) {
        return fields.extensions(namespace);
    }

    /** That it is wrong, if somebody says so. */
    public Optional<ErrorDeclaration> errorDeclaration() {
        return fields.object("errorDeclaration")
                .map(error -> new ErrorDeclaration(
                        error.time("declarationTime").orElseThrow(),
                        error.word("reason", CBV + "ER-"),
                        error.texts("correctiveEventIDs", "")));
    }

    /** Its hash by CBV 2.0, computed when the event was made. */
    public EventHash hash() {
        return hash;
    }

    /** The string that is hashed: what to compare when two parties disagree about a hash. */
    public String preHash() {
        return new EventCanonicalizer().preHash(toJson());
    }

    /** The prefixes that its extensions may use, with the namespaces they stand for. */
    public Map<String, String> namespaces() {
        return namespaces.byPrefix();
    }

    /** All fields as they were written, {@code @context} included: unmodifiable maps and lists, texts, numbers, booleans. */
    public Map<String, @Nullable Object> toMap() {
        return map;
    }

    /** The event as JSON, in the order in which it was written. */
    public String toJson() {
        return StrictJson.write(map);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof EpcisEvent that && map.equals(that.map);
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

    private List<QuantityElement> quantities(String field) {
        return fields.objects(field).stream()
                .map(quantity -> new QuantityElement(
                        quantity.text("epcClass").orElseThrow(), quantity.number("quantity"), quantity.verbatim("uom")))
                .toList();
    }

    private List<TypedUri> typed(String list, String field, String vocabulary) {
        return fields.objects(list).stream()
                .map(element -> new TypedUri(
                        element.word("type", CBV + vocabulary),
                        element.text(field).orElseThrow()))
                .toList();
    }

    /** JSON-LD lets one value stand for an array of one. */
    private static List<? extends @Nullable Object> elementsOf(@Nullable Object value) {
        return value == null ? List.of() : value instanceof List<?> list ? list : List.of(value);
    }
}
