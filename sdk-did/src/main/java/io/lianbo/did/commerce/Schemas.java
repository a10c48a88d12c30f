package io.lianbo.did.commerce;

import io.lianbo.did.schema.JsonSchema;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/** The schemas that lie beside this class, read once. */
final class Schemas {
    private static final Map<CommerceType, JsonSchema> SCHEMAS = new EnumMap<>(CommerceType.class);

    static {
        for (CommerceType type : CommerceType.values()) {
            SCHEMAS.put(type, read(type));
        }
    }

    private Schemas() {}

    static JsonSchema of(CommerceType type) {
        return Objects.requireNonNull(SCHEMAS.get(type), type.resource());
    }

    private static JsonSchema read(CommerceType type) {
        String name = type.resource() + ".schema.json";
        try (InputStream file = Objects.requireNonNull(Schemas.class.getResourceAsStream(name), name)) {
            return JsonSchema.parse(new String(file.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
