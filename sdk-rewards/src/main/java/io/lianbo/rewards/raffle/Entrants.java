package io.lianbo.rewards.raffle;

import io.lianbo.core.Address;
import io.lianbo.core.Hash32;
import io.lianbo.core.merkle.StandardMerkleTree;
import io.lianbo.rewards.internal.Words;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Who takes part, each once, in ascending order: the place in it is the entry's number. Published in batches, over each of which there is a Merkle tree.
 *
 * {@snippet class="io.lianbo.rewards.raffle.RafflesGuideTest" region="entrants"}
 *
 * <p>Immutable, and safe for use by many threads.
 */
public final class Entrants {
    /** How many entrants a batch holds unless it is said otherwise: some million gas. */
    public static final int BATCH = 1_000;

    private static final List<String> LEAF = List.of("uint256", "address");

    private final List<List<Address>> batches;
    private final int[] firsts;
    private final List<Address> all;
    private final @Nullable StandardMerkleTree[] trees;

    private Entrants(List<List<Address>> batches) {
        this.batches = batches.stream().map(List::copyOf).toList();
        this.all = this.batches.stream().flatMap(List::stream).toList();
        this.firsts = new int[batches.size()];
        this.trees = new StandardMerkleTree[batches.size()];
        for (int i = 1; i < firsts.length; i++) {
            firsts[i] = firsts[i - 1] + this.batches.get(i - 1).size();
        }
    }

    /**
     * Returns these accounts in their order, in batches of {@value #BATCH}.
     *
     * @throws IllegalArgumentException if there is none, or one is there twice or is the zero address
     */
    public static Entrants of(Collection<Address> accounts) {
        List<Address> sorted = accounts.stream().sorted().toList();
        List<List<Address>> batches = new ArrayList<>();
        for (int from = 0; from < sorted.size(); from += BATCH) {
            batches.add(sorted.subList(from, Math.min(from + BATCH, sorted.size())));
        }
        return ofBatches(batches);
    }

    /**
     * Returns the entrants that were published so.
     *
     * @throws IllegalArgumentException if there is no batch, or one is empty, or the accounts do not strictly ascend over all batches
     */
    public static Entrants ofBatches(List<List<Address>> batches) {
        if (batches.isEmpty() || batches.stream().anyMatch(List::isEmpty)) {
            throw new IllegalArgumentException("there must be an entrant, and none of the batches be empty");
        }
        Address last = Address.ZERO;
        for (List<Address> batch : batches) {
            for (Address entrant : batch) {
                if (entrant.compareTo(last) <= 0) {
                    throw new IllegalArgumentException(
                            "entrants must ascend, each there once: " + last + ", " + entrant);
                }
                last = entrant;
            }
        }
        return new Entrants(batches);
    }

    /** Returns how many entries there are. */
    public int size() {
        return all.size();
    }

    /** Returns how many batches there are. */
    public int batchCount() {
        return batches.size();
    }

    /**
     * Returns who has an entry.
     *
     * @param entry 0 to {@link #size()} - 1
     * @throws IllegalArgumentException if there is no such entry
     */
    public Address at(long entry) {
        return all.get(checked(entry));
    }

    /** Returns the entry of an account; empty if it does not take part. */
    public OptionalLong entryOf(Address account) {
        int low = 0;
        int high = all.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = all.get(middle).compareTo(account);
            if (order == 0) {
                return OptionalLong.of(middle);
            }
            if (order < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return OptionalLong.empty();
    }

    /** Returns the number of the batch in which an entry was published. */
    public int batchOf(long entry) {
        int found = Arrays.binarySearch(firsts, checked(entry));
        return found >= 0 ? found : -found - 2;
    }

    /** Returns the proof that the account has the entry, against {@link #root} of its batch. */
    public List<Hash32> proof(long entry) {
        int batch = batchOf(entry);
        return tree(batch).proof(checked(entry) - firsts[batch]);
    }

    /** Returns the root over a batch: OpenZeppelin's standard Merkle tree over {@code [uint256 entry, address entrant]}, leaves in the order of the entries. */
    public Hash32 root(int batch) {
        return tree(batch).root();
    }

    /**
     * Returns what stands for all entrants in the draw: starting with the raffle's id, keccak256 of what there is and the next batch's root.
     */
    public Hash32 hash(Hash32 raffleId) {
        Hash32 hash = raffleId;
        for (int batch = 0; batch < batches.size(); batch++) {
            hash = Words.hash(hash, root(batch));
        }
        return hash;
    }

    /** A batch as it is published: 20 bytes each. */
    byte[] packed(int batch) {
        List<Address> entrants = batches.get(batch);
        byte[] packed = new byte[Address.SIZE * entrants.size()];
        for (int i = 0; i < entrants.size(); i++) {
            System.arraycopy(entrants.get(i).bytes(), 0, packed, i * Address.SIZE, Address.SIZE);
        }
        return packed;
    }

    /** The accounts of a batch that was published. */
    static List<Address> unpacked(byte[] packed) {
        List<Address> entrants = new ArrayList<>(packed.length / Address.SIZE);
        for (int at = 0; at + Address.SIZE <= packed.length; at += Address.SIZE) {
            entrants.add(Address.of(Arrays.copyOfRange(packed, at, at + Address.SIZE)));
        }
        return entrants;
    }

    private StandardMerkleTree tree(int batch) {
        StandardMerkleTree tree = trees[batch];
        if (tree == null) {
            List<List<Object>> leaves = new ArrayList<>();
            for (Address entrant : batches.get(batch)) {
                leaves.add(List.of((long) firsts[batch] + leaves.size(), entrant));
            }
            tree = StandardMerkleTree.unsorted(leaves, LEAF);
            trees[batch] = tree;
        }
        return tree;
    }

    private int checked(long entry) {
        if (entry < 0 || entry >= all.size()) {
            throw new IllegalArgumentException("entry must be 0 to " + (all.size() - 1) + ": " + entry);
        }
        return (int) entry;
    }

    /** Returns {@code 1200 entrants in 2 batches}. */
    @Override
    public String toString() {
        return all.size() + " entrants in " + batches.size() + " batches";
    }
}
