/**
 * EIP-712 typed data, what wallets show before they sign: declare a message once as a {@link io.lianbo.core.typeddata.StructType}
 * (start there), or take any wallet's JSON as {@link io.lianbo.core.typeddata.TypedData}.
 */
@NullMarked
package io.lianbo.core.typeddata;

import org.jspecify.annotations.NullMarked;
