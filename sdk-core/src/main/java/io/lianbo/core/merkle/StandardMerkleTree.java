package io.lianbo.core.merkle;

import io.lianbo.core.Address;
import io.lianbo.core.Hash32;
import io.lianbo.core.Verdict;
import io.lianbo.core.crypto.Keccak256;
import io.lianbo.core.internal.InvalidValueException;
import io.lianbo.core.json.JsonObject;
import io.lianbo.core.json.StrictJson;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A keccak Merkle tree over ABI-encoded values, the same as {@code StandardMerkleTree} of OpenZeppelin's JavaScript library
 * ({@code @openzeppelin/merkle-tree}, format {@code standard-v1}); its proofs verify on chain with OpenZeppelin's and Solady's libraries.
 *
 * {@snippet class="io.lianbo.core.merkle.StandardMerkleTreeTest" region="tree"}
 *
 * <p>A leaf is {@code keccak256(keccak256(abi.encode(values)))}: hashed twice, so that no inner node can pass for a leaf. A pair is hashed
 * lesser half first, so that proofs carry no directions. Leaves are sorted by hash; indices count the values in the order given.
 *
 * <p>Values are given as our values, JDK values, or text as JSON has it: {@code address} as {@link Address} or hex text; integers as
 * {@link java.math.BigInteger}, {@link Long}, {@link Integer}, or decimal or hex text; {@code bytes32} as {@link Hash32}, {@code bytes} and
 * {@code bytesN} as {@code byte[]}, or all as hex text; {@code bool} as {@link Boolean}; {@code string} as {@link String}; arrays and tuples as
 * {@link List}. All ABI types but {@code fixed} and {@code function} are taken.
 *
 * <p>Immutable. Of a million leaves it keeps two million hashes, 68 MB, beside the values; {@link HashTree} keeps nothing else.
 */
public final class StandardMerkleTree {

    private static final String FORMAT = "standard-v1";
    private static final String DUMP = "Merkle tree dump";

    private final LeafType.Tuple leafType;
    private final List<String> leafTypes;
    private final List<List<Object>> values;
    private final HashTree tree;

    private StandardMerkleTree(
            LeafType.Tuple leafType, List<String> leafTypes, List<List<Object>> values, HashTree tree) {
        this.leafType = leafType;
        this.leafTypes = List.copyOf(leafTypes);
        this.values = values;
        this.tree = tree;
    }

    /**
     * Builds the tree of these values, its leaves sorted by hash.
     *
     * @param values one list for each leaf, of one value for each type; at least one
     * @param leafTypes the ABI types of a leaf's values, such as {@code ["address", "uint256"]}
     * @throws IllegalArgumentException if there is no value, a type does not exist, or a value does not fit its type; the message says where:
     *     {@code values[7][1]: uint256 must be 0 to 2^256 - 1: -1}
     */
    public static StandardMerkleTree of(List<? extends List<?>> values, List<String> leafTypes) {
        return build(values, leafTypes, true);
    }

    /**
     * Builds the tree with its leaves in the order given, as {@code sortLeaves: false} does in JavaScript. The root depends on that order;
     * {@link #of} is what most contracts' tools use.
     *
     * @throws IllegalArgumentException as {@link #of} throws it
     */
    public static StandardMerkleTree unsorted(List<? extends List<?>> values, List<String> leafTypes) {
        return build(values, leafTypes, false);
    }

    /**
     * Reads a tree that {@link #dump} or OpenZeppelin's library wrote, leaves in whatever order, and checks every hash of it.
     *
     * @throws IllegalArgumentException if it has another form, or a node is not the hash of what lies below it; the message names the node
     */
    public static StandardMerkleTree load(String json) {
        JsonObject dump = JsonObject.parse(DUMP, json).only("format", "leafEncoding", "tree", "values");
        if (!dump.text("format").equals(FORMAT)) {
            throw dump.malformed(
                    "format must be \"" + FORMAT + "\": " + InvalidValueException.show(dump.text("format")));
        }
        List<String> leafTypes = dump.texts("leafEncoding");
        List<String> nodes = dump.texts("tree");
        List<JsonObject> entries = dump.objects("values");
        if (entries.isEmpty() || nodes.size() != 2 * entries.size() - 1) {
            throw dump.malformed("tree must have 2n - 1 nodes for n > 0 values: " + nodes.size() + " nodes for "
                    + entries.size() + " values");
        }
        LeafType.Tuple leafType = LeafType.leaf(leafTypes);
        List<List<Object>> values = new ArrayList<>();
        int[] treeIndices = new int[entries.size()];
        for (JsonObject entry : entries) {
            entry.only("value", "treeIndex");
            treeIndices[values.size()] = (int) entry.integer("treeIndex", entries.size() - 1, nodes.size() - 1);
            values.add(canonical(leafType, values.size(), entry.values().get("value")));
        }
        byte[] tree = new byte[nodes.size() * Hash32.SIZE];
        for (int i = 0; i < nodes.size(); i++) {
            try {
                Hash32.of(nodes.get(i)).copyTo(tree, i * Hash32.SIZE);
            } catch (IllegalArgumentException e) {
                throw dump.malformed("tree[" + i + "]: " + e.getMessage());
            }
        }
        HashTree read = new HashTree(new TreeShape.Heap(values.size()), tree, treeIndices);
        check(dump, leafType, values, read);
        return new StandardMerkleTree(leafType, leafTypes, List.copyOf(values), read);
    }

