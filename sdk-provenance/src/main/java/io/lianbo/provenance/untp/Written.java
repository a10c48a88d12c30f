package io.lianbo.provenance.untp;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One object of a document that is being written. */
final class Written {
    private final Map<String, @Nullable Object> map = new LinkedHashMap<>();

    /** An object that does not say of which type it is. */
    Written() {}

    Written(String type) {
        map.put("type", List.of(type));
    }

    Written put(String key, Object value) {
        map.put(key, value);
        return this;
    }

    Written put(String key, Optional<?> value) {
        value.ifPresent(present -> map.put(key, present));
        return this;
    }

    <T> Written putAll(String key, boolean evenNone, List<T> values, Function<T, Object> form) {
        if (evenNone || !values.isEmpty()) {
            map.put(key, values.stream().map(form).toList());
        }
        return this;
    }

    Written putAll(Map<String, @Nullable Object> others) {
        map.putAll(others);
        return this;
    }

    Map<String, @Nullable Object> map() {
        return map;
    }
}
