package io.lianbo.core.json;

import io.lianbo.core.json.JsonException.Code;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One object of a JSON document, read key by key. Every failure is a {@link JsonException} that names the document, the key by its full
 * path, what was given and what is allowed, so that whoever wrote the document can mend it:
 * {@code show: split[1].basisPoints must be an integer from 1 to 10000: 0}.
 *
 * {@snippet class="io.lianbo.core.json.JsonObjectTest" region="read"}
 */
public final class JsonObject {

    private static final int SHOWN_CHARACTERS = 60;
    private static final int SHOWN_PATH = 200;

    private final String document;
    private final String path;
    private final Map<String, @Nullable Object> values;

    /** The text, where it is YAML: its errors say where. */
    private final @Nullable String yaml;

    private JsonObject(String document, String path, Map<String, @Nullable Object> values, @Nullable String yaml) {
        this.document = document;
        this.path = path;
        this.values = values;
        this.yaml = yaml;
    }

    /**
     * Reads a document that is an object.
     *
     * @param document what errors call it, such as {@code "scoring rules"}
     * @param json the document, as {@link StrictJson} accepts it
     * @throws JsonException if it is no strict JSON or no object
     */
    public static JsonObject parse(String document, String json) {
        return top(document, "a JSON object", strict(document, () -> StrictJson.parse(json)), null);
    }

    /**
     * Reads a document that is an object from its UTF-8 bytes.
     *
     * @param document what errors call it
     * @param utf8 the document, as {@link StrictJson} accepts it
     * @throws JsonException if it is no strict JSON or no object
     */
    public static JsonObject parse(String document, byte[] utf8) {
        return top(document, "a JSON object", strict(document, () -> StrictJson.parse(utf8)), null);
    }

    /**
     * Reads a document that is an object and was written in YAML. Its errors end with line and column of the key or value, {@code (line 3, column 1)}.
     *
     * @param document what errors call it
     * @param yaml the document, as {@link StrictYaml} accepts it
     * @throws JsonException if it is no strict YAML or no object
     */
    public static JsonObject parseYaml(String document, String yaml) {
        AtomicReference<@Nullable Place> refused = new AtomicReference<>();
        Object value;
        try {
            value = StrictYaml.parse(yaml, refused::set);
        } catch (IllegalArgumentException e) {
            throw new JsonException(
                    Code.NOT_JSON, document + " must be YAML: " + e.getMessage(), Optional.ofNullable(refused.get()));
        }
        return top(document, "a mapping", value, yaml);
    }

    /**
     * Reads a document that is an array of objects.
     *
     * @param document what errors call it
     * @param json the document, as {@link StrictJson} accepts it
     * @throws JsonException if it is no strict JSON or no array of objects
     */
    public static List<JsonObject> parseList(String document, String json) {
        Object value = strict(document, () -> StrictJson.parse(json));
        if (!(value instanceof List<?> list)) {
            throw new JsonException(Code.BAD_VALUE, document + " must be a JSON array: " + shown(value));
        }
        return elements(document, "", list, null);
    }

    private static @Nullable Object strict(String document, Reader reader) {
        try {
            return reader.read();
        } catch (IllegalArgumentException e) {
            throw new JsonException(Code.NOT_JSON, document + " must be JSON: " + e.getMessage());
        }
    }

    private static JsonObject top(String document, String kind, @Nullable Object value, @Nullable String yaml) {
        if (!(value instanceof Map<?, ?> map)) {
            throw new JsonException(Code.NOT_AN_OBJECT, document + " must be " + kind + ": " + shown(value));
        }
        return new JsonObject(document, "", keyed(map), yaml);
    }

    /**
     * Refuses the object if it has a key beyond these.
     *
     * @return this
     * @throws JsonException naming the key, and the known one that is nearest to it or, where none is near, all of them
     */
    public JsonObject only(String... known) {
        List<String> allowed = Arrays.asList(known);
        for (String key : values.keySet()) {
            if (!allowed.contains(key)) {
                String hint = NearestKey.of(key, allowed)
                        .map(near -> ", did you mean " + near + "?")
                        .orElse(", allowed are " + String.join(", ", known));
                throw failure(Code.UNKNOWN_KEY, "unknown key " + place(key) + hint, placeOfKey(path + key));
            }
        }
        return this;
    }

