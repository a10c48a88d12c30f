/**
 * Airdrops to any number of accounts, cut into transactions that a chain takes and that can be sent again without giving anything twice;
 * start at {@link io.lianbo.nft.airdrop.AirdropPlanner}.
 */
@NullMarked
package io.lianbo.nft.airdrop;

import org.jspecify.annotations.NullMarked;
