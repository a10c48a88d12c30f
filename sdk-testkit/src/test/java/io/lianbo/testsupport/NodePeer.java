package io.lianbo.testsupport;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A package of npm as the other side of a comparison: a script in {@code contracts/scripts} reads a question as JSON from its standard
 * input and writes the answer as JSON to its standard output.
 */
public final class NodePeer {
    private NodePeer() {}

    /**
     * Runs a script.
     *
     * @param script its name, such as {@code resolve-did.mjs}
     * @param json the question
     * @return the answer, JSON as well
     */
    public static String ask(String script, String json) {
        try {
            Process node = new ProcessBuilder("node", "scripts/" + script)
                    .directory(installed().toFile())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            try (OutputStream input = node.getOutputStream()) {
                input.write(json.getBytes(StandardCharsets.UTF_8));
            }
            String answer = new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (node.waitFor() != 0) {
                throw new AssertionError(script + " failed with exit code " + node.exitValue());
            }
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while " + script + " ran", e);
        }
    }

    /**
     * A file of an installed package.
     *
     * @param name such as {@code ethr-did-resolver/package.json}
     */
    public static Path file(String name) {
        return installed().resolve("node_modules").resolve(name);
    }

    private static Path installed() {
        Path contracts = Vectors.repositoryAbove(Path.of("").toAbsolutePath()).resolve("contracts");
        if (!Files.isDirectory(contracts.resolve("node_modules"))) {
            throw new AssertionError(
                    "the packages of npm are missing: run npm ci --ignore-scripts in contracts, as mvn verify does");
        }
        return contracts;
    }
}
