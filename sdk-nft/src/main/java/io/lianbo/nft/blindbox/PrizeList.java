package io.lianbo.nft.blindbox;

import io.lianbo.core.Hash32;
import io.lianbo.core.Verdict;
import io.lianbo.core.json.JsonException;
import io.lianbo.core.json.JsonObject;
import io.lianbo.core.json.StrictJson;
import io.lianbo.core.merkle.StandardMerkleTree;
import io.lianbo.nft.internal.Arguments;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * The prizes of a sale in their order: what is at each position, one position for each box.
 *
 * {@snippet class="io.lianbo.nft.blindbox.PrizeListTest" region="list"}
 *
 * <p>The sale commits to its root, OpenZeppelin's standard Merkle tree over {@code [uint256 position, uint256 prizeId]}. The order is of no
 * account, since the draw shuffles it. A prize id means what the sale's minter makes of it, a token id for instance; the same id may
 * occur many times where the minter can hand it out as often.
 *
 * <p>Publish it before the sale: only who has the list can tell that its root stands for one whole list. Immutable.
 */
public final class PrizeList {
    private static final List<String> LEAF = List.of("uint256", "uint256");
    private static final String DOCUMENT = "prize list";

    private final List<BigInteger> prizes;
    private final StandardMerkleTree tree;

    private PrizeList(List<BigInteger> prizes) {
        if (prizes.isEmpty()) {
            throw new IllegalArgumentException("a prize list must have a prize");
        }
        this.prizes = List.copyOf(prizes);
        List<List<Object>> leaves = new ArrayList<>(prizes.size());
        for (BigInteger prize : this.prizes) {
            leaves.add(leaf(leaves.size(), Words.requireRange("prize id", prize, Arguments.MAX_UINT256)));
        }
        this.tree = StandardMerkleTree.of(leaves, LEAF);
    }

    private static List<Object> leaf(long position, BigInteger prizeId) {
        return List.of(BigInteger.valueOf(position), prizeId);
    }

    /**
     * Returns the list of these prize ids.
     *
     * @param prizes one for each box, at least one; each 0 to 2^256-1
     * @throws IllegalArgumentException if there is none, or one is out of range
     */
    public static PrizeList of(List<BigInteger> prizes) {
        return new PrizeList(prizes);
    }

    /**
     * Reads what {@link #toJson} writes, and nothing else.
     *
     * @throws JsonException if the text is no such document; the message says where
     */
    public static PrizeList parse(String json) {
        JsonObject object = JsonObject.parse(DOCUMENT, json).only("prizes");
        List<BigInteger> prizes = new ArrayList<>();
        for (String text : object.texts("prizes")) {
            if (!text.matches("0|[1-9][0-9]{0,77}") || new BigInteger(text).compareTo(Arguments.MAX_UINT256) > 0) {
                throw object.malformed(
                        "prizes[" + prizes.size() + "] must be a string of decimal digits from 0 to 2^256-1");
            }
            prizes.add(new BigInteger(text));
        }
        if (prizes.isEmpty()) {
            throw object.malformed("prizes must not be empty");
        }
        return new PrizeList(prizes);
    }

    /** Returns the list as it is published: {@code {"prizes":["7001","7002"]}}, the ids as decimal digits in their order. */
    public String toJson() {
        return StrictJson.write(
                Map.of("prizes", prizes.stream().map(BigInteger::toString).toList()));
    }

    /** Returns what a sale commits to. */
    public Hash32 root() {
        return tree.root();
    }

    /** Returns how many prizes there are, which is the supply of boxes. */
    public int size() {
        return prizes.size();
    }

    /**
     * Returns the prize at a position.
     *
     * @throws IllegalArgumentException if there is no such position
     */
    public BigInteger prizeAt(long position) {
        return prizes.get(index(position));
    }

    /**
     * Returns the proof that the prize is at this position, from the leaf to the root.
     *
     * @throws IllegalArgumentException if there is no such position
     */
    public List<Hash32> proof(long position) {
        return tree.proof(index(position));
    }

    /**
     * Checks that a list with this root has the prize at this position.
     *
     * @return the leaf's hash, or {@code WRONG_ROOT}
     */
    public static Verdict<Hash32> verify(Hash32 root, long position, BigInteger prizeId, List<Hash32> proof) {
        return StandardMerkleTree.verify(root, LEAF, leaf(position, prizeId), proof);
    }

    /** Returns the prize ids in their order. */
    public List<BigInteger> prizes() {
        return Collections.unmodifiableList(prizes);
    }

    private int index(long position) {
        return (int) Words.requireRange("position", position, 0, prizes.size() - 1L);
    }

    /** Returns size and root. */
    @Override
    public String toString() {
        return "PrizeList of " + size() + " with root " + root();
    }
}
