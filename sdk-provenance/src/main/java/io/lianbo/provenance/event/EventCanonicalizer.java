package io.lianbo.provenance.event;

import io.lianbo.core.Hash32;
import io.lianbo.core.json.StrictJson;
import io.lianbo.provenance.event.EventSchema.Field;
import io.lianbo.provenance.event.EventSchema.Kind;
import io.lianbo.provenance.event.EventSchema.Shape;
import io.lianbo.provenance.internal.ByteSink;
import io.lianbo.provenance.internal.Chunk;
import io.lianbo.provenance.internal.JsonScanner;
import io.lianbo.provenance.internal.Words;
import java.nio.charset.StandardCharsets;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Hashes events by CBV 2.0 section 8.9, so that two parties who write the same event differently get the same hash: one pass over the
 * bytes of the JSON, without building the events.
 *
 * {@snippet class="io.lianbo.provenance.event.EventCanonicalizerTest" region="hash"}
 *
 * <p>It checks on its way what {@link EpcisEvent} promises: that the JSON is strict, and that every field of EPCIS 2.0 that an event needs
 * is there and holds what it may. An event may be 8 MiB long and 64 levels deep.
 *
 * <p>Not hashed are {@code eventID}, {@code recordTime}, {@code errorDeclaration}, {@code @context} and comments. Where the
 * text of the standard leaves room, the hash is that of GS1's reference vectors: types stand before what they qualify; the
 * lists of transactions, sources and destinations follow the sensor elements, in lexical order with ILMD and extensions; a
 * text that reads as a number is a number ({@code "05.0"} and {@code 5} are one value).
 *
 * <p>An instance keeps its buffers from one call to the next and belongs to one thread at a time; make one for each.
 */
public final class EventCanonicalizer {

    private static final int LONGEST_EVENT = 8 << 20;
    private static final int LONGEST_PRE_HASH = 64 << 20;
    private static final int DEEPEST = 64;
    private static final int KEPT = 1 << 20;
    private static final int FEW = 24;
    private static final int MEMO_BITS = 7;
    private static final int LONGEST_MEMO = 100;

    private static final Chunk EVENT_TYPE = Chunk.of("eventType=");
    private static final EventType[] TYPES = EventType.values();
    private static final Chunk[] TYPE_NAMES =
            Arrays.stream(TYPES).map(type -> Chunk.of(type.epcisName())).toArray(Chunk[]::new);
    private static final String[] ACTION_NAMES = {"OBSERVE", "ADD", "DELETE"};
    private static final Chunk[] ACTIONS =
            Arrays.stream(ACTION_NAMES).map(Chunk::of).toArray(Chunk[]::new);
    private static final Chunk TRUE = Chunk.of("true");
    private static final Chunk FALSE = Chunk.of("false");
    private static final Chunk NO_NAMESPACE = Chunk.of("");
    private static final byte[] NOTHING = {};

    private static final long ACTION = bit("action");
    private static final long PARENT = bit("parentID");
    private static final long OBJECTS = bit("epcList", "quantityList", "sensorElementList");
    private static final long CHILDREN = bit("childEPCs", "childQuantityList");
    private static final long INPUTS = bit("inputEPCList", "inputQuantityList");
    private static final long OUTPUTS = bit("outputEPCList", "outputQuantityList");
    private static final long TRANSFORMATION = bit("transformationID");
    private static final long TRANSACTIONS = bit("bizTransactionList");

    // What a value may turn out to be.
    private static final int ABSENT = 0;
    private static final int EMPTY = 1;
    private static final int FILLED = 2;

    private final JsonScanner json = new JsonScanner();
    private final MessageDigest sha256 = sha256();
    private final byte[] digest = new byte[Hash32.SIZE];

    /** What was written of the event so far. */
    private ByteSink out = new ByteSink(1024, LONGEST_PRE_HASH);

    /** A place to put its parts into order. */
    private byte[] ordered = new byte[1024];

    /** The parts of the objects that are open, each packed: its place, where it starts in {@link #out} and where it ends. */
    private long[] parts = new long[64];

    private int partCount;

    /** What was written for texts that came more than once: an item, its places, the words of its steps. Later ones take their places. */
    private final @Nullable Memo[] memos = new Memo[1 << MEMO_BITS];

    /** What came last to each of those places and was not there, so that what comes once leaves no trace. */
    private final long[] misses = new long[memos.length];

    private byte[] lastContext = {};
    private Namespaces lastNamespaces = Namespaces.OF_NO_CONTEXT;

