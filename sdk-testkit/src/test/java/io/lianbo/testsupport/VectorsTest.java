package io.lianbo.testsupport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;

class VectorsTest {

    @TempDir
    Path home;

    Path repository;

    @BeforeEach
    void layOutTheRepository() throws IOException {
        repository = home.resolve("main");
        Files.createDirectories(repository.resolve("sdk-bom"));
        Files.createDirectories(repository.resolve("sdk-core/target"));
    }

    @Test
    void findsTheRepositoryFromAFolderBelowIt() {
        assertThat(Vectors.repositoryAbove(repository.resolve("sdk-core/target")))
                .isEqualTo(repository);
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> Vectors.repositoryAbove(home))
                .withMessageContaining("sdk-bom");
    }

    @Test
    void listsTheFilesOfAPartInOrder() throws IOException {
        Path input = Files.createDirectories(home.resolve("shared/vectors/jcs/input"));
        for (String name : new String[] {"b.json", "a.json", "notes.txt"}) {
            Files.createFile(input.resolve(name));
        }
        Files.createDirectory(input.resolve("folder.json"));

        Vectors vectors = new Vectors(repository, null, null);

        assertThat(vectors.list("jcs/input", ".json"))
                .containsExactly(input.resolve("a.json"), input.resolve("b.json"));
        assertThat(vectors.find("jcs/input/a.json")).isEqualTo(input.resolve("a.json"));
    }

    @Test
    void takesTheFolderThatThePropertyNames() throws IOException {
        Path file = Files.createDirectories(repository.resolve("other/siwe")).resolve("x.json");
        Files.createFile(file);

        assertThat(new Vectors(repository, "other", null).list("siwe", ".json")).containsExactly(file);
        assertThat(new Vectors(repository, repository.resolve("other").toString(), "true").list("siwe", ".json"))
                .containsExactly(file);
    }

    @Test
    void abortsTheTestWhereTheFolderIsMissing() {
        assertThatExceptionOfType(TestAbortedException.class)
                .isThrownBy(() -> new Vectors(repository, null, null).list("jcs/input", ".json"))
                .withMessageContaining("vectors are missing")
                .withMessageContaining(home.resolve("shared/vectors").toString());
    }

    @Test
    void failsTheTestWhereTheFolderIsMissingInCi() {
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> new Vectors(repository, null, "true").list("jcs/input", ".json"))
                .withMessageContaining("vectors are missing");
    }

    @Test
    void abortsTheTestWhereAPartIsMissingOrEmpty() throws IOException {
        Files.createDirectories(home.resolve("shared/vectors/empty"));
        Vectors vectors = new Vectors(repository, null, "true");

        assertThatExceptionOfType(TestAbortedException.class)
                .isThrownBy(() -> vectors.list("nowhere", ".json"))
                .withMessageContaining("empty set");
        assertThatExceptionOfType(TestAbortedException.class)
                .isThrownBy(() -> vectors.list("empty", ".json"))
                .withMessageContaining("empty set");
    }
}
