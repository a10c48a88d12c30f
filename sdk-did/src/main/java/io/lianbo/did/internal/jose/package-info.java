/** Signed tokens and their JSON, read strictly: start at {@link io.lianbo.did.internal.jose.Jws}. */
@NullMarked
package io.lianbo.did.internal.jose;

import org.jspecify.annotations.NullMarked;
