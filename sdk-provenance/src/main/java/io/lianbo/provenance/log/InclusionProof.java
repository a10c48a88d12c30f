package io.lianbo.provenance.log;

import io.lianbo.core.Hash32;
import io.lianbo.core.Verdict;
import java.util.List;

/**
 * Proves that a leaf is in a log (RFC 9162 section 2.1.3).
 *
 * @param leafIndex the leaf's place, from 0
 * @param path the sibling hashes from the leaf upwards, at most 63
 */
public record InclusionProof(long leafIndex, List<Hash32> path) {

    public InclusionProof {
        if (leafIndex < 0) {
            throw new IllegalArgumentException("leaf index must be 0 or more: " + leafIndex);
        }
        path = Proofs.validPath(path);
    }

    /**
     * Checks the proof.
     *
     * @param leafHash the leaf's hash, {@link MerkleLog#leafHash}
     * @param head the log that is to hold it, from a source you trust
     * @return the head, or {@code PROOF_INVALID}
     */
    public Verdict<TreeHead> verify(Hash32 leafHash, TreeHead head) {
        Verdict<TreeHead> reached = headOver(leafHash, head.size());
        return reached instanceof Verdict.Verified<TreeHead> good
                        && !good.result().equals(head)
                ? Proofs.invalid(
                        "the inclusion proof leads to the root " + good.result().root() + ", not to " + head.root())
                : reached;
    }

    /**
     * The head that the proof leads to: what somebody must have signed or anchored for the proof to mean anything.
     *
     * @param leafHash the leaf's hash, {@link MerkleLog#leafHash}
     * @param size how many leaves the tree is said to have, at least 1
     * @return the head; or {@code PROOF_INVALID} where no proof in a tree of this size is like this one
     */
    public Verdict<TreeHead> headOver(Hash32 leafHash, long size) {
        if (leafIndex >= size) {
            return Proofs.invalid("leaf " + leafIndex + " cannot be in a tree of " + size);
        }
        long node = leafIndex;
        long last = size - 1;
        TreeHashes.NodeHasher nodes = TreeHashes.nodes();
        boolean right = isRight(node, last);
        nodes.put(leafHash, right);
        for (Hash32 sibling : path) {
            if (last == 0) {
                return Proofs.invalid("the inclusion proof is too long for leaf " + leafIndex + " of " + size);
            }
            nodes.put(sibling, !right);
            if (right) {
                // A last node without a sibling rises until it is a right child.
                while ((node & 1) == 0 && node != 0) {
                    node >>= 1;
                    last >>= 1;
                }
            }
            node >>= 1;
            last >>= 1;
            right = isRight(node, last);
            nodes.hash(right);
        }
        if (last != 0) {
            return Proofs.invalid("the inclusion proof is too short for leaf " + leafIndex + " of " + size);
        }
        return Verdict.ok(new TreeHead(nodes.get(right), size));
    }

    private static boolean isRight(long node, long last) {
        return (node & 1) == 1 || node == last;
    }
}
