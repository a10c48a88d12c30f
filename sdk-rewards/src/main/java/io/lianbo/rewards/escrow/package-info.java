/**
 * Holds a buyer's payment until the goods' passport verifies and their delivery is confirmed, then pays it out by the split agreed before: start at {@link
 * io.lianbo.rewards.escrow.SaleEscrow}.
 */
@NullMarked
package io.lianbo.rewards.escrow;

import org.jspecify.annotations.NullMarked;
