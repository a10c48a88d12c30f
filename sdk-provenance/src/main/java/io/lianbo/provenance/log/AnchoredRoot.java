package io.lianbo.provenance.log;

import io.lianbo.core.AccountId;
import io.lianbo.core.Address;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;

/**
 * Names one anchored root: who anchored which head of its log, in which contract, when, and as which of its anchors. It claims
 * that this happened; whether it did, {@link AnchoredRoots} know, and {@link ProvenanceAnchor#verify}.
 *
 * @param contract the anchor contract and its chain
 * @param issuer whose log it is
 * @param sequence how many heads the issuer anchored there before
 * @param head the root and the tree's size
 * @param anchoredAt the time of the block, in whole seconds
 */
public record AnchoredRoot(AccountId contract, Address issuer, long sequence, TreeHead head, Instant anchoredAt) {

    public AnchoredRoot {
        Objects.requireNonNull(contract, "contract");
        Objects.requireNonNull(issuer, "issuer");
        Objects.requireNonNull(head, "head");
        if (sequence < 0) {
            throw new IllegalArgumentException("sequence must be 0 or more: " + sequence);
        }
        if (anchoredAt.getEpochSecond() < 0 || !anchoredAt.equals(anchoredAt.truncatedTo(ChronoUnit.SECONDS))) {
            throw new IllegalArgumentException(
                    "the time of an anchor must be whole seconds from 1970 on: " + anchoredAt);
        }
    }
}
