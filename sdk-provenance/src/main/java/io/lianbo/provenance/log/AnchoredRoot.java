package io.lianbo.provenance.log;

import io.lianbo.core.AccountId;
import io.lianbo.core.Address;
import java.util.Objects;

/**
 * Names one anchored root: who anchored which head of its log, in which contract. It claims that this happened; whether it did,
 * {@link AnchoredRoots} know.
 *
 * @param contract the anchor contract and its chain
 * @param issuer whose log it is
 * @param head the root and the tree's size
 */
public record AnchoredRoot(AccountId contract, Address issuer, TreeHead head) {

    public AnchoredRoot {
        Objects.requireNonNull(contract, "contract");
        Objects.requireNonNull(issuer, "issuer");
        Objects.requireNonNull(head, "head");
    }
}
