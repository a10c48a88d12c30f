package io.lianbo.did;

/**
 * Signs credentials and presentations with a key that it does not hand out.
 *
 * <p>{@link LocalSigningKey} keeps the key in memory; a key in an HSM or a cloud's key service is one more
 * implementation of these two methods.
 */
public interface SigningKey {
    /** {@return the public half, with which others verify} */
    VerificationKey verificationKey();

    /**
     * {@return the signature as JSON Web Signatures carry it: R || S for ECDSA, 64 bytes (96 for ES384); RFC 8032 for EdDSA}
     *
     * @param message the bytes to sign, not yet hashed
     */
    byte[] sign(byte[] message);
}