    private final JsonScanner.Keys keysOfEvent = new JsonScanner.Keys();
    private Namespaces namespaces = Namespaces.OF_NO_CONTEXT;
    private @Nullable EventType eventType;
    private boolean observes;
    private boolean deletes;

    /** The first key whose prefix is unknown; the event's own context may still come. */
    private @Nullable String unknownPrefix;

    /** Where the event's own context starts that came behind other fields, or -1. */
    private int lateContext;

    private boolean contextTaken;

    private final EventNotes itsNotes = new EventNotes();

    /** Where to note what the event says, if somebody wants to know more than its hash. */
    private @Nullable EventNotes notes;

    private int end;

    /** Creates one with empty buffers. */
    public EventCanonicalizer() {}

    /**
     * The hashes of the events of a document, in their order.
     *
     * @param utf8 an EPCIS document, the answer to a query, an array of events or one event, in JSON-LD
     * @throws IllegalArgumentException as {@link EpcisDocument#parse(String)} does
     */
    public List<EventHash> hashes(byte[] utf8) {
        List<EventHash> hashes = new ArrayList<>();
        document(utf8, () -> hashes.add(hash()));
        return hashes;
    }

    /**
     * The strings that are hashed: what to compare when two parties disagree about a hash.
     *
     * @param utf8 as for {@link #hashes}
     * @throws IllegalArgumentException as {@link #hashes} does
     */
    public List<String> preHashes(byte[] utf8) {
        List<String> preHashes = new ArrayList<>();
        document(utf8, () -> preHashes.add(out.text(0)));
        return preHashes;
    }

    /** What the events of a document say, in their order. */
    List<EventFacts> facts(byte[] utf8) {
        List<EventFacts> facts = new ArrayList<>();
        noting(() -> document(utf8, () -> facts.add(noted())));
        return facts;
    }

    /** What one event says. */
    EventFacts facts(String event) {
        List<EventFacts> facts = new ArrayList<>(1);
        noting(() -> event(event, () -> facts.add(noted())));
        return facts.getFirst();
    }

    /** What the event says that starts at {@code from} in a longer text; {@link #end} is where it ends. */
    EventFacts factsAt(byte[] utf8, int from) {
        json.over(utf8);
        json.pos = from;
        notes = itsNotes;
        try {
            canonicalize(Namespaces.OF_NO_CONTEXT, List.of());
            end = json.pos;
            return noted();
        } catch (JsonScanner.NotJson e) {
            throw new IllegalArgumentException("an event must be strict JSON", e);
        } finally {
            notes = null;
            release();
        }
    }

    int end() {
        return end;
    }

    private void noting(Runnable reading) {
        notes = itsNotes;
        try {
            reading.run();
        } finally {
            notes = null;
        }
    }

    private EventFacts noted() {
        return itsNotes.facts(hash(), eventType == null ? EventType.OBJECT : eventType);
    }

    /** What is hashed of one event. */
    String preHash(String event) {
        List<String> preHashes = new ArrayList<>(1);
        event(event, () -> preHashes.add(out.text(0)));
        return preHashes.getFirst();
    }

    private void event(String event, Runnable sink) {
        byte[] utf8;
        try {
            utf8 = JsonScanner.utf8(event);
        } catch (JsonScanner.NotJson e) {
            throw refused(StrictJson.parse(event), e);
        }
        strictly(utf8, () -> {
            canonicalize(Namespaces.OF_NO_CONTEXT, List.of());
            json.finish();
            sink.run();
        });
    }

    private EventHash hash() {
        sha256.update(out.bytes, 0, out.length);
        try {
            sha256.digest(digest, 0, digest.length);
        } catch (DigestException e) {
            throw new IllegalStateException("a SHA-256 is 32 bytes", e);
        }
        return new EventHash(Hash32.of(digest));
    }

    // ---- documents

    private void document(byte[] utf8, Runnable sink) {
        strictly(utf8, () -> {
            switch (json.peek()) {
                case '[' -> new Events(sink, Namespaces.OF_NO_CONTEXT, List.of()).readAll();
                case '{' -> object(sink);
                default -> {
                    json.skip(0);
                    throw new IllegalArgumentException("an EPCIS document must be an object or an array");
                }
            }
            json.finish();
        });
    }

    private void strictly(byte[] utf8, Runnable reading) {
        json.over(utf8);
        try {
            reading.run();
        } catch (JsonScanner.NotJson e) {
            throw refused(StrictJson.parse(utf8), e);
        } finally {
            release();
        }
    }

