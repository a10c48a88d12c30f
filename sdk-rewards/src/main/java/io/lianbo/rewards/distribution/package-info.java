/**
 * Divides a pool of tokens by points and lets each user claim on chain with a Merkle proof: start at {@link io.lianbo.rewards.distribution.RewardTree}, which {@link
 * io.lianbo.rewards.distribution.RewardsDistributor} publishes. {@link io.lianbo.rewards.distribution.EmissionSchedule} and {@link io.lianbo.rewards.distribution.Dividends} say how much
 * there is to divide. Rules are announced in a {@link io.lianbo.rewards.distribution.RuleRegistry}; points as a token are a {@link io.lianbo.rewards.distribution.LoyaltyToken}.
 */
@NullMarked
package io.lianbo.rewards.distribution;

import org.jspecify.annotations.NullMarked;
