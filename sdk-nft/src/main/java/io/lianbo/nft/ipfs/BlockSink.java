package io.lianbo.nft.ipfs;

import java.io.IOException;

/** Takes the blocks of content, each after those that it links to. */
@FunctionalInterface
interface BlockSink {
    /**
     * Takes one block.
     *
     * @param bytes the block lies at their beginning; they are used again afterwards
     */
    void accept(Cid cid, byte[] bytes, int length) throws IOException;
}
