package io.lianbo.did.dataintegrity;

import io.lianbo.core.crypto.Sha256;
import io.lianbo.core.json.CanonicalJson;
import io.lianbo.did.KeyAlgorithm;
import io.lianbo.did.internal.Sha384;
import java.util.Map;
import org.bouncycastle.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What a proof signs: the hash of its own configuration, then that of the document (EdDSA Cryptosuites 1.0 sections 3.3.3 to 3.3.5). */
final class HashData {
    private final KeyAlgorithm algorithm;
    private final byte[] canonicalProof;
    private final byte[] canonicalDocument;

    /**
     * Canonicalizes both.
     *
     * @param algorithm the signing key's, which decides the hash
     * @param proof the proof without its value
     * @param document the document without proofs
     * @throws IllegalArgumentException where one holds what has no canonical form, or a number that it would change
     */
    HashData(KeyAlgorithm algorithm, Map<String, @Nullable Object> proof, Map<String, @Nullable Object> document) {
        ExactNumbers.check(proof);
        ExactNumbers.check(document);
        this.algorithm = algorithm;
        this.canonicalProof = CanonicalJson.bytes(proof);
        this.canonicalDocument = CanonicalJson.bytes(document);
    }

    byte[] canonicalProof() {
        return canonicalProof.clone();
    }

    byte[] canonicalDocument() {
        return canonicalDocument.clone();
    }

    byte[] proofHash() {
        return hash(canonicalProof);
    }

    byte[] documentHash() {
        return hash(canonicalDocument);
    }

    /** The bytes to sign; ECDSA hashes them once more. */
    byte[] message() {
        return Arrays.concatenate(proofHash(), documentHash());
    }

    private byte[] hash(byte[] message) {
        return algorithm == KeyAlgorithm.ES384 ? Sha384.digest(message) : Sha256.digest(message);
    }
}
