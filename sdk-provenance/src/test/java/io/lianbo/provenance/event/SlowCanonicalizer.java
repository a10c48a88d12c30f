package io.lianbo.provenance.event;

import static io.lianbo.provenance.event.SlowText.CBV;
import static io.lianbo.provenance.event.SlowText.GS1_VOCABULARY;

import io.lianbo.core.crypto.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Hashes events by CBV 2.0 section 8.9: two parties who write the same event differently get the same hash.
 *
 * <p>Not hashed are {@code eventID}, {@code recordTime}, {@code errorDeclaration}, {@code @context} and comments. Where the
 * text of the standard leaves room, the hash is that of GS1's reference vectors: types stand before what they qualify; the
 * lists of transactions, sources and destinations follow the sensor elements, in lexical order with ILMD and extensions; a
 * text that reads as a number is a number ({@code "05.0"} and {@code 5} are one value).
 */
final class SlowCanonicalizer {

    private static final Field SET = Field.word("set", CBV + "Disp-");
    private static final Field UNSET = Field.word("unset", CBV + "Disp-");
    private static final Field EPC = Field.text("epc");

    private static final Field QUANTITY_ELEMENT =
            Field.object("quantityElement", Field.text("epcClass"), Field.text("quantity"), Field.text("uom"));

    private static final Field SENSOR_METADATA = Field.object(
            "sensorMetadata",
            Field.time("time"),
            Field.time("startTime"),
            Field.time("endTime"),
            Field.text("deviceID"),
            Field.text("deviceMetadata"),
            Field.text("rawData"),
            Field.text("dataProcessingMethod"),
            Field.text("bizRules"));

    private static final Field SENSOR_REPORT = Field.object(
            "sensorReport",
            Field.word("type", GS1_VOCABULARY),
            Field.word("exception", GS1_VOCABULARY),
            Field.text("deviceID"),
            Field.text("deviceMetadata"),
            Field.text("rawData"),
            Field.text("dataProcessingMethod"),
            Field.time("time"),
            Field.text("microorganism"),
            Field.text("chemicalSubstance"),
            Field.text("value"),
            Field.word("component", CBV + "Comp-"),
            Field.text("stringValue"),
            Field.text("booleanValue"),
            Field.text("hexBinaryValue"),
            Field.text("uriValue"),
            Field.text("minValue"),
            Field.text("maxValue"),
            Field.text("meanValue"),
            Field.text("sDev"),
            Field.text("percRank"),
            Field.text("percValue"),
            Field.text("uom"),
            Field.text("coordinateReferenceSystem"));

    /** The fields whose place the standard fixes, in that order. */
    private static final List<Field> IN_ORDER = List.of(
            Field.time("eventTime"),
            Field.text("eventTimeZoneOffset"),
            Field.text("certificationInfo"),
            Field.list("epcList", EPC),
            Field.text("parentID"),
            Field.list("inputEPCList", EPC),
            Field.list("childEPCs", EPC),
            Field.list("quantityList", QUANTITY_ELEMENT),
            Field.list("childQuantityList", QUANTITY_ELEMENT),
            Field.list("inputQuantityList", QUANTITY_ELEMENT),
            Field.list("outputEPCList", EPC),
            Field.list("outputQuantityList", QUANTITY_ELEMENT),
            Field.text("action"),
            Field.text("transformationID"),
            Field.word("bizStep", CBV + "BizStep-"),
            Field.word("disposition", CBV + "Disp-"),
            Field.object("persistentDisposition", SET, UNSET),
            Field.object("readPoint", Field.text("id")),
            Field.object("bizLocation", Field.text("id")),
            Field.list("sensorElementList", Field.object("sensorElement", SENSOR_METADATA, SENSOR_REPORT)));

    /** The fields that find their place among the extensions, by the strings they give. */
    private static final List<Field> SORTED = List.of(
            Field.list(
                    "bizTransactionList",
                    Field.object("", Field.word("type", CBV + "BTT-"), Field.text("bizTransaction"))),
            Field.list("sourceList", Field.object("", Field.word("type", CBV + "SDT-"), Field.text("source"))),
            Field.list(
                    "destinationList", Field.object("", Field.word("type", CBV + "SDT-"), Field.text("destination"))));

    private static final Set<String> IGNORED_IN_EVENT = Set.of("type", "eventID", "recordTime", "errorDeclaration");
    private static final Set<String> IGNORED = Set.of("@context", "rdfs:comment", "comment", EpcisXml.TEXT);

    private final Map<String, String> namespaces;

    private SlowCanonicalizer(Map<String, String> namespaces) {
        this.namespaces = namespaces;
    }

    /** The event's hash: the SHA-256 of {@link #preHash}, in UTF-8. */
    static EventHash hash(EpcisEvent event) {
        return new EventHash(Sha256.hash(preHash(event).getBytes(StandardCharsets.UTF_8)));
    }