    /** Returns the keys, in the document's order. */
    public Set<String> keys() {
        return values.keySet();
    }

    /** Returns all of it as {@link StrictJson} reads it. */
    public Map<String, @Nullable Object> values() {
        return values;
    }

    /**
     * Returns the text under {@code key}.
     *
     * @throws JsonException if it is missing or no text
     */
    public String text(String key) {
        Object value = required(key);
        if (!(value instanceof String text)) {
            throw bad(key, "a string", value);
        }
        return text;
    }

    /** Returns the text under {@code key}, or empty if the key is not there. */
    public Optional<String> optionalText(String key) {
        return values.containsKey(key) ? Optional.of(text(key)) : Optional.empty();
    }

    /**
     * Returns the text under {@code key} as {@code reader} reads it; if the reader refuses it with {@link IllegalArgumentException}, the key's path
     * is put in front of what it says.
     *
     * @throws JsonException if it is missing, no text, or refused
     */
    public <T> T text(String key, Function<String, T> reader) {
        String text = text(key);
        try {
            return reader.apply(text);
        } catch (IllegalArgumentException e) {
            throw failure(Code.BAD_VALUE, place(key) + ": " + e.getMessage(), placeOfValue(path + key));
        }
    }

    /**
     * Returns the integer under {@code key}.
     *
     * @throws JsonException if it is missing, no integer, or not from {@code min} to {@code max}
     */
    public long integer(String key, long min, long max) {
        return toLong(key, required(key), min, max);
    }

    /** Returns the integer under {@code key}, or empty if the key is not there. */
    public OptionalLong optionalInteger(String key, long min, long max) {
        return values.containsKey(key) ? OptionalLong.of(toLong(key, values.get(key), min, max)) : OptionalLong.empty();
    }

    /**
     * Returns the truth value under {@code key}.
     *
     * @throws JsonException if it is missing or neither {@code true} nor {@code false}
     */
    public boolean bool(String key) {
        Object value = required(key);
        if (!(value instanceof Boolean bool)) {
            throw bad(key, "true or false", value);
        }
        return bool;
    }

    /**
     * Returns an integer of any size that is written as a string of decimal digits, as money is.
     *
     * @throws JsonException if it is missing, has another shape or a leading zero, or is above {@code max}
     */
    public BigInteger digits(String key, BigInteger max) {
        String text = text(key);
        if (isDecimal(text) && text.length() <= 78) {
            BigInteger value = new BigInteger(text);
            if (value.compareTo(max) <= 0) {
                return value;
            }
        }
        throw bad(key, "a string of decimal digits from 0 to " + max, text);
    }

    /** Whether it is digits only, the first of which is no zero unless it is the one. */
    private static boolean isDecimal(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return text.length() == 1 || (!text.isEmpty() && text.charAt(0) != '0');
    }

    /**
     * Returns the object under {@code key}.
     *
     * @throws JsonException if it is missing or no object
     */
    public JsonObject object(String key) {
        Object value = required(key);
        if (!(value instanceof Map<?, ?> map)) {
            throw bad(key, "an object", value);
        }
        return new JsonObject(document, path + key + ".", keyed(map), yaml);
    }

    /**
     * Returns the objects in the array under {@code key}.
     *
     * @throws JsonException if it is missing or no array of objects
     */
    public List<JsonObject> objects(String key) {
        return elements(document, path + key, array(key), yaml);
    }

    /**
     * Returns the texts in the array under {@code key}.
     *
     * @throws JsonException if it is missing or no array of strings
     */
    public List<String> texts(String key) {
        List<String> texts = new ArrayList<>();
        for (Object element : array(key)) {
            if (!(element instanceof String text)) {
                throw bad(key + "[" + texts.size() + "]", "a string", element);
            }
            texts.add(text);
        }
        return texts;
    }

    /** Returns a failure that concerns this object as a whole. */
    public JsonException malformed(String message) {
        if (path.isEmpty()) {
            return failure(Code.BAD_VALUE, message, Optional.empty());
        }
        String object = path.substring(0, path.length() - 1);
        return failure(Code.BAD_VALUE, object + ": " + message, placeOfValue(object));
    }

