package io.lianbo.core.json;

import io.lianbo.core.internal.InvalidValueException;
import io.lianbo.core.internal.UnicodeText;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;

/**
 * JSON (RFC 8259) read so that no two readers can disagree about it, as plain JDK values.
 *
 * <p>What I-JSON (RFC 7493) warns about is refused rather than guessed at: a key that occurs twice, a surrogate without its
 * partner in a string or a key (escaped or raw), bytes that are not UTF-8, a byte order mark, anything after the one value, more
 * than 512 levels, a number of more than 1000 characters, {@code NaN}, comments and trailing commas. The
 * {@link IllegalArgumentException} says what, where (the path, {@code $} being the document) and at which line and column:
 * {@code $.wallets[2]: the key "id" is there twice; each key is allowed once (line 3, column 17)}.
 *
 * <p>Values read: an object is an unmodifiable {@link Map} in the document's order, an array an unmodifiable {@link List}, text a
 * {@link String}, an integer a {@link Long} where it fits and a {@link BigInteger} beyond, a number with a fraction or an
 * exponent a {@link BigDecimal} with every digit kept, then {@link Boolean} and {@code null}.
 *
 * {@snippet class="io.lianbo.core.json.StrictJsonTest" region="read"}
 */
public final class StrictJson {
    static final int MAX_DEPTH = 512;
    private static final int MAX_NUMBER_LENGTH = 1000;
    private static final int LONG_DIGITS = 18;

