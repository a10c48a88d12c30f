package io.lianbo.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the figures were measured on.
 *
 * @param processor its name, and the architecture
 * @param cores those that the JVM may use
 * @param java the JVM and its version
 * @param system the operating system and its version
 */
record Machine(String processor, int cores, String java, String system) {

    private static final Path LINUX = Path.of("/proc/cpuinfo");

    /** This one. */
    static Machine current() {
        String architecture = System.getProperty("os.arch");
        return new Machine(
                model(LINUX).map(model -> model + " (" + architecture + ")").orElse(architecture),
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version"),
                System.getProperty("os.name") + " " + System.getProperty("os.version"));
    }

    /** The model that Linux names in such a file; elsewhere there is none. */
    static Optional<String> model(Path file) {
        if (!Files.isReadable(file)) {
            return Optional.empty();
        }
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