    private void release() {
        json.over(NOTHING);
        if (out.bytes.length > KEPT) {
            out = withoutBuffers();
        }
    }

    /** What was read is strict all the same, or reading it would have said what is wrong, and where. */
    private static IllegalStateException refused(@Nullable Object read, JsonScanner.NotJson refusal) {
        return new IllegalStateException("JSON was refused that is strict: " + read, refusal);
    }

    private void object(Runnable sink) {
        int start = json.pos;
        int context = -1;
        int body = -1;
        boolean read = false;
        json.pos++;
        JsonScanner.Keys keys = new JsonScanner.Keys();
        for (boolean more = json.first('}'); more; more = json.next('}')) {
            json.key();
            keys.add(json);
            boolean isBody = isText("epcisBody");
            if (isText("@context")) {
                json.peek();
                context = json.pos;
            }
            if (isBody && context >= 0) {
                body(sink, context);
                read = true;
            } else {
                json.peek();
                body = isBody ? json.pos : body;
                json.skip(1);
            }
        }
        if (read) {
            return;
        }
        int end = json.pos;
        if (body >= 0) {
            json.pos = body;
            body(sink, context);
        } else {
            json.pos = start;
            new Events(sink, Namespaces.OF_NO_CONTEXT, List.of()).read();
        }
        json.pos = end;
    }

    /** Reads what holds the events; its document's context starts at {@code context}, unless that is negative. */
    private void body(Runnable sink, int context) {
        Events events;
        if (context < 0) {
            events = new Events(sink, Namespaces.OF_NO_CONTEXT, List.of());
        } else {
            int at = json.pos;
            json.pos = context;
            readContext();
            json.pos = at;
            events = new Events(sink, lastNamespaces, List.of(lastContext));
        }
        if (!members("epcisBody", name -> events.readNamed(name, true))) {
            throw new IllegalArgumentException("\"eventList\" is missing");
        }
    }

    private interface Member {
        /** Reads the value under a key, or leaves it alone and says false. */
        boolean read(String name);
    }

    /** Reads the members of an object, and says whether one was what was looked for. */
    private boolean members(String field, Member member) {
        if (json.peek() != '{') {
            throw new IllegalArgumentException("\"" + field + "\" must be an object");
        }
        json.pos++;
        boolean found = false;
        JsonScanner.Keys keys = new JsonScanner.Keys();
        for (boolean more = json.first('}'); more; more = json.next('}')) {
            json.key();
            keys.add(json);
            String name = json.lastText();
            if (json.peek() == 'n') {
                json.literal("null");
            } else if (member.read(name)) {
                if (found) {
                    throw new IllegalArgumentException(
                            "\"" + field + "\" must hold its events once: under \"" + name + "\" are more");
                }
                found = true;
            } else {
                json.skip(2);
            }
        }
        return found;
    }

    /** The events of one document. */
    private final class Events {
        private final Runnable sink;
        private final Namespaces inherited;
        private final List<byte[]> contexts;
        private int count;

        Events(Runnable sink, Namespaces inherited, List<byte[]> contexts) {
            this.sink = sink;
            this.inherited = inherited;
            this.contexts = contexts;
        }

        boolean readNamed(String name, boolean mayBeResults) {
            if (name.equals("queryResults") && mayBeResults) {
                if (!members("queryResults", inner -> {
                    if (!inner.equals("resultsBody")) {
                        return false;
                    }
                    if (!members("resultsBody", innermost -> readNamed(innermost, false))) {
                        throw new IllegalArgumentException("\"eventList\" is missing");
                    }
                    return true;
                })) {
                    throw new IllegalArgumentException("\"resultsBody\" is missing");
                }
                return true;
            }
            if (!name.equals("eventList") && !name.equals("event")) {
                return false;
            }
            if (json.peek() == '[') {
                readAll();
            } else {
                read();
            }
            return true;
        }

        void readAll() {
            json.pos++;
            for (boolean more = json.first(']'); more; more = json.next(']')) {
                json.peek();
                read();
            }
        }

        void read() {
            try {
                canonicalize(inherited, contexts);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("event " + count + ": " + e.getMessage(), e);
            }
            count++;
            sink.run();
        }
    }

    // ---- one event

