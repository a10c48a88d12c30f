/**
 * Content on IPFS, whose CID is computed here, before and without any server: start at {@link io.lianbo.nft.ipfs.IpfsContent},
 * then store it with {@link io.lianbo.nft.ipfs.IpfsPinning}.
 */
@NullMarked
package io.lianbo.nft.ipfs;

import org.jspecify.annotations.NullMarked;