    /**
     * The hash of a leaf, {@code keccak256(keccak256(abi.encode(value)))}, as contracts compute it.
     *
     * @throws IllegalArgumentException if a type does not exist or the value does not fit its type
     */
    public static Hash32 leafHash(List<String> leafTypes, List<?> value) {
        try {
            return leafHash(LeafType.leaf(leafTypes), value);
        } catch (InvalidValueException e) {
            throw e.in("value");
        }
    }

    /**
     * Checks that a value is a leaf of the tree with that root.
     *
     * @return the hash of the leaf; or refused as {@code WRONG_ROOT}, when the value, the proof or the root is not what it was
     * @throws IllegalArgumentException if a type does not exist or the value does not fit its type
     */
    public static Verdict<Hash32> verify(Hash32 root, List<String> leafTypes, List<?> value, List<Hash32> proof) {
        return HashTree.verify(root, leafHash(leafTypes, value), proof);
    }

    /**
     * Checks that several values are leaves of the tree with that root.
     *
     * @return the hashes of the leaves, in the proof's order; or refused as {@code MALFORMED_PROOF}, when flags, leaves and hashes do not go
     *     together or there is no leaf, or as {@code WRONG_ROOT}
     * @throws IllegalArgumentException if a type does not exist or a value does not fit its type
     */
    public static Verdict<List<Hash32>> verify(Hash32 root, List<String> leafTypes, MultiProof multiProof) {
        List<Hash32> leaves = multiProof.leaves().stream()
                .map(value -> leafHash(leafTypes, value))
                .toList();
        int proofs = multiProof.proof().size();
        int pairs = multiProof.flags().size();
        if (leaves.isEmpty() || leaves.size() + proofs != pairs + 1) {
            return malformed("there must be a leaf, and one flag less than leaves and hashes: " + leaves.size()
                    + " leaves, " + proofs + " hashes, " + pairs + " flags");
        }
        Deque<Hash32> open = new ArrayDeque<>(leaves);
        Deque<Hash32> outside = new ArrayDeque<>(multiProof.proof());
        for (boolean inside : multiProof.flags()) {
            Hash32 first = open.poll();
            Hash32 second = (inside ? open : outside).poll();
            if (first == null || second == null) {
                return malformed("the flags ask for more leaves or more hashes than there are");
            }
            open.add(HashTree.pair(first, second));
        }
        Hash32 top = open.remove();
        if (!open.isEmpty() || !outside.isEmpty()) {
            return malformed("the flags leave leaves or hashes unused");
        }
        return top.equals(root)
                ? Verdict.ok(leaves)
                : Verdict.refused("WRONG_ROOT", "the proof leads to " + top + ", not to the root " + root);
    }

    /** The hash that stands for all leaves. */
    public Hash32 root() {
        return tree.root();
    }

    /** The number of leaves. */
    public int size() {
        return values.size();
    }

    /** The ABI types of a leaf's values, as given. */
    public List<String> leafTypes() {
        return leafTypes;
    }

    /**
     * The values in the order given: {@link Address}, {@link java.math.BigInteger}, {@link Boolean}, {@link Hash32} for {@code bytes32},
     * {@link String} for {@code string} and, in hex, for {@code bytes} and other {@code bytesN}, and {@link List}.
     */
    public List<List<Object>> values() {
        return values;
    }

    /**
     * The proof of one leaf: the siblings on the way to the root.
     *
     * @param index of the value, in the order given
     * @throws IndexOutOfBoundsException if there is no such value
     */
    public List<Hash32> proof(int index) {
        return tree.proof(index);
    }

