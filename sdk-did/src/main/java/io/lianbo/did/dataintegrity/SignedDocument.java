package io.lianbo.did.dataintegrity;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A document all of whose proofs hold.
 *
 * @param document what every proof is over: without the proofs, and with no context that was added after signing
 * @param proofs each of its proofs, at least one
 */
public record SignedDocument(Map<String, @Nullable Object> document, List<VerifiedProof> proofs) {
    /** Copies both. */
    public SignedDocument {
        document = Collections.unmodifiableMap(new LinkedHashMap<>(document));
        proofs = List.copyOf(proofs);
        if (proofs.isEmpty()) {
            throw new IllegalArgumentException("a signed document needs a proof");
        }
    }
}
