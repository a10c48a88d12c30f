package io.lianbo.provenance.log;

import io.lianbo.core.Hash32;
import java.util.Objects;

/**
 * A log at one moment: what an issuer anchors and a proof is checked against.
 *
 * @param root the Merkle tree hash (RFC 9162 section 2.1.1)
 * @param size the number of leaves under it, at least 1
 */
public record TreeHead(Hash32 root, long size) {

    public TreeHead {
        Objects.requireNonNull(root, "root");
        if (size < 1) {
            throw new IllegalArgumentException("tree size must be 1 or more: " + size);
        }
    }
}
