package io.lianbo.provenance.scan;

import io.lianbo.provenance.code.DigitalLink;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what {@link ScanGuard} knows of items and their chips, and scans until they are forgotten.
 *
 * {@snippet class="io.lianbo.provenance.scan.ScanStoreTest" region="store"}
 *
 * <p>Items are the same where their {@linkplain DigitalLink#canonical canonical links} are. Methods of a store in a database fail with {@link io.lianbo.core.LianboException}
 * {@code STORE_FAILED} when the database does. May be used by many threads.
 */
public interface ScanStore extends AutoCloseable {

    /** A store in memory. */
    static ScanStore inMemory() {
        return new MemoryScanStore();
    }

    /**
     * A scan to be assessed where nobody changes what is known meanwhile.
     *
     * @param item what it is about; null where nothing names an item
     * @param changes whether it may change what is known of the item
     * @param since from when on earlier scans matter
     * @param most how many of them do, the latest
     * @param rule what comes of it; it does nothing else, as it may be asked again
     */
    record Step(@Nullable DigitalLink item, boolean changes, Instant since, int most, Function<Known, Outcome> rule) {}

    /**
     * What is known before a scan.
     *
     * @param state of the item; null where it is not registered
     * @param recent scans of the item that {@linkplain ScanRecord#counted count}, the latest first
     */
    record Known(@Nullable ItemState state, List<ScanRecord> recent) {}

    /**
     * What comes of a scan.
     *
     * @param scan what to keep of it
     * @param state of the item from now on
     * @param activated whether it made the item its buyer's
     */
    record Outcome(ScanRecord scan, @Nullable ItemState state, boolean activated) {}

    /**
     * Registers items; those that are there stay as they are.
     *
     * @return how many were not there
     */
    int register(Collection<ItemState> items);

    /** What is known of an item. */
    Optional<ItemState> item(DigitalLink item);

    /**
     * Changes an item, and nobody else does meanwhile.
     *
     * @param change what it becomes; it does nothing else, as it may be asked again
     * @return what it became; empty where it is not registered
     */
    Optional<ItemState> update(DigitalLink item, UnaryOperator<ItemState> change);

    /**
     * Assesses scans in one transaction, those of one item one after another: each knows what came of those before it, here or in another process. Of two scans with one
     * counter the second knows of the first.
     *
     * @return what came of each, in the order of the steps
     */
    List<Outcome> record(List<Step> steps);

    /**
     * Scans of an item, oldest first.
     *
     * @param from from when on
     * @param to before when
     * @param after the number of the last of them that is not wanted again; 0 for all
     * @param most at most how many
     */
    List<ScanRecord> scans(DigitalLink item, Instant from, Instant to, long after, int most);

    /**
     * All scans, oldest stored first.
     *
     * @param from from when on
     * @param to before when
     * @param after the number of the last of them that is not wanted again; 0 for all
     * @param most at most how many
     */
    List<ScanRecord> scans(Instant from, Instant to, long after, int most);

    /**
     * Forgets scans. What is known of items stays.
     *
     * @param before those earlier than this
     * @return how many
     */
    int forget(Instant before);

    /** Lets go of what it opened. */
    @Override
    void close();
}
