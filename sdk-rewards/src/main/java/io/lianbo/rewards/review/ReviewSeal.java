package io.lianbo.rewards.review;

import io.lianbo.core.Hash32;
import java.time.Instant;
import java.util.Objects;

/**
 * A book at one moment, by one hash.
 *
 * @param number counted from 0
 * @param root of the map that holds each item's state
 * @param entries how many entries all items have together, more than at the seal before
 * @param sealedAt when
 */
public record ReviewSeal(long number, Hash32 root, long entries, Instant sealedAt) {

    public ReviewSeal {
        if (number < 0) {
            throw new IllegalArgumentException("the number of a seal must be 0 or more: " + number);
        }
        Objects.requireNonNull(root, "root");
        if (entries < 1) {
            throw new IllegalArgumentException("a sealed book must have an entry: " + entries);
        }
        Objects.requireNonNull(sealedAt, "sealedAt");
    }
}
