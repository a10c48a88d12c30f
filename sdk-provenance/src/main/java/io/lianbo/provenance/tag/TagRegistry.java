package io.lianbo.provenance.tag;

import io.lianbo.core.Verdict;
import io.lianbo.provenance.code.DigitalLink;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which chip is on which item: one chip an item at a time, and one item a chip for ever.
 *
 * {@snippet class="io.lianbo.provenance.tag.TagRegistryTest" region="bind"}
 *
 * <p>A chip that comes off is retired and never bound again: on another item it would be just what a counterfeiter does with a genuine chip. Items are the same
 * where their {@linkplain DigitalLink#canonical canonical links} are. Methods of a registry in a database fail with {@link io.lianbo.core.LianboException} {@code
 * STORE_FAILED} when the database does. May be used by many threads.
 */
public interface TagRegistry extends AutoCloseable {

    /** A registry in memory. */
    static TagRegistry inMemory() {
        return new MemoryTagRegistry();
    }

    /**
     * Binds a chip to the item it was put on. What is bound already may be bound again.
     *
     * @param uid the chip, as {@link TagRead#uid} says it
     * @param item with a serial number
     * @param time since when
     * @return the binding; or {@code CHIP_BOUND} if the chip is on another item, {@code CHIP_RETIRED} if it came off one, {@code ITEM_HAS_CHIP} if another chip is on
     *     the item
     * @throws IllegalArgumentException if the UID has not 7 bytes, or the link no serial number
     */
    default Verdict<TagBinding> bind(String uid, DigitalLink item, Instant time) {
        return bindAll(Map.of(uid, item), time).getFirst();
    }

    /**
     * Binds chips, in one transaction. One that is refused keeps none of the others from being bound.
     *
     * @param chips items by the UIDs of their chips
     * @return for each, in the order of the map, what {@link #bind} says
     */
    List<Verdict<TagBinding>> bindAll(Map<String, DigitalLink> chips, Instant time);

    /**
     * Binds another chip in the place of the one that is on an item, which is retired.
     *
     * @return the new binding; or {@code CHIP_BOUND} or {@code CHIP_RETIRED} of the new chip, and then the old one stays
     */
    Verdict<TagBinding> replace(DigitalLink item, String uid, Instant time);

    /**
     * Retires a chip: lost, broken, or off its item.
     *
     * @return its binding, with the time at which it was first retired; or {@code CHIP_UNKNOWN}
     */
    Verdict<TagBinding> retire(String uid, Instant time);

    /** The binding of a chip, retired or not. */
    Optional<TagBinding> find(String uid);

    /** The binding of the chip that is on an item. */
    Optional<TagBinding> chipOf(DigitalLink item);

    /** Lets go of what it opened. */
    @Override
    void close();
}
