package io.lianbo.rewards.review;

import io.lianbo.core.Hash32;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;

/**
 * Proves that a sealed book holds one review, and what it says of the item.
 *
 * @param index the place of the review in the item's log, from 0
 * @param bookedAt when the book took it, in milliseconds
 * @param entryPath the siblings from the entry to the root of the item's log
 * @param state of the item
 * @param itemPath the siblings from the item's state to the book's root
 */
public record ReviewProof(
        long index, Instant bookedAt, List<Hash32> entryPath, ItemState state, List<Hash32> itemPath) {

    public ReviewProof {
        if (index < 0) {
            throw new IllegalArgumentException("index must be 0 or more: " + index);
        }
        requireMillis(bookedAt);
        Objects.requireNonNull(state, "state");
        entryPath = checked(entryPath);
        itemPath = checked(itemPath);
    }

    /** What a book takes for a time: no more than its rows keep, so that it hashes to the same later. */
    static void requireMillis(Instant time) {
        if (time.isBefore(Instant.EPOCH) || !time.equals(time.truncatedTo(ChronoUnit.MILLIS))) {
            throw new IllegalArgumentException("the time of an entry must be whole milliseconds from 1970 on: " + time);
        }
    }

    static List<Hash32> checked(List<Hash32> path) {
        if (path.size() > ItemMap.LONGEST_PATH) {
            throw new IllegalArgumentException(
                    "a path must have at most " + ItemMap.LONGEST_PATH + " hashes: " + path.size());
        }
        return List.copyOf(path);
    }
}
