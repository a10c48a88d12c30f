/**
 * Hashes, secp256k1 signatures and the keys that make them; start with {@link io.lianbo.core.crypto.Signer} to sign and with
 * {@link io.lianbo.core.crypto.Secp256k1} to check who signed.
 */
@NullMarked
package io.lianbo.core.crypto;

import org.jspecify.annotations.NullMarked;
