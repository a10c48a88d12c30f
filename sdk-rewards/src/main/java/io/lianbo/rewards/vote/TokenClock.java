package io.lianbo.rewards.vote;

import io.lianbo.core.Address;
import io.lianbo.core.chain.Chain;
import io.lianbo.core.chain.ContractRevertException;
import java.math.BigInteger;

/** What the clock of a token with votes counts (ERC-6372). */
enum TokenClock {
    SECONDS,
    BLOCKS;

    /**
     * Asks a token, which counts blocks where it does not say.
     *
     * @throws IllegalArgumentException if it counts something else, such as another chain's blocks
     */
    static TokenClock of(Chain chain, Address token) {
        String mode;
        try {
            mode = chain.contract(token, Snapshots.ABI).read("CLOCK_MODE").string(0);
        } catch (ContractRevertException e) {
            return BLOCKS;
        }
        return switch (mode) {
            case "mode=timestamp" -> SECONDS;
            case "mode=blocknumber&from=default" -> BLOCKS;
            default ->
                throw new IllegalArgumentException(
                        "the token's clock must be mode=timestamp or mode=blocknumber&from=default (ERC-6372): "
                                + mode);
        };
    }

    /** The time of a block by this clock. */
    BigInteger timepoint(Chain chain, long number) {
        return BigInteger.valueOf(
                this == BLOCKS
                        ? number
                        : Snapshots.block(chain, number).timestamp().getEpochSecond());
    }
}
