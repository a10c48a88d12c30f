package io.lianbo.rewards.review;

import io.lianbo.core.Hash32;
import io.lianbo.core.Verdict;
import io.lianbo.core.merkle.StandardMerkleTree;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What holds of the entries of one item: their tree, and what they come to. */
final class ItemLog {

    private static final List<String> LEAF = List.of("uint256", "bytes32");

    private ItemLog() {}

    /** The tree over the first so many entries, at least one. */
    static StandardMerkleTree tree(List<ReviewEntry> entries) {
        List<List<Object>> leaves = new ArrayList<>(entries.size());
        for (ReviewEntry entry : entries) {
            leaves.add(leaf(leaves.size(), entry));
        }
        return StandardMerkleTree.unsorted(leaves, LEAF);
    }

    static Verdict<Hash32> verify(Hash32 root, long index, ReviewEntry entry, List<Hash32> path) {
        return StandardMerkleTree.verify(root, LEAF, leaf(index, entry), path);
    }

    private static List<Object> leaf(long index, ReviewEntry entry) {
        return List.of(index, entry.hash());
    }

    /**
     * What the entries come to: reviews of one author each, whose versions count up, and of which those of refunded orders do not count.
     *
     * @return the rating, or {@code LOG_INVALID} where no book would hold such entries
     */
    static Verdict<Rating> rate(Hash32 item, List<ReviewEntry> entries) {
        Map<Hash32, Review> current = new HashMap<>();
        Set<Hash32> refunded = new HashSet<>();
        Rating rating = Rating.NONE;
        for (int i = 0; i < entries.size(); i++) {
            ReviewEntry entry = entries.get(i);
            Review before = current.get(entry.order());
            switch (entry) {
                case ReviewEntry.Written written -> {
                    Review review = written.signed().review();
                    boolean follows = before == null
                            ? review.version() == 1
                            : review.version() == before.version() + 1
                                    && review.author().equals(before.author());
                    if (!follows || !review.item().equals(item)) {
                        return invalid(i, "a review that does not follow what was there: " + review);
                    }
                    current.put(entry.order(), review);
                    if (!refunded.contains(entry.order())) {
                        rating = (before == null ? rating : rating.without(before.rating())).with(review.rating());
                    }
                }
                case ReviewEntry.Refunded refund -> {
                    if (before == null || !refunded.add(refund.order())) {
                        return invalid(i, "a refund of an order without a review, or for the second time");
                    }
                    rating = rating.without(before.rating());
                }
            }
        }
        return Verdict.ok(rating);
    }

    private static Verdict<Rating> invalid(int index, String why) {
        return Verdict.refused("LOG_INVALID", "entry " + index + " is " + why);
    }
}
