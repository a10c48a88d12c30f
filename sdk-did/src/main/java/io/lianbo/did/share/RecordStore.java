package io.lianbo.did.share;

import java.util.Optional;

/**
 * Keeps the latest version of each record, encrypted; it needs no keys and can read nothing.
 *
 * <p>{@link JdbcRecordStore} is the one for production. What it has said is stored, also if the process dies in the next instant; several processes may
 * share one. Its methods fail with {@link io.lianbo.core.LianboException}, {@code STORE_FAILED}.
 *
 * <p>Who can write to it cannot make up a version, as the owner knows his own. He could put back an old one, and with it a recipient who was revoked
 * since: guard it as the owner's, and do not restore a backup of it without revoking anew.
 */
public interface RecordStore {
    /** {@return a store that lasts as long as the process} */
    static RecordStore inMemory() {
        return new MemoryRecordStore();
    }

    /**
     * {@return the latest version of a record}
     *
     * @param id which record
     */
    Optional<Stored> find(String id);

    /**
     * {@return whether the next version was stored, which takes the place of the one before}; that is done in one step, so of several who replace the
     * same version one succeeds
     *
     * @param id which record, at most 256 characters
     * @param next its version, one more than that which is there now; 1 where there is none yet
     */
    boolean replace(String id, Stored next);

    /**
     * A version as it is kept.
     *
     * @param version its number, from 1
     * @param text the encrypted record
     */
    record Stored(long version, String text) {}
}
