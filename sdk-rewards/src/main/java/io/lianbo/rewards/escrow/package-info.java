/**
 * Holds a buyer's payment until the goods are shipped and accepted, then pays it out by the split agreed before, or gives it back: start at {@link
 * io.lianbo.rewards.escrow.SaleEscrow}.
 */
@NullMarked
package io.lianbo.rewards.escrow;

import org.jspecify.annotations.NullMarked;
