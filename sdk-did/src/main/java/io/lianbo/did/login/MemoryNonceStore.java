package io.lianbo.did.login;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/** Keeps nonces in memory. */
final class MemoryNonceStore implements NonceStore {
    private final InstantSource clock;
    private final SecureRandom random;
    private final Duration lifetime;

    // In the order of issue, which is the order of expiry.
    private final Map<String, Instant> open = new LinkedHashMap<>();

    MemoryNonceStore(InstantSource clock, SecureRandom random, Duration lifetime) {
        this.clock = clock;
        this.random = random;
        this.lifetime = lifetime;
    }

    @Override
    public String issue() {
        String nonce = Nonces.next(random);
        remember(nonce);
        return nonce;
    }

    synchronized void remember(String nonce) {
        Instant now = clock.instant();
        Iterator<Instant> oldest = open.values().iterator();
        while (oldest.hasNext() && (!now.isBefore(oldest.next()) || open.size() >= Nonces.MOST)) {
            oldest.remove();
        }
        open.put(nonce, now.plus(lifetime));
    }

    @Override
    public synchronized boolean consume(String nonce) {
        Instant expiry = open.remove(nonce);
        return expiry != null && clock.instant().isBefore(expiry);
    }
}
