/**
 * Blind boxes whose draw nobody can bias without being seen: a seller starts at {@link io.lianbo.nft.blindbox.BlindBox} and {@link
 * io.lianbo.nft.blindbox.PrizeList}, whoever does not believe the seller at {@link io.lianbo.nft.blindbox.DrawVerifier}.
 */
@NullMarked
package io.lianbo.nft.blindbox;

import org.jspecify.annotations.NullMarked;
