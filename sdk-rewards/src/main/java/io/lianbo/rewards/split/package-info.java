/**
 * Divides a payment among fixed shares, exact to the smallest unit, with the same numbers in Java and on chain: start at {@link io.lianbo.rewards.split.SplitTerms} and
 * {@link io.lianbo.rewards.split.SplitCalculator}.
 */
@NullMarked
package io.lianbo.rewards.split;

import org.jspecify.annotations.NullMarked;
