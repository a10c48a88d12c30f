package io.lianbo.provenance.log;

import io.lianbo.core.Hash32;
import io.lianbo.core.Verdict;
import java.util.Iterator;
import java.util.List;

/**
 * Proves that many leaves are in one log, with each node that they share once: for a pallet of items whose leaves lie side by side a
 * fraction of as many {@linkplain InclusionProof single proofs}. The tree is that of RFC 9162 section 2.1.
 *
 * {@snippet class="io.lianbo.provenance.log.MultiProofTest" region="multi"}
 *
 * @param leafIndexes the places of the leaves, from 0, ascending, each once; at least one
 * @param nodes the hashes of the largest subtrees without any of the leaves, from left to right; at most 63 for each leaf
 */
public record MultiProof(List<Long> leafIndexes, List<Hash32> nodes) {

    public MultiProof {
        leafIndexes = List.copyOf(leafIndexes);
        nodes = List.copyOf(nodes);
        if (leafIndexes.isEmpty()) {
            throw new IllegalArgumentException("a proof must be of at least one leaf");
        }
        long before = -1;
        for (long index : leafIndexes) {
            if (index <= before) {
                throw new IllegalArgumentException(
                        "leaf indexes must be 0 or more, ascending, each once: " + before + ", " + index);
            }
            before = index;
        }
        if (nodes.size() / Proofs.LONGEST > leafIndexes.size()) {
            throw new IllegalArgumentException("a proof of " + leafIndexes.size() + " leaves must have at most "
                    + Proofs.LONGEST + " hashes for each: " + nodes.size());
        }
    }

    /**
     * Checks the proof.
     *
     * @param leafHashes the leaves' hashes in the order of their indexes, {@link MerkleLog#leafHash}
     * @param head the log that is to hold them, from a source you trust
     * @return the head, or {@code PROOF_INVALID}
     * @throws IllegalArgumentException when there are more or fewer hashes than leaves
     */
    public Verdict<TreeHead> verify(List<Hash32> leafHashes, TreeHead head) {
        if (leafHashes.size() != leafIndexes.size()) {
            throw new IllegalArgumentException(
                    "a proof of " + leafIndexes.size() + " leaves takes as many hashes: " + leafHashes.size());
        }
        if (leafIndexes.getLast() >= head.size()) {
            return Proofs.invalid("leaf " + leafIndexes.getLast() + " cannot be in a tree of " + head.size());
        }
        Walk walk = new Walk(leafHashes);
        Hash32 root = walk.hash(0, leafIndexes.size(), 0, head.size());
        if (walk.missing) {
            return Proofs.invalid("the proof is too short for its leaves in a tree of " + head.size());
        }
        if (walk.rest.hasNext()) {
            return Proofs.invalid("the proof is too long for its leaves in a tree of " + head.size());
        }
        return root.equals(head.root())
                ? Verdict.ok(head)
                : Proofs.invalid("the proof leads to the root " + root + ", not to " + head.root());
    }

    /** Walks down to the leaves and back up, taking a node wherever no leaf is below it. */
    private final class Walk {

        private final List<Hash32> leafHashes;
        private final Iterator<Hash32> rest = nodes.iterator();
        private boolean missing;

        Walk(List<Hash32> leafHashes) {
            this.leafHashes = leafHashes;
        }

        /** The hash over the leaves from {@code from} to {@code to}, of which those numbered {@code first} to {@code end} are known. */
        private Hash32 hash(int first, int end, long from, long to) {
            if (first == end) {
                if (rest.hasNext()) {
                    return rest.next();
                }
                missing = true;
                return Hash32.ZERO;
            }
            if (to - from == 1) {
                return leafHashes.get(first);
            }
            long middle = from + MerkleLog.leftSize(to - from);
            int split = first;
            while (split < end && leafIndexes.get(split) < middle) {
                split++;
            }
            Hash32 left = hash(first, split, from, middle);
            return TreeHashes.node(left, hash(split, end, middle, to));
        }
    }
}
