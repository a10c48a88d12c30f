package io.lianbo.core.crypto.spi;

/** An algorithm that verifies with keys made ready. */
@FunctionalInterface
public interface SignatureScheme {

    /**
     * Makes a key ready.
     *
     * @param publicKey bytes that the caller has checked to be a usable key
     */
    VerifyingKey key(byte[] publicKey);
}
