package io.lianbo.core.crypto.spi;

import java.util.Optional;

/**
 * Signature algorithms by another implementation than the built-in one, found by {@link java.util.ServiceLoader}. What a provider does not offer, or says it
 * cannot offer on this machine, is done by the next one, and at last by the built-in one.
 *
 * <p>All implementations answer alike, down to the last malformed signature: a provider is held to the same conformance suite as the built-in one. Engines
 * may be used by many threads.
 */
public interface CryptoProvider {

    /** Returns what it is and of which version, for people: {@code libsecp256k1 (fr.acinq.secp256k1 0.22.0)}. */
    String name();

    /**
     * Returns ECDSA over secp256k1, if it has that.
     *
     * @throws CryptoUnavailableException if it would have it on another machine
     */
    default Optional<Secp256k1Engine> secp256k1() {
        return Optional.empty();
    }

    /**
     * Returns Ed25519 (RFC 8032, pure), if it has that: keys of 32 bytes, signatures of 64.
     *
     * @throws CryptoUnavailableException if it would have it on another machine
     */
    default Optional<SignatureScheme> ed25519() {
        return Optional.empty();
    }

    /**
     * Returns ECDSA over P-256 with SHA-256 (FIPS 186-5), if it has that: keys of 65 bytes, uncompressed (SEC 1, section 2.3.3), signatures of 64, r and s,
     * the latter high or low.
     *
     * @throws CryptoUnavailableException if it would have it on another machine
     */
    default Optional<SignatureScheme> p256() {
        return Optional.empty();
    }
}
