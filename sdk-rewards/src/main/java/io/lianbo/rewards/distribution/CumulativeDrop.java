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
 * Amounts for a {@code CumulativeMerkleDrop} of 1inch or one like it, for platforms that have deployed it: each root has what an account has been given in all, and the
 * contract pays what is new. Immutable.
 *
 * {@snippet class="io.lianbo.rewards.distribution.DropsTest" region="cumulative"}
 *
 * <p>A leaf is {@code keccak256(abi.encodePacked(address account, uint256 cumulativeAmount))}, leaves and pairs are sorted, and a node without a partner goes up as it
 * is, as merkletreejs has it with {@code sort: true}. {@link RewardTree#cumulative()} may be handed in; our own contract takes {@link RewardTree}'s own claims.
 */
public final class CumulativeDrop {

    private final DropAmounts amounts;
    private final HashTree tree;

    private CumulativeDrop(DropAmounts amounts) {
        this.amounts = amounts;
        this.tree = HashTree.layered(
                amounts.size(), (i, target, at) -> ClaimLeaf.packed(amounts.account(i), amounts.amount(i), target, at));
    }

    /**
     * What an account claims with. Anyone may send it, and the account is paid.
     *
     * @param account who is paid
     * @param cumulativeAmount all it was ever given, in the token's smallest unit
     * @param proof of the leaf
     */
    public record Claim(Address account, BigInteger cumulativeAmount, List<Hash32> proof) {

        public Claim {
            proof = List.copyOf(proof);
        }

        /**
         * Checks that the claim is one of the drop with that root, as the contract does.
         *
         * @return the hash of its leaf; or refused as {@code WRONG_ROOT}
         */
        public Verdict<Hash32> verify(Hash32 root) {
            Hash32 leaf = ClaimLeaf.hash(target -> ClaimLeaf.packed(account, cumulativeAmount, target, 0));
            return HashTree.verify(root, leaf, proof);
        }
    }

    /**
     * Makes a drop.
     *
     * @param cumulative what each account was ever given, in the token's smallest unit
     * @throws IllegalArgumentException if there are none, one is of the zero address or not 1 to 2^256-1, or their sum is larger than that
     */
    public static CumulativeDrop of(Map<Address, BigInteger> cumulative) {
        return new CumulativeDrop(new DropAmounts(cumulative, Comparator.naturalOrder()));
    }

    /** The Merkle root, which the contract's owner sets. */
    public Hash32 root() {
        return tree.root();
    }

    /** What all accounts were ever given. */
    public BigInteger total() {
        return amounts.total();
    }

    /** What an account claims with; empty for one that was given nothing. */
    public Optional<Claim> claim(Address account) {
        int index = amounts.indexOf(account);
        return index < 0 ? Optional.empty() : Optional.of(new Claim(account, amounts.amount(index), tree.proof(index)));
    }
}
