/**
 * Finds accounts of one person and faked interactions by published rules, and says in a sentence what it saw: start at {@link io.lianbo.rewards.fraud.FraudDetector}, which
 * takes {@link io.lianbo.rewards.fraud.FraudRules} and gives the {@link io.lianbo.rewards.scoring.Assessment} that scoring applies. It does no I/O.
 */
@NullMarked
package io.lianbo.rewards.fraud;

import org.jspecify.annotations.NullMarked;
