/**
 * Redeeming what tokens promise, a parcel or a seat: handed in at a desk, accepted and fulfilled in time or given back, each perk of a token once;
 * start at {@link io.lianbo.nft.redemption.RedemptionDesk}.
 */
@NullMarked
package io.lianbo.nft.redemption;

import org.jspecify.annotations.NullMarked;
