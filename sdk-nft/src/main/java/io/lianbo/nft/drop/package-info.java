/**
 * Drops that a brand scripts: a manifest, a CSV of recipients and a folder of assets become tokens, each recipient's once, whatever crashes. Start
 * at {@link io.lianbo.nft.drop.Drop}.
 */
@NullMarked
package io.lianbo.nft.drop;

import org.jspecify.annotations.NullMarked;
