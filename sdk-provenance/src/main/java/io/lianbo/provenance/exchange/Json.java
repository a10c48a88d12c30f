package io.lianbo.provenance.exchange;

import io.lianbo.core.json.JsonObject;
import java.util.List;
import java.util.Optional;

/** What the documents of this package read alike. */
final class Json {
    private Json() {}

    static List<String> texts(JsonObject object, String key) {
        return object.keys().contains(key) ? object.texts(key) : List.of();
    }

    static Optional<Boolean> bool(JsonObject object, String key) {
        return object.keys().contains(key) ? Optional.of(object.bool(key)) : Optional.empty();
    }
}
