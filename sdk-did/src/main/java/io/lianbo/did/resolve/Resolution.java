package io.lianbo.did.resolve;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What came of resolving a DID (W3C DID Resolution section 4): a document, or the reason why there is none. */
public sealed interface Resolution {

    /**
     * A document was found. That of a deactivated DID holds no key.
     *
     * @param resolved the document
     * @param metadata what is known about it
     */
    record Resolved(DidDocument resolved, DocumentMetadata metadata) implements Resolution {
        @Override
        public Optional<DidDocument> document() {
            return Optional.of(resolved);
        }

        @Override
        public Map<String, @Nullable Object> json() {
            return result(Map.of("contentType", ResolutionOptions.JSON), resolved.json(), metadata.json());
        }
    }

    /**
     * No document was found.
     *
     * @param error why, for programs
     * @param detail why, for people
     */
    record NotResolved(ResolutionError error, String detail) implements Resolution {
        @Override
        public Optional<DidDocument> document() {
            return Optional.empty();
        }

        @Override
        public Map<String, @Nullable Object> json() {
            Map<String, Object> why = new LinkedHashMap<>();
            why.put("error", error.code());
            why.put("message", detail);
            return result(why, null, Map.of());
        }
    }

    /** {@return a document that was found} */
    static Resolution of(DidDocument document, DocumentMetadata metadata) {
        return new Resolved(document, metadata);
    }

    /** {@return the word that there is none} */
    static Resolution failed(ResolutionError error, String detail) {
        return new NotResolved(error, detail);
    }

    /** {@return the document, where one was found} */
    Optional<DidDocument> document();

    /** {@return the DID resolution result as JSON: {@code didResolutionMetadata}, {@code didDocument}, {@code didDocumentMetadata}} */
    Map<String, @Nullable Object> json();

    private static Map<String, @Nullable Object> result(
            Map<String, Object> resolution, @Nullable Object document, Map<String, Object> metadata) {
        Map<String, @Nullable Object> result = new LinkedHashMap<>();
        result.put("didResolutionMetadata", resolution);
        result.put("didDocument", document);
        result.put("didDocumentMetadata", metadata);
        return Collections.unmodifiableMap(result);
    }
}
