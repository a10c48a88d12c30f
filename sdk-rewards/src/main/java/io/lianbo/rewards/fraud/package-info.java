/**
 * Finds faked orders, bots and rings of accounts before an epoch is scored, and says why: start at {@link io.lianbo.rewards.fraud.FraudDetector}, which gives the {@link
 * io.lianbo.rewards.scoring.Assessment} that {@link io.lianbo.rewards.scoring.ScoringEngine#assess} takes.
 */
@NullMarked
package io.lianbo.rewards.fraud;

import org.jspecify.annotations.NullMarked;
