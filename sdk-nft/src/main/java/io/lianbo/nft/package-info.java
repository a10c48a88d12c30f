/**
 * Collectibles promised off chain by signed vouchers and minted by whoever redeems them: the host's service starts at
 * {@link io.lianbo.nft.VoucherIssuer}, a relayer at {@link io.lianbo.nft.VoucherCollection}. Badges for a whole audience start at
 * {@link io.lianbo.nft.BadgeCollection}.
 */
@NullMarked
package io.lianbo.nft;

import org.jspecify.annotations.NullMarked;
