package io.lianbo.core.json;

import io.lianbo.core.internal.InvalidValueException;
import io.lianbo.core.internal.UnicodeText;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;
import org.snakeyaml.engine.v2.schema.JsonSchema;

/**
 * YAML 1.2 read as what JSON can say, for documents that people write by hand; by its JSON schema, so that {@code no} is a text and {@code 0x1f} one too,
 * whose digits are kept.
 *
 * <p>Refused are, beside what is no YAML: a key that occurs twice or is no text, anchors and aliases, tags, a second document, more than {@value
 * #MAX_DEPTH} levels, a document of more than {@value #MAX_CHARACTERS} characters, {@code .nan} and {@code .inf}. The {@link IllegalArgumentException} says what,
 * where and at which line and column, as that of {@link StrictJson} does; the values read are the same.
 *
 * {@snippet class="io.lianbo.core.json.StrictYamlTest" region="read"}
 */
public final class StrictYaml {
    /** The most levels of mappings and sequences. */
    public static final int MAX_DEPTH = 64;

    /** The most characters of a document. */
    public static final int MAX_CHARACTERS = 1 << 20;

    private static final JsonSchema SCHEMA = new JsonSchema();
    private static final LoadSettings SETTINGS =
            LoadSettings.builder().setCodePointLimit(MAX_CHARACTERS).build();

    private StrictYaml() {}

    /**
     * Reads one document.
     *
     * @throws IllegalArgumentException if the text is not YAML, or holds what is refused
     */
    public static @Nullable Object parse(String yaml) {
        return parse(yaml, place -> {});
    }

    /** @param refused is told where what is refused stands, if that has a place */
    static @Nullable Object parse(String yaml, Consumer<Place> refused) {
        if (yaml.length() > MAX_CHARACTERS) {
            throw new InvalidValueException("more than " + MAX_CHARACTERS + " characters are not allowed").in("$");
        }
        if (!UnicodeText.isWellFormed(yaml)) {
            throw new InvalidValueException("a surrogate without its partner is not allowed").in("$");
        }
        try {
            return new Reader(new ParserImpl(SETTINGS, new StreamReader(SETTINGS, yaml)), refused).document();
        } catch (InvalidValueException e) {
            throw e.in("$");
        }
    }

    /** Takes events one by one; the parser below it does not recurse, and this no deeper than is allowed. */
    private static final class Reader {
        private final Iterator<Event> events;
        private final Consumer<Place> refused;

        Reader(Iterator<Event> events, Consumer<Place> refused) {
            this.events = events;
            this.refused = refused;
        }

        @Nullable
        Object document() {
            next(); // the beginning of the stream
            if (next().getEventId() == Event.ID.StreamEnd) {
                throw problem("the document is empty", Optional.of(new Place(1, 1)));
            }
            Object value = value(next(), 0);
            next(); // the end of the document
            Event after = next();
            if (after.getEventId() != Event.ID.StreamEnd) {
                throw problem("nothing is allowed after the first document", after);
            }
            return value;
        }

        private @Nullable Object value(Event event, int depth) {
            if (event.getEventId() == Event.ID.Alias) {
                throw problem("an alias is not allowed", event);
            }
            if (event instanceof NodeEvent node && node.getAnchor().isPresent()) {
                throw problem("an anchor is not allowed", event);
            }
            Optional<String> tag = event instanceof ScalarEvent scalar
                    ? scalar.getTag()
                    : event instanceof CollectionStartEvent start ? start.getTag() : Optional.empty();
            if (tag.isPresent()) {
                throw problem("a tag is not allowed", event);
            }
            if (event instanceof CollectionStartEvent && depth == MAX_DEPTH) {
                throw problem("more than " + MAX_DEPTH + " levels are not allowed", event);
            }
            return switch (event.getEventId()) {
                case MappingStart -> mapping(depth + 1);
                case SequenceStart -> sequence(depth + 1);
                case Scalar -> scalar((ScalarEvent) event);
                default -> throw problem("a value is missing", event);
            };
        }

        private Map<String, @Nullable Object> mapping(int depth) {
            Map<String, @Nullable Object> members = new LinkedHashMap<>();
            for (Event key = next(); key.getEventId() != Event.ID.MappingEnd; key = next()) {
                if (!(value(key, depth) instanceof String name)) {
                    throw problem("a key must be text; put it in quotes", key);
                }
                if (members.containsKey(name)) {
                    throw problem(
                            "the key " + InvalidValueException.show(name) + " is there twice; each key is allowed once",
                            key);
                }
                try {
                    members.put(name, value(next(), depth));
                } catch (InvalidValueException e) {
                    throw e.inField(name);
                }
            }
            return Collections.unmodifiableMap(members);
        }

        private List<@Nullable Object> sequence(int depth) {
            List<@Nullable Object> elements = new ArrayList<>();
            try {
                for (Event element = next(); element.getEventId() != Event.ID.SequenceEnd; element = next()) {
                    elements.add(value(element, depth));
                }
            } catch (InvalidValueException e) {
                throw e.inElement(elements.size());
            }
            return Collections.unmodifiableList(elements);
        }

        private @Nullable Object scalar(ScalarEvent event) {
            String text = event.getValue();
            if (!event.isPlain()) {
                return text;
            }
            Tag tag = SCHEMA.getScalarResolver().resolve(text, true);
            if (tag.equals(Tag.NULL)) {
                return null;
            }
            if (tag.equals(Tag.BOOL)) {
                return text.equals("true");
            }
            if (tag.equals(Tag.INT) || tag.equals(Tag.FLOAT)) {
                return number(text, event);
            }
            return text;
        }

        private Object number(String text, Event event) {
            try {
                // As JSON writes it and no other way: .inf, .nan and +1 are numbers of YAML alone.
                Object number = StrictJson.parse(text);
                if (number instanceof Long || number instanceof BigInteger || number instanceof BigDecimal) {
                    return number;
                }
            } catch (IllegalArgumentException e) {
                // said below, with its place in this document
            }
            throw problem("a number must be written as in JSON: " + InvalidValueException.show(text), event);
        }

        private Event next() {
            try {
                return events.next();
            } catch (MarkedYamlEngineException e) {
                throw problem(e.getProblem().strip(), place(e.getProblemMark().or(e::getContextMark)));
            } catch (YamlEngineException e) {
                throw new InvalidValueException(String.valueOf(e.getMessage()).strip());
            }
        }

        private InvalidValueException problem(String what, Event at) {
            return problem(what, place(at.getStartMark()));
        }

        private InvalidValueException problem(String what, Optional<Place> place) {
            place.ifPresent(refused);
            return new InvalidValueException(what + place.map(at -> " " + at).orElse(""));
        }
    }

    static Optional<Place> place(Optional<Mark> mark) {
        return mark.map(at -> new Place(at.getLine() + 1, at.getColumn() + 1));
    }

    static LoadSettings settings() {
        return SETTINGS;
    }
}
