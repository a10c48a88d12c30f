package io.lianbo.did.resolve;

import java.util.List;

/**
 * A way to reach the subject of a DID (W3C DID 1.0 section 5.4).
 *
 * @param id the service's own DID URL
 * @param types what it is, at least one
 * @param endpoint where it is: text, or a JSON object or array as {@link io.lianbo.core.json.StrictJson} reads it
 */
public record Service(String id, List<String> types, Object endpoint) {
    /** Copies the types. */
    public Service {
        types = List.copyOf(types);
        if (types.isEmpty()) {
            throw new IllegalArgumentException("a service must have a type: " + id);
        }
    }
}
