package io.lianbo.provenance.event;

import static io.lianbo.provenance.event.CanonicalValue.CBV;
import static io.lianbo.provenance.event.CanonicalValue.GS1_VOCABULARY;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.lianbo.provenance.internal.Chunk;
import io.lianbo.provenance.internal.Words;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What EPCIS 2.0 says of the fields of an event, and CBV 2.0 section 8.9 of their place in the pre-hash string.
 *
 * <p>Where the text of the standard leaves room, the order is that of GS1's reference vectors: types stand before what they qualify; the
 * lists of transactions, sources and destinations follow the sensor elements, in lexical order with ILMD and extensions.
 */
final class EventSchema {

    /** The place of whatever is sorted by what it says: extensions, ILMD, and the lists of transactions, sources and destinations. */
    static final int SORTED = 63;

    /** What a field may hold. */
    enum Kind {
        /** One of the five types of events. */
        EVENT_TYPE,
        ACTION,
        /** A text. */
        TEXT,
        /** A text, or an array of texts that stand one after the other. */
        TEXTS,
        TIME,
        OFFSET,
        NUMBER,
        BOOLEAN,
        /** An array of texts or objects, under the name of the field. */
        LIST,
        /** An object. */
        OBJECT,
        /** An array of objects that stand one after the other, without a name for all. */
        OBJECTS,
        /** An object of extensions. */
        EXTENSIONS,
        /** The text of an extension that holds more than a text. */
        OWN_TEXT,
        CONTEXT,
        /** Whatever it is, it is not hashed. */
        IGNORED
    }

    /** One field. */
    static final class Field {
        final String name;
        final Kind kind;
        final Chunk vocabulary;
        final @Nullable Shape shape;
        final @Nullable Field element;
        final Chunk label;
        final Chunk key;

        private final long head;
        private final long tail;
        final boolean hashed;
        int place;
        long bit;

        private Field(
                String name,
                Kind kind,
                String vocabulary,
                @Nullable Shape shape,
                @Nullable Field element,
                boolean hashed,
                int place) {
            this(name, name, kind, vocabulary, shape, element, hashed, place);
        }

        private Field(
                String name,
                String nameOfAll,
                Kind kind,
                String vocabulary,
                @Nullable Shape shape,
                @Nullable Field element,
                boolean hashed,
                int place) {
            this.name = name;
            this.kind = kind;
            this.vocabulary = Chunk.of(vocabulary);
            this.key = Chunk.of(name);
            byte[] utf8 = name.getBytes(UTF_8);
            this.head = Words.head(utf8, 0, utf8.length);
            this.tail = utf8.length > Long.BYTES ? Words.get(utf8, utf8.length - Long.BYTES) : head;
            this.shape = shape;
            this.element = element;
            boolean nested = shape != null || element != null || kind == Kind.EXTENSIONS;
            this.label = Chunk.of(kind == Kind.OWN_TEXT ? "=" : nested ? nameOfAll : name + "=");
            this.hashed = hashed;
            this.place = place;
        }

        private Field sorted() {
            return new Field(name, kind, vocabulary.toString(), shape, element, hashed, SORTED);
        }

        private Field notHashed() {
            return new Field(name, kind, vocabulary.toString(), shape, element, false, place);
        }
    }

    /** The fields of one kind of object; whatever else it holds is an extension. */
    static final class Shape {
        final List<Field> required;

        /** The bits of those that are required. */
        final long needed;

        private final List<Field> fields;
        private final Map<String, Long> bits = new HashMap<>();
        private static final int BITS = 8;

        private final Field[] table = new Field[1 << BITS];

        private Shape(List<String> required, Field... fields) {
            List<Field> all = new ArrayList<>();
            for (Field field : fields) {
                if (field.place != SORTED) {
                    field.place = all.size();
                }
                all.add(field);
            }
            all.add(new Field("@context", Kind.CONTEXT, "", null, null, false, 0));
            all.add(new Field("rdfs:comment", Kind.IGNORED, "", null, null, false, 0));
            all.add(new Field("comment", Kind.IGNORED, "", null, null, false, 0));
            if (all.stream().noneMatch(field -> field.name.equals(EpcisXml.TEXT))) {
                all.add(new Field(EpcisXml.TEXT, Kind.IGNORED, "", null, null, false, 0));
            }
            this.fields = all;
            this.required = required.stream().map(this::named).toList();
            for (int i = 0; i < all.size(); i++) {
                all.get(i).bit = 1L << i;
                bits.put(all.get(i).name, 1L << i);
                put(all.get(i));
            }
            this.needed = this.required.stream().mapToLong(field -> field.bit).reduce(0, (a, b) -> a | b);
        }

        Field named(String name) {
            return fields.stream()
                    .filter(field -> field.name.equals(name))
                    .findFirst()
                    .orElseThrow();
        }

        /** The bit of a field that there is. */
        long bitOf(String name) {
            return Objects.requireNonNull(bits.get(name), name);
        }

        /** The field with the name that lies in {@code text}, or null where there is none. */
        @Nullable
        Field find(byte[] text, int from, int to) {
            long head = Words.head(text, from, to);
            long tail = to - from > Long.BYTES ? Words.get(text, to - Long.BYTES) : head;
            for (int i = Words.hash(head, tail, BITS); ; i = (i + 1) & (table.length - 1)) {
                Field field = table[i];
                if (field == null) {
                    return null;
                }
                if (field.head == head && field.tail == tail && field.key.length == to - from) {
                    return to - from <= 2 * Long.BYTES || field.key.matches(text, from, to) ? field : null;
                }
            }
        }