    /**
     * The proof of several leaves at once. Its leaves stand in the order that verification needs, which is not that of {@code indices}.
     *
     * @param indices of the values, in the order given; at least one, none twice
     * @throws IllegalArgumentException if there is no index, or one is there twice
     * @throws IndexOutOfBoundsException if there is no such value
     */
    public MultiProof multiProof(int... indices) {
        return tree.multiProof(values::get, indices);
    }

    /** The tree as JSON, format {@code standard-v1}, which {@link #load} and OpenZeppelin's library read. */
    public String dump() {
        List<Map<String, Object>> entries = new ArrayList<>();
        for (int i = 0; i < size(); i++) {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("value", json(values.get(i)));
            entry.put("treeIndex", tree.leaf(i));
            entries.add(entry);
        }
        Map<String, Object> dump = new LinkedHashMap<>();
        dump.put("format", FORMAT);
        dump.put("leafEncoding", leafTypes);
        dump.put(
                "tree",
                IntStream.range(0, 2 * size() - 1)
                        .mapToObj(node -> tree.node(node).toString())
                        .toList());
        dump.put("values", entries);
        return StrictJson.write(dump);
    }

    @Override
    public String toString() {
        return "StandardMerkleTree[" + root() + ", " + size() + " leaves of " + leafType.name() + "]";
    }

    private static StandardMerkleTree build(
            List<? extends List<?>> values, List<String> leafTypes, boolean sortLeaves) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("a tree must have at least one value");
        }
        if (values.size() > HashTree.MOST_LEAVES) {
            throw new IllegalArgumentException(
                    "a tree must have at most " + HashTree.MOST_LEAVES + " values: " + values.size());
        }
        LeafType.Tuple leafType = LeafType.leaf(leafTypes);
        List<List<Object>> canonical = new ArrayList<>(values.size());
        for (List<?> value : values) {
            canonical.add(canonical(leafType, canonical.size(), value));
        }
        HashTree.Leaf leaf = (i, target, at) -> {
            byte[] encoded = leafType.encode(canonical.get(i));
            Keccak256.digest(encoded, 0, encoded.length, target, at);
            Keccak256.digest(target, at, Hash32.SIZE, target, at);
        };
        HashTree tree =
                sortLeaves ? HashTree.standard(canonical.size(), leaf) : HashTree.unsorted(canonical.size(), leaf);
        return new StandardMerkleTree(leafType, leafTypes, List.copyOf(canonical), tree);
    }

    private static void check(JsonObject dump, LeafType.Tuple leafType, List<List<Object>> values, HashTree tree) {
        boolean[] taken = new boolean[2 * values.size() - 1];
        for (int i = 0; i < values.size(); i++) {
            int node = tree.leaf(i);
            if (taken[node]) {
                throw dump.malformed("values[" + i + "].treeIndex must not be another value's: " + node);
            }
            taken[node] = true;
        }
        for (int i = 0; i < values.size(); i++) {
            int node = tree.leaf(i);
            if (!leafHash(leafType, values.get(i)).equals(tree.node(node))) {
                throw dump.malformed("tree[" + node + "] must be the hash of values[" + i + "]");
            }
        }
        for (int node = values.size() - 2; node >= 0; node--) {
            int left = 2 * node + 1;
            if (!HashTree.pair(tree.node(left), tree.node(left + 1)).equals(tree.node(node))) {
                throw dump.malformed(
                        "tree[" + node + "] must be the hash of tree[" + left + "] and tree[" + (left + 1) + "]");
            }
        }
    }

    private static List<Object> canonical(LeafType.Tuple leafType, int index, @Nullable Object value) {
        try {
            if (value == null) {
                throw new InvalidValueException("a leaf must not be null");
            }
            return leafType.canonical(value);
        } catch (InvalidValueException e) {
            throw e.inElement(index).in("values");
        }
    }

    private static Hash32 leafHash(LeafType.Tuple leafType, List<?> value) {
        return Keccak256.hash(Keccak256.digest(leafType.encode(value)));
    }

    private static Object json(Object value) {
        return switch (value) {
            case List<?> list -> list.stream().map(StandardMerkleTree::json).toList();
            case Boolean truth -> truth;
            default -> value.toString();
        };
    }

    private static <T> Verdict<T> malformed(String detail) {
        return Verdict.refused("MALFORMED_PROOF", detail);
    }
}