    /** Leaves in {@link #out} what is hashed of the event that starts here. */
    private void canonicalize(Namespaces inherited, List<byte[]> contexts) {
        if (json.peek() != '{') {
            json.skip(0);
            throw new IllegalArgumentException("an event must be an object");
        }
        int start = json.pos;
        contextTaken = false;
        lateContext = -1;
        canonicalizeIn(inherited, contexts);
        if (lateContext >= 0) {
            json.pos = lateContext;
            List<byte[]> all = new ArrayList<>(contexts);
            all.add(contextText());
            json.pos = start;
            contextTaken = true;
            canonicalizeIn(Namespaces.of(contexts(all.toArray(byte[][]::new))), List.of());
        }
        if (unknownPrefix != null) {
            throw new IllegalArgumentException(
                    "\"" + unknownPrefix + "\" has a prefix that no @context of the event defines; defined are "
                            + namespaces.byPrefix().keySet().stream().sorted().toList());
        }
    }

    private void canonicalizeIn(Namespaces inherited, List<byte[]> contexts) {
        namespaces = inherited;
        out.length = 0;
        partCount = 0;
        eventType = null;
        observes = false;
        deletes = false;
        unknownPrefix = null;
        int start = json.pos;
        json.pos++;
        long seen = 0;
        long present = 0;
        long filled = 0;
        keysOfEvent.clear();
        if (notes != null) {
            notes.clear();
        }
        boolean first = true;
        for (boolean more = json.first('}'); more; more = json.next('}')) {
            json.key();
            Field field = EventSchema.EVENT.find(json.text, json.from, json.to);
            if (notes != null) {
                notes.open(field);
            }
            if (field == null) {
                keysOfEvent.add(json);
                int name = json.from;
                boolean inPlace = !json.copied;
                extension(1);
                checkLength(start, inPlace ? name : -1, "an extension");
                first = false;
                continue;
            }
            if ((seen & field.bit) != 0) {
                throw new JsonScanner.NotJson();
            }
            seen |= field.bit;
            if (field.kind == Kind.CONTEXT) {
                context(first, contexts);
                continue;
            }
            first = false;
            int found = member(field, 1);
            if (found != ABSENT) {
                present |= field.bit;
                filled |= found == FILLED ? field.bit : 0;
            }
            if (json.pos - start > LONGEST_EVENT) {
                checkLength(start, -1, field.name);
            }
        }
        checkRequired(EventSchema.EVENT, present);
        checkRequiredOf(eventType == null ? EventType.OBJECT : eventType, present, filled);
        arrange(0, 0);
    }

    private void context(boolean first, List<byte[]> contexts) {
        json.peek();
        if (contextTaken) {
            json.skip(1);
        } else if (first && contexts.isEmpty()) {
            readContext();
            namespaces = lastNamespaces;
            contextTaken = true;
        } else if (first) {
            List<byte[]> all = new ArrayList<>(contexts);
            all.add(contextText());
            namespaces = Namespaces.of(contexts(all.toArray(byte[][]::new)));
            contextTaken = true;
        } else {
            lateContext = json.pos;
            json.skip(1);
        }
    }

    private void checkLength(int start, int name, String otherwise) {
        if (json.pos - start > LONGEST_EVENT) {
            String field = otherwise;
            if (name >= 0) {
                json.pos = name;
                json.string();
                field = json.lastText();
            }
            throw new IllegalArgumentException("\"" + CanonicalValue.shown(field) + "\" ends beyond the "
                    + LONGEST_EVENT + " bytes that an event may take");
        }
    }

    private static void checkRequired(Shape shape, long present) {
        if ((present & shape.needed) != shape.needed) {
            refuseMissing(shape, present);
        }
    }

    private static void refuseMissing(Shape shape, long present) {
        for (Field field : shape.required) {
            if ((present & field.bit) == 0) {
                if (field.kind == Kind.EVENT_TYPE) {
                    throw new IllegalArgumentException(EventType.notOne("none"));
                }
                throw new IllegalArgumentException("\"" + field.name + "\" is missing");
            }
        }
    }

    /** EPCIS 2.0 section 7.4: what an event of a type needs beyond what all need. */
    private void checkRequiredOf(EventType type, long present, long filled) {
        if (type == EventType.TRANSFORMATION) {
            boolean through = (filled & INPUTS) != 0 && (filled & OUTPUTS) != 0;
            boolean half = (filled & TRANSFORMATION) != 0 && (filled & (INPUTS | OUTPUTS)) != 0;
            need(
                    through || half,
                    "\"inputEPCList\" or \"inputQuantityList\", and \"outputEPCList\" or \"outputQuantityList\" are missing;"
                            + " with a \"transformationID\" one of them would do");
            return;
        }
        need((present & ACTION) != 0, "\"action\" is missing");
        switch (type) {
            case OBJECT ->
                need(
                        (present & OBJECTS) != 0,
                        "\"epcList\", \"quantityList\" or \"sensorElementList\" is missing; an ObjectEvent needs one of them");
            case AGGREGATION, ASSOCIATION -> {
                need(
                        (filled & PARENT) != 0 || (observes && type == EventType.AGGREGATION),
                        "\"parentID\" is missing; only an AggregationEvent that OBSERVEs can do without");
                need(
                        (filled & CHILDREN) != 0 || deletes,
                        "\"childEPCs\" or \"childQuantityList\" is missing; only DELETE can do without");
            }
            case TRANSACTION -> need((filled & TRANSACTIONS) != 0, "\"bizTransactionList\" is missing");
            default -> throw new IllegalStateException("unknown type " + type);
        }
    }

