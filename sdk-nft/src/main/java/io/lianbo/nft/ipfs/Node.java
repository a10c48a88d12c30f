package io.lianbo.nft.ipfs;

import io.lianbo.nft.ipfs.UnixFs.Link;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/** A file or folder whose CID is known. */
sealed interface Node {
    Cid cid();

    /** The bytes of its files. */
    long size();

    /** The bytes of its blocks. */
    long total();

    /** Where the bytes of a file come from, each time anew. */
    @FunctionalInterface
    interface Source {
        InputStream open() throws IOException;
    }

    /** Makes the blocks again; the last is the root. */
    void blocks(CidVersion version, int shardedAbove, BlockSink sink) throws IOException;

    /**
     * A file.
     *
     * @param name how errors call it
     */
    record File(String name, Source source, Cid cid, long size, long total) implements Node {

        static File of(String name, Source source, CidVersion version, BlockSink sink) throws IOException {
            FileCutter.Part root = cut(source, version, sink);
            return new File(name, source, root.cid(), root.size(), root.total());
        }

        private static FileCutter.Part cut(Source source, CidVersion version, BlockSink sink) throws IOException {
            try (InputStream file = source.open()) {
                return FileCutter.cut(file, version, sink);
            }
        }

        @Override
        public void blocks(CidVersion version, int shardedAbove, BlockSink sink) throws IOException {
            if (!cut(source, version, sink).cid().equals(cid)) {
                throw changed();
            }
        }

        IOException changed() {
            return new IOException(name + " changed after its CID was computed");
        }
    }

    /**
     * A folder.
     *
     * @param entries in the order of their names' UTF-8 bytes
     */
    record Folder(SortedMap<String, Node> entries, Cid cid, long size, long total) implements Node {

        static Folder of(SortedMap<String, Node> entries, CidVersion version, int shardedAbove, BlockSink sink)
                throws IOException {
            Link link = new FolderWriter(version, sink).write(links(entries), shardedAbove);
            long size = entries.values().stream().mapToLong(Node::size).reduce(0, Math::addExact);
            return new Folder(entries, link.cid(), size, link.total());
        }

        private static List<Link> links(SortedMap<String, Node> entries) {
            List<Link> links = new ArrayList<>();
            entries.forEach((name, node) -> links.add(new Link(name, node.cid(), node.total())));
            return links;
        }

        @Override
        public void blocks(CidVersion version, int shardedAbove, BlockSink sink) throws IOException {
            for (Map.Entry<String, Node> entry : entries.entrySet()) {
                entry.getValue().blocks(version, shardedAbove, sink);
            }
            new FolderWriter(version, sink).write(links(entries), shardedAbove);
        }
    }
}
