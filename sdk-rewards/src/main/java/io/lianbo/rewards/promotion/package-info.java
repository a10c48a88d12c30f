/**
 * Promotions that execute: coupons, bundles, group buys and rebates for the orders of a sale in escrow. Start at {@link io.lianbo.rewards.promotion.CouponPromotion}.
 */
@NullMarked
package io.lianbo.rewards.promotion;

import org.jspecify.annotations.NullMarked;
