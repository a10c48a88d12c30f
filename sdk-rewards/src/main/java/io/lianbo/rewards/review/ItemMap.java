package io.lianbo.rewards.review;

import io.lianbo.core.Hash32;
import io.lianbo.core.crypto.Keccak256;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A Merkle tree in which the place of an item is its name, so that under one root an item has one state and no other.
 *
 * <p>The bits of keccak-256 of an item lead from the root to its leaf, zero to the left. A subtree of one item is its leaf, keccak-256 of a zero byte, the item's name
 * hashed, and the state's hash; one without any is zero; another is keccak-256 of a one and its halves.
 */
final class ItemMap {

    /** The longest path, in which two items differ in the last bit alone. */
    static final int LONGEST_PATH = 256;

    private static final byte[] LEAF = {0};
    private static final byte[] NODE = {1};

    private final Node root;

    private ItemMap(Node root) {
        this.root = root;
    }

    /** A subtree: of a leaf, which has no halves, or of two, of which one may be empty. */
    private record Node(
            Hash32 hash, @Nullable Node left, @Nullable Node right) {}

    private record Leaf(Hash32 key, Node node) {}

    /** The map of these states, of which no two are of one item; at least one. */
    static ItemMap of(Collection<ItemState> states) {
        TreeMap<Hash32, Leaf> leaves = new TreeMap<>();
        for (ItemState state : states) {
            Hash32 key = key(state.item());
            leaves.put(key, new Leaf(key, new Node(leaf(key, state), null, null)));
        }
        return new ItemMap(node(new ArrayList<>(leaves.values()), 0));
    }

    private static Node node(List<Leaf> sorted, int depth) {
        if (sorted.size() == 1) {
            return sorted.getFirst().node;
        }
        int split = 0;
        while (split < sorted.size() && !bit(sorted.get(split).key, depth)) {
            split++;
        }
        Node left = split == 0 ? null : node(sorted.subList(0, split), depth + 1);
        Node right = split == sorted.size() ? null : node(sorted.subList(split, sorted.size()), depth + 1);
        return new Node(pair(hash(left), hash(right)), left, right);
    }

    Hash32 root() {
        return root.hash;
    }

    /** The siblings on the way from an item that is there to the root. */
    List<Hash32> path(Hash32 item) {
        Hash32 key = key(item);
        List<Hash32> path = new ArrayList<>();
        Node node = root;
        while (node != null && (node.left != null || node.right != null)) {
            boolean right = bit(key, path.size());
            path.add(hash(right ? node.left : node.right));
            node = right ? node.right : node.left;
        }
        Collections.reverse(path);
        return List.copyOf(path);
    }

    /** The root that a state and its path lead to; the path is not longer than {@link #LONGEST_PATH}. */
    static Hash32 rootOver(ItemState state, List<Hash32> path) {
        Hash32 key = key(state.item());
        Hash32 node = leaf(key, state);
        for (int i = 0; i < path.size(); i++) {
            node = bit(key, path.size() - 1 - i) ? pair(path.get(i), node) : pair(node, path.get(i));
        }
        return node;
    }

    private static Hash32 key(Hash32 item) {
        return Keccak256.hash(item.bytes());
    }

    private static Hash32 leaf(Hash32 key, ItemState state) {
        return Keccak256.hash(LEAF, key.bytes(), state.hash().bytes());
    }

    private static Hash32 pair(Hash32 left, Hash32 right) {
        return Keccak256.hash(NODE, left.bytes(), right.bytes());
    }

    private static Hash32 hash(@Nullable Node node) {
        return node == null ? Hash32.ZERO : node.hash;
    }

    private static boolean bit(Hash32 key, int depth) {
        return (key.bytes()[depth / Byte.SIZE] >> (Byte.SIZE - 1 - depth % Byte.SIZE) & 1) == 1;
    }
}
