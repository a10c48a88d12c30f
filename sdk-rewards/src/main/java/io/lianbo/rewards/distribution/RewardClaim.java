package io.lianbo.rewards.distribution;

import io.lianbo.core.Address;
import io.lianbo.core.Hash32;
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
        proof = List.copyOf(proof);
    }
}
