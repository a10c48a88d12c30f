package io.lianbo.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.StringTokenizer;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Holds what a user of sdk-core must download to a budget. It may shrink; who lets it grow explains why. */
class DependencyBudgetTest {

    private static final int MAX_JARS = 25;
    private static final long MAX_BYTES = 19_000_000;

    /** Parts of web3j's dependencies that sdk-core leaves out, as they appear in a path of a Maven repository. */
    private static final List<String> BANNED = List.of(
            "/software/amazon/",
            "/io/netty/",
            "/io/vertx/",
            "/com/github/jnr/",
            "/org/java-websocket/",
            "/jc-kzg",
            "/connid");

    private static Map<Path, Long> jars;

    @BeforeAll
    static void readWhatTheBuildResolved() throws IOException {
        Path file = Path.of("target", "runtime-classpath.txt");
        assertThat(file)
                .as("written by maven-dependency-plugin:build-classpath")
                .isNotEmptyFile();
        jars = new TreeMap<>();
        StringTokenizer entries = new StringTokenizer(Files.readString(file).strip(), File.pathSeparator);
        while (entries.hasMoreTokens()) {
            Path jar = Path.of(entries.nextToken());
            assertThat(jar).isRegularFile();
            jars.put(jar, Files.size(jar));
        }
    }

    @Test
    void theRuntimeClosureStaysSmall() {
        long bytes = jars.values().stream().mapToLong(Long::longValue).sum();
        String figure = "sdk-core needs %d jars, %,d bytes (at most %d jars, %,d bytes)"
                .formatted(jars.size(), bytes, MAX_JARS, MAX_BYTES);
        System.out.println(figure);
        assertThat(jars.size()).as(() -> figure + list()).isBetween(1, MAX_JARS);
        assertThat(bytes).as(() -> figure + list()).isBetween(1L, MAX_BYTES);
    }

    @Test
    void theHeavyPartsOfWeb3jAreAbsent() {
        assertThat(jars.keySet())
                .extracting(jar -> jar.toString().replace(File.separatorChar, '/'))
                .noneMatch(path -> BANNED.stream().anyMatch(path::contains));
    }

    @Test
    void theListIsOfTheRightModule() {
        assertThat(jars.keySet().toString()).contains("bcprov-jdk18on", "web3j");
    }

    private static String list() {
        return jars.entrySet().stream()
                .map(jar -> "%n%,12d %s".formatted(jar.getValue(), jar.getKey().getFileName()))
                .collect(Collectors.joining());
    }
}
