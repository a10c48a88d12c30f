/** Arithmetic on the curve secp256k1, for signatures to be checked: its time depends on what it reckons with, so no secret may come here. */
@NullMarked
package io.lianbo.core.internal.secp256k1;

import org.jspecify.annotations.NullMarked;
