package io.lianbo.rewards.raffle;

import io.lianbo.core.Hash32;
import io.lianbo.core.crypto.Keccak256;
import java.security.SecureRandom;

/**
 * What an organiser commits to before a raffle and reveals after it is closed. Who loses it loses the bond, so keep it where keys are kept, in two places, and for one raffle
 * alone.
 *
 * {@snippet class="io.lianbo.rewards.raffle.RafflesGuideTest" region="secret"}
 */
public final class RaffleSecret {
    private final Hash32 secret;

    private RaffleSecret(Hash32 secret) {
        this.secret = secret;
    }

    /** Returns a new one. */
    public static RaffleSecret generate(SecureRandom random) {
        byte[] bytes = new byte[Hash32.SIZE];
        random.nextBytes(bytes);
        return of(bytes);
    }

    /**
     * Returns the one that {@link #exportSecretDangerously} gave.
     *
     * @throws IllegalArgumentException if {@code secret} is not 32 bytes; it is in no message
     */
    public static RaffleSecret of(byte[] secret) {
        if (secret.length != Hash32.SIZE) {
            throw new IllegalArgumentException("the secret of a raffle must be 32 bytes: " + secret.length + " bytes");
        }
        return new RaffleSecret(Hash32.of(secret));
    }

    /** Returns what binds the organiser to it and tells nobody else what it is: its keccak256. */
    public Hash32 commitment() {
        return commitment(secret);
    }

    static Hash32 commitment(Hash32 secret) {
        return Keccak256.hash(secret.bytes());
    }

    /** Returns the 32 secret bytes, to be kept until they are revealed. */
    public byte[] exportSecretDangerously() {
        return secret.bytes();
    }

    /** Shows the commitment alone. */
    @Override
    public String toString() {
        return "RaffleSecret committed to as " + commitment();
    }
}
