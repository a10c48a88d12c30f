package io.lianbo.core.follow;

import io.lianbo.core.Hash32;

/**
 * How far a follower is: everything up to here was handed over.
 *
 * @param blockNumber the last block
 * @param blockHash that block and no other of its number
 * @param logIndex its last log that was handed over; {@link #WHOLE_BLOCK} when there are no more, -1 when there was none
 */
public record Checkpoint(long blockNumber, Hash32 blockHash, long logIndex) {
    /** All logs of the block were handed over. */
    public static final long WHOLE_BLOCK = Long.MAX_VALUE;

    /** Checks the ranges. */
    public Checkpoint {
        if (blockNumber < 0 || logIndex < -1) {
            throw new IllegalArgumentException(
                    "a checkpoint is at a block from 0 and a log from -1: " + blockNumber + ", " + logIndex);
        }
    }

    /** After the whole block. */
    static Checkpoint after(long blockNumber, Hash32 blockHash) {
        return new Checkpoint(blockNumber, blockHash, WHOLE_BLOCK);
    }

    boolean isWholeBlock() {
        return logIndex == WHOLE_BLOCK;
    }

    /** Whether a log was handed over already. */
    boolean covers(long number, long index) {
        return number < blockNumber || (number == blockNumber && index <= logIndex);
    }
}
