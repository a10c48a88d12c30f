package io.lianbo.did.status.list;

import io.lianbo.core.Hash32;
import java.net.URI;
import java.util.Map;
import java.util.OptionalInt;

/**
 * What an issuer knows of his lists: how many places of each are given away, and which statuses were set.
 *
 * <p>{@link JdbcStatusBook} is the one for production. What it has said is stored, also if the process dies in the next instant; several
 * processes may share one. Its methods fail with {@link io.lianbo.core.LianboException}, {@code STORE_FAILED}, and have then
 * changed nothing that was promised to anyone.
 */
public interface StatusBook {
    /** {@return a book that lasts as long as the process: for tests, and for nothing else, as the next process would give places away again} */
    static StatusBook inMemory() {
        return new MemoryStatusBook();
    }

    /**
     * {@return the list's page, begun now where there is none}; of two who begin it at once both get the same
     *
     * @param list the list's URI
     * @param bits of each status, where the page is begun
     * @param size how many statuses, where it is begun
     * @param seed of the order in which indexes are given away, where it is begun; a secret
     */
    Page open(URI list, int bits, int size, Hash32 seed);

    /**
     * {@return the first of several places in a row that were free and now are taken, from 0; empty where there are not so many}
     *
     * @param list an opened list
     * @param count how many, at least 1
     */
    OptionalInt take(URI list, int count);

    /**
     * {@return whether the status was set}; that is done in one step, whoever else sets it
     *
     * @param list an opened list
     * @param index whose status
     * @param status the new one
     * @param unless the status that is not changed, or -1
     */
    boolean set(URI list, int index, int status, int unless);

    /**
     * {@return the statuses that were set, by index}
     *
     * @param list an opened list
     */
    Map<Integer, Integer> statuses(URI list);

    /**
     * What a book says of a list.
     *
     * @param bits of each status
     * @param size how many statuses
     * @param seed of the order in which indexes are given away
     * @param taken how many places are given away
     */
    record Page(int bits, int size, Hash32 seed, int taken) {}
}
