package io.lianbo.provenance.internal;

import io.lianbo.core.json.JsonObject;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Members of a JSON object that its standard leaves open: kept beside those that are known. */
public final class FurtherMembers {

    private FurtherMembers() {}

    /** The members of an object beyond the known ones. */
    public static Map<String, @Nullable Object> of(JsonObject object, Collection<String> known) {
        Map<String, @Nullable Object> others = new LinkedHashMap<>(object.values());
        others.keySet().removeAll(known);
        return others;
    }

    /**
     * An unmodifiable copy in the same order.
     *
     * @throws IllegalArgumentException if one is among the known ones
     */
    public static Map<String, @Nullable Object> copy(Map<String, @Nullable Object> others, Collection<String> known) {
        for (String key : known) {
            if (others.containsKey(key)) {
                throw new IllegalArgumentException("further members must not hold " + key);
            }
        }
        return Collections.unmodifiableMap(new LinkedHashMap<>(others));
    }
}
