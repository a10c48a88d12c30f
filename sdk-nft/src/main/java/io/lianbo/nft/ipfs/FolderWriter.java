package io.lianbo.nft.ipfs;

import io.lianbo.nft.ipfs.Cid.Codec;
import io.lianbo.nft.ipfs.UnixFs.Link;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** Makes the blocks of one folder: one, or where they would grow too large a tree of shards, in which a name's hash says where it lies. */
final class FolderWriter {
    /** A folder whose names and CIDs take more bytes than this is sharded; protobuf's own bytes do not count. */
    static final int SHARDED_ABOVE = 262_144;

    private static final HexFormat PLACE = HexFormat.of().withUpperCase();

    private final CidVersion version;
    private final BlockSink sink;

    FolderWriter(CidVersion version, BlockSink sink) {
        this.version = version;
        this.sink = sink;
    }

    private record Hashed(Link link, long hash) {
        int place(int depth) {
            return (int) (hash >>> (Long.SIZE - (depth + 1) * Byte.SIZE)) & 0xff;
        }
    }

    /** Writes the folder of these entries, in the order of their names' UTF-8 bytes, and gives a link to it without a name. */
    Link write(List<Link> entries, int shardedAbove) throws IOException {
        long estimate = entries.stream()
                .mapToLong(link -> link.name().getBytes(StandardCharsets.UTF_8).length
                        + link.cid().bytes().length)
                .sum();
        if (estimate <= shardedAbove) {
            return block(entries, UnixFs.folder(entries));
        }
        return shard(
                entries.stream()
                        .map(link -> new Hashed(link, Murmur3.hash(link.name().getBytes(StandardCharsets.UTF_8))))
                        .toList(),
                0);
    }

    private Link shard(List<Hashed> entries, int depth) throws IOException {
        if (depth == Long.BYTES) {
            throw new IllegalArgumentException("a folder must not hold names whose 64-bit hashes are equal: "
                    + entries.stream().map(entry -> entry.link().name()).toList());
        }
        List<List<Hashed>> places = new ArrayList<>();
        for (int place = 0; place < UnixFs.FANOUT; place++) {
            places.add(new ArrayList<>());
        }
        entries.forEach(entry -> places.get(entry.place(depth)).add(entry));

        List<Link> links = new ArrayList<>();
        byte[] taken = new byte[UnixFs.FANOUT / Byte.SIZE];
        for (int place = 0; place < UnixFs.FANOUT; place++) {
            List<Hashed> here = places.get(place);
            if (!here.isEmpty()) {
                taken[taken.length - 1 - place / Byte.SIZE] |= (byte) (1 << (place % Byte.SIZE));
                Link link = here.size() == 1 ? here.getFirst().link() : shard(here, depth + 1);
                links.add(new Link(PLACE.toHexDigits((byte) place) + link.name(), link.cid(), link.total()));
            }
        }
        return block(links, UnixFs.shard(links, withoutLeadingZeros(taken)));
    }

    private static byte[] withoutLeadingZeros(byte[] bytes) {
        int zeros = 0;
        while (bytes[zeros] == 0) {
            zeros++;
        }
        return Arrays.copyOfRange(bytes, zeros, bytes.length);
    }

    private Link block(List<Link> links, byte[] block) throws IOException {
        Cid cid = Cid.of(version, Codec.DAG_PB, block);
        sink.accept(cid, block, block.length);
        return new Link("", cid, links.stream().mapToLong(Link::total).reduce(block.length, Math::addExact));
    }
}
