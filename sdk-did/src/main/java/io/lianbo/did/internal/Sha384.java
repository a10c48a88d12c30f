package io.lianbo.did.internal;

import org.bouncycastle.crypto.digests.SHA384Digest;

/** SHA-384 (FIPS 180-4), the hash that goes with P-384. */
public final class Sha384 {
    private Sha384() {}

    /**
     * {@return the hash of these bytes, 48 bytes}
     *
     * @param message what to hash
     */
    public static byte[] digest(byte[] message) {
        SHA384Digest digest = new SHA384Digest();
        digest.update(message, 0, message.length);
        byte[] hash = new byte[digest.getDigestSize()];
        digest.doFinal(hash, 0);
        return hash;
    }
}