    private static void need(boolean given, String message) {
        if (!given) {
            throw new IllegalArgumentException(message);
        }
    }

    // ---- fields

    /** Reads the value of a field of the standard, and notes what is to be hashed of it as a part of the object that is open. */
    private int member(Field field, int depth) {
        byte token = json.peek();
        if (token == 'n') {
            json.literal("null");
            return ABSENT;
        }
        int start = out.length;
        int firstPart = partCount;
        String unknown = unknownPrefix;
        int found = value(field, token, depth);
        if (!field.hashed) {
            out.length = start;
            partCount = firstPart;
            unknownPrefix = unknown;
        }
        return found;
    }

    private int value(Field field, byte token, int depth) {
        return switch (field.kind) {
            case TEXT, OWN_TEXT -> text(field, token);
            case TEXTS -> token == '[' ? texts(field, depth) : text(field, token);
            case LIST -> list(field, token, depth);
            case OBJECT -> object(field, token, depth);
            case OBJECTS -> objects(field, token, depth);
            case EXTENSIONS -> {
                mustBe(field, token == '{', "an object");
                extensionValue(field.label, new byte[0], 0, 0, token, depth);
                yield FILLED;
            }
            case CONTEXT, IGNORED -> {
                json.skip(depth);
                yield ABSENT;
            }
            default -> scalar(field, token);
        };
    }

    private int texts(Field field, int depth) {
        json.pos++;
        int found = EMPTY;
        for (boolean more = json.first(']'); more; more = json.next(']')) {
            found = Math.max(found, elementOf(field, depth));
        }
        return found;
    }

    private int objects(Field field, byte token, int depth) {
        mustBe(field, token == '[', "an array");
        json.pos++;
        int found = ABSENT;
        for (boolean more = json.first(']'); more; more = json.next(']')) {
            found = Math.max(found, object(field, json.peek(), depth + 1));
        }
        return found;
    }

    private int elementOf(Field field, int depth) {
        byte token = json.peek();
        if (token == 'n') {
            json.literal("null");
            return EMPTY;
        }
        return field.shape == null ? text(field, token) : object(field, token, depth);
    }

    private int list(Field field, byte token, int depth) {
        mustBe(field, token == '[', "an array");
        json.pos++;
        int start = out.length;
        int firstPart = partCount;
        out.write(field.label);
        Field element = field.element;
        if (element == null) {
            throw new IllegalStateException("a list has elements: " + field.name);
        }
        int elements = out.length;
        int found = EMPTY;
        for (boolean more = json.first(']'); more; more = json.next(']')) {
            if (elementOf(element, depth + 1) == FILLED) {
                found = FILLED;
            }
        }
        arrange(elements, firstPart);
        part(field, start, elements);
        return found;
    }

    private int object(Field field, byte token, int depth) {
        mustBe(field, token == '{', "an object");
        Shape shape = field.shape;
        if (shape == null) {
            throw new IllegalStateException("an object has a shape: " + field.name);
        }
        int start = out.length;
        out.write(field.label);
        int content = out.length;
        shape(shape, field.name, depth);
        part(field, start, content);
        return FILLED;
    }

    /** Reads the members of an object behind the cursor. */
    private void shape(Shape shape, String name, int depth) {
        if (depth >= DEEPEST) {
            throw new IllegalArgumentException(
                    "\"" + name + "\" lies deeper than the " + DEEPEST + " levels that an event may have");
        }
        int content = out.length;
        int firstPart = partCount;
        json.pos++;
        long seen = 0;
        long present = 0;
        JsonScanner.@Nullable Keys keys = null;
        for (boolean more = json.first('}'); more; more = json.next('}')) {
            json.key();
            Field field = shape.find(json.text, json.from, json.to);
            if (field == null) {
                keys = keys == null ? new JsonScanner.Keys() : keys;
                keys.add(json);
                extension(depth + 1);
            } else {
                if ((seen & field.bit) != 0) {
                    throw new JsonScanner.NotJson();
                }
                seen |= field.bit;
                present |= member(field, depth + 1) == ABSENT ? 0 : field.bit;
            }
        }
        checkRequired(shape, present);
        arrange(content, firstPart);
    }

