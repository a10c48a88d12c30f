package io.lianbo.nft.metadata;

import io.lianbo.nft.ipfs.IpfsContent;
import java.util.Objects;

/**
 * The two folders that a drop consists of, as they go to IPFS. Store both ({@link io.lianbo.nft.ipfs.IpfsPinning}) before the collection points to them.
 *
 * @param media the images and films, under the names they have on the disk
 * @param metadata a document for each token, named by its decimal number without an ending, and {@code collection.json}
 */
public record PreparedAssets(IpfsContent media, IpfsContent metadata) {

    /** Checks that both are there. */
    public PreparedAssets {
        Objects.requireNonNull(media, "media");
        Objects.requireNonNull(metadata, "metadata");
    }

    /** Returns what a collection puts before the decimal token id: {@code ipfs://} and the CID of the metadata, with a slash at the end. */
    public String baseUri() {
        return metadata.uri() + "/";
    }

    /** Returns where the collection's own metadata is (ERC-7572). */
    public String contractUri() {
        return baseUri() + AssetFolder.COLLECTION;
    }
}
