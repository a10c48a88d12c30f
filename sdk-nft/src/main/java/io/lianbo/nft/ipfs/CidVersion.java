package io.lianbo.nft.ipfs;

/**
 * How content is cut into blocks and named. Both are what Kubo's {@code ipfs add} has done by default since 2015: chunks of 262,144
 * bytes, a balanced tree of at most 174 links a node, SHA-256, folders sharded when the names and CIDs in them take more than 262,144 bytes.
 *
 * <p>The same bytes have another CID in the other version, as the leaves differ. A CID stands for one cut of the content, and IPIP-499
 * names these cuts profiles: {@link #V0} is its {@code unixfs-v0-2015}. A node that was told to cut otherwise finds another CID for the same
 * bytes; {@link IpfsPinning#pin} does not depend on that, since it hands over the blocks themselves.
 */
public enum CidVersion {
    /** {@code Qm...}, 46 characters in base58btc; chunks are wrapped into dag-pb. {@code ipfs add}. */
    V0,

    /** {@code bafy...} or {@code bafk...}, 59 characters in lower-case base32; chunks are raw. {@code ipfs add --cid-version=1}. */
    V1
}
