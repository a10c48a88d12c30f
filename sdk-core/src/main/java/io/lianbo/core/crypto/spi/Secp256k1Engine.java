package io.lianbo.core.crypto.spi;

import java.util.Optional;

/** ECDSA over secp256k1 (SEC 1, section 4.1), on bytes whose lengths and ranges the caller has checked. */
public interface Secp256k1Engine {

    /**
     * Returns the point of a key.
     *
     * @param encoded 33 bytes that start with 2 or 3, or 65 bytes that start with 4
     * @return 65 bytes that start with 4; empty if the bytes are no point of the curve
     */
    Optional<byte[]> decompress(byte[] encoded);

    /**
     * Returns the public key of a private key.
     *
     * @param privateKey 32 bytes, 1 to n-1
     * @return 65 bytes that start with 4
     */
    byte[] publicKey(byte[] privateKey);

    /**
     * Returns the key that made a signature.
     *
     * @param digest 32 bytes
     * @param signature r and s, 32 bytes each, 1 to n-1
     * @param yParity 0 or 1
     * @return 65 bytes that start with 4; empty if there is no such key
     */
    Optional<byte[]> recover(byte[] digest, byte[] signature, int yParity);

    /**
     * Returns whether a key made a signature.
     *
     * @param digest 32 bytes
     * @param signature r and s, 32 bytes each; r 1 to n-1, s 1 to n/2
     * @param publicKey 65 bytes that start with 4, a point of the curve
     */
    boolean verify(byte[] digest, byte[] signature, byte[] publicKey);

    /**
     * Signs with the deterministic nonce of RFC 6979 (HMAC-SHA-256).
     *
     * @param digest 32 bytes
     * @param privateKey 32 bytes, 1 to n-1
     * @param publicKey its public key, 65 bytes that start with 4
     * @return r, s and parity: 65 bytes, s 1 to n/2, the last byte 0 or 1
     */
    byte[] sign(byte[] digest, byte[] privateKey, byte[] publicKey);
}
