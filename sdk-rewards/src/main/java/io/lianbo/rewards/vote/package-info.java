/**
 * Lets a community vote: on chain, where what was accepted happens, start at {@link io.lianbo.rewards.vote.ProductVote}; without gas, by signed ballots whose tally anyone can recompute, start at
 * {@link io.lianbo.rewards.vote.BallotBox}.
 */
@NullMarked
package io.lianbo.rewards.vote;

import org.jspecify.annotations.NullMarked;
