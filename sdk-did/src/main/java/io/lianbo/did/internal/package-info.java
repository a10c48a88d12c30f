/** What several packages of this module share and nobody else may use: start at {@link io.lianbo.did.internal.Base64Url}. */
@NullMarked
package io.lianbo.did.internal;

import org.jspecify.annotations.NullMarked;
