package io.lianbo.did;

/**
 * Agrees on secrets, and so opens what was encrypted to it, with a key that it does not hand out.
 *
 * <p>{@link LocalDecryptionKey} keeps the key in memory; a key in an HSM or a cloud's key service is one more implementation of these
 * two methods. Let such a key be made at random: one that is derived from a wallet's signature belongs to every site that can ask the wallet for
 * the same signature.
 */
public interface DecryptionKey {
    /** {@return the public half, to which others encrypt} */
    AgreementKey agreementKey();

    /**
     * {@return the secret that this key and another agree on, 32 bytes: the x-coordinate for P-256 (SEC 1 section 3.3.1), the u-coordinate for
     * X25519 (RFC 7748 section 6.1)}; it is no key yet, and wiped by who gets it
     *
     * @param other the other side's public half
     * @throws IllegalArgumentException where it lies on another curve
     */
    byte[] agree(AgreementKey other);
}