        private void put(Field field) {
            int i = Words.hash(field.head, field.tail, BITS);
            while (table[i] != null) {
                i = (i + 1) & (table.length - 1);
            }
            table[i] = field;
        }
    }

    private static final Field EPC = text("epc");

    private static final Shape QUANTITY_ELEMENT =
            new Shape(List.of("epcClass"), text("epcClass"), number("quantity"), text("uom"));

    private static final Shape SENSOR_METADATA = new Shape(
            List.of(),
            time("time"),
            time("startTime"),
            time("endTime"),
            text("deviceID"),
            text("deviceMetadata"),
            text("rawData"),
            text("dataProcessingMethod"),
            text("bizRules"));

    private static final Shape SENSOR_REPORT = new Shape(
            List.of(),
            word("type", GS1_VOCABULARY),
            word("exception", GS1_VOCABULARY),
            text("deviceID"),
            text("deviceMetadata"),
            text("rawData"),
            text("dataProcessingMethod"),
            time("time"),
            text("microorganism"),
            text("chemicalSubstance"),
            number("value"),
            word("component", CBV + "Comp-"),
            text("stringValue"),
            of("booleanValue", Kind.BOOLEAN),
            text("hexBinaryValue"),
            text("uriValue"),
            number("minValue"),
            number("maxValue"),
            number("meanValue"),
            number("sDev"),
            number("percRank"),
            number("percValue"),
            text("uom"),
            text("coordinateReferenceSystem"));

    private static final Shape SENSOR_ELEMENT = new Shape(
            List.of("sensorReport"),
            object("sensorMetadata", SENSOR_METADATA),
            new Field("sensorReport", Kind.OBJECTS, "", SENSOR_REPORT, null, true, 0));

    private static final Shape PERSISTENT_DISPOSITION =
            new Shape(List.of(), words("set", CBV + "Disp-"), words("unset", CBV + "Disp-"));

    private static final Shape PLACE = new Shape(List.of("id"), text("id"));

    private static final Shape ERROR_DECLARATION = new Shape(
            List.of("declarationTime"),
            time("declarationTime"),
            word("reason", CBV + "ER-"),
            list("correctiveEventIDs", text("correctiveEventID")));

    /** An object of extensions. */
    static final Shape EXTENSIONS = new Shape(List.of(), of(EpcisXml.TEXT, Kind.OWN_TEXT));

    static final Shape EVENT = new Shape(
            List.of("type", "eventTime", "eventTimeZoneOffset"),
            of("type", Kind.EVENT_TYPE),
            time("eventTime"),
            of("eventTimeZoneOffset", Kind.OFFSET),
            words("certificationInfo", ""),
            list("epcList", EPC),
            text("parentID"),
            list("quantityList", object("quantityElement", QUANTITY_ELEMENT)),
            list("childEPCs", EPC),
            list("childQuantityList", object("quantityElement", QUANTITY_ELEMENT)),
            list("inputEPCList", EPC),
            list("inputQuantityList", object("quantityElement", QUANTITY_ELEMENT)),
            list("outputEPCList", EPC),
            list("outputQuantityList", object("quantityElement", QUANTITY_ELEMENT)),
            of("action", Kind.ACTION),
            text("transformationID"),
            word("bizStep", CBV + "BizStep-"),
            word("disposition", CBV + "Disp-"),
            object("persistentDisposition", PERSISTENT_DISPOSITION),
            object("readPoint", PLACE),
            object("bizLocation", PLACE),
            list("sensorElementList", object("sensorElement", SENSOR_ELEMENT)),
            typed("bizTransactionList", "bizTransaction", CBV + "BTT-"),
            typed("sourceList", "source", CBV + "SDT-"),
            typed("destinationList", "destination", CBV + "SDT-"),
            of("ilmd", Kind.EXTENSIONS).sorted(),
            text("eventID").notHashed(),
            time("recordTime").notHashed(),
            object("errorDeclaration", ERROR_DECLARATION).notHashed());

    /** What a quantity is of. */
    static final Field EPC_CLASS = QUANTITY_ELEMENT.named("epcClass");

    private EventSchema() {}

    private static Field of(String name, Kind kind) {
        return new Field(name, kind, "", null, null, true, 0);
    }

    private static Field text(String name) {
        return of(name, Kind.TEXT);
    }

    private static Field time(String name) {
        return of(name, Kind.TIME);
    }

    private static Field number(String name) {
        return of(name, Kind.NUMBER);
    }

    private static Field word(String name, String vocabulary) {
        return new Field(name, Kind.TEXT, vocabulary, null, null, true, 0);
    }

    private static Field words(String name, String vocabulary) {
        return new Field(name, Kind.TEXTS, vocabulary, null, null, true, 0);
    }

    private static Field object(String name, Shape shape) {
        return new Field(name, Kind.OBJECT, "", shape, null, true, 0);
    }

    private static Field list(String name, Field element) {
        return new Field(name, Kind.LIST, "", null, element, true, 0);
    }

    /** A list of transactions, sources or destinations, whose elements have no name of their own. */
    private static Field typed(String list, String name, String vocabulary) {
        Shape element = new Shape(List.of(name), word("type", vocabulary), text(name));
        return list(list, new Field(name, "", Kind.OBJECT, "", element, null, true, 0))
                .sorted();
    }
}
