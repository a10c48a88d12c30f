package io.lianbo.rewards.review;

import io.lianbo.core.Hash32;
import io.lianbo.rewards.internal.Words;
import java.util.Objects;

/**
 * What a sealed book says of one item.
 *
 * @param item which
 * @param entries how many entries its log has
 * @param logRoot OpenZeppelin's standard Merkle tree over {@code [uint256 index, bytes32 entry]}, one leaf for each entry in its order
 * @param rating what its reviews come to
 */
public record ItemState(Hash32 item, long entries, Hash32 logRoot, Rating rating) {

    public ItemState {
        Objects.requireNonNull(item, "item");
        Objects.requireNonNull(logRoot, "logRoot");
        Objects.requireNonNull(rating, "rating");
        if (entries < 1) {
            throw new IllegalArgumentException("an item in a book must have an entry: " + entries);
        }
    }

    /** What the book's map holds of it: keccak-256 of item, entries, root, and the counts from one star to five, a word each. */
    public Hash32 hash() {
        return Words.hash(
                item,
                entries,
                logRoot,
                rating.stars().get(0),
                rating.stars().get(1),
                rating.stars().get(2),
                rating.stars().get(3),
                rating.stars().get(4));
    }
}
