/**
 * Where accounts come from: a dozen words ({@link io.lianbo.core.wallet.Mnemonic}, from which {@link
 * io.lianbo.core.wallet.HdWallet} makes any number of keys), or a service that keeps the keys to itself ({@link
 * io.lianbo.core.wallet.RemoteSigner}). For production, start with the last.
 */
@NullMarked
package io.lianbo.core.wallet;

import org.jspecify.annotations.NullMarked;
