package io.lianbo.rewards.distribution;

import io.lianbo.core.Address;
import io.lianbo.core.Hash32;
import io.lianbo.core.Verdict;
import io.lianbo.core.merkle.HashTree;
import java.math.BigInteger;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Amounts for a {@code MerkleDistributor} of Uniswap ({@code @uniswap/merkle-distributor}), for platforms that have deployed it: one root for good, from which each
 * account is paid once. Immutable.
 *
 * {@snippet class="io.lianbo.rewards.distribution.UniswapDropTest" region="uniswap"}
 *
 * <p>Its roots and claims are those of Uniswap's own tool: accounts have their indices in the order of their EIP-55 text, a leaf is
 * {@code keccak256(abi.encodePacked(uint256 index, address account, uint256 amount))}, and pairs are sorted. For rewards that go on from epoch to epoch take
 * {@link RewardTree}.
 */
public final class UniswapDrop {

    private final DropAmounts amounts;
    private final HashTree tree;

    private UniswapDrop(DropAmounts amounts) {
        this.amounts = amounts;
        this.tree = HashTree.layered(
                amounts.size(),
                (i, target, at) -> ClaimLeaf.indexed(i, amounts.account(i), amounts.amount(i), target, at));
    }

    /**
     * What an account claims with: the arguments of the contract's {@code claim}. Anyone may send it, and the account is paid.
     *
     * @param index of the account, by which the contract remembers that it was paid
     * @param account who is paid
     * @param amount in the token's smallest unit
     * @param proof of the leaf
     */
    public record Claim(long index, Address account, BigInteger amount, List<Hash32> proof) {

        public Claim {
            proof = List.copyOf(proof);
        }

        /**
         * Checks that the claim is one of the drop with that root, as the contract does.
         *
         * @return the hash of its leaf; or refused as {@code WRONG_ROOT}
         */
        public Verdict<Hash32> verify(Hash32 root) {
            Hash32 leaf = ClaimLeaf.hash(target -> ClaimLeaf.indexed(index, account, amount, target, 0));
            return HashTree.verify(root, leaf, proof);
        }
    }

    /**
     * Makes a drop.
     *
     * @param amounts what each account gets, in the token's smallest unit
     * @throws IllegalArgumentException if there are none, one is of the zero address or not 1 to 2^256-1, or their sum is larger than that
     */
    public static UniswapDrop of(Map<Address, BigInteger> amounts) {
        return new UniswapDrop(new DropAmounts(amounts, Comparator.comparing(Address::toString)));
    }

    /** The Merkle root, with which the contract is deployed. */
    public Hash32 root() {
        return tree.root();
    }

    /** What all accounts get: what the contract must hold. */
    public BigInteger total() {
        return amounts.total();
    }

    /** What an account claims with; empty for one that gets nothing. */
    public Optional<Claim> claim(Address account) {
        int index = amounts.indexOf(account);
        return index < 0
                ? Optional.empty()
                : Optional.of(new Claim(index, account, amounts.amount(index), tree.proof(index)));
    }
}
