package io.lianbo.nft.ipfs;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** Blocks of the dag-pb codec that hold UnixFS data: parts of files, folders and shards of folders. */
final class UnixFs {
    private static final int DIRECTORY = 1;
    private static final int FILE = 2;
    private static final int HAMT_SHARD = 5;

    private static final int MURMUR3_X64_64 = 0x22;
    static final int FANOUT = 256;

    private UnixFs() {}

    /**
     * A link to a block.
     *
     * @param total the bytes of the block and of all blocks below it, which dag-pb calls Tsize
     */
    record Link(String name, Cid cid, long total) {
        private byte[] encoded() {
            byte[] hash = cid.bytes();
            byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
            return new Protobuf(hash.length + utf8.length + 16)
                    .bytes(1, hash)
                    .bytes(2, utf8)
                    .number(3, total)
                    .toBytes();
        }
    }

    /** A part of a file, wrapped; an empty one is an empty file. */
    static byte[] leaf(byte[] chunk, int length) {
        Protobuf data = new Protobuf(length + 16).number(1, FILE);
        if (length > 0) {
            data.bytes(2, chunk, length);
        }
        return node(List.of(), data.number(3, length));
    }

    /** A file, or a part of it, that consists of others. */
    static byte[] file(List<Link> parts, List<Long> sizes) {
        Protobuf data = new Protobuf(sizes.size() * 6)
                .number(1, FILE)
                .number(3, sizes.stream().reduce(0L, Math::addExact));
        sizes.forEach(size -> data.number(4, size));
        return node(parts, data);
    }

    /** A folder in one block; the links in the order of their names' UTF-8 bytes. */
    static byte[] folder(List<Link> entries) {
        return node(entries, new Protobuf(2).number(1, DIRECTORY));
    }

    /** A shard of a folder; the links in the order of their places, {@code bitfield} says which of the places are taken. */
    static byte[] shard(List<Link> entries, byte[] bitfield) {
        return node(
                entries,
                new Protobuf(48)
                        .number(1, HAMT_SHARD)
                        .bytes(2, bitfield)
                        .number(5, MURMUR3_X64_64)
                        .number(6, FANOUT));
    }

    /** dag-pb wants the links first, though their field has the higher number. */
    private static byte[] node(List<Link> links, Protobuf data) {
        byte[] unixFs = data.toBytes();
        Protobuf node = new Protobuf(unixFs.length + 16 + links.size() * 64);
        links.forEach(link -> node.bytes(2, link.encoded()));
        return node.bytes(1, unixFs).toBytes();
    }
}
