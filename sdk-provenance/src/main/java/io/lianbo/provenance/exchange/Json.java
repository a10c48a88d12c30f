package io.lianbo.provenance.exchange;

import io.lianbo.core.json.JsonException;
import io.lianbo.core.json.JsonObject;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What the documents of this package read alike. */
final class Json {
    private Json() {}

    static List<String> texts(JsonObject object, String key) {
        return object.keys().contains(key) ? object.texts(key) : List.of();
    }

    static Optional<Boolean> bool(JsonObject object, String key) {
        return object.keys().contains(key) ? Optional.of(object.bool(key)) : Optional.empty();
    }

    static Map<String, @Nullable Object> others(JsonObject object, Collection<String> known) {
        Map<String, @Nullable Object> others = new LinkedHashMap<>(object.values());
        others.keySet().removeAll(known);
        return others;
    }

    /** Copies further members, none of which may be known. */
    static Map<String, @Nullable Object> frozen(Map<String, @Nullable Object> others, Collection<String> known) {
        for (String key : known) {
            if (others.containsKey(key)) {
                throw new IllegalArgumentException("further members must not hold " + key);
            }
        }
        return Collections.unmodifiableMap(new LinkedHashMap<>(others));
    }

    /** Makes a value, and says in which object of the document it stands when it is refused. */
    static <T> T at(JsonObject object, Supplier<T> made) {
        try {
            return made.get();
        } catch (JsonException e) {
            throw e;
        } catch (IllegalArgumentException e) {
            throw object.malformed(String.valueOf(e.getMessage()));
        }
    }
}
