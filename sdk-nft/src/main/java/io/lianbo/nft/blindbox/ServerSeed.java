package io.lianbo.nft.blindbox;

import io.lianbo.core.Hash32;
import io.lianbo.core.crypto.Keccak256;
import java.security.SecureRandom;

/**
 * The secret that a seller commits to before a sale and reveals after it.
 *
 * <p>Whoever knows it before the block that counts exists can choose the draw together with that block's proposer; whoever
 * loses it loses proceeds and bond to the buyers. So keep it where keys are kept, in two places, and for one sale alone:
 *
 * {@snippet class="io.lianbo.nft.blindbox.BlindBoxTest" region="seed"}
 */
public final class ServerSeed {
    private final Hash32 secret;

    private ServerSeed(Hash32 secret) {
        this.secret = secret;
    }

    /** Returns a new one. */
    public static ServerSeed generate(SecureRandom random) {
        byte[] bytes = new byte[Hash32.SIZE];
        random.nextBytes(bytes);
        return new ServerSeed(Hash32.of(bytes));
    }

    /**
     * Returns the one that {@link #exportSecretDangerously} gave.
     *
     * @throws IllegalArgumentException if {@code secret} is not 32 bytes; it is in no message
     */
    public static ServerSeed of(byte[] secret) {
        if (secret.length != Hash32.SIZE) {
            throw new IllegalArgumentException("a server seed must be 32 bytes: " + secret.length + " bytes");
        }
        return new ServerSeed(Hash32.of(secret));
    }

    /** Returns what binds the seller to it and tells nobody else what it is: its keccak256. */
    public Hash32 commitment() {
        return commitment(secret);
    }

    /** Returns the 32 secret bytes, to be kept until they are revealed. */
    public byte[] exportSecretDangerously() {
        return secret.bytes();
    }

    static Hash32 commitment(Hash32 seed) {
        return Keccak256.hash(seed.bytes());
    }

    /** Shows the commitment alone. */
    @Override
    public String toString() {
        return "ServerSeed committed to as " + commitment();
    }
}
