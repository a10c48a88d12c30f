/**
 * Signatures by native code. Nothing here is called: with this module on the class path {@link io.lianbo.core.crypto.CryptoEngines} finds it by itself, and
 * {@link io.lianbo.core.crypto.CryptoEngines#describe} says so.
 */
@NullMarked
package io.lianbo.nativecrypto;

import org.jspecify.annotations.NullMarked;
