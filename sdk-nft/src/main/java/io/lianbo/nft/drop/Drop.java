package io.lianbo.nft.drop;

import io.lianbo.core.Verdict;
import io.lianbo.core.Verdict.Reason;
import io.lianbo.nft.metadata.AssetFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A drop as a brand writes it down: a folder with {@code drop.yaml} ({@link DropManifest}), a CSV of recipients and, where the tokens have metadata, a
 * folder of assets ({@link AssetFolder}).
 *
 * {@snippet class="io.lianbo.nft.drop.DropsGuideTest" region="check"}
 *
 * <p>The CSV is RFC 4180 in UTF-8 with a header. A row gives a recipient one token: {@code external_id}, what the brand calls the row, 1 to 100 characters,
 * each once; {@code address}, with a right EIP-55 checksum or in lower case; and where the column is there {@code token_id}, 0 to 2^56-1, each once. Without
 * it the rows get tokens in their order, from {@code first_token_id} on. Other columns are ignored.
 *
 * <p>The files are read when they are asked about, row by row, so that a file of any size does. {@link DropRunner} runs it.
 */
public final class Drop {

    /** How many problems a {@link DropCheck} holds; {@link #validate(Consumer)} tells all. */
    public static final int MOST_PROBLEMS = 1_000;

    private static final String MANIFEST = "drop.yaml";
    private static final String DEFAULT_ASSETS = "assets";
    private static final long MOST_MANIFEST_BYTES = 1 << 20;

    private final Path folder;
    private final DropManifest manifest;

    private Drop(Path folder, DropManifest manifest) {
        this.folder = folder;
        this.manifest = manifest;
    }

    /**
     * Reads the manifest of a drop.
     *
     * @param folder which holds {@code drop.yaml}
     * @throws IllegalArgumentException if the manifest is wrong, see {@link DropManifest#parse}
     * @throws IOException if it cannot be read
     */
    public static Drop load(Path folder) throws IOException {
        Path file = folder.resolve(MANIFEST);
        if (Files.size(file) > MOST_MANIFEST_BYTES) {
            throw new IllegalArgumentException(MANIFEST + " must have at most " + MOST_MANIFEST_BYTES + " bytes");
        }
        return new Drop(folder, DropManifest.parse(Files.readString(file)));
    }

    /** Returns what the manifest says. */
    public DropManifest manifest() {
        return manifest;
    }

    /**
     * Checks the files; nothing is asked of a chain.
     *
     * @throws IOException if one cannot be read
     */
    public DropCheck validate() throws IOException {
        return validate(problem -> {});
    }

    /**
     * Checks the files, and tells every problem as it is found. Codes of the CSV are {@code MISSING_FILE}, {@code NO_ROWS}, {@code TOO_MANY_ROWS} (a million is
     * allowed), {@code WRONG_ENCODING}, {@code WRONG_SEPARATOR}, {@code BAD_CSV}, {@code MISSING_COLUMN}, {@code DUPLICATE_COLUMN}; of a row {@code
     * WRONG_FIELD_COUNT}, {@code LINE_BREAK}, {@code MISSING_VALUE}, {@code SCIENTIFIC_NOTATION}, {@code FORMULA}, {@code BAD_CHARACTER}, {@code TOO_LONG},
     * {@code DUPLICATE_EXTERNAL_ID}, {@code BAD_ADDRESS}, {@code BAD_CHECKSUM}, {@code ZERO_ADDRESS}, {@code DUPLICATE_ADDRESS}, {@code BAD_TOKEN_ID},
     * {@code DUPLICATE_TOKEN_ID}, {@code NO_ASSET}. Those of the assets are {@link AssetFolder#read}'s.
     *
     * @param each hears every problem, in the order of the files
     * @throws IOException if a file cannot be read
     */
    public DropCheck validate(Consumer<DropProblem> each) throws IOException {
        return check(each).check;
    }

    /** Returns the folder of assets, checked, or why not; empty if the drop has none. */
    public Optional<Verdict<AssetFolder>> assets() throws IOException {
        Optional<String> name = manifest.assets();
        if (name.isEmpty() && Files.isDirectory(folder.resolve(DEFAULT_ASSETS))) {
            name = Optional.of(DEFAULT_ASSETS);
        }
        if (name.isEmpty()) {
            return Optional.empty();
        }
        Path path = folder.resolve(name.get());
        return Optional.of(
                Files.isDirectory(path)
                        ? AssetFolder.read(path)
                        : Verdict.refused("MISSING_FILE", name.get() + " must be a folder"));
    }

    /** What a check found, and the file it read. */
    record Checked(DropCheck check, RecipientsFile file) {}

    Checked check(Consumer<DropProblem> each) throws IOException {
        Problems problems = new Problems(each);
        Optional<Verdict<AssetFolder>> assets = assets();
        assets.map(Verdict::reasons)
                .orElse(List.of())
                .forEach(
                        reason -> problems.add(new DropProblem(manifest.assets().orElse(DEFAULT_ASSETS), 0, reason)));
        Optional<Set<Long>> numbers =
                assets.flatMap(Verdict::value).map(AssetFolder::numbers).map(HashSet::new);
        RecipientsFile file = read(new RecipientsFile.Sink() {
            @Override
            public void row(DropRow row, long line) {
                if (numbers.isPresent() && !numbers.get().contains(row.tokenId())) {
                    problem(line, new Reason("NO_ASSET", "token " + row.tokenId() + " must be among the assets"));
                }
            }

            @Override
            public void problem(long line, Reason reason) {
                problems.add(new DropProblem(manifest.recipients(), line, reason));
            }
        });
        return new Checked(new DropCheck(file.rows(), problems.count, problems.first, file.ignoredColumns()), file);
    }

    RecipientsFile read(RecipientsFile.Sink sink) throws IOException {
        return RecipientsFile.read(folder.resolve(manifest.recipients()), manifest, sink);
    }

    private static final class Problems {
        private final Consumer<DropProblem> each;
        private final List<DropProblem> first = new ArrayList<>();
        private long count;

        Problems(Consumer<DropProblem> each) {
            this.each = Objects.requireNonNull(each, "each");
        }

        void add(DropProblem problem) {
            each.accept(problem);
            count++;
            if (first.size() < MOST_PROBLEMS) {
                first.add(problem);
            }
        }
    }

    /** Returns {@code Drop tea-2026 of eip155:...}. */
    @Override
    public String toString() {
        return "Drop " + manifest.name() + " of " + manifest.collection();
    }
}
