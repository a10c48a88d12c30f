/**
 * Keeps what users earned, spent, lost and owe, in lots that expire and in books that balance to zero: start at {@link io.lianbo.rewards.points.PointsLedger}.
 */
@NullMarked
package io.lianbo.rewards.points;

import org.jspecify.annotations.NullMarked;
