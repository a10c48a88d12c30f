package io.lianbo.did.login;

import io.lianbo.core.Hash32;
import io.lianbo.did.Did;
import java.time.Instant;
import java.util.Optional;

/**
 * Where {@link Sessions} keeps what it knows: which sessions there are, by the SHA-256 of their tokens, and who is refused.
 *
 * <p>{@link #inMemory} is for a service of one process, {@link JdbcSessionStore} for one of several. Each method is one step, whoever else
 * does the same; once it has returned, all who share the store see it. They fail with {@link io.lianbo.core.LianboException},
 * {@code STORE_FAILED}. Times are to the millisecond.
 */
public interface SessionStore {
    /** {@return an empty store in this process's memory, of at most a million sessions at once: then the oldest are forgotten} */
    static SessionStore inMemory() {
        return new MemorySessionStore();
    }

    /**
     * Keeps a new session, last used when it was opened.
     *
     * @param token the hash of its token
     * @param session whose it is
     */
    void add(Hash32 token, Session session);

    /**
     * {@return what is known of a session; empty where it was never kept, or was forgotten}
     *
     * @param token the hash of its token
     */
    Optional<Entry> find(Hash32 token);

    /**
     * Notes that a session was used; a later use that is noted already stays.
     *
     * @param token the hash of its token
     * @param usedAt when
     */
    void touch(Hash32 token, Instant usedAt);

    /**
     * {@return whether the session was there and not yet revoked}; it is revoked now
     *
     * @param token the hash of its token
     */
    boolean revoke(Hash32 token);

    /**
     * {@return how many sessions were there and not yet revoked}; all of them are revoked now
     *
     * @param domain of which service
     * @param did whose
     */
    int revokeAll(String domain, Did did);

    /**
     * Refuses someone from now on; a second time does nothing.
     *
     * @param domain to which service
     * @param did whom
     */
    void refuse(String domain, Did did);

    /**
     * Takes a refusal back, where there is one; sessions are not changed.
     *
     * @param domain to which service
     * @param did whom
     */
    void admit(String domain, Did did);

    /**
     * {@return whether someone is refused}
     *
     * @param domain to which service
     * @param did whom
     */
    boolean isRefused(String domain, Did did);

    /**
     * {@return how many sessions were forgotten, all those that were over by then}
     *
     * @param now when
     */
    int forget(Instant now);

    /**
     * What is known of a session.
     *
     * @param session whose it is
     * @param usedAt when it was last used
     * @param revoked whether it was revoked
     * @param refused whether its service refuses its DID
     */
    record Entry(Session session, Instant usedAt, boolean revoked, boolean refused) {}
}
