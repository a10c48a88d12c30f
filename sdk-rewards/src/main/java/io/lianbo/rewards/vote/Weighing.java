package io.lianbo.rewards.vote;

import io.lianbo.core.Address;
import io.lianbo.core.chain.Chain;
import io.lianbo.rewards.distribution.RewardClaim;
import java.math.BigInteger;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/**
 * What a voter weighs in a poll: a token's votes or balances, a membership, or a score, each as of the poll's snapshot. What is passed on, borrowed or bought after it counts where it was.
 *
 * {@snippet class="io.lianbo.rewards.vote.CommunityGuideTest" region="weighings"}
 */
public sealed interface Weighing permits TokenWeighing, MembershipWeighing, ScoreWeighing {

    /**
     * One who may weigh something.
     *
     * @param account the voter
     * @param score what shows the score, where scores weigh; otherwise not looked at
     */
    record Voter(Address account, Optional<RewardClaim> score) {

        /** Returns a voter who shows no score. */
        public static Voter of(Address account) {
            return new Voter(account, Optional.empty());
        }
    }

    /**
     * Finds what voters weigh, in few round trips.
     *
     * @param chain the poll's chain
     * @param snapshot the poll's block; it must be at least one block old, and not two of the same second
     * @return of each voter who weighs something, 1 to 2^256-1
     * @throws io.lianbo.core.LianboException when the chain fails, or no longer has the state of that block
     */
    Map<Address, BigInteger> weights(Chain chain, long snapshot, Collection<Voter> voters);
}
