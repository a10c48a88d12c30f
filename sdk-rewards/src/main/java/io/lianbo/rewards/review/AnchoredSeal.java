package io.lianbo.rewards.review;

import io.lianbo.core.AccountId;
import io.lianbo.core.Address;
import io.lianbo.core.Hash32;
import java.time.Instant;
import java.util.Objects;

/**
 * A book's root on chain: who anchored it, where, when, and as which of its seals. Take it from {@link ReviewAnchor}, never from whoever shows reviews.
 *
 * @param contract the anchor contract and its chain
 * @param publisher whose book it is
 * @param number which seal
 * @param root of the book
 * @param entries how many entries the book had
 * @param anchoredAt the time of the block, in whole seconds
 */
public record AnchoredSeal(
        AccountId contract, Address publisher, long number, Hash32 root, long entries, Instant anchoredAt) {

    public AnchoredSeal {
        Objects.requireNonNull(contract, "contract");
        Objects.requireNonNull(publisher, "publisher");
        Objects.requireNonNull(root, "root");
        Objects.requireNonNull(anchoredAt, "anchoredAt");
    }
}
