package io.lianbo.provenance.log;

import io.lianbo.core.Hash32;
import io.lianbo.core.Verdict;
import java.util.List;

/** What all kinds of proof share. */
final class Proofs {

    static final int LONGEST = 63;

    private Proofs() {}

    static List<Hash32> validPath(List<Hash32> path) {
        if (path.size() > LONGEST) {
            throw new IllegalArgumentException("a proof must have at most " + LONGEST + " hashes: " + path.size());
        }
        return List.copyOf(path);
    }

    static Verdict<TreeHead> invalid(String detail) {
        return Verdict.refused("PROOF_INVALID", detail);
    }
}
