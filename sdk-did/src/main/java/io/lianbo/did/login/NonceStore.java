package io.lianbo.did.login;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;

/**
 * The nonces a service has given out and not seen back: each is good for one login, for a while.
 *
 * <p>{@link #inMemory} is for a service of one process, {@link JdbcNonceStore} for one of several. Safe for concurrent use: of
 * two logins with one nonce exactly one succeeds.
 */
public interface NonceStore {
    /**
     * {@return an empty store in this process's memory, of at most a million nonces at once: then the oldest are forgotten}
     *
     * @param clock what time it is
     * @param random what makes nonces unpredictable
     * @param lifetime how long a nonce is good for; a user needs a few minutes to sign
     * @throws IllegalArgumentException where the lifetime is not positive
     */
    static NonceStore inMemory(InstantSource clock, SecureRandom random, Duration lifetime) {
        return new MemoryNonceStore(clock, random, Nonces.lifetime(lifetime));
    }

    /** {@return a new nonce of 32 letters and digits (128 bits), good for one login from now on} */
    String issue();

    /**
     * {@return whether the nonce was issued here, is not too old and was not used up before}; it is used up now, in one step
     *
     * @param nonce whatever a message holds
     */
    boolean consume(String nonce);
}
