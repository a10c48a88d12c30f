package io.lianbo.nft.ipfs;

import io.lianbo.core.Hash32;
import io.lianbo.nft.ipfs.Cid.Codec;
import io.lianbo.nft.ipfs.UnixFs.Link;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts one file into blocks while it streams by: chunks of equal size, above them nodes of at most 174 links, all chunks equally deep. It holds one chunk
 * and the links of one unfinished node a level.
 */
final class FileCutter {
    static final int CHUNK = 262_144;
    static final int LINKS = 174;

    private final CidVersion version;
    private final BlockSink sink;
    private final List<List<Part>> levels = new ArrayList<>();

    private FileCutter(CidVersion version, BlockSink sink) {
        this.version = version;
        this.sink = sink;
    }

    /**
     * A file, or a part of it.
     *
     * @param size its bytes
     * @param total the bytes of its blocks
     */
    record Part(Cid cid, long size, long total) {}

    static Part cut(InputStream file, CidVersion version, BlockSink sink) throws IOException {
        FileCutter cutter = new FileCutter(version, sink);
        byte[] chunk = new byte[CHUNK];
        int length = file.readNBytes(chunk, 0, CHUNK);
        do {
            cutter.add(0, cutter.leaf(chunk, length));
            length = file.readNBytes(chunk, 0, CHUNK);
        } while (length > 0);
        return cutter.root();
    }

    private Part leaf(byte[] chunk, int length) throws IOException {
        if (version == CidVersion.V0) {
            return part(length, UnixFs.leaf(chunk, length), 0);
        }
        Cid cid = new Cid(CidVersion.V1, Codec.RAW, sha256(chunk, length));
        sink.accept(cid, chunk, length);
        return new Part(cid, length, length);
    }

    private static Hash32 sha256(byte[] bytes, int length) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(bytes, 0, length);
            return Hash32.of(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform must have SHA-256", e);
        }
    }

    private void add(int level, Part part) throws IOException {
        if (level == levels.size()) {
            levels.add(new ArrayList<>());
        }
        List<Part> unfinished = levels.get(level);
        if (unfinished.size() == LINKS) {
            add(level + 1, joined(unfinished));
            unfinished.clear();
        }
        unfinished.add(part);
    }

    private Part root() throws IOException {
        for (int level = 0; ; level++) {
            List<Part> unfinished = levels.get(level);
            boolean top = level == levels.size() - 1;
            if (top && unfinished.size() == 1) {
                return unfinished.getFirst();
            }
            add(level + 1, joined(unfinished));
        }
    }

    private Part joined(List<Part> parts) throws IOException {
        List<Link> links = parts.stream()
                .map(part -> new Link("", part.cid(), part.total()))
                .toList();
        List<Long> sizes = parts.stream().map(Part::size).toList();
        long size = parts.stream().mapToLong(Part::size).reduce(0, Math::addExact);
        long below = parts.stream().mapToLong(Part::total).reduce(0, Math::addExact);
        return part(size, UnixFs.file(links, sizes), below);
    }

    private Part part(long size, byte[] block, long below) throws IOException {
        Cid cid = Cid.of(version, Codec.DAG_PB, block);
        sink.accept(cid, block, block.length);
        return new Part(cid, size, Math.addExact(block.length, below));
    }
}
