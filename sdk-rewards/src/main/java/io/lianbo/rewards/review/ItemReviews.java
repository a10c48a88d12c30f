package io.lianbo.rewards.review;

import io.lianbo.core.Hash32;
import io.lianbo.core.Verdict;
import java.util.List;
import java.util.Objects;

/**
 * All that a sealed book holds of one item, for whoever wants to see that nothing is left out: {@link ReviewVerifier#verifyAll}.
 *
 * @param item which
 * @param entries all of them, in their order; at least one
 * @param path the siblings from the item's state to the book's root
 */
public record ItemReviews(Hash32 item, List<ReviewEntry> entries, List<Hash32> path) {

    public ItemReviews {
        Objects.requireNonNull(item, "item");
        entries = List.copyOf(entries);
        path = ReviewProof.checked(path);
        if (entries.isEmpty()) {
            throw new IllegalArgumentException("an item in a book must have an entry");
        }
    }

    /**
     * What they come to.
     *
     * @return the item's state as the book must have it; or {@code LOG_INVALID} where no book would hold such entries
     */
    public Verdict<ItemState> state() {
        return ItemLog.rate(item, entries)
                .map(rating -> new ItemState(
                        item, entries.size(), ItemLog.tree(entries).root(), rating));
    }
}
