package io.lianbo.nft.ipfs;

import io.lianbo.nft.ipfs.Node.Source;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A file or folder with its CID, computed without a server, as Kubo's {@code ipfs add} computes it ({@link CidVersion}). By default of version 1.
 *
 * {@snippet class="io.lianbo.nft.ipfs.IpfsContentTest" region="folder"}
 *
 * <p>So what is written into a contract is known before anything is uploaded, and whoever stores it cannot store anything else:
 * {@link IpfsPinning} checks, and {@link #writeCar} gives one file that any pinning service or node imports under the same CID.
 *
 * <p>Files stream: a file of any size takes some hundred kilobytes of memory; of a folder, names and CIDs are held. Bytes are read from the disk
 * when the CID is computed and again each time they are written out; if they are others by then, that fails with an {@link IOException}
 * that names the file.
 *
 * <p>Names are taken as they are, byte by byte: {@code é} in one code point and in two are two names. Permissions and times are no part of a CID.
 * Large folders are sharded (HAMT, as UnixFS defines it) where Kubo shards them.
 *
 * <p>Immutable, and safe for use by many threads.
 */
public final class IpfsContent {

    private static final Comparator<String> BY_UTF8 =
            (a, b) -> Arrays.compareUnsigned(a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));

    private final Node root;
    private final CidVersion version;
    private final int shardedAbove;
    private final long carSize;

    private IpfsContent(Node root, CidVersion version, int shardedAbove, long blocksSize) {
        this.root = root;
        this.version = version;
        this.shardedAbove = shardedAbove;
        this.carSize = Math.addExact(Car.header(root.cid()).length, blocksSize);
    }

    /**
     * Computes the CID of a file, or of a folder with all that is below it, in version 1. Files and folders whose names begin with a dot are left
     * out, as {@code ipfs add} leaves them out.
     *
     * @throws IllegalArgumentException if it is, or holds, a symbolic link or something else that is neither file nor folder
     * @throws IOException if it is not there or cannot be read
     */
    public static IpfsContent of(Path fileOrFolder) throws IOException {
        return of(fileOrFolder, CidVersion.V1);
    }

    /**
     * Computes the CID as {@link #of(Path)} does, in either version.
     *
     * @throws IllegalArgumentException if it is, or holds, a symbolic link or something else that is neither file nor folder
     * @throws IOException if it is not there or cannot be read
     */
    public static IpfsContent of(Path fileOrFolder, CidVersion version) throws IOException {
        if (Files.isDirectory(fileOrFolder)) {
            Builder builder = folder(version);
            addAll(builder.entries, fileOrFolder);
            return builder.build();
        }
        return file(requireFile(fileOrFolder).toString(), () -> Files.newInputStream(fileOrFolder), version);
    }

    /** Computes the CID of a file with this content, in version 1. */
    public static IpfsContent of(byte[] content) throws IOException {
        return of(content, CidVersion.V1);
    }

    /** Computes the CID of a file with this content, in either version. */
    public static IpfsContent of(byte[] content, CidVersion version) throws IOException {
        byte[] copy = content.clone();
        return file("the content", () -> new ByteArrayInputStream(copy), version);
    }

    static IpfsContent file(String name, Source source, CidVersion version) throws IOException {
        Objects.requireNonNull(version, "version");
        long[] size = {0};
        Node file = Node.File.of(name, source, version, adding(size));
        return new IpfsContent(file, version, FolderWriter.SHARDED_ABOVE, size[0]);
    }

    /** Returns the builder of a folder in version 1, put together from files and from bytes. */
    public static Builder folder() {
        return folder(CidVersion.V1);
    }

    /** Returns the builder of a folder in either version. */
    public static Builder folder(CidVersion version) {
        return new Builder(version);
    }

    private static BlockSink adding(long[] size) {
        return (cid, bytes, length) -> size[0] = Math.addExact(size[0], (long) Car.frame(cid, length).length + length);
    }

    private static void addAll(Map<String, Object> entries, Path folder) throws IOException {
        List<Path> paths;
        try (Stream<Path> listed = Files.list(folder)) {
            paths = listed.toList();
        }
        for (Path path : paths) {
            String name = String.valueOf(path.getFileName());
            if (name.startsWith(".")) {
                continue;
            }
            Builder.requireName(name, path.toString());
            if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
                Map<String, Object> below = new LinkedHashMap<>();
                addAll(below, path);
                entries.put(name, below);
            } else {
                Path file = requireFile(path);
                entries.put(name, new Named(file.toString(), () -> Files.newInputStream(file)));
            }
        }
    }

    private static Path requireFile(Path path) {
        if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS) && Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            throw new IllegalArgumentException(
                    "content must be files and folders, no symbolic links and nothing else: " + path);
        }
        return path;
    }

    /** Returns the CID. */
    public Cid cid() {
        return root.cid();
    }

    /** Returns {@code ipfs://} and the CID, without a slash at the end. */
    public String uri() {
        return cid().uri();
    }

    /** Returns how it is cut and named. */
    public CidVersion version() {
        return version;
    }

    /** Returns whether it is a folder, and no single file. */
    public boolean isFolder() {
        return root instanceof Node.Folder;
    }

    /** Returns how many bytes its files have. */
    public long size() {
        return root.size();
    }

    /** Returns the paths of a folder's files, such as {@code images/0.png}, in the order of their UTF-8 bytes; none of a single file. */
    public List<String> paths() {
        List<String> paths = new ArrayList<>();
        collect("", root, paths);
        return List.copyOf(paths);
    }

    private static void collect(String prefix, Node node, List<String> paths) {
        if (node instanceof Node.Folder folder) {
            folder.entries().forEach((name, entry) -> {
                if (entry instanceof Node.File) {
                    paths.add(prefix + name);
                }
                collect(prefix + name + "/", entry, paths);
            });
        }
    }

    /**
     * Returns the CID of a file or folder inside, or empty if there is none.
     *
     * @param path such as {@code images/0.png}
     */
    public Optional<Cid> cidOf(String path) {
        @Nullable Node node = root;
        for (String name : path.split("/", -1)) {
            node = node instanceof Node.Folder folder ? folder.entries().get(name) : null;
        }
        return Optional.ofNullable(node).map(Node::cid);
    }

    /** Returns how many bytes {@link #writeCar} writes. */
    public long carSize() {
        return carSize;
    }

    /**
     * Writes all blocks as one content archive (CARv1), of which the CID is the one root; {@code ipfs dag import} and pinning services take it. A block that
     * occurs twice is written twice. Nothing is closed.
     *
     * @throws IOException if a file cannot be read any more or has changed, or {@code out} fails
     */
    public void writeCar(OutputStream out) throws IOException {
        out.write(Car.header(cid()));
        blocks((cid, bytes, length) -> {
            out.write(Car.frame(cid, length));
            out.write(bytes, 0, length);
        });
    }

    void blocks(BlockSink sink) throws IOException {
        root.blocks(version, shardedAbove, sink);
    }

    Node root() {
        return root;
    }

    /** Returns {@code IpfsContent(bafy..., 1234 bytes)}. */
    @Override
    public String toString() {
        return "IpfsContent(" + cid() + ", " + size() + " bytes)";
    }

    private record Named(String name, Source source) {}

    /** Puts a folder together. Not safe for use by many threads. */
    public static final class Builder {

        private final CidVersion version;

        /** By name: what is to be read, or the entries of a folder below. */
        private final Map<String, Object> entries = new LinkedHashMap<>();

        private int shardedAbove = FolderWriter.SHARDED_ABOVE;

        private Builder(CidVersion version) {
            this.version = Objects.requireNonNull(version, "version");
        }

        /**
         * Adds a file of the disk, which is read in {@link #build}.
         *
         * @param path where it is to lie, such as {@code images/0.png}; folders come into being by that
         * @throws IllegalArgumentException if there is something at {@code path} already, a part of it is no name, or {@code file} is something else
         */
        public Builder add(String path, Path file) {
            requireFile(file);
            return add(path, new Named(file.toString(), () -> Files.newInputStream(file)));
        }

        /**
         * Adds a file of these bytes.
         *
         * @param path where it is to lie, such as {@code images/0.png}; folders come into being by that
         * @throws IllegalArgumentException if there is something at {@code path} already, or a part of it is no name
         */
        public Builder add(String path, byte[] content) {
            byte[] copy = content.clone();
            return add(path, new Named(path, () -> new ByteArrayInputStream(copy)));
        }

        Builder add(String path, Source source) {
            return add(path, new Named(path, source));
        }

        /** For tests of sharding that need no thousands of names. */
        Builder shardedAbove(int bytes) {
            shardedAbove = bytes;
            return this;
        }

        @SuppressWarnings("unchecked") // what is a map here was put here as one
        private Builder add(String path, Named file) {
            String[] names = path.split("/", -1);
            Map<String, Object> folder = entries;
            for (int i = 0; i < names.length - 1; i++) {
                requireName(names[i], path);
                Object below = folder.computeIfAbsent(names[i], name -> new LinkedHashMap<String, Object>());
                if (!(below instanceof Map<?, ?>)) {
                    throw taken(path);
                }
                folder = (Map<String, Object>) below;
            }
            String name = names[names.length - 1];
            requireName(name, path);
            if (folder.putIfAbsent(name, file) != null) {
                throw taken(path);
            }
            return this;
        }

        private static IllegalArgumentException taken(String path) {
            return new IllegalArgumentException(
                    "each path must be added once, and a file is no folder: " + Multibase.shown(path));
        }

        private static void requireName(String name, String path) {
            boolean encodable = StandardCharsets.UTF_8.newEncoder().canEncode(name);
            if (!encodable || name.isEmpty() || name.equals(".") || name.equals("..") || name.indexOf('\0') >= 0) {
                throw new IllegalArgumentException(
                        "a path must be names with / between them, none of them empty, . or ..: "
                                + Multibase.shown(path));
            }
        }

        /**
         * Reads all files and computes the CID.
         *
         * @throws IOException if a file cannot be read
         */
        public IpfsContent build() throws IOException {
            long[] size = {0};
            return new IpfsContent(folder(entries, adding(size)), version, shardedAbove, size[0]);
        }

        @SuppressWarnings("unchecked") // what is a map here was put here as one
        private Node.Folder folder(Map<String, Object> named, BlockSink sink) throws IOException {
            SortedMap<String, Node> nodes = new TreeMap<>(BY_UTF8);
            for (Map.Entry<String, Object> entry : named.entrySet()) {
                Node node = entry.getValue() instanceof Named file
                        ? Node.File.of(file.name(), file.source(), version, sink)
                        : folder((Map<String, Object>) entry.getValue(), sink);
                nodes.put(entry.getKey(), node);
            }
            return Node.Folder.of(nodes, version, shardedAbove, sink);
        }
    }
}
