package io.lianbo.provenance.log;

import io.lianbo.core.Hash32;
import io.lianbo.core.crypto.Sha256;

/** How RFC 9162 section 2.1.1 hashes: leaves behind 0x00, nodes behind 0x01, so that neither passes for the other. */
final class TreeHashes {

    private static final byte[] LEAF = {0};
    private static final byte[] NODE = {1};

    private TreeHashes() {}

    static Hash32 leaf(byte[] entry) {
        return Sha256.hash(LEAF, entry);
    }

    static Hash32 node(Hash32 left, Hash32 right) {
        return Sha256.hash(NODE, left.bytes(), right.bytes());
    }
}
