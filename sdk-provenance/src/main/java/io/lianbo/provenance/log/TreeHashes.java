package io.lianbo.provenance.log;

import io.lianbo.core.Hash32;
import io.lianbo.core.crypto.Sha256;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** How RFC 9162 section 2.1.1 hashes: leaves behind 0x00, nodes behind 0x01, so that neither passes for the other. */
final class TreeHashes {

    private static final byte[] LEAF = {0};
    private static final ThreadLocal<NodeHasher> NODES = ThreadLocal.withInitial(NodeHasher::new);

    private TreeHashes() {}

    static Hash32 leaf(byte[] entry) {
        return Sha256.hash(LEAF, entry);
    }

    static Hash32 node(Hash32 left, Hash32 right) {
        NodeHasher nodes = nodes();
        nodes.put(left, false);
        nodes.put(right, true);
        nodes.hash(false);
        return nodes.get(false);
    }

    /** This thread's own. */
    static NodeHasher nodes() {
        return NODES.get();
    }

    /** Hashes one node after another in one buffer: 0x01, a left and a right child. */
    static final class NodeHasher {

        private static final int LEFT = 1;
        private static final int RIGHT = LEFT + Hash32.SIZE;

        private final MessageDigest sha256;
        private final byte[] buffer = new byte[RIGHT + Hash32.SIZE];

        private NodeHasher() {
            try {
                sha256 = MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java platform must have SHA-256", e);
            }
            buffer[0] = 1;
        }

        void put(Hash32 child, boolean right) {
            child.copyTo(buffer, right ? RIGHT : LEFT);
        }

        Hash32 get(boolean right) {
            return Hash32.of(buffer, right ? RIGHT : LEFT);
        }

        /** Puts the hash of the node into the place of one of its children. */
        void hash(boolean right) {
            sha256.update(buffer);
            try {
                sha256.digest(buffer, right ? RIGHT : LEFT, Hash32.SIZE);
            } catch (DigestException e) {
                throw new IllegalStateException("a SHA-256 must fit into 32 bytes", e);
            }
        }
    }
}