    // Jackson's own limits lie just behind ours, so that our messages, with their path, come first.
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH + 1)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private StrictJson() {}

    /**
     * Reads one document.
     *
     * @throws IllegalArgumentException if the text is not strict JSON
     */
    public static @Nullable Object parse(String json) {
        if (json.startsWith("\uFEFF")) {
            throw new InvalidValueException("a byte order mark is not allowed before the document (line 1, column 1)")
                    .in("$");
        }
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), json)) {
            return new Reader(parser).document();
        } catch (InvalidValueException e) {
            throw e.in("$");
        }
    }

    /**
     * Reads one document from its UTF-8 bytes.
     *
     * @throws IllegalArgumentException if the bytes are not UTF-8 or not strict JSON
     */
    public static @Nullable Object parse(byte[] utf8) {
        return parse(decode(utf8));
    }

    /**
     * Reads one document that must be an object.
     *
     * @throws IllegalArgumentException if the text is not strict JSON, or is another value than an object
     */
    public static Map<String, @Nullable Object> parseObject(String json) {
        return object(parse(json));
    }

    /**
     * Reads one document that must be an object from its UTF-8 bytes.
     *
     * @throws IllegalArgumentException if the bytes are not UTF-8 or not strict JSON, or are another value than an object
     */
    public static Map<String, @Nullable Object> parseObject(byte[] utf8) {
        return object(parse(utf8));
    }

    /**
     * Writes a value without white space, keys in the map's order, so that {@link #parse(String)} gives an equal value.
     *
     * @param value a tree of {@link Map} with {@link String} keys, {@link List}, {@link String}, {@link Boolean}, {@link Integer},
     *     {@link Long}, {@link BigInteger}, {@link BigDecimal}, finite {@link Double} and {@code null}
     * @throws IllegalArgumentException if it holds another type, a lone surrogate, or more than 512 levels
     */
    public static String write(@Nullable Object value) {
        return JsonWriter.plain(value);
    }

    @SuppressWarnings("unchecked") // what this class reads as a map has keys that are strings
    private static Map<String, @Nullable Object> object(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            return (Map<String, @Nullable Object>) map;
        }
        throw new InvalidValueException("an object { } is needed, and this is " + JsonWriter.kind(value)).in("$");
    }

    private static String decode(byte[] utf8) {
        ByteBuffer bytes = ByteBuffer.wrap(utf8);
        CharBuffer chars = CharBuffer.allocate(utf8.length);
        CoderResult result = StandardCharsets.UTF_8.newDecoder().decode(bytes, chars, true);
        try {
            if (result.isError()) {
                result.throwException();
            }
        } catch (CharacterCodingException e) {
            throw new InvalidValueException("the bytes are not UTF-8 (byte " + bytes.position() + ")").in("$");
        }
        return chars.flip().toString();
    }

    private static final class Reader {
        private final JsonParser parser;

        Reader(JsonParser parser) {
            this.parser = parser;
        }

        @Nullable
        Object document() {
            JsonToken first = next();
            if (first == null) {
                throw problem("the document is empty");
            }
            Object value = value(first, 0);
            if (next() != null) {
                throw problem("nothing is allowed after the document's one value");
            }
            return value;
        }

        private @Nullable Object value(@Nullable JsonToken token, int depth) {
            if (token == null) {
                throw problem("the document ends too early");
            }
            return switch (token) {
                case START_OBJECT -> object(deeper(depth));
                case START_ARRAY -> array(deeper(depth));
                case VALUE_STRING -> wellFormed(text());
                case VALUE_NUMBER_INT -> integer(number());
                case VALUE_NUMBER_FLOAT -> decimal(number());
                case VALUE_TRUE -> true;
                case VALUE_FALSE -> false;
                case VALUE_NULL -> null;
                default -> throw problem("a value is missing");
            };
        }

        private Map<String, @Nullable Object> object(int depth) {
            Map<String, @Nullable Object> members = new LinkedHashMap<>();
            while (next() != JsonToken.END_OBJECT) {
                String name = wellFormed(parser.currentName());
                if (members.containsKey(name)) {
                    throw problem("the key " + InvalidValueException.show(name)
                            + " is there twice; each key is allowed once");
                }
                try {
                    members.put(name, value(next(), depth));
                } catch (InvalidValueException e) {
                    throw e.inField(name);
                }
            }
            return Collections.unmodifiableMap(members);
        }

        private List<@Nullable Object> array(int depth) {
            List<@Nullable Object> elements = new ArrayList<>();
            try {
                for (JsonToken token = next(); token != JsonToken.END_ARRAY; token = next()) {
                    elements.add(value(token, depth));
                }
            } catch (InvalidValueException e) {
                throw e.inElement(elements.size());
            }
            return Collections.unmodifiableList(elements);
        }

        private int deeper(int depth) {
            if (depth == MAX_DEPTH) {
                throw problem("more than " + MAX_DEPTH + " levels of objects and arrays are not allowed");
            }
            return depth + 1;
        }

        private String number() {
            String text = text();
            if (text.length() > MAX_NUMBER_LENGTH) {
                throw problem("a number of " + text.length() + " characters is too long: up to " + MAX_NUMBER_LENGTH
                        + " are allowed");
            }
            return text;
        }

        private static Number integer(String text) {
            if (text.length() <= LONG_DIGITS) {
                return Long.valueOf(text);
            }
            BigInteger value = new BigInteger(text);
            return value.bitLength() < Long.SIZE ? (Number) value.longValueExact() : value;
        }

        private BigDecimal decimal(String text) {
            try {
                return new BigDecimal(text);
            } catch (NumberFormatException e) {
                throw problem("the exponent of a number is too large: " + InvalidValueException.show(text));
            }
        }

        private String wellFormed(String text) {
            if (!UnicodeText.isWellFormed(text)) {
                throw problem("a surrogate without its partner is not allowed in text");
            }
            return text;
        }

        private @Nullable JsonToken next() {
            try {
                return parser.nextToken();
            } catch (JacksonException e) {
                throw problem(e);
            }
        }

        private String text() {
            try {
                return parser.getString(); // Jackson reads the end of a text only now, and finds its faults only now
            } catch (JacksonException e) {
                throw problem(e);
            }
        }

        private InvalidValueException problem(String what) {
            return problem(what, parser.currentTokenLocation());
        }

        private InvalidValueException problem(JacksonException e) {
            String message = e.getOriginalMessage().replaceFirst("(?s): enable `.*", " is not JSON");
            TokenStreamLocation at = e.getLocation();
            return problem(message, at == null ? parser.currentLocation() : at);
        }

        private static InvalidValueException problem(String what, TokenStreamLocation at) {
            return new InvalidValueException(what + " (line " + at.getLineNr() + ", column " + at.getColumnNr() + ")");
        }
    }
}