    private int text(Field field, byte token) {
        mustBe(field, token == '"', "a text");
        json.pos++;
        json.string();
        int start = out.length;
        if (json.copied || json.to - json.from > LONGEST_MEMO) {
            out.write(field.label);
            int content = out.length;
            CanonicalValue.append(json.text, json.from, json.to, field.vocabulary, namespaces, out);
            note(field, content);
            return part(field, start, content) ? FILLED : EMPTY;
        }
        long head = Words.head(json.in, json.from, json.to);
        long tail = json.to - json.from > Long.BYTES ? Words.get(json.in, json.to - Long.BYTES) : head;
        int place = Words.hash(head + field.bit, tail, MEMO_BITS);
        Memo memo = memos[place];
        if (memo != null
                && memo.field == field
                && memo.namespaces == namespaces
                && memo.text.matches(json.in, json.from, json.to)) {
            out.write(memo.written);
            part(field.place, start);
            if (notes != null && notes.wants(field)) {
                notes.text(field, memo.canonical());
            }
            return FILLED;
        }
        out.write(field.label);
        int content = out.length;
        CanonicalValue.append(json.text, json.from, json.to, field.vocabulary, namespaces, out);
        note(field, content);
        if (!part(field, start, content)) {
            return EMPTY;
        }
        if (misses[place] == head + tail) {
            memos[place] = new Memo(
                    field,
                    namespaces,
                    Chunk.copyOf(json.in, json.from, json.to),
                    Chunk.copyOf(out.bytes, start, out.length));
        }
        misses[place] = head + tail;
        return FILLED;
    }

    private void note(Field field, int content) {
        if (notes != null && notes.wants(field)) {
            notes.text(field, isNumber() ? json.lastText() : out.text(content));
        }
    }

    /** Whether the text that was read last is hashed as a number; whoever asks gets it as it was written. */
    private boolean isNumber() {
        return CanonicalValue.isNumber(json.text, json.from, json.to);
    }

    /** What was written for a text before. */
    private static final class Memo {
        final Field field;
        final Namespaces namespaces;
        final Chunk text;
        final Chunk written;

        private @Nullable String canonical;

        Memo(Field field, Namespaces namespaces, Chunk text, Chunk written) {
            this.field = field;
            this.namespaces = namespaces;
            this.text = text;
            this.written = written;
        }

        String canonical() {
            String known = canonical;
            if (known == null) {
                String value = text.toString();
                known = CanonicalValue.isNumber(value)
                        ? value
                        : written.toString().substring(field.label.toString().length());
                canonical = known;
            }
            return known;
        }
    }

    private int scalar(Field field, byte token) {
        int start = out.length;
        out.write(field.label);
        int content = out.length;
        if (token == '"') {
            json.pos++;
            json.string();
        }
        switch (field.kind) {
            case TIME -> {
                mustBe(field, token == '"', "a time with its zone, as \"2026-03-04T11:00:30.000+08:00\"");
                boolean plain = CanonicalValue.appendTime(field.name, json.text, json.from, json.to, out);
                if (notes != null && notes.wantsTime()) {
                    notes.time(
                            plain
                                    ? CanonicalValue.instant(out.bytes, content)
                                    : CanonicalValue.instant(field.name, json.lastText()));
                }
            }
            case OFFSET -> {
                boolean offset = token == '"' && CanonicalValue.isOffset(json.text, json.from, json.to);
                mustBe(field, offset, "an offset from UTC of at most 14 hours, as \"+08:00\"");
                out.write(json.text, json.from, json.to);
            }
            case NUMBER -> {
                boolean text = token == '"' && CanonicalValue.isNumber(json.text, json.from, json.to);
                if (token == '-' || (token >= '0' && token <= '9')) {
                    number(field.label, json.in, 0, 0);
                } else {
                    mustBe(field, text, "a number");
                    CanonicalValue.appendNumber(json.text, json.from, json.to, out);
                }
            }
            case BOOLEAN -> {
                if (token != '"') {
                    mustBe(field, token == 't' || token == 'f', "true or false");
                    truth(token);
                } else {
                    mustBe(field, isText("true") || isText("false"), "true or false");
                    out.write(json.text, json.from, json.to);
                }
            }
            case ACTION -> {
                int action = token == '"' ? indexOfText(ACTIONS) : -1;
                mustBe(field, action >= 0, "OBSERVE, ADD or DELETE");
                observes = action == 0;
                deletes = action == 2;
                out.write(ACTIONS[action]);
                if (notes != null) {
                    notes.action(ACTION_NAMES[action]);
                }
            }
            case EVENT_TYPE -> {
                int index = token == '"' ? indexOfText(TYPE_NAMES) : -1;
                if (index < 0) {
                    throw new IllegalArgumentException(
                            EventType.notOne(token == '"' ? CanonicalValue.shown(json.lastText()) : "no text"));
                }
                eventType = TYPES[index];
                out.length = start;
                out.write(EVENT_TYPE);
                out.write(TYPE_NAMES[index]);
            }
            default -> throw new IllegalStateException("no scalar: " + field.kind);
        }
        return part(field, start, content) ? FILLED : EMPTY;
    }

