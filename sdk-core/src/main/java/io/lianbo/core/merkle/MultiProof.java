package io.lianbo.core.merkle;

import io.lianbo.core.Hash32;
import java.util.List;

/**
 * A proof that several leaves are in a tree, shorter than their proofs one by one: what OpenZeppelin's {@code MerkleProof.multiProofVerify} takes.
 *
 * <p>The order of the leaves is part of the proof. A contract takes their hashes, {@link StandardMerkleTree#leafHash}, in that order.
 *
 * @param leaves the values of the leaves, at least one, in the order in which they are verified
 * @param proof the hashes from outside the leaves
 * @param flags for each pair that is hashed, whether both halves come from the leaves and the pairs before ({@code true}) or one from the
 *     proof ({@code false})
 */
public record MultiProof(List<List<Object>> leaves, List<Hash32> proof, List<Boolean> flags) {

    /** Copies the lists. */
    public MultiProof {
        leaves = leaves.stream().map(List::copyOf).toList();
        proof = List.copyOf(proof);
        flags = List.copyOf(flags);
    }
}
