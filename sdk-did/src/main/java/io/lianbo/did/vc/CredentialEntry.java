package io.lianbo.did.vc;

import io.lianbo.core.json.StrictJson;
import io.lianbo.did.internal.jose.MalformedException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An object with a type that a credential carries beside its claims: where its status is kept, which schema it follows, on what
 * evidence it was issued, on which terms (VCDM 2.0 sections 4.10, 4.11, 5.4 to 5.6).
 *
 * @param members all of it, {@code type} included, as JDK values
 */
public record CredentialEntry(Map<String, @Nullable Object> members) {
    /** Copies the members; one of them must be a type, and an id must be a URL. */
    public CredentialEntry {
        members = StrictJson.parseObject(StrictJson.write(members));
        try {
            Members read = new Members("an entry", members);
            read.url(Members.ID);
            if (read.texts(Members.TYPE).isEmpty()) {
                throw new MalformedException("an entry must have a type");
            }
        } catch (MalformedException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /**
     * {@return an entry}
     *
     * @param type its type, such as {@code BitstringStatusListEntry}
     * @param more its other members
     * @throws IllegalArgumentException where they hold what is no JSON value
     */
    public static CredentialEntry of(String type, Map<String, ? extends @Nullable Object> more) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>(more);
        members.put(Members.TYPE, type);
        return new CredentialEntry(members);
    }

    /** {@return its types, at least one} */
    public List<String> types() {
        return members.get(Members.TYPE) instanceof List<?> list
                ? list.stream().map(String.class::cast).toList()
                : List.of(String.valueOf(members.get(Members.TYPE)));
    }

    /** {@return its id, where it has one} */
    public Optional<URI> id() {
        return members.get(Members.ID) instanceof String id ? Optional.of(URI.create(id)) : Optional.empty();
    }
}
