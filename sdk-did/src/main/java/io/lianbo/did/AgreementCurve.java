package io.lianbo.did;

/** The curves on which two keys agree on a secret. */
public enum AgreementCurve {
    /** NIST P-256 (RFC 7518 section 6.2.1.1), which HSMs and the keystores of phones have. */
    P256("EC", "P-256"),
    /** Curve25519 by its u-coordinate (RFC 7748, RFC 8037 section 3.2). */
    X25519("OKP", "X25519");

    private final String keyType;
    private final String jose;

    AgreementCurve(String keyType, String jose) {
        this.keyType = keyType;
        this.jose = jose;
    }

    /** {@return the name in a JWK's {@code crv}} */
    public String jose() {
        return jose;
    }

    /** The {@code kty} of a JWK on this curve. */
    String keyType() {
        return keyType;
    }
}
