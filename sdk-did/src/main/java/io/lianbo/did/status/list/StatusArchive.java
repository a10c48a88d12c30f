package io.lianbo.did.status.list;

import java.net.URI;
import java.time.Instant;
import java.util.Optional;

/**
 * Signed lists with the times at which they were issued, from which it can be told later what a credential's status was.
 *
 * <p>An issuer's archive holds every list that he ever published, a verifier's those that she saw. Nothing in it is believed
 * without its signature. {@link JdbcStatusArchive} is the one for production.
 */
public interface StatusArchive {
    /**
     * {@return an archive in this process's memory}
     *
     * @param most how many lists it keeps; where there are more, those that were issued first are forgotten
     * @throws IllegalArgumentException where that is less than 1
     */
    static StatusArchive inMemory(int most) {
        return new MemoryStatusArchive(most);
    }

    /**
     * Keeps a list; one that was issued at the same time is replaced.
     *
     * @param list its URI
     * @param issuedAt when it was issued, to the second
     * @param signed the list as it was published, a token
     * @throws io.lianbo.core.LianboException {@code STORE_FAILED} where it could not be kept
     */
    void keep(URI list, Instant issuedAt, String signed);

    /**
     * {@return the list that was the newest at a time, as it was published; empty where none is that old}
     *
     * @param list its URI
     * @param time which is not before the list's issue
     * @throws io.lianbo.core.LianboException {@code STORE_FAILED} where the archive cannot be read
     */
    Optional<String> newestAt(URI list, Instant time);
}
