package io.lianbo.rewards.vote;

import io.lianbo.core.Address;
import io.lianbo.core.Hash32;
import io.lianbo.core.chain.Chain;
import io.lianbo.rewards.distribution.RewardClaim;
import java.math.BigInteger;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * Each voter weighs her score under a published root: that of one epoch's scores ({@link ScoreRoll}), or of all that was earned up to an epoch ({@link
 * io.lianbo.rewards.distribution.RewardTree}). Ballots come with the proof, so whoever recomputes the tally asks nobody for scores.
 *
 * @param root of leaves {@code [address, uint256]} in OpenZeppelin's StandardMerkleTree
 */
public record ScoreWeighing(Hash32 root) implements Weighing {

    @Override
    public Map<Address, BigInteger> weights(Chain chain, long snapshot, Collection<Voter> voters) {
        Map<Address, BigInteger> proven = new HashMap<>();
        for (Voter voter : voters) {
            voter.score()
                    .filter(claim -> claim.account().equals(voter.account()))
                    .filter(claim -> claim.verify(root).isVerified())
                    .map(RewardClaim::cumulativeAmount)
                    .filter(score -> score.signum() > 0)
                    .ifPresent(score -> proven.put(voter.account(), score));
        }
        return proven;
    }
}
