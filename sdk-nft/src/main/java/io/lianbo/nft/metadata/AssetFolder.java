package io.lianbo.nft.metadata;

import io.lianbo.core.Verdict;
import io.lianbo.core.Verdict.Reason;
import io.lianbo.nft.ipfs.CidVersion;
import io.lianbo.nft.ipfs.IpfsContent;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A folder of what is to be dropped, in the layout that Metaplex's Sugar made known: for each token {@code 0.json} and beside it {@code 0.png} (or another
 * ending), and {@code collection.json} for the collection. A token's number is its id.
 *
 * {@snippet class="io.lianbo.nft.metadata.AssetFolderTest" region="assets"}
 *
 * <p>In the documents, {@code image} names the file beside it ({@code "0.png"}); {@code animation_url} and the {@code uri} of each of
 * {@code properties.files} may name one too. {@link #prepare} writes the file's place on IPFS there, and leaves the folder as it is.
 *
 * <p>Immutable, and safe for use by many threads.
 */
public final class AssetFolder {

    static final String COLLECTION = "collection.json";

    private static final Pattern DOCUMENT = Pattern.compile("(.*)\\.json", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final Pattern NUMBER = Pattern.compile("0|[1-9][0-9]{0,17}");
    private static final Pattern NUMBERED = Pattern.compile("([0-9]+)\\..*", Pattern.DOTALL);
    private static final String FILES = "files";
    private static final String URI = "uri";

    private final Path folder;
    private final NavigableMap<Long, TokenMetadata> tokens;
    private final CollectionMetadata collection;
    private final SortedSet<String> media;

    private AssetFolder(
            Path folder,
            NavigableMap<Long, TokenMetadata> tokens,
            CollectionMetadata collection,
            SortedSet<String> media) {
        this.folder = folder;
        this.tokens = tokens;
        this.collection = collection;
        this.media = media;
    }

    /**
     * Reads a folder and checks all of it. Files whose names begin with a dot are left out.
     *
     * @return the folder, or all reasons against it, each with the file's name in front. Those of documents are the ones of
     *     {@link TokenMetadata#parse(String)} and {@link CollectionMetadata#parse(String)}; then {@code MISSING_FILE} (a document, an image, a number between
     *     the first and the last, the collection's document), {@code WRONG_FILE} (an image that is not named as its token),
     *     {@code EMPTY_FILE}, {@code UNUSED_FILE} (in no document), {@code BAD_NAME} (such as {@code 07.json}), {@code NO_FILE} (a folder, a link)
     * @throws IOException if it cannot be read
     */
    public static Verdict<AssetFolder> read(Path folder) throws IOException {
        return new Reader(folder).read();
    }

    /** Returns the numbers of the tokens, without a gap. */
    public List<Long> numbers() {
        return List.copyOf(tokens.keySet());
    }

    /** Returns what the folder says of a token, its files by their names; empty if there is no such number. */
    public Optional<TokenMetadata> token(long number) {
        return Optional.ofNullable(tokens.get(number));
    }

    /** Returns what the folder says of the collection, its files by their names. */
    public CollectionMetadata collection() {
        return collection;
    }

    /**
     * Computes the CIDs, of version 1: of the media, then of the documents that name them by it. The same folder gives the same CIDs, byte for byte.
     *
     * @throws IOException if a file cannot be read
     */
    public PreparedAssets prepare() throws IOException {
        return prepare(CidVersion.V1);
    }

    /**
     * Computes the CIDs as {@link #prepare()} does, in either version.
     *
     * @throws IOException if a file cannot be read
     */
    public PreparedAssets prepare(CidVersion version) throws IOException {
        IpfsContent.Builder files = IpfsContent.folder(version);
        for (String name : media) {
            files.add(name, folder.resolve(name));
        }
        IpfsContent stored = files.build();

        IpfsContent.Builder documents = IpfsContent.folder(version);
        for (Map.Entry<Long, TokenMetadata> token : tokens.entrySet()) {
            documents.add(token.getKey().toString(), utf8(published(token.getValue(), stored)));
        }
        Map<String, String> images = new LinkedHashMap<>();
        for (String key : CollectionMetadata.IMAGES) {
            if (collection.values().get(key) instanceof String url) {
                images.put(key, placeOf(url, stored));
            }
        }
        documents.add(COLLECTION, utf8(collection.with(images).toJson()));
        return new PreparedAssets(stored, documents.build());
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private String published(TokenMetadata token, IpfsContent stored) {
        Map<String, Object> changes = new LinkedHashMap<>();
        for (String key : List.of(TokenMetadata.IMAGE, TokenMetadata.ANIMATION_URL)) {
            if (token.values().get(key) instanceof String url) {
                changes.put(key, placeOf(url, stored));
            }
        }
        if (token.properties().get(FILES) instanceof List<?> files) {
            Map<String, @Nullable Object> properties = new LinkedHashMap<>(token.properties());
            properties.put(
                    FILES, files.stream().map(file -> published(file, stored)).toList());
            changes.put("properties", Collections.unmodifiableMap(properties));
        }
        return token.with(changes).toJson();
    }

    private Object published(Object file, IpfsContent stored) {
        if (file instanceof Map<?, ?> object && object.get(URI) instanceof String uri) {
            Map<Object, @Nullable Object> changed = new LinkedHashMap<>(object);
            changed.put(URI, placeOf(uri, stored));
            return Collections.unmodifiableMap(changed);
        }
        return file;
    }

    /** Where a file is on IPFS; what is no file of ours stays as it is. */
    private String placeOf(String name, IpfsContent stored) {
        return media.contains(name) ? stored.uri() + "/" + percentEncoded(name) : name;
    }

    /** A path segment by RFC 3986 section 3.3, of which all but the unreserved characters are encoded. */
    private static String percentEncoded(String name) {
        StringBuilder encoded = new StringBuilder();
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            boolean letterOrDigit = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (letterOrDigit || "-._~".indexOf(c) >= 0) {
                encoded.append(c);
            } else {
                encoded.append(String.format("%%%02X", (int) c));
            }
        }
        return encoded.toString();
    }

    /** Returns {@code AssetFolder(assets, 100 tokens)}. */
    @Override
    public String toString() {
        return "AssetFolder(" + folder + ", " + tokens.size() + " tokens)";
    }

    /** One reading of a folder, which goes on to the end whatever it finds. */
    private static final class Reader {
        private final Path folder;
        private final List<Reason> reasons = new ArrayList<>();
        private final NavigableMap<Long, TokenMetadata> tokens = new TreeMap<>();
        private final SortedMap<String, Long> media = new TreeMap<>();
        private final Set<String> used = new HashSet<>();
        private boolean hasCollection;

        Reader(Path folder) {
            this.folder = folder;
        }

        Verdict<AssetFolder> read() throws IOException {
            NavigableMap<Long, String> documents = new TreeMap<>();
            for (Path path : paths()) {
                list(path, documents);
            }
            for (Map.Entry<Long, String> document : documents.entrySet()) {
                tokens.put(document.getKey(), token(document.getKey(), document.getValue()));
            }
            CollectionMetadata collection = collection();
            reportGaps();
            for (Map.Entry<String, Long> file : media.entrySet()) {
                if (file.getValue() == 0) {
                    report("EMPTY_FILE", file.getKey(), "must not be empty");
                }
                if (!used.contains(file.getKey())) {
                    report("UNUSED_FILE", file.getKey(), "must be named in a document, or taken away");
                }
            }
            return reasons.isEmpty()
                    ? Verdict.ok(new AssetFolder(
                            folder,
                            Collections.unmodifiableNavigableMap(tokens),
                            collection,
                            Collections.unmodifiableSortedSet(new TreeSet<>(media.keySet()))))
                    : Verdict.refused(reasons);
        }

        private List<Path> paths() throws IOException {
            try (Stream<Path> paths = Files.list(folder)) {
                return paths.sorted().toList();
            }
        }

        private void list(Path path, SortedMap<Long, String> documents) throws IOException {
            String name = String.valueOf(path.getFileName());
            Matcher document = DOCUMENT.matcher(name);
            if (name.startsWith(".")) {
                return;
            }
            if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
                report("NO_FILE", name, "must be a file, and no folder or symbolic link");
            } else if (name.equals(COLLECTION)) {
                hasCollection = true;
            } else if (!document.matches()) {
                media.put(name, Files.size(path));
            } else if (NUMBER.matcher(document.group(1)).matches() && name.endsWith(".json")) {
                documents.put(Long.valueOf(document.group(1)), name);
            } else {
                report("BAD_NAME", name, "must be a number without zeros in front and .json, or " + COLLECTION);
            }
        }

        private TokenMetadata token(long number, String name) throws IOException {
            Check check = new Check(name + ": ", reasons);
            TokenMetadata token = TokenMetadata.read(start(name), UrlRule.PUBLISHED_OR_BESIDE, check);
            if (token.values().get(TokenMetadata.IMAGE) instanceof String image && !image.isBlank()) {
                if (isNumbered(image, number)) {
                    use(image, TokenMetadata.IMAGE, check);
                } else {
                    check.report(
                            "WRONG_FILE",
                            TokenMetadata.IMAGE,
                            "must name the file beside it, " + number + ". and an ending: " + Check.shown(image));
                }
            }
            if (token.values().get(TokenMetadata.ANIMATION_URL) instanceof String url && UrlRule.isFileName(url)) {
                use(url, TokenMetadata.ANIMATION_URL, check);
            }
            if (token.properties().get(FILES) instanceof List<?> files) {
                for (int i = 0; i < files.size(); i++) {
                    if (files.get(i) instanceof Map<?, ?> file
                            && file.get(URI) instanceof String uri
                            && UrlRule.isFileName(uri)) {
                        use(uri, "properties.files[" + i + "].uri", check);
                    }
                }
            }
            return token;
        }

        /** As much of a document as is allowed, and one byte more. */
        private byte[] start(String name) throws IOException {
            try (InputStream in = Files.newInputStream(folder.resolve(name))) {
                return in.readNBytes(Check.MAX_BYTES + 1);
            }
        }

        private static boolean isNumbered(String image, long number) {
            return UrlRule.isFileName(image) && image.startsWith(number + ".");
        }

        private CollectionMetadata collection() throws IOException {
            Check check = new Check(COLLECTION + ": ", reasons);
            if (!hasCollection) {
                check.report("MISSING_FILE", "", "must be there");
                return CollectionMetadata.builder("none").build();
            }
            CollectionMetadata collection =
                    CollectionMetadata.read(start(COLLECTION), UrlRule.PUBLISHED_OR_BESIDE, check);
            for (String key : CollectionMetadata.IMAGES) {
                if (collection.values().get(key) instanceof String url && !url.isBlank() && UrlRule.isFileName(url)) {
                    use(url, key, check);
                }
            }
            return collection;
        }

        /** By the names that the folder lists, as a disk that ignores case would find Image.PNG too. */
        private void use(String name, String path, Check check) {
            if (media.containsKey(name)) {
                used.add(name);
            } else if (!name.isBlank()) {
                check.report(
                        "MISSING_FILE", path, "must name a file of the folder, to the letter: " + Check.shown(name));
            }
        }

        private void reportGaps() {
            SortedSet<Long> numbers = new TreeSet<>(tokens.keySet());
            for (String name : media.keySet()) {
                Matcher numbered = NUMBERED.matcher(name);
                if (numbered.matches() && NUMBER.matcher(numbered.group(1)).matches()) {
                    long number = Long.parseLong(numbered.group(1));
                    if (!tokens.containsKey(number) && numbers.add(number)) {
                        report("MISSING_FILE", number + ".json", "must be there, as " + name + " is");
                    }
                }
            }
            if (numbers.isEmpty()) {
                report("MISSING_FILE", "0.json", "must be there, or another number");
                return;
            }
            long expected = numbers.first();
            for (long number : numbers) {
                if (number > expected) {
                    String gap = number - expected == 1 ? "" : " to " + (number - 1) + ".json";
                    report("MISSING_FILE", expected + ".json" + gap, "must be there, as " + number + " follows");
                }
                expected = number + 1;
            }
        }

        private void report(String code, String name, String problem) {
            new Check(name + ": ", reasons).report(code, "", problem);
        }
    }
}
