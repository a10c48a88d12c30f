/**
 * What wallets and marketplaces show of tokens and collections: one document starts at {@link io.lianbo.nft.metadata.TokenMetadata}, a folder of
 * images and documents at {@link io.lianbo.nft.metadata.AssetFolder}.
 */
@NullMarked
package io.lianbo.nft.metadata;

import org.jspecify.annotations.NullMarked;
