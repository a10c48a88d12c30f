package io.lianbo.provenance.event;

import static io.lianbo.provenance.event.CanonicalValue.CBV;

import io.lianbo.core.json.JsonObject;
import io.lianbo.core.json.StrictJson;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
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

    private static final ThreadLocal<EventCanonicalizer> CANONICALIZERS =
            ThreadLocal.withInitial(EventCanonicalizer::new);

    private final EventFacts facts;

    /** The event as it was read; null where {@link #content} was there first. */
    private final byte @Nullable [] utf8;

    private volatile @Nullable Content content;
    private volatile @Nullable Set<String> identifiers;

    /** All that it says, read when something is first asked for that the facts do not tell. */
    private record Content(Map<String, @Nullable Object> map, Namespaces namespaces, Fields fields) {

        static Content of(Map<String, @Nullable Object> map) {
            Namespaces namespaces = Namespaces.of(Collections.singletonList(map.get("@context")));
            return new Content(map, namespaces, new Fields(map, namespaces));
        }
    }

    private EpcisEvent(EventFacts facts, byte[] utf8) {
        this.facts = facts;
        this.utf8 = utf8;
    }

    private EpcisEvent(EventFacts facts, Map<String, @Nullable Object> map) {
        this.facts = facts;
        this.utf8 = null;
        this.content = Content.of(map);
    }

    /**
     * Reads one event: a JSON object, with the {@code @context} that its extensions need.
     *
     * @throws IllegalArgumentException when it is not strict JSON or no event of EPCIS 2.0: a field is missing that its type needs,
     *     one holds what it may not hold, an extension has a prefix that the {@code @context} does not define, a number has more than 400
     *     digits, or it is longer than 8 MiB or deeper than 64 levels; the message names the field
     */
    public static EpcisEvent parse(String json) {
        EventFacts facts = CANONICALIZERS.get().facts(json);
        return new EpcisEvent(facts, json.getBytes(StandardCharsets.UTF_8));
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
        return new EpcisEvent(CANONICALIZERS.get().facts(StrictJson.write(event.values())), event.values());
    }

    /** An event that was checked before. */
    static EpcisEvent of(EventFacts facts, byte[] utf8) {
        return new EpcisEvent(facts, utf8);
    }

    /** An event of a document, whose own context stands before that of the event. */
    static EpcisEvent in(@Nullable Object documentContext, Map<?, ? extends @Nullable Object> event, EventFacts facts) {
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
        return new EpcisEvent(facts, Collections.unmodifiableMap(fields));
    }

    /** Which of the five kinds it is. */
    public EventType type() {
        return facts.type();
    }

    /** When it happened. */
    public Instant eventTime() {
        return facts.eventTime();
    }

    /** The offset from UTC of the clocks where it happened. */
    public ZoneOffset eventTimeZoneOffset() {
        return ZoneOffset.of(read("eventTimeZoneOffset", Fields::verbatim).orElseThrow());
    }

    /** When it was recorded, if that is told. */
    public Optional<Instant> recordTime() {
        return read("recordTime", Fields::time);
    }

    /** The name that it has, if it has one; it need not be its {@linkplain #hash hash}. */
    public Optional<String> eventId() {
        return read("eventID", Fields::verbatim);
    }

    /** {@code ADD}, {@code OBSERVE} or {@code DELETE}; transformations have none. */
    public Optional<String> action() {
        return facts.action();
    }

    /** Which step of business it was, as a URI: {@code https://ref.gs1.org/cbv/BizStep-shipping}. */
    public Optional<String> bizStep() {
        return facts.bizStep();
    }

    /** In which state the objects are afterwards, as a URI: {@code https://ref.gs1.org/cbv/Disp-in_transit}. */
    public Optional<String> disposition() {
        return facts.disposition();
    }

    /** The states that begin and end with it. */
    public Optional<PersistentDisposition> persistentDisposition() {
        return read("persistentDisposition", Fields::object)
                .map(object -> new PersistentDisposition(
                        object.texts("set", CBV + "Disp-"), object.texts("unset", CBV + "Disp-")));
    }

    /** Where it happened, as a URI. */
    public Optional<String> readPoint() {
        return read("readPoint", Fields::object).flatMap(place -> place.text("id"));
    }

    /** Where the objects are afterwards, as a URI. */
    public Optional<String> bizLocation() {
        return read("bizLocation", Fields::object).flatMap(place -> place.text("id"));
    }

    /** The objects of {@code epcList}, in canonical form. */
    public List<String> epcs() {
        return facts.things().get(EventFacts.EPCS);
    }

    /** What holds the children, or is tied to the transaction, in canonical form. */
    public Optional<String> parentId() {
        return facts.things().get(EventFacts.PARENT).stream().findFirst();
    }

    /** The children, in canonical form. */
    public List<String> childEpcs() {
        return facts.things().get(EventFacts.CHILDREN);
    }

    /** What was used up, in canonical form. */
    public List<String> inputEpcs() {
        return facts.things().get(EventFacts.INPUTS);
    }

    /** What came of it, in canonical form. */
    public List<String> outputEpcs() {
        return facts.things().get(EventFacts.OUTPUTS);
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
        return read("transformationID", Fields::text);
    }

    /** Every object, lot or class that the event is about, as parent or child, input or output, in canonical form. */
    public Set<String> identifiers() {
        Set<String> known = identifiers;
        if (known == null) {
            known = facts.identifiers();
            identifiers = known;
        }
        return known;
    }

    /** Whether this is among its {@link #identifiers}; a link of an item says so in its {@code canonical} form. */
    public boolean isAbout(String identifier) {
        return facts.isAbout(identifier);
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
        return read("sensorElementList", Fields::objects).stream()
                .map(SensorElement::new)
                .toList();
    }

    /** The certificates that it refers to, as URIs. */
    public List<String> certificationInfo() {
        return read("certificationInfo", Fields::texts);
    }

    /** Instance and lot master data in a namespace, such as {@code urn:epcglobal:cbv:mda:}; names and values as for {@link #extensions}. */
    public Map<String, @Nullable Object> ilmd(String namespace) {
        return read("ilmd", Fields::object)
                .map(ilmd -> ilmd.extensions(namespace))
                .orElse(Map.of());
    }

    /**
     * The fields of users in a namespace, by their names without prefix: as they were written, whatever the prefix is.
     *
     * @param namespace what the prefix stands for, such as {@code https://tea.example/epcis/}
     */
    public Map<String, @Nullable Object> extensions(String namespace) {
        return content().fields().extensions(namespace);
    }

    /** That it is wrong, if somebody says so. */
    public Optional<ErrorDeclaration> errorDeclaration() {
        return read("errorDeclaration", Fields::object)
                .map(error -> new ErrorDeclaration(
                        error.time("declarationTime").orElseThrow(),
                        error.word("reason", CBV + "ER-"),
                        error.texts("correctiveEventIDs", "")));
    }

    /** Its hash by CBV 2.0, computed when the event was made. */
    public EventHash hash() {
        return facts.hash();
    }

    /** The string that is hashed: what to compare when two parties disagree about a hash. */
    public String preHash() {
        return new EventCanonicalizer().preHash(toJson());
    }

    /** The prefixes that its extensions may use, with the namespaces they stand for. */
    public Map<String, String> namespaces() {
        return content().namespaces().byPrefix();
    }

    /** All fields as they were written, {@code @context} included: unmodifiable maps and lists, texts, numbers, booleans. */
    public Map<String, @Nullable Object> toMap() {
        return content().map();
    }

    /** The event as JSON, in the order in which it was written. */
    public String toJson() {
        return StrictJson.write(toMap());
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof EpcisEvent that
                && facts.hash().equals(that.facts.hash())
                && toMap().equals(that.toMap());
    }

    @Override
    public int hashCode() {
        return facts.hash().hashCode();
    }

    /** Type, time and hash. */
    @Override
    public String toString() {
        return type().epcisName() + " of " + eventTime() + ", " + hash();
    }

    private Content content() {
        Content known = content;
        if (known == null) {
            known = Content.of(StrictJson.parseObject(Objects.requireNonNull(utf8, "utf8")));
            content = known;
        }
        return known;
    }

    /** Reads a field; where there is none of this name, nothing else is read for it. */
    private <T> T read(String name, BiFunction<Fields, String, T> as) {
        boolean there = facts.has(EventSchema.EVENT.bitOf(name));
        return as.apply(there ? content().fields() : Fields.NONE, name);
    }

    private List<QuantityElement> quantities(String field) {
        return read(field, Fields::objects).stream()
                .map(quantity -> new QuantityElement(
                        quantity.text("epcClass").orElseThrow(), quantity.number("quantity"), quantity.verbatim("uom")))
                .toList();
    }

    private List<TypedUri> typed(String list, String field, String vocabulary) {
        return read(list, Fields::objects).stream()
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
