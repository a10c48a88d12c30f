package io.lianbo.core.merkle;

import io.lianbo.core.Hash32;
import io.lianbo.core.Verdict;
import io.lianbo.core.crypto.Keccak256;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * A keccak Merkle tree over leaves of any kind, for millions of them: 68 bytes a leaf and no object.
 *
 * {@snippet class="io.lianbo.core.merkle.HashTreeTest" region="tree"}
 *
 * <p>A pair is hashed lesser half first, so that proofs carry no directions, and leaves are sorted by hash; indices count them in the order
 * given. How a leaf is hashed is the caller's; what is hashed must not be 64 bytes long unless it is hashed twice, or an inner node could
 * pass for a leaf. For values rather than hashes take {@link StandardMerkleTree}.
 *
 * <p>Built on all cores. Immutable.
 */
public final class HashTree {

    /** Most leaves of a tree: its nodes must fit in one array. */
    public static final int MOST_LEAVES = 1 << 25;

    private static final int SIZE = Hash32.SIZE;

    /** Nodes that are worth another thread. */
    private static final int CHUNK = 1 << 10;

    private final TreeShape shape;
    private final byte[] nodes;
    private final int[] leaves; // the node of each

    HashTree(TreeShape shape, byte[] nodes, int[] leaves) {
        this.shape = shape;
        this.nodes = nodes;
        this.leaves = leaves;
    }

    /** Hashes the leaves of a tree that is built. */
    @FunctionalInterface
    public interface Leaf {

        /**
         * Writes the hash of a leaf; may be called by several threads at once.
         *
         * @param index of the leaf
         * @param target where to
         * @param at where its 32 bytes begin there
         */
        void hash(int index, byte[] target, int at);
    }

    /**
     * Builds a tree in the shape that OpenZeppelin's library gives it: a heap, which the leaves fill from its end.
     *
     * @param leaves how many, 1 to {@link #MOST_LEAVES}
     * @throws IllegalArgumentException if there are none or too many
     */
    public static HashTree standard(int leaves, Leaf leaf) {
        byte[] hashes = hashes(leaves, leaf);
        return build(new TreeShape.Heap(leaves), hashes, sorted(hashes));
    }

    /**
     * Builds the same tree from hashes that are there already.
     *
     * @param hashes of the leaves, 32 bytes each, one after the other; read, not kept
     * @throws IllegalArgumentException if there are none or too many, or a piece of one
     */
    public static HashTree standard(byte[] hashes) {
        if (hashes.length % SIZE != 0) {
            throw new IllegalArgumentException("hashes must be " + SIZE + " bytes each: " + hashes.length + " bytes");
        }
        return standard(hashes.length / SIZE, (i, target, at) -> System.arraycopy(hashes, i * SIZE, target, at, SIZE));
    }

    /**
     * Builds a tree in layers, where a node without a partner goes up as it is: the shape of Uniswap's distributor and of merkletreejs.
     *
     * @param leaves how many, 1 to {@link #MOST_LEAVES}
     * @throws IllegalArgumentException if there are none or too many
     */
    public static HashTree layered(int leaves, Leaf leaf) {
        byte[] hashes = hashes(leaves, leaf);
        return build(new TreeShape.Layers(leaves), hashes, sorted(hashes));
    }

    /** As {@link #standard}, with the leaves in the order given. */
    static HashTree unsorted(int leaves, Leaf leaf) {
        byte[] hashes = hashes(leaves, leaf);
        return build(
                new TreeShape.Heap(leaves), hashes, IntStream.range(0, leaves).toArray());
    }

    /**
     * Checks that a leaf is one of the tree with that root.
     *
     * @return the leaf; or refused as {@code WRONG_ROOT}, when the leaf, the proof or the root is not what it was
     */
    public static Verdict<Hash32> verify(Hash32 root, Hash32 leaf, List<Hash32> proof) {
        Hash32 node = leaf;
        for (Hash32 sibling : proof) {
            node = pair(node, sibling);
        }
        return node.equals(root)
                ? Verdict.ok(leaf)
                : Verdict.refused("WRONG_ROOT", "the proof leads to " + node + ", not to the root " + root);
    }

