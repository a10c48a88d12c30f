package io.lianbo.rewards.distribution;

import io.lianbo.core.Address;
import io.lianbo.core.Hash32;
import io.lianbo.core.TokenAmount;
import io.lianbo.core.Verdict;
import io.lianbo.core.merkle.HashTree;
import java.math.BigInteger;
import java.util.List;

/**
 * What an account may claim under a published root, with the proof. It holds no secret: anyone may send it, and the account is paid.
 *
 * @param account who is paid
 * @param cumulativeAmount all it has earned since the first epoch, in the token's smallest unit; what it has claimed already is taken off on chain
 * @param proof the Merkle proof of the leaf {@code [account, cumulativeAmount]}
 */
public record RewardClaim(Address account, BigInteger cumulativeAmount, List<Hash32> proof) {

    public RewardClaim {
        if (cumulativeAmount.signum() < 0 || cumulativeAmount.compareTo(TokenAmount.MAX_UNITS) > 0) {
            throw new IllegalArgumentException("cumulative amount must be 0 to 2^256-1: " + cumulativeAmount);
        }
        proof = List.copyOf(proof);
    }

    /**
     * Checks that the claim is one of the tree with that root, as the contract does.
     *
     * @return the hash of its leaf; or refused as {@code WRONG_ROOT}
     */
    public Verdict<Hash32> verify(Hash32 root) {
        Hash32 leaf = ClaimLeaf.hash(target -> ClaimLeaf.standard(account, cumulativeAmount, target, 0));
        return HashTree.verify(root, leaf, proof);
    }
}
