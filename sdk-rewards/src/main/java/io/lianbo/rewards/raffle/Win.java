package io.lianbo.rewards.raffle;

import io.lianbo.core.Address;
import java.util.Objects;

/**
 * One prize and who won it.
 *
 * @param place counted from 0
 * @param entry that was drawn for it
 * @param winner who has the entry
 * @param prize of which kind
 */
public record Win(long place, long entry, Address winner, Prize prize) {

    public Win {
        Objects.requireNonNull(winner, "winner");
        Objects.requireNonNull(prize, "prize");
    }
}