    /** The hash that stands for all leaves. */
    public Hash32 root() {
        return node(shape.root());
    }

    /** The number of leaves. */
    public int size() {
        return leaves.length;
    }

    /** The most hashes that a proof has. */
    public int depth() {
        return Integer.SIZE - Integer.numberOfLeadingZeros(size() - 1);
    }

    /**
     * The proof of one leaf: the siblings on the way to the root.
     *
     * @param index of the leaf, in the order given
     * @throws IndexOutOfBoundsException if there is no such leaf
     */
    public List<Hash32> proof(int index) {
        byte[] proof = new byte[depth() * SIZE];
        int length = proof(index, proof);
        List<Hash32> hashes = new ArrayList<>(length);
        for (int i = 0; i < length; i++) {
            hashes.add(Hash32.of(proof, i * SIZE));
        }
        return List.copyOf(hashes);
    }

    /**
     * Writes the proof of one leaf, for loops over many.
     *
     * @param index of the leaf, in the order given
     * @param target where to, from its start; with room for {@link #depth()} hashes of 32 bytes
     * @return the number of hashes written
     * @throws IndexOutOfBoundsException if there is no such leaf, or no room
     */
    public int proof(int index, byte[] target) {
        int length = 0;
        for (int node = leaf(index); node != shape.root(); node = shape.parent(node)) {
            int sibling = shape.sibling(node);
            if (sibling != TreeShape.NONE) {
                System.arraycopy(nodes, sibling * SIZE, target, length * SIZE, SIZE);
                length++;
            }
        }
        return length;
    }

    /**
     * The proof of several leaves of a {@link #standard} tree at once. Its leaves stand in the order that verification needs, which is not
     * that of {@code indices}.
     *
     * @param value the value of a leaf, by its index
     * @param indices of the leaves, in the order given; at least one, none twice
     * @throws IllegalArgumentException if there is no index, or one is there twice
     * @throws IndexOutOfBoundsException if there is no such leaf
     * @throws IllegalStateException if the tree is layered, where such proofs do not verify
     */
    public MultiProof multiProof(IntFunction<List<Object>> value, int... indices) {
        if (!(shape instanceof TreeShape.Heap)) {
            throw new IllegalStateException("a layered tree has no multiproofs");
        }
        if (indices.length == 0) {
            throw new IllegalArgumentException("a multiproof must be of at least one leaf");
        }
        if (Arrays.stream(indices).distinct().count() < indices.length) {
            throw new IllegalArgumentException("a multiproof must name each leaf once: " + Arrays.toString(indices));
        }
        // From the last node of the tree to the first, so that both halves of a pair always follow each other.
        List<Integer> order = Arrays.stream(indices)
                .boxed()
                .sorted(Comparator.<Integer>comparingInt(this::leaf).reversed())
                .toList();
        Deque<Integer> open = new ArrayDeque<>(order.stream().map(this::leaf).toList());
        List<Hash32> proof = new ArrayList<>();
        List<Boolean> flags = new ArrayList<>();
        for (int node = open.remove(); node != shape.root(); node = open.remove()) {
            Integer next = open.peek();
            int sibling = shape.sibling(node);
            boolean inside = next != null && next == sibling;
            if (inside) {
                open.remove();
            } else {
                proof.add(node(sibling));
            }
            flags.add(inside);
            open.add(shape.parent(node));
        }
        return new MultiProof(order.stream().map(value::apply).toList(), proof, flags);
    }

    /** The node of a leaf. */
    int leaf(int index) {
        return leaves[Objects.checkIndex(index, leaves.length)];
    }

    /** The hash of a node. */
    Hash32 node(int node) {
        return Hash32.of(nodes, node * SIZE);
    }

    static Hash32 pair(Hash32 one, Hash32 other) {
        byte[] pair = new byte[2 * SIZE];
        boolean ordered = one.compareTo(other) <= 0;
        (ordered ? one : other).copyTo(pair, 0);
        (ordered ? other : one).copyTo(pair, SIZE);
        return Keccak256.hash(pair);
    }

