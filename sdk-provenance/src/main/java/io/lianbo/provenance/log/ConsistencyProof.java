package io.lianbo.provenance.log;

import io.lianbo.core.Hash32;
import io.lianbo.core.Verdict;
import java.util.List;

/**
 * Proves that a log only grew between two heads: nothing of the older one was changed or taken away (RFC 9162 section 2.1.4).
 *
 * @param path the hashes, at most 63
 */
public record ConsistencyProof(List<Hash32> path) {

    public ConsistencyProof {
        path = Proofs.validPath(path);
    }

    /**
     * Checks the proof.
     *
     * @return the newer head, or {@code PROOF_INVALID}: also where it is smaller than the older one
     */
    public Verdict<TreeHead> verify(TreeHead older, TreeHead newer) {
        Verdict<TreeHead> reached = headAfter(older, newer.size());
        return reached instanceof Verdict.Verified<TreeHead> good
                        && !good.result().equals(newer)
                ? Proofs.invalid("the consistency proof leads to the newer root "
                        + good.result().root() + ", not to " + newer.root())
                : reached;
    }

    /**
     * The newer head that the proof leads to from an older one: what somebody must have signed or anchored for the proof to mean anything.
     *
     * @param newerSize how many leaves the newer tree is said to have
     * @return the newer head; or {@code PROOF_INVALID} where the proof does not begin at the older one, or no proof of these sizes is like this one
     */
    public Verdict<TreeHead> headAfter(TreeHead older, long newerSize) {
        if (older.size() > newerSize) {
            return Proofs.invalid("the tree shrank from " + older.size() + " to " + newerSize + " leaves");
        }
        if (older.size() == newerSize) {
            return path.isEmpty()
                    ? Verdict.ok(older)
                    : Proofs.invalid("the consistency proof of one size must be empty");
        }
        // An older tree that is whole is itself the first node.
        boolean whole = Long.bitCount(older.size()) == 1;
        int next = whole ? 0 : 1;
        if (path.size() < next + (whole ? 1 : 0)) {
            return Proofs.invalid("the consistency proof is empty");
        }
        Hash32 olderHash = whole ? older.root() : path.getFirst();
        Hash32 newerHash = olderHash;
        long node = older.size() - 1;
        long last = newerSize - 1;
        while ((node & 1) == 1) {
            node >>= 1;
            last >>= 1;
        }
        for (; next < path.size(); next++) {
            Hash32 sibling = path.get(next);
            if (last == 0) {
                return Proofs.invalid("the consistency proof is too long");
            }
            if ((node & 1) == 1 || node == last) {
                olderHash = TreeHashes.node(sibling, olderHash);
                newerHash = TreeHashes.node(sibling, newerHash);
                while ((node & 1) == 0 && node != 0) {
                    node >>= 1;
                    last >>= 1;
                }
            } else {
                newerHash = TreeHashes.node(newerHash, sibling);
            }
            node >>= 1;
            last >>= 1;
        }
        if (last != 0) {
            return Proofs.invalid("the consistency proof is too short");
        }
        if (!olderHash.equals(older.root())) {
            return Proofs.invalid(
                    "the consistency proof leads to the older root " + olderHash + ", not to " + older.root());
        }
        return Verdict.ok(new TreeHead(newerHash, newerSize));
    }
}
