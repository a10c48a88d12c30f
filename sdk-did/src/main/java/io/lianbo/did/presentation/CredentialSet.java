package io.lianbo.did.presentation;

import java.util.LinkedHashSet;
import java.util.List;

/**
 * Alternatives among the credentials of a query (OpenID4VP 1.0 section 6.2): any one option satisfies the set, by all of its credentials.
 *
 * @param options each the ids of credential queries, at least one; at least one option and at most 32
 * @param required whether an answer without any of the options is refused
 */
public record CredentialSet(List<List<String>> options, boolean required) {
    private static final int MOST_OPTIONS = 32;

    /** Copies the options; an id that is named twice in one counts once. */
    public CredentialSet {
        options = options.stream()
                .map(option -> List.copyOf(new LinkedHashSet<>(option)))
                .toList();
        if (options.isEmpty() || options.size() > MOST_OPTIONS || options.contains(List.of())) {
            throw new IllegalArgumentException("a credential set needs 1 to " + MOST_OPTIONS
                    + " options, each with a credential query: " + options.size());
        }
    }

    /**
     * {@return the set of which one option must be satisfied}
     *
     * @param options each the ids of credential queries
     */
    @SafeVarargs
    @SuppressWarnings("varargs") // the array is copied, not kept
    public static CredentialSet oneOf(List<String>... options) {
        return new CredentialSet(List.of(options), true);
    }

    /**
     * {@return the set of which one option may be satisfied}
     *
     * @param options each the ids of credential queries
     */
    @SafeVarargs
    @SuppressWarnings("varargs") // the array is copied, not kept
    public static CredentialSet optional(List<String>... options) {
        return new CredentialSet(List.of(options), false);
    }
}
