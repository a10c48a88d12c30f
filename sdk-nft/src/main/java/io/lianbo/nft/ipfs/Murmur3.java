package io.lianbo.nft.ipfs;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The first 64 bits of MurmurHash3 x64 128 with seed 0: by these a sharded folder lays out its names (multihash 0x22). */
final class Murmur3 {
    private static final long C1 = 0x87c37b91114253d5L;
    private static final long C2 = 0x4cf5ad432745937fL;
    private static final int BLOCK = 16;

    private Murmur3() {}

    static long hash(byte[] bytes) {
        long h1 = 0;
        long h2 = 0;
        int whole = bytes.length / BLOCK * BLOCK;
        // the rest is filled up with zeros, which changes nothing: a word of zero mixes to zero
        ByteBuffer words = ByteBuffer.allocate(whole + BLOCK)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(bytes)
                .position(0);
        while (words.position() < whole) {
            h1 ^= mixFirst(words.getLong());
            h1 = (Long.rotateLeft(h1, 27) + h2) * 5 + 0x52dce729;
            h2 ^= mixSecond(words.getLong());
            h2 = (Long.rotateLeft(h2, 31) + h1) * 5 + 0x38495ab5;
        }
        h1 ^= mixFirst(words.getLong());
        h2 ^= mixSecond(words.getLong());

        h1 ^= bytes.length;
        h2 ^= bytes.length;
        h1 += h2;
        h2 += h1;
        h1 = avalanche(h1);
        h2 = avalanche(h2);
        return h1 + h2;
    }

    private static long mixFirst(long word) {
        return Long.rotateLeft(word * C1, 31) * C2;
    }

    private static long mixSecond(long word) {
        return Long.rotateLeft(word * C2, 33) * C1;
    }

    private static long avalanche(long h) {
        long mixed = (h ^ (h >>> 33)) * 0xff51afd7ed558ccdL;
        mixed = (mixed ^ (mixed >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return mixed ^ (mixed >>> 33);
    }
}
