package io.lianbo.provenance.log;

import io.lianbo.core.Hash32;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;

/**
 * An append-only log as a SHA-256 Merkle tree (RFC 9162 section 2.1), in memory: it keeps leaf hashes and the nodes above them,
 * gives the head at any size it ever had, and proves what it holds in O(log² n).
 *
 * {@snippet class="io.lianbo.provenance.log.MerkleLogTest" region="log"}
 *
 * <p>May be used by several threads.
 */
public final class MerkleLog {

    /** At level k the roots of all whole subtrees of 2^k leaves. */
    private final List<List<Hash32>> levels = new ArrayList<>(List.of(new ArrayList<>()));

    /** An empty log. */
    public MerkleLog() {}

    /** The hash of a leaf with this content: SHA-256(0x00 || entry). */
    public static Hash32 leafHash(byte[] entry) {
        return TreeHashes.leaf(entry);
    }

    /**
     * Appends a leaf.
     *
     * @param leafHash its hash, {@link #leafHash}
     * @return its index, from 0
     */
    public synchronized long append(Hash32 leafHash) {
        Hash32 whole = Objects.requireNonNull(leafHash, "leafHash");
        long index = size();
        for (int level = 0; ; level++) {
            if (level == levels.size()) {
                levels.add(new ArrayList<>());
            }
            List<Hash32> row = levels.get(level);
            row.add(whole);
            if (row.size() % 2 == 1) {
                return index;
            }
            whole = TreeHashes.node(row.get(row.size() - 2), whole);
        }
    }

    /** The number of leaves. */
    public synchronized long size() {
        return levels.getFirst().size();
    }

    /**
     * The head over all leaves.
     *
     * @throws IllegalStateException while the log is empty
     */
    public synchronized TreeHead head() {
        if (size() == 0) {
            throw new IllegalStateException("an empty log has no head");
        }
        return head(size());
    }

    /**
     * The head over the first {@code size} leaves.
     *
     * @throws IllegalArgumentException unless {@code size} is 1 to {@link #size()}
     */
    public synchronized TreeHead head(long size) {
        checkSize(size);
        return new TreeHead(rangeHash(0, size), size);
    }

    /**
     * Proves that the leaf is in the tree of the first {@code size} leaves.
     *
     * @throws IllegalArgumentException unless {@code size} is 1 to {@link #size()} and the index below it
     */
    public synchronized InclusionProof inclusionProof(long leafIndex, long size) {
        checkSize(size);
        if (leafIndex < 0 || leafIndex >= size) {
            throw new IllegalArgumentException("leaf index must be 0 to " + (size - 1) + ": " + leafIndex);
        }
        List<Hash32> path = new ArrayList<>();
        collectInclusion(leafIndex, 0, size, path);
        return new InclusionProof(leafIndex, path);
    }

    /**
     * Proves that all these leaves are in the tree of the first {@code size} leaves.
     *
     * @param leafIndexes in any order, each once or more; at least one
     * @throws IllegalArgumentException unless {@code size} is 1 to {@link #size()} and each index below it
     */
    public synchronized MultiProof multiProof(Collection<Long> leafIndexes, long size) {
        checkSize(size);
        List<Long> sorted = leafIndexes.stream().distinct().sorted().toList();
        if (!sorted.isEmpty() && (sorted.getFirst() < 0 || sorted.getLast() >= size)) {
            throw new IllegalArgumentException("leaf indexes must be 0 to " + (size - 1) + ": " + sorted);
        }
        List<Hash32> nodes = new ArrayList<>();
        collectNodes(sorted, 0, size, nodes);
        return new MultiProof(sorted, nodes);
    }

    /**
     * Proves that the tree of {@code newerSize} leaves extends that of {@code olderSize}.
     *
     * @throws IllegalArgumentException unless 1 &le; {@code olderSize} &le; {@code newerSize} &le; {@link #size()}
     */
    public synchronized ConsistencyProof consistencyProof(long olderSize, long newerSize) {
        checkSize(newerSize);
        if (olderSize < 1 || olderSize > newerSize) {
            throw new IllegalArgumentException("older size must be 1 to " + newerSize + ": " + olderSize);
        }
        List<Hash32> path = new ArrayList<>();
        if (olderSize < newerSize) {
            collectConsistency(olderSize, 0, newerSize, true, path);
        }
        return new ConsistencyProof(path);
    }

    private void checkSize(long size) {
        if (size < 1 || size > size()) {
            throw new IllegalArgumentException("tree size must be 1 to " + size() + ": " + size);
        }
    }

    /** PATH of RFC 9162 section 2.1.3.1. */
    private void collectInclusion(long index, long from, long to, List<Hash32> path) {
        if (to - from == 1) {
            return;
        }
        long middle = from + leftSize(to - from);
        if (index < middle) {
            collectInclusion(index, from, middle, path);
            path.add(rangeHash(middle, to));
        } else {
            collectInclusion(index, middle, to, path);
            path.add(rangeHash(from, middle));
        }
    }

    /** The largest subtrees without any of the leaves, from left to right. */
    private void collectNodes(List<Long> indexes, long from, long to, List<Hash32> nodes) {
        if (indexes.isEmpty()) {
            nodes.add(rangeHash(from, to));
        } else if (to - from > 1) {
            long middle = from + leftSize(to - from);
            int split = 0;
            while (split < indexes.size() && indexes.get(split) < middle) {
                split++;
            }
            collectNodes(indexes.subList(0, split), from, middle, nodes);
            collectNodes(indexes.subList(split, indexes.size()), middle, to, nodes);
        }
    }

    /** SUBPROOF of RFC 9162 section 2.1.4.1; {@code older} is the end of the older tree. */
    private void collectConsistency(long older, long from, long to, boolean wholeOlderTree, List<Hash32> path) {
        if (older == to) {
            if (!wholeOlderTree) {
                path.add(rangeHash(from, to));
            }
            return;
        }
        long middle = from + leftSize(to - from);
        if (older <= middle) {
            collectConsistency(older, from, middle, wholeOlderTree, path);
            path.add(rangeHash(middle, to));
        } else {
            collectConsistency(older, middle, to, false, path);
            path.add(rangeHash(from, middle));
        }
    }

    private Hash32 rangeHash(long from, long to) {
        long count = to - from;
        if (Long.bitCount(count) == 1) {
            int level = Long.numberOfTrailingZeros(count);
            return levels.get(level).get(Math.toIntExact(from >> level));
        }
        long middle = from + leftSize(count);
        return TreeHashes.node(rangeHash(from, middle), rangeHash(middle, to));
    }

    /** The largest power of two below {@code count}. */
    static long leftSize(long count) {
        return Long.highestOneBit(count - 1);
    }
}
