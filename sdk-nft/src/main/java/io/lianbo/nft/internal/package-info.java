/** What several packages of this module share and nobody else may use: start at {@link io.lianbo.nft.internal.Arguments}. */
@NullMarked
package io.lianbo.nft.internal;

import org.jspecify.annotations.NullMarked;
