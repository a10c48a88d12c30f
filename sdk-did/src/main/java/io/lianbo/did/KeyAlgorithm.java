package io.lianbo.did;

/** The signature algorithms of credentials; each key has exactly one, and a token that names another is refused. */
public enum KeyAlgorithm {
    /** ECDSA on P-256 with SHA-256 (RFC 7518 section 3.4). */
    ES256("ES256", 0x1200),
    /** ECDSA on secp256k1 with SHA-256 (RFC 8812 section 3.2), the curve of wallets. */
    ES256K("ES256K", 0xe7),
    /** ECDSA on P-384 with SHA-384 (RFC 7518 section 3.4). */
    ES384("ES384", 0x1201),
    /** Ed25519 (RFC 8037 section 3.1). */
    EDDSA("EdDSA", 0xed);

    private final String jose;
    private final int multicodec;

    KeyAlgorithm(String jose, int multicodec) {
        this.jose = jose;
        this.multicodec = multicodec;
    }

    /** {@return the name in a token's {@code alg} header} */
    public String jose() {
        return jose;
    }

    /** The code that marks a public key of this kind in a did:key. */
    int multicodec() {
        return multicodec;
    }
}