    /** Writes the number that comes next; its field is called {@code first}, then what stands in {@code rest}. */
    private void number(Chunk first, byte[] rest, int from, int to) {
        json.number();
        if (!CanonicalValue.isWritable(json.text, json.from, json.to)) {
            String name = name(first, rest, from, to);
            throw new IllegalArgumentException("\"" + (name.endsWith("=") ? name.substring(0, name.length() - 1) : name)
                    + "\" must be a number of at most 400 digits: " + CanonicalValue.shown(json.lastText()));
        }
        CanonicalValue.appendNumber(json.text, json.from, json.to, out);
    }

    private void truth(byte token) {
        json.literal(token == 't' ? "true" : "false");
        out.write(token == 't' ? TRUE : FALSE);
    }

    private static void mustBe(Field field, boolean given, String what) {
        if (!given) {
            throw new IllegalArgumentException("\"" + field.name + "\" must be " + what);
        }
    }

    // ---- extensions

    /** Rules 19 to 21: the value under the key that was read last, as {namespace}name, then =value or what is nested, sorted. */
    private void extension(int depth) {
        int colon = json.from;
        while (colon < json.to && json.text[colon] != ':') {
            colon++;
        }
        Chunk namespace = NO_NAMESPACE;
        int local = json.from;
        if (colon < json.to) {
            Namespaces.Namespace found = namespaces.find(json.text, json.from, colon);
            if (found == null) {
                unknownPrefix = unknownPrefix == null ? json.lastText() : unknownPrefix;
                json.skip(depth);
                return;
            }
            namespace = found.inBraces;
            local = colon + 1;
        }
        if (json.copied) {
            byte[] name = Arrays.copyOfRange(json.text, local, json.to);
            extensionValue(namespace, name, 0, name.length, json.peek(), depth);
        } else {
            extensionValue(namespace, json.in, local, json.to, json.peek(), depth);
        }
    }

    private void extensionValue(Chunk namespace, byte[] name, int from, int to, byte token, int depth) {
        int start = out.length;
        switch (token) {
            case 'n' -> {
                json.literal("null");
                return;
            }
            case '[' -> {
                checkDepth(namespace, name, from, to, depth);
                json.pos++;
                for (boolean more = json.first(']'); more; more = json.next(']')) {
                    extensionValue(namespace, name, from, to, json.peek(), depth + 1);
                }
                return;
            }
            case '{' -> {
                checkDepth(namespace, name, from, to, depth);
                out.write(namespace);
                out.write(name, from, to);
                shape(EventSchema.EXTENSIONS, "", depth);
            }
            case '"' -> textOfExtension(namespace, name, from, to);
            default -> {
                out.write(namespace);
                out.write(name, from, to);
                out.write('=');
                if (token == 't' || token == 'f') {
                    truth(token);
                } else {
                    number(namespace, name, from, to);
                }
            }
        }
        part(EventSchema.SORTED, start);
    }

    private void textOfExtension(Chunk namespace, byte[] name, int from, int to) {
        json.pos++;
        json.string();
        out.write(namespace);
        out.write(name, from, to);
        out.write('=');
        int content = out.length;
        CanonicalValue.append(json.text, json.from, json.to, namespaces, out);
        if (out.length == content) {
            out.length--;
        }
    }

    private static void checkDepth(Chunk namespace, byte[] name, int from, int to, int depth) {
        if (depth >= DEEPEST) {
            throw new IllegalArgumentException("\"" + CanonicalValue.shown(name(namespace, name, from, to))
                    + "\" lies deeper than the " + DEEPEST + " levels that an event may have");
        }
    }

