/**
 * Divides a pool of tokens by points and lets each user claim on chain with a Merkle proof: start at {@link io.lianbo.rewards.distribution.RewardTree}, which {@link
 * io.lianbo.rewards.distribution.RewardsDistributor} publishes.
 */
@NullMarked
package io.lianbo.rewards.distribution;

import org.jspecify.annotations.NullMarked;
