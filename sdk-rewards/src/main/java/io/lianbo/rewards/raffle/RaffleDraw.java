package io.lianbo.rewards.raffle;

import io.lianbo.core.Hash32;
import io.lianbo.core.crypto.Shuffle;
import io.lianbo.rewards.internal.Words;
import java.util.ArrayList;
import java.util.List;

/**
 * A draw, computed again from what decides it, without a chain: a permutation of the entries, of which the first places win. So nobody wins twice.
 *
 * {@snippet class="io.lianbo.rewards.raffle.RafflesGuideTest" region="recompute"}
 */
public final class RaffleDraw {

    private RaffleDraw() {}

    /**
     * Returns what picks the permutation: keccak256 of secret, entrants and beacon.
     *
     * @param secret what the organiser revealed; zero where it was withheld
     * @param entriesHash {@link Entrants#hash}
     * @param beacon the hash of the block that counts
     */
    public static Hash32 randomness(Hash32 secret, Hash32 entriesHash, Hash32 beacon) {
        return Words.hash(secret, entriesHash, beacon);
    }

    /** Returns who wins which prize, in the order of the places: as many as there are prizes, or entrants where those are fewer. */
    public static List<Win> wins(Hash32 randomness, RaffleTerms terms, Entrants entrants) {
        int drawn = (int) Math.min(terms.places(), entrants.size());
        long[] entries = new Shuffle(randomness, entrants.size()).positions(drawn);
        List<Win> wins = new ArrayList<>(drawn);
        for (int place = 0; place < drawn; place++) {
            wins.add(new Win(place, entries[place], entrants.at(entries[place]), terms.prizeAt(place)));
        }
        return List.copyOf(wins);
    }
}
