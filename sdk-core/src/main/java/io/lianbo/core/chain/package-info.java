/**
 * The chain: connect, read, deploy, send, wait for the receipt, read events. Start with {@link
 * io.lianbo.core.chain.Chain#connect}.
 */
@NullMarked
package io.lianbo.core.chain;

import org.jspecify.annotations.NullMarked;
