package io.lianbo.testsupport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A guide in {@code docs/guide}, whose Java must stand in the tests of a module. */
public final class Guide {
    private static final Pattern SNIPPET = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
    private static final Pattern MARK = Pattern.compile("// @(start|end)[^\n]*\n");
    private static final Pattern BLANKS = Pattern.compile("\\s+");

    private final List<String> snippets;

    private Guide(List<String> snippets) {
        this.snippets = snippets;
    }

    /**
     * Reads a guide.
     *
     * @param name such as {@code credentials.md}
     */
    public static Guide named(String name) {
        Path file = Vectors.repositoryAbove(Path.of("").toAbsolutePath())
                .resolve("docs/guide")
                .resolve(name);
        return new Guide(SNIPPET.matcher(read(file))
                .results()
                .map((MatchResult snippet) -> snippet.group(1))
                .toList());
    }

    /** Its snippets of Java, as they stand there. */
    public List<String> snippets() {
        return snippets;
    }

    /** How many snippets of Java it has. */
    public int size() {
        return snippets.size();
    }

    /** The snippets that no test of the module in the working directory holds, however they are broken into lines. */
    public List<String> untested() {
        String tests;
        try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
            tests = files.filter(file -> file.toString().endsWith(".java"))
                    .map(Guide::read)
                    .map(text -> withoutBlanks(MARK.matcher(text).replaceAll("")))
                    .reduce("", (all, one) -> all + "\n" + one);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return snippets.stream()
                .filter(snippet -> !tests.contains(withoutBlanks(snippet)))
                .toList();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String withoutBlanks(String code) {
        return BLANKS.matcher(code).replaceAll("");
    }
}
