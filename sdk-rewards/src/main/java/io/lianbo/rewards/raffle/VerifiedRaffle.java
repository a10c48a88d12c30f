package io.lianbo.rewards.raffle;

import io.lianbo.core.AccountId;
import io.lianbo.core.Hash32;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A raffle that {@link RaffleVerifier} has computed again from the beginning, and found to be what the chain says.
 *
 * @param contract the raffle contract, and its chain
 * @param terms what the organiser promised
 * @param entrants who took part
 * @param secret what the organiser revealed; empty where it was withheld, so that the winners share the bond
 * @param drawBlock the block that counted
 * @param beacon its hash
 * @param randomness what picked the winners
 * @param missedBlocks blocks that had been named before and whose hashes nobody captured in time. More than none is a reason to ask the organiser why: it saw what they would
 *     have given
 * @param wins all prizes and who won them
 */
public record VerifiedRaffle(
        AccountId contract,
        RaffleTerms terms,
        Entrants entrants,
        Optional<Hash32> secret,
        long drawBlock,
        Hash32 beacon,
        Hash32 randomness,
        List<Long> missedBlocks,
        List<Win> wins) {

    /** Copies the lists. */
    public VerifiedRaffle {
        Objects.requireNonNull(contract, "contract");
        Objects.requireNonNull(terms, "terms");
        Objects.requireNonNull(entrants, "entrants");
        Objects.requireNonNull(secret, "secret");
        Objects.requireNonNull(beacon, "beacon");
        Objects.requireNonNull(randomness, "randomness");
        missedBlocks = List.copyOf(missedBlocks);
        wins = List.copyOf(wins);
    }
}
