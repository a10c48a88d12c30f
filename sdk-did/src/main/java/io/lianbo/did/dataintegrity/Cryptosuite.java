package io.lianbo.did.dataintegrity;

import io.lianbo.did.KeyAlgorithm;
import java.util.Optional;

/** The suites that sign a document's JSON Canonicalization (RFC 8785); those that need RDF are not among them. */
public enum Cryptosuite {
    /** Ed25519 over two SHA-256 hashes (EdDSA Cryptosuites 1.0 section 3.3). */
    EDDSA_JCS_2022("eddsa-jcs-2022"),
    /** P-256 over two SHA-256 hashes, P-384 over two SHA-384 hashes (ECDSA Cryptosuites 1.0 section 3.3). */
    ECDSA_JCS_2019("ecdsa-jcs-2019");

    private final String id;

    Cryptosuite(String id) {
        this.id = id;
    }

    /** {@return the name in a proof's {@code cryptosuite}} */
    public String id() {
        return id;
    }

    /**
     * {@return the suite of this name, or empty where it is none of these}
     *
     * @param id as a proof names it
     */
    public static Optional<Cryptosuite> of(String id) {
        for (Cryptosuite suite : values()) {
            if (suite.id.equals(id)) {
                return Optional.of(suite);
            }
        }
        return Optional.empty();
    }

    /**
     * {@return the one suite that keys of this algorithm sign with; empty for ES256K, which has none}
     *
     * @param algorithm a key's
     */
    public static Optional<Cryptosuite> of(KeyAlgorithm algorithm) {
        return switch (algorithm) {
            case EDDSA -> Optional.of(EDDSA_JCS_2022);
            case ES256, ES384 -> Optional.of(ECDSA_JCS_2019);
            case ES256K -> Optional.empty();
        };
    }
}