    /**
     * The string that is hashed: what to compare when two parties disagree about a hash.
     *
     * @throws IllegalArgumentException when a field of the standard holds a value of a kind that it cannot hold, or an
     *     extension has a prefix that no {@code @context} of the event defines; the message names the field
     */
    static String preHash(EpcisEvent event) {
        SlowCanonicalizer hasher = new SlowCanonicalizer(event.namespaces());
        StringBuilder out =
                new StringBuilder(512).append("eventType=").append(event.type().epcisName());
        hasher.append(out, event.toMap(), IN_ORDER, SORTED, IGNORED_IN_EVENT);
        return out.toString();
    }

    private void append(
            StringBuilder out,
            Map<?, ? extends @Nullable Object> object,
            List<Field> inOrder,
            List<Field> sorted,
            Set<String> ignored) {
        for (Field field : inOrder) {
            Object value = object.get(field.name);
            if (value != null) {
                render(field, value).forEach(out::append);
            }
        }
        List<String> rest = new ArrayList<>();
        for (Map.Entry<?, ?> entry : object.entrySet()) {
            String key = (String) entry.getKey();
            Object value = entry.getValue();
            if (value == null || ignored.contains(key) || IGNORED.contains(key) || Field.named(key, inOrder) != null) {
                continue;
            }
            Field field = Field.named(key, sorted);
            rest.addAll(field != null ? render(field, value) : extension(key, value));
        }
        rest.sort(SlowText.ORDER);
        rest.forEach(out::append);
    }

    /** One string for each value, sorted; none for what is empty. */
    private List<String> render(Field field, Object value) {
        List<String> rendered = new ArrayList<>();
        if (field.kind == Kind.LIST) {
            if (!(value instanceof List<?>)) {
                throw new IllegalArgumentException("\"" + field.name + "\" must be an array");
            }
            List<String> elements = render(field.children.getFirst(), value);
            return elements.isEmpty() ? elements : List.of(field.name + String.join("", elements));
        }
        for (Object element : value instanceof List<?> several ? several : List.of(value)) {
            String text = element == null ? "" : renderOne(field, element);
            if (!text.isEmpty()) {
                rendered.add(text);
            }
        }
        rendered.sort(SlowText.ORDER);
        return rendered;
    }

    private String renderOne(Field field, Object value) {
        if (field.kind == Kind.OBJECT) {
            if (!(value instanceof Map<?, ?> object)) {
                throw new IllegalArgumentException("\"" + field.name + "\" must be an object");
            }
            StringBuilder content = new StringBuilder();
            append(content, object, field.children, List.of(), Set.of());
            return content.isEmpty() ? "" : field.name + content;
        }
        String text = field.kind == Kind.TIME
                ? SlowText.ofTime(field.name, value)
                : SlowText.of(field.name, value, field.vocabulary, namespaces);
        return text.isEmpty() ? "" : field.name + "=" + text;
    }

    /** Rules 19 to 21: {namespace}name, then =value or what is nested, sorted. */
    private List<String> extension(String key, Object value) {
        String name = expandedName(key);
        List<String> rendered = new ArrayList<>();
        for (Object element : value instanceof List<?> several ? several : List.of(value)) {
            if (element instanceof Map<?, ?> object) {
                StringBuilder content = new StringBuilder(name);
                if (object.get(EpcisXml.TEXT) instanceof String text) {
                    String canonical = SlowText.of(key, text, "", namespaces);
                    content.append(canonical.isEmpty() ? "" : "=" + canonical);
                }
                append(content, object, List.of(), List.of(), Set.of());
                rendered.add(content.toString());
            } else if (element instanceof List<?>) {
                rendered.addAll(extension(key, element));
            } else if (element != null) {
                String text = SlowText.of(key, element, "", namespaces);
                rendered.add(text.isEmpty() ? name : name + "=" + text);
            }
        }
        return rendered;
    }

    private String expandedName(String key) {
        int colon = key.indexOf(':');
        if (colon < 0) {
            return key;
        }
        String namespace = namespaces.get(key.substring(0, colon));
        if (namespace == null) {
            throw new IllegalArgumentException(
                    "\"" + key + "\" has a prefix that no @context of the event defines; defined are "
                            + namespaces.keySet().stream().sorted().toList());
        }
        return "{" + namespace + "}" + key.substring(colon + 1);
    }

    private enum Kind {
        TEXT,
        TIME,
        LIST,
        OBJECT
    }

    /** What the standard says of one field: its name in the pre-hash string, and how its value is written there. */
    private record Field(String name, Kind kind, String vocabulary, List<Field> children) {

        static Field text(String name) {
            return new Field(name, Kind.TEXT, "", List.of());
        }

        static Field time(String name) {
            return new Field(name, Kind.TIME, "", List.of());
        }

        static Field word(String name, String vocabulary) {
            return new Field(name, Kind.TEXT, vocabulary, List.of());
        }

        static Field list(String name, Field element) {
            return new Field(name, Kind.LIST, "", List.of(element));
        }

        static Field object(String name, Field... children) {
            return new Field(name, Kind.OBJECT, "", List.of(children));
        }

        static @Nullable Field named(String name, List<Field> fields) {
            for (Field field : fields) {
                if (field.name.equals(name)) {
                    return field;
                }
            }
            return null;
        }
    }
}
