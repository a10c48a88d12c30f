package io.lianbo.did.commerce;

import io.lianbo.core.json.StrictJson;
import io.lianbo.did.schema.JsonSchema;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The schemas that lie beside this class, read once. */
final class Schemas {
    private static final Map<CommerceType, JsonSchema> SCHEMAS = new EnumMap<>(CommerceType.class);

    private static final Map<CommerceType, JsonSchema> OF_SHOWN = new EnumMap<>(CommerceType.class);

    static {
        for (CommerceType type : CommerceType.values()) {
            String json = read(type);
            SCHEMAS.put(type, JsonSchema.parse(json));
            Map<String, @Nullable Object> shown = new LinkedHashMap<>(StrictJson.parseObject(json));
            shown.remove("$id");
            shown.remove("required");
            OF_SHOWN.put(type, JsonSchema.parse(StrictJson.write(shown)));
        }
    }

    private Schemas() {}

    static JsonSchema of(CommerceType type) {
        return Objects.requireNonNull(SCHEMAS.get(type), type.resource());
    }

    static JsonSchema ofShown(CommerceType type) {
        return Objects.requireNonNull(OF_SHOWN.get(type), type.resource());
    }

    private static String read(CommerceType type) {
        String name = type.resource() + ".schema.json";
        try (InputStream file = Objects.requireNonNull(Schemas.class.getResourceAsStream(name), name)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
