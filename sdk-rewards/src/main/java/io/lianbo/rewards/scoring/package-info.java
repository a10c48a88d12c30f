/**
 * Turns what viewers did into points, in integers and under a published rule document: start at {@link io.lianbo.rewards.scoring.ScoringEngine}, which takes
 * {@link io.lianbo.rewards.scoring.ScoringRules} and {@link io.lianbo.rewards.scoring.Interaction}s and does no I/O.
 */
@NullMarked
package io.lianbo.rewards.scoring;

import org.jspecify.annotations.NullMarked;
