/** Identities that are Ethereum addresses, with owners, delegates and attributes on chain: start at {@link io.lianbo.did.ethr.EthrDidMethod}. */
@NullMarked
package io.lianbo.did.ethr;

import org.jspecify.annotations.NullMarked;
