package io.lianbo.testsupport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/**
 * Test vectors that no one on this project wrote. They lie beside the repository, in {@code ../shared/vectors}, or where the
 * system property {@code lianbo.vectors} says (relative to the repository's root).
 *
 * <p>Where the folder is missing a test is aborted, saying so; with {@code CI=true} in the environment it fails instead.
 * A part that the folder does not have is an empty set: a test that asks for it is aborted.
 */
public final class Vectors {

    private static final String PROPERTY = "lianbo.vectors";

    private final Path folder;
    private final boolean mandatory;

    Vectors(Path repository, @Nullable String property, @Nullable String ci) {
        this.folder = repository
                .resolve(property == null ? "../shared/vectors" : property)
                .normalize();
        this.mandatory = "true".equals(ci);
    }

    /**
     * The files directly in a part of the vectors, in the order of their names; never none.
     *
     * @param part such as {@code jcs/input}
     * @param suffix such as {@code .json}
     */
    public static List<Path> files(String part, String suffix) {
        return here().list(part, suffix);
    }

    /** One file of the vectors, such as {@code siwe/parsing_positive.json}. */
    public static Path file(String name) {
        return here().find(name);
    }

    private static Vectors here() {
        Path start = Path.of("").toAbsolutePath();
        return new Vectors(repositoryAbove(start), System.getProperty(PROPERTY), System.getenv("CI"));
    }

    static Path repositoryAbove(Path start) {
        for (Path folder = start; folder != null; folder = folder.getParent()) {
            if (Files.isDirectory(folder.resolve("sdk-bom"))) {
                return folder;
            }
        }
        throw new AssertionError("neither " + start + " nor a folder above it holds sdk-bom");
    }

    List<Path> list(String part, String suffix) {
        Path found = find(part);
        try (Stream<Path> entries = Files.list(found)) {
            List<Path> files = entries.filter(Files::isRegularFile)
                    .filter(file -> file.getFileName().toString().endsWith(suffix))
                    .sorted()
                    .toList();
            Assumptions.assumeFalse(files.isEmpty(), () -> "empty set: no *" + suffix + " in " + found);
            return files;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path find(String name) {
        if (!Files.isDirectory(folder)) {
            String message = "the outside test vectors are missing: there is no folder " + folder
                    + "; name theirs with -D" + PROPERTY + "=...";
            if (mandatory) {
                throw new AssertionError(message);
            }
            return Assumptions.abort(message);
        }
        Path found = folder.resolve(name);
        Assumptions.assumeTrue(Files.exists(found), () -> "empty set: there is no " + found);
        return found;
    }
}
