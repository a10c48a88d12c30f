package io.lianbo.did;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The secret half of a key in this process's memory, handed out as copies until it is wiped. */
final class Secret {
    private final Object publicHalf;
    private byte @Nullable [] bytes;

    /**
     * Keeps a secret.
     *
     * @param publicHalf names the key in messages
     * @param bytes taken over, and not copied
     */
    Secret(Object publicHalf, byte[] bytes) {
        this.publicHalf = publicHalf;
        this.bytes = bytes;
    }

    /** A copy, for the caller to wipe. */
    synchronized byte[] copy() {
        if (bytes == null) {
            throw new IllegalStateException("key is closed: " + publicHalf);
        }
        return bytes.clone();
    }

    /** From now on there is no copy. */
    synchronized void wipe() {
        if (bytes != null) {
            Arrays.fill(bytes, (byte) 0);
            bytes = null;
        }
    }
}
