package io.lianbo.rewards.raffle;

import java.math.BigInteger;

/**
 * Exact odds: so many of so many entries win.
 *
 * @param winning 0 to {@code entries}
 * @param entries 1 or more
 */
public record Odds(long winning, long entries) implements Comparable<Odds> {

    public Odds {
        if (entries < 1 || winning < 0 || winning > entries) {
            throw new IllegalArgumentException(
                    "odds must be of 1 or more entries, of which no more win: " + winning + " of " + entries);
        }
    }

    /** By what an entry may hope for; 1 of 2 is as much as 2 of 4, though they are not equal. */
    @Override
    public int compareTo(Odds other) {
        return BigInteger.valueOf(winning)
                .multiply(BigInteger.valueOf(other.entries))
                .compareTo(BigInteger.valueOf(other.winning).multiply(BigInteger.valueOf(entries)));
    }

    /** As they are published: {@code 3/1000}. */
    @Override
    public String toString() {
        return winning + "/" + entries;
    }
}
