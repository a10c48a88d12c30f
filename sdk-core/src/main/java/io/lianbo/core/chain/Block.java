package io.lianbo.core.chain;

import io.lianbo.core.Hash32;
import java.time.Instant;

/**
 * The head of a block.
 *
 * @param number from 0
 * @param hash of this block; another one at the same number means that the chain was reorganised
 * @param parentHash of the block before
 * @param timestamp when it was made, to the second
 */
public record Block(long number, Hash32 hash, Hash32 parentHash, Instant timestamp) {}
