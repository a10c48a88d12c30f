package io.lianbo.did.share;

import io.lianbo.core.crypto.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The key derivation of RFC 7518 section 4.6.2 (NIST SP 800-56A section 5.8.1 with SHA-256), for keys of up to 256 bits, which take one round. */
final class ConcatKdf {
    private ConcatKdf() {}

    /**
     * A key of 256 bits.
     *
     * @param secret what was agreed on
     * @param use AlgorithmID, what the key is for
     * @param partyU apu, or nothing
     * @param partyV apv, or nothing
     */
    static byte[] derive(byte[] secret, String use, byte[] partyU, byte[] partyV) {
        return derive(secret, use, partyU, partyV, 8 * Aes.KEY_LENGTH);
    }

    static byte[] derive(byte[] secret, String use, byte[] partyU, byte[] partyV, int bits) {
        byte[] round = Sha256.digest(
                number(1),
                secret,
                withLength(use.getBytes(StandardCharsets.US_ASCII)),
                withLength(partyU),
                withLength(partyV),
                number(bits));
        return Arrays.copyOf(round, bits / Byte.SIZE);
    }

    private static byte[] withLength(byte[] data) {
        return ByteBuffer.allocate(Integer.BYTES + data.length)
                .putInt(data.length)
                .put(data)
                .array();
    }

    private static byte[] number(int value) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(value).array();
    }
}
