package io.lianbo.rewards.raffle;

import io.lianbo.core.Hash32;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How far a raffle is.
 *
 * @param entries how many entrants are published
 * @param batches in how many batches
 * @param awarded how many prizes are handed out
 * @param drawBlock the block whose hash counts; empty until the raffle is closed
 * @param withheld whether the secret was not revealed in time, so that the winners share the bond
 * @param collected whether the organiser has back what nobody won
 * @param entriesHash stands for all entrants in their order
 * @param beacon the block's hash; empty until captured
 * @param randomness what picks the permutation; empty until drawn
 */
public record RaffleState(
        long entries,
        long batches,
        long awarded,
        OptionalLong drawBlock,
        boolean withheld,
        boolean collected,
        Hash32 entriesHash,
        Optional<Hash32> beacon,
        Optional<Hash32> randomness) {

    /** Whether the winners are known. */
    public boolean isDrawn() {
        return randomness.isPresent();
    }
}
