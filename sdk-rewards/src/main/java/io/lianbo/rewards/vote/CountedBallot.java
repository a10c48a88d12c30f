package io.lianbo.rewards.vote;

import io.lianbo.core.Hash32;
import io.lianbo.core.TokenAmount;
import java.math.BigInteger;
import java.util.List;

/**
 * A ballot that was found good, with what it weighs.
 *
 * @param signed what the voter sent
 * @param weight 1 to 2^256-1
 * @param proof where scores weigh, what leads from the voter's score to the poll's root; otherwise empty
 */
public record CountedBallot(SignedBallot signed, BigInteger weight, List<Hash32> proof) {

    /**
     * Checks the weight.
     *
     * @throws IllegalArgumentException if it is out of its range
     */
    public CountedBallot {
        if (weight.signum() < 1 || weight.compareTo(TokenAmount.MAX_UNITS) > 0) {
            throw new IllegalArgumentException("weight must be 1 to 2^256-1: " + weight);
        }
        proof = List.copyOf(proof);
    }
}
