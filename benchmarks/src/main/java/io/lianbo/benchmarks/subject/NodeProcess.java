package io.lianbo.benchmarks.subject;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A script of {@code contracts/scripts} that goes on running: it says that it is ready, then answers each line with a line. */
final class NodeProcess implements Closeable {

    private static final Path SCRIPTS = Path.of("contracts", "scripts");

    private final Process process;
    private final BufferedReader answers;
    private final Writer questions;

    private NodeProcess(Process process) {
        this.process = process;
        this.answers = process.inputReader();
        this.questions = process.outputWriter();
    }

    /** Starts a script, and waits until it is ready. */
    static NodeProcess start(String script, String... args) throws IOException {
        ProcessBuilder node = new ProcessBuilder("node", "--max-old-space-size=8192", script);
        node.command().addAll(List.of(args));
        node.directory(scripts().toFile()).redirectError(ProcessBuilder.Redirect.INHERIT);
        NodeProcess started = new NodeProcess(node.start());
        started.answer();
        return started;
    }

    String ask(String question) throws IOException {
        questions.write(question + "\n");
        questions.flush();
        return answer();
    }

    private String answer() throws IOException {
        String answer = answers.readLine();
        if (answer == null) {
            throw new IOException("the script ended without an answer");
        }
        return answer;
    }

    /** It ends with its input. */
    @Override
    public void close() throws IOException {
        questions.close();
        answers.close();
        process.destroy();
    }

    private static Path scripts() throws IOException {
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            if (Files.isDirectory(folder.resolve(SCRIPTS))) {
                return folder.resolve(SCRIPTS);
            }
        }
        throw new IOException(SCRIPTS + " is neither in the working directory nor above it");
    }
}
