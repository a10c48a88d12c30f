/**
 * What accounts do beyond sending: contracts that sign, told from keys by {@link io.lianbo.core.account.SignatureVerifier} (start there), keys
 * that borrow a contract's code by an {@link io.lianbo.core.account.Authorization}, and spending allowed by a {@link
 * io.lianbo.core.account.Permit} instead of a transaction.
 */
@NullMarked
package io.lianbo.core.account;

import org.jspecify.annotations.NullMarked;
