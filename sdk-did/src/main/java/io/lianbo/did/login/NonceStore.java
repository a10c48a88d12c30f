package io.lianbo.did.login;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The nonces a service has given out and not seen back: each is good for one login, for a while.
 *
 * <p>Kept in this process's memory, at most a million at once (then the oldest are forgotten). Safe for concurrent use: of two
 * logins with one nonce exactly one succeeds.
 */
public final class NonceStore {
    private static final int MOST = 1_000_000;
    private static final int NONCE_BYTES = 16;

    private final InstantSource clock;
    private final SecureRandom random;
    private final Duration lifetime;

    // In the order of issue, which is the order of expiry.
    private final Map<String, Instant> open = new LinkedHashMap<>();

    private NonceStore(InstantSource clock, SecureRandom random, Duration lifetime) {
        this.clock = clock;
        this.random = random;
        this.lifetime = lifetime;
    }

    /**
     * {@return an empty store}
     *
     * @param clock what time it is
     * @param random what makes nonces unpredictable
     * @param lifetime how long a nonce is good for; a user needs a few minutes to sign
     */
    public static NonceStore inMemory(InstantSource clock, SecureRandom random, Duration lifetime) {
        if (lifetime.isNegative() || lifetime.isZero()) {
            throw new IllegalArgumentException("a nonce's lifetime must be positive: " + lifetime);
        }
        return new NonceStore(clock, random, lifetime);
    }

    /** {@return a new nonce of 32 letters and digits (128 bits), good for one login from now on} */
    public String issue() {
        byte[] bytes = new byte[NONCE_BYTES];
        random.nextBytes(bytes);
        String nonce = HexFormat.of().formatHex(bytes);
        remember(nonce);
        return nonce;
    }

    synchronized void remember(String nonce) {
        Instant now = clock.instant();
        Iterator<Instant> oldest = open.values().iterator();
        while (oldest.hasNext() && (!now.isBefore(oldest.next()) || open.size() >= MOST)) {
            oldest.remove();
        }
        open.put(nonce, now.plus(lifetime));
    }

    /** Uses a nonce up, and says whether it was there to be used. */
    synchronized boolean consume(String nonce) {
        Instant expiry = open.remove(nonce);
        return expiry != null && clock.instant().isBefore(expiry);
    }
}