    /**
     * Makes a value of what this object holds, whose own checks may refuse it.
     *
     * @param value what makes it
     * @throws JsonException that making it throws; or one that says of this object as a whole what the value's own
     *     {@link IllegalArgumentException} says
     */
    public <T> T made(Supplier<T> value) {
        try {
            return value.get();
        } catch (JsonException e) {
            throw e;
        } catch (IllegalArgumentException e) {
            throw malformed(String.valueOf(e.getMessage()));
        }
    }

    private List<?> array(String key) {
        Object value = required(key);
        if (!(value instanceof List<?> list)) {
            throw bad(key, "an array", value);
        }
        return list;
    }

    private static List<JsonObject> elements(String document, String path, List<?> list, @Nullable String yaml) {
        List<JsonObject> objects = new ArrayList<>();
        for (Object element : list) {
            String place = path + "[" + objects.size() + "]";
            if (!(element instanceof Map<?, ?> map)) {
                throw failure(
                        document,
                        Code.BAD_VALUE,
                        place + " must be an object: " + shown(element),
                        placeOfValue(yaml, place));
            }
            objects.add(new JsonObject(document, place + ".", keyed(map), yaml));
        }
        return objects;
    }

    private @Nullable Object required(String key) {
        if (!values.containsKey(key)) {
            throw new JsonException(Code.MISSING_KEY, document + ": missing key " + place(key));
        }
        return values.get(key);
    }

    private long toLong(String key, @Nullable Object value, long min, long max) {
        if (value instanceof Long integer && integer >= min && integer <= max) {
            return integer;
        }
        if (value instanceof Number number) {
            BigDecimal decimal = number instanceof BigDecimal given ? given : new BigDecimal(number.toString());
            if (decimal.scale() == 0
                    && decimal.compareTo(BigDecimal.valueOf(min)) >= 0
                    && decimal.compareTo(BigDecimal.valueOf(max)) <= 0) {
                return decimal.longValueExact();
            }
        }
        throw bad(key, "an integer from " + min + " to " + max, value);
    }

    private JsonException bad(String key, String allowed, @Nullable Object value) {
        return failure(
                Code.BAD_VALUE, place(key) + " must be " + allowed + ": " + shown(value), placeOfValue(path + key));
    }

    private JsonException failure(Code code, String problem, Optional<Place> place) {
        return failure(document, code, problem, place);
    }

    private static JsonException failure(String document, Code code, String problem, Optional<Place> place) {
        return new JsonException(
                code, document + ": " + problem + place.map(at -> " " + at).orElse(""), place);
    }

    private Optional<Place> placeOfKey(String whole) {
        return yaml == null ? Optional.empty() : YamlPlaces.key(yaml, whole);
    }

    private Optional<Place> placeOfValue(String whole) {
        return placeOfValue(yaml, whole);
    }

    private static Optional<Place> placeOfValue(@Nullable String yaml, String whole) {
        return yaml == null ? Optional.empty() : YamlPlaces.value(yaml, whole);
    }

    private static String shown(@Nullable Object value) {
        return switch (value) {
            case null -> "null";
            case String text -> clipped('"' + text + '"');
            case Map<?, ?> map -> "an object";
            case List<?> list -> "an array";
            default -> clipped(value.toString());
        };
    }

    /** The key by its full path, whose end tells most. */
    private String place(String key) {
        String place = path + clipped(key);
        return place.length() <= SHOWN_PATH ? place : "..." + place.substring(place.length() - SHOWN_PATH);
    }

    private static String clipped(String text) {
        return text.length() <= SHOWN_CHARACTERS ? text : text.substring(0, SHOWN_CHARACTERS) + "...";
    }

    @SuppressWarnings("unchecked") // StrictJson's objects have string keys
    private static Map<String, @Nullable Object> keyed(Map<?, ?> map) {
        return (Map<String, @Nullable Object>) map;
    }

    @FunctionalInterface
    private interface Reader {
        @Nullable
        Object read();
    }
}
