package io.lianbo.provenance.untp;

import io.lianbo.provenance.internal.FurtherMembers;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Something that has an id and a name, and is described in full elsewhere: a party, a facility, a scheme, a criterion, a standard, a metric, a topic. Of which type it is
 * says the place where it stands.
 *
 * @param id names it; an absolute URI
 * @param name what it is called
 * @param others what else is said of it here, as {@link io.lianbo.core.json.StrictJson} reads it
 */
public record Entity(URI id, String name, Map<String, @Nullable Object> others) {

    /**
     * Checks what is given.
     *
     * @throws IllegalArgumentException when the further members hold one of the others
     */
    public Entity {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(name, "name");
        others = FurtherMembers.copy(others, List.of("type", "id", "name"));
    }

    /** An entity of which only this is said. */
    public static Entity of(String id, String name) {
        return new Entity(URI.create(id), name, Map.of());
    }

    /** The same with the number that it has in a register. */
    public Entity registered(String registeredId, Entity register) {
        Map<String, @Nullable Object> more = new LinkedHashMap<>(others);
        more.put("registeredId", registeredId);
        more.put("idScheme", register.toMap("IdentifierScheme"));
        return new Entity(id, name, more);
    }

    /** The number that it has in a register. */
    public Optional<String> registeredId() {
        return others.get("registeredId") instanceof String number ? Optional.of(number) : Optional.empty();
    }

    static Entity read(Members in, String type) {
        in.type(type);
        URI id = in.uri("id");
        String name = in.text("name");
        return in.made(() -> new Entity(id, name, in.others()));
    }

    Map<String, @Nullable Object> toMap(String type) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("type", List.of(type));
        map.put("id", id.toString());
        map.put("name", name);
        map.putAll(others);
        return map;
    }
}
