package io.lianbo.core.crypto.spi;

/** A public key that was made ready to verify; may be used by many threads. */
@FunctionalInterface
public interface VerifyingKey {

    /**
     * Returns whether the key's owner signed a message.
     *
     * @param message the signed bytes, not yet hashed
     * @param signature any bytes at all; of another length or shape than it must have, they are no signature
     */
    boolean verify(byte[] message, byte[] signature);
}