    private static byte[] hashes(int leaves, Leaf leaf) {
        if (leaves < 1 || leaves > MOST_LEAVES) {
            throw new IllegalArgumentException("a tree must have 1 to " + MOST_LEAVES + " leaves: " + leaves);
        }
        byte[] hashes = new byte[leaves * SIZE];
        inChunks(leaves, (from, to) -> {
            for (int i = from; i < to; i++) {
                leaf.hash(i, hashes, i * SIZE);
            }
        });
        return hashes;
    }

    private static HashTree build(TreeShape shape, byte[] hashes, int[] order) {
        byte[] nodes = new byte[shape.nodes() * SIZE];
        int[] leaves = new int[order.length];
        for (int rank = 0; rank < order.length; rank++) {
            int node = shape.leaf(rank);
            leaves[order[rank]] = node;
            System.arraycopy(hashes, order[rank] * SIZE, nodes, node * SIZE, SIZE);
        }
        shape.eachLevel((first, end, below, belowEnd) -> inChunks(end - first, (from, to) -> {
            byte[] swapped = new byte[2 * SIZE];
            for (int i = from; i < to; i++) {
                int left = below + 2 * i;
                if (left + 1 < belowEnd) {
                    hashPair(nodes, left, first + i, swapped);
                } else {
                    System.arraycopy(nodes, left * SIZE, nodes, (first + i) * SIZE, SIZE);
                }
            }
        }));
        return new HashTree(shape, nodes, leaves);
    }

    private static void hashPair(byte[] nodes, int left, int target, byte[] swapped) {
        int start = left * SIZE;
        int middle = start + SIZE;
        if (Arrays.compareUnsigned(nodes, start, middle, nodes, middle, middle + SIZE) <= 0) {
            Keccak256.digest(nodes, start, 2 * SIZE, nodes, target * SIZE);
        } else {
            System.arraycopy(nodes, middle, swapped, 0, SIZE);
            System.arraycopy(nodes, start, swapped, SIZE, SIZE);
            Keccak256.digest(swapped, 0, 2 * SIZE, nodes, target * SIZE);
        }
    }

    @FunctionalInterface
    private interface Range {
        void take(int from, int to);
    }

    /** Hands 0 to before {@code count} over in ranges, on all cores where there are enough. */
    private static void inChunks(int count, Range range) {
        if (count <= CHUNK) {
            range.take(0, count);
            return;
        }
        IntStream.range(0, (count + CHUNK - 1) / CHUNK)
                .parallel()
                .forEach(chunk -> range.take(chunk * CHUNK, Math.min(count, (chunk + 1) * CHUNK)));
    }

    /** The indices of the hashes in their order; of equal ones, the lower index first. */
    private static int[] sorted(byte[] hashes) {
        int count = hashes.length / SIZE;
        // What is sorted are longs: as many bits of the hash as an index leaves room for, then the index.
        long index = (1L << (Integer.SIZE - Integer.numberOfLeadingZeros(count - 1))) - 1;
        long[] keys = new long[count];
        ByteBuffer buffer = ByteBuffer.wrap(hashes);
        for (int i = 0; i < count; i++) {
            keys[i] = ((buffer.getLong(i * SIZE) ^ Long.MIN_VALUE) & ~index) | i;
        }
        Arrays.parallelSort(keys);
        int[] order = new int[count];
        int run = 0; // where the keys begin whose bits of the hash are those of this one
        for (int i = 0; i < count; i++) {
            if ((keys[i] & ~index) != (keys[run] & ~index)) {
                run = i;
            }
            int at = i;
            int next = (int) (keys[i] & index);
            while (at > run && compare(hashes, order[at - 1], next) > 0) {
                order[at] = order[at - 1];
                at--;
            }
            order[at] = next;
        }
        return order;
    }

    private static int compare(byte[] hashes, int one, int other) {
        return Arrays.compareUnsigned(hashes, one * SIZE, (one + 1) * SIZE, hashes, other * SIZE, (other + 1) * SIZE);
    }
}
