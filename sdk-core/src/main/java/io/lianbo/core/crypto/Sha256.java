package io.lianbo.core.crypto;

import io.lianbo.core.Hash32;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** SHA-256 (FIPS 180-4), the hash of the world outside Ethereum: transparency logs, credentials, GS1 events. */
public final class Sha256 {

    /** Looking one up takes as long as hashing a hundred bytes. */
    private static final ThreadLocal<MessageDigest> DIGESTS = ThreadLocal.withInitial(Sha256::newDigest);

    private Sha256() {}

    private static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform must have SHA-256", e);
        }
    }

    /** Returns the hash of the parts, one after the other. */
    public static Hash32 hash(byte[]... parts) {
        return Hash32.of(digest(parts));
    }

    /** Returns the 32 bytes of the hash of the parts, one after the other. */
    public static byte[] digest(byte[]... parts) {
        MessageDigest sha256 = DIGESTS.get();
        for (byte[] part : parts) {
            sha256.update(part);
        }
        return sha256.digest();
    }
}
