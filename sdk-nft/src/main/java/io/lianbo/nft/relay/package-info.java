/** Redeeming vouchers for people who pay no gas, within limits: start at {@link io.lianbo.nft.relay.VoucherRelayer}. */
@NullMarked
package io.lianbo.nft.relay;

import org.jspecify.annotations.NullMarked;