    private static String name(Chunk first, byte[] rest, int from, int to) {
        return first + new String(rest, from, to - from, StandardCharsets.UTF_8);
    }

    // ---- parts

    /** Notes what was written from {@code start} on as a part of the object that is open; takes it back where it has no content. */
    private boolean part(Field field, int start, int content) {
        if (out.length == content) {
            out.length = start;
            return false;
        }
        part(field.place, start);
        return true;
    }

    private void part(int place, int start) {
        if (partCount == parts.length) {
            parts = Arrays.copyOf(parts, 2 * parts.length);
        }
        parts[partCount++] = (long) place << 56 | (long) start << 28 | out.length;
    }

    /** Puts the parts from {@code first} on into order, which were written from {@code start} on, and forgets that they were parts. */
    private void arrange(int start, int first) {
        int count = partCount - first;
        if (!sort(first, count)) {
            int length = out.length - start;
            if (ordered.length < length) {
                ordered = new byte[Math.max(length, 2 * ordered.length)];
            }
            int at = 0;
            for (int i = first; i < partCount; i++) {
                int from = start(parts[i]);
                int size = end(parts[i]) - from;
                System.arraycopy(out.bytes, from, ordered, at, size);
                at += size;
            }
            System.arraycopy(ordered, 0, out.bytes, start, at);
        }
        partCount = first;
    }

    /** Sorts parts, and says whether they were sorted before. */
    private boolean sort(int first, int count) {
        boolean sorted = true;
        for (int i = first + 1; i < first + count; i++) {
            if (compare(parts[i - 1], parts[i]) <= 0) {
                continue;
            }
            sorted = false;
            if (count > FEW) {
                Long[] many = new Long[count];
                for (int j = 0; j < count; j++) {
                    many[j] = parts[first + j];
                }
                Arrays.sort(many, this::compare);
                for (int j = 0; j < count; j++) {
                    parts[first + j] = many[j];
                }
                return false;
            }
            long part = parts[i];
            int at = i;
            while (at > first && compare(parts[at - 1], part) > 0) {
                parts[at] = parts[at - 1];
                at--;
            }
            parts[at] = part;
        }
        return sorted;
    }

    /** Rule 10: by place, and within one by the order of UTF-8 bytes. */
    private int compare(long a, long b) {
        int places = Long.compare(a >>> 56, b >>> 56);
        return places != 0 ? places : Arrays.compareUnsigned(out.bytes, start(a), end(a), out.bytes, start(b), end(b));
    }

    private static int start(long part) {
        return (int) (part >>> 28) & 0xfffffff;
    }

    private static int end(long part) {
        return (int) part & 0xfffffff;
    }

    // ---- texts

    private boolean isText(String text) {
        if (json.to - json.from != text.length()) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (json.text[json.from + i] != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private int indexOfText(Chunk[] choices) {
        for (int i = 0; i < choices.length; i++) {
            if (choices[i].matches(json.text, json.from, json.to)) {
                return i;
            }
        }
        return -1;
    }

    /** Reads the context that starts here, which often is the one before once more. */
    private void readContext() {
        int start = json.pos;
        int end = start + lastContext.length;
        if (lastContext.length > 0
                && end <= json.end
                && Arrays.equals(json.in, start, end, lastContext, 0, lastContext.length)) {
            json.pos = end; // no number, so that no longer value starts like it
            return;
        }
        json.skip(1);
        byte[] text = Arrays.copyOfRange(json.in, start, json.pos);
        lastNamespaces = Namespaces.of(contexts(text));
        lastContext = text;
    }

    /** The bytes of the value that starts here. */
    private byte[] contextText() {
        int start = json.pos;
        json.skip(1);
        return Arrays.copyOfRange(json.in, start, json.pos);
    }

    private static List<@Nullable Object> contexts(byte[]... texts) {
        List<@Nullable Object> contexts = new ArrayList<>();
        for (byte[] text : texts) {
            contexts.add(StrictJson.parse(text));
        }
        return contexts;
    }

    private ByteSink withoutBuffers() {
        ordered = new byte[1024];
        parts = new long[64];
        return new ByteSink(1024, LONGEST_PRE_HASH);
    }

    private static long bit(String... names) {
        long bits = 0;
        for (String name : names) {
            bits |= EventSchema.EVENT.named(name).bit;
        }
        return bits;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform must have SHA-256", e);
        }
    }
}
