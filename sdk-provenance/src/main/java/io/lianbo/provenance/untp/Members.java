package io.lianbo.provenance.untp;

import io.lianbo.core.json.JsonException;
import io.lianbo.core.json.JsonObject;
import io.lianbo.provenance.internal.FurtherMembers;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One object of a document, read member by member; it knows what was asked for, and so what nobody knows. */
final class Members {
    private final JsonObject json;
    private final Set<String> known = new LinkedHashSet<>();

    Members(JsonObject json) {
        this.json = json;
    }

    /** Refuses an object that says it is of another type; it need not say of which. */
    void type(String expected) {
        if (has("type") && !json.texts("type").equals(List.of(expected))) {
            throw json.malformed("type must be [\"" + expected + "\"]");
        }
    }

    String text(String key) {
        known.add(key);
        return json.text(key);
    }

    Optional<String> optionalText(String key) {
        return has(key) ? Optional.of(json.text(key)) : Optional.empty();
    }

    URI uri(String key) {
        known.add(key);
        return json.text(key, Members::uriOf);
    }

    LocalDate date(String key) {
        known.add(key);
        return json.text(key, Members::dateOf);
    }

    Optional<LocalDate> optionalDate(String key) {
        return has(key) ? Optional.of(date(key)) : Optional.empty();
    }

    Instant instant(String key) {
        known.add(key);
        return json.text(key, Members::instantOf);
    }

    Optional<Instant> optionalInstant(String key) {
        return has(key) ? Optional.of(instant(key)) : Optional.empty();
    }

    BigDecimal number(String key) {
        if (!has(key)) {
            json.text(key); // which says that it is missing
        }
        Object value = json.values().get(key);
        if (value instanceof BigDecimal exact) {
            return exact;
        }
        if (value instanceof Number whole) {
            return new BigDecimal(whole.toString());
        }
        throw json.malformed(key + " must be a number");
    }

    Optional<BigDecimal> optionalNumber(String key) {
        return has(key) ? Optional.of(number(key)) : Optional.empty();
    }

    Optional<Integer> optionalInteger(String key) {
        return has(key) ? Optional.of((int) json.integer(key, Integer.MIN_VALUE, Integer.MAX_VALUE)) : Optional.empty();
    }

    Optional<Boolean> optionalBool(String key) {
        return has(key) ? Optional.of(json.bool(key)) : Optional.empty();
    }

    List<String> texts(String key, boolean required) {
        return has(key) || required ? json.texts(key) : List.of();
    }

    Optional<Map<String, @Nullable Object>> optionalMap(String key) {
        return has(key) ? Optional.of(json.object(key).values()) : Optional.empty();
    }

    <T> T object(String key, Function<Members, T> reader) {
        known.add(key);
        return reader.apply(new Members(json.object(key)));
    }

    <T> Optional<T> optionalObject(String key, Function<Members, T> reader) {
        return has(key) ? Optional.of(object(key, reader)) : Optional.empty();
    }

    <T> List<T> list(String key, boolean required, Function<Members, T> reader) {
        if (!has(key) && !required) {
            return List.of();
        }
        List<T> list = new ArrayList<>();
        json.objects(key).forEach(element -> list.add(reader.apply(new Members(element))));
        return list;
    }

    /** One of several codes. */
    <E extends Enum<E>> E code(String key, E[] values, Function<E, String> codes) {
        String code = text(key);
        return Arrays.stream(values)
                .filter(value -> codes.apply(value).equals(code))
                .findFirst()
                .orElseThrow(() -> json.malformed(key + " must be one of "
                        + Arrays.stream(values).map(codes).collect(Collectors.joining(", ")) + ": " + code));
    }

    /** What nobody asked for until now. */
    Map<String, @Nullable Object> others() {
        return FurtherMembers.of(json, known);
    }

    /** Makes a value of what was read, where all must be known. */
    <T> T closed(Supplier<T> value) {
        T made = made(value);
        json.only(known.toArray(String[]::new));
        return made;
    }

    /** Makes a value of what was read, and says where it was read when it is refused. */
    <T> T made(Supplier<T> value) {
        return json.made(value);
    }

    JsonException malformed(String message) {
        return json.malformed(message);
    }

    private boolean has(String key) {
        known.add(key);
        return json.keys().contains(key);
    }

    private static URI uriOf(String text) {
        try {
            URI uri = new URI(text);
            if (uri.isAbsolute()) {
                return uri;
            }
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("must be an absolute URI: " + text, e);
        }
        throw new IllegalArgumentException("must be an absolute URI: " + text);
    }

    private static LocalDate dateOf(String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("must be a date such as 2026-11-24: " + text, e);
        }
    }

    private static Instant instantOf(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("must be a time such as 2026-11-24T12:00:00Z: " + text, e);
        }
    }

    static Map<String, @Nullable Object> frozen(Map<String, @Nullable Object> map) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }
}
