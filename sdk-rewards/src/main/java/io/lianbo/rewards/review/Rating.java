package io.lianbo.rewards.review;

import java.util.Arrays;
import java.util.List;

/**
 * How an item is rated: how many reviews give how many stars. Exact; whoever shows an average divides {@link #sum()} by {@link #count()} last.
 *
 * @param stars how many give one star, two, three, four and five; 0 or more each
 */
public record Rating(List<Long> stars) {

    /** The most stars a review gives. */
    public static final int MOST_STARS = 5;

    /** Of an item without reviews. */
    public static final Rating NONE = new Rating(List.of(0L, 0L, 0L, 0L, 0L));

    public Rating {
        stars = List.copyOf(stars);
        if (stars.size() != MOST_STARS || stars.stream().anyMatch(count -> count < 0)) {
            throw new IllegalArgumentException(
                    "a rating must have " + MOST_STARS + " counts of 0 or more each: " + stars);
        }
    }

    /** How many reviews count. */
    public long count() {
        return stars.stream().reduce(0L, Math::addExact);
    }

    /** All their stars together. */
    public long sum() {
        long sum = 0;
        for (int i = 0; i < MOST_STARS; i++) {
            sum = Math.addExact(sum, Math.multiplyExact(i + 1L, stars.get(i)));
        }
        return sum;
    }

    /** With one more review of so many stars. */
    Rating with(int rating) {
        return changed(rating, 1);
    }

    /** With one fewer. */
    Rating without(int rating) {
        return changed(rating, -1);
    }

    private Rating changed(int rating, long by) {
        Long[] changed = stars.toArray(Long[]::new);
        changed[rating - 1] = Math.addExact(changed[rating - 1], by);
        return new Rating(Arrays.asList(changed));
    }
}
