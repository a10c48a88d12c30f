/**
 * What a provider of signature algorithms offers: {@link io.lianbo.core.crypto.spi.CryptoProvider}, found on the class path. Whoever signs and verifies
 * uses {@link io.lianbo.core.crypto} and never this.
 */
@NullMarked
package io.lianbo.core.crypto.spi;

import org.jspecify.annotations.NullMarked;
