package io.lianbo.testkit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One running anvil, and the guard that ends it together with this JVM. */
final class AnvilProcess implements AutoCloseable {

    /**
     * Runs its arguments as a command and kills it when standard input ends, which it does however the JVM at its other end dies.
     * Signals meant for a whole terminal or process group are left to that JVM. Standard output is given up so that it ends with
     * the command.
     */
    private static final String SHELL_GUARD = """
            trap '' HUP INT TERM
            (trap - HUP INT TERM; exec "$@") 2>&1 &
            anvil=$!
            echo "guarded process $anvil"
            exec >/dev/null 2>&1
            read -r _
            kill -9 "$anvil"
            wait "$anvil"
            """;

    private static final Pattern GUARDED = Pattern.compile("guarded process (\\d+)");
    private static final Pattern ADDRESS = Pattern.compile("\\(\\d+\\) (0x[0-9a-fA-F]{40})\\b.*");
    private static final Pattern KEY = Pattern.compile("\\(\\d+\\) (0x[0-9a-fA-F]{64})");
    private static final Pattern LISTENING = Pattern.compile("Listening on \\S+:(\\d+)");
    private static final int KEPT_LINES = 20;
    private static final int START_SECONDS = 60;
    private static final int END_SECONDS = 10;

    /** What anvil prints when it is up, and the process that is anvil itself, not its guard. */
    record Banner(ProcessHandle process, int port, List<TestAccount> accounts) {}

    /** How anvil is made to end with this JVM. */
    enum Guard {
        /** A POSIX shell around anvil. */
        SHELL,
        /** A second JVM beside anvil. */
        JVM;

        static Guard forThisSystem() {
            return System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows") ? JVM : SHELL;
        }
    }

    private final Process process;
    private final @Nullable Process watchdog;
    private final CompletableFuture<Banner> started = new CompletableFuture<>();
    private final Deque<String> lastLines = new ArrayDeque<>();
    private final Thread shutdownHook = new Thread(this::end, "end anvil");
    private volatile boolean outputEnded;
    private boolean closed;

    private AnvilProcess(Process process, @Nullable Process watchdog) {
        this.process = process;
        this.watchdog = watchdog;
    }

    static AnvilProcess launch(Path anvil, List<String> arguments, Guard guard) {
        List<String> command = new ArrayList<>();
        if (guard == Guard.SHELL) {
            command.addAll(List.of("/bin/sh", "-c", SHELL_GUARD, "lianbo-guard"));
        }
        command.add(anvil.toString());
        command.addAll(arguments);
        AnvilProcess started;
        try {
            Process process = start(command);
            started = new AnvilProcess(process, guard == Guard.JVM ? watch(process) : null);
        } catch (IOException e) {
            throw new LocalChainException("cannot run " + command.get(0) + ": " + e.getMessage(), e);
        }
        Runtime.getRuntime().addShutdownHook(started.shutdownHook);
        Thread.ofPlatform().daemon().name("anvil output").start(started::readOutput);
        try {
            started.banner();
            return started;
        } catch (RuntimeException e) {
            started.close();
            throw e;
        }
    }

    private static Process start(List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        // settings of the user's own shell must not change what a test sees
        builder.environment().keySet().removeIf(name -> name.matches("(ANVIL|FOUNDRY|DAPP|ETH)_.*"));
        return builder.start();
    }

    private static Process watch(Process anvil) throws IOException {
        try {
            Path classes = Path.of(AnvilProcess.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            return new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx16m",
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            classes.toString(),
                            Watchdog.class.getName(),
                            Long.toString(anvil.pid()))
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (URISyntaxException | IOException e) {
            anvil.destroyForcibly();
            throw new IOException("cannot start the process that ends anvil with this JVM", e);
        }
    }

    /** What anvil printed when it came up; waits for it. */
    Banner banner() {
        try {
            return started.get(START_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new LocalChainException("anvil did not start" + lastWords(), e.getCause());
        } catch (TimeoutException e) {
            throw new LocalChainException("anvil did not start within " + START_SECONDS + " s" + lastWords(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LocalChainException("interrupted while anvil started", e);
        }
    }

    long pid() {
        return banner().process().pid();
    }

    /** The end of anvil's output, to be appended to an error message. */
    String lastWords() {
        synchronized (lastLines) {
            return (outputEnded ? "; it has ended" : "")
                    + (lastLines.isEmpty() ? "" : "; its last words:\n  " + String.join("\n  ", lastLines));
        }
    }

    private void readOutput() {
        List<String> addresses = new ArrayList<>();
        List<String> keys = new ArrayList<>();
        ProcessHandle anvil = process.toHandle();
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                Matcher guarded = GUARDED.matcher(line);
                Matcher address = ADDRESS.matcher(line);
                Matcher key = KEY.matcher(line);
                Matcher listening = LISTENING.matcher(line);
                if (guarded.matches()) {
                    anvil = ProcessHandle.of(Long.parseLong(guarded.group(1))).orElse(anvil);
                } else if (key.matches()) {
                    keys.add(key.group(1));
                } else if (!started.isDone() && address.matches()) {
                    addresses.add(address.group(1));
                } else if (!started.isDone() && listening.matches()) {
                    forgetLines();
                    started.complete(
                            new Banner(anvil, Integer.parseInt(listening.group(1)), accounts(addresses, keys)));
                } else if (!line.isBlank() && !line.startsWith("Mnemonic:")) {
                    remember(line);
                }
            }
        } catch (IOException e) {
            started.completeExceptionally(e);
        }
        outputEnded = true;
        started.completeExceptionally(new IOException("its output ended before it said where it listens"));
    }

    private static List<TestAccount> accounts(List<String> addresses, List<String> keys) throws IOException {
        if (addresses.isEmpty() || addresses.size() != keys.size()) {
            throw new IOException("it named " + addresses.size() + " accounts and " + keys.size() + " keys");
        }
        List<TestAccount> accounts = new ArrayList<>();
        for (int i = 0; i < addresses.size(); i++) {
            accounts.add(new TestAccount(addresses.get(i), keys.get(i)));
        }
        return List.copyOf(accounts);
    }

    private void remember(String line) {
        synchronized (lastLines) {
            lastLines.addLast(line);
            if (lastLines.size() > KEPT_LINES) {
                lastLines.removeFirst();
            }
        }
    }

    private void forgetLines() {
        synchronized (lastLines) {
            lastLines.clear();
        }
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        end();
        try {
            Runtime.getRuntime().removeShutdownHook(shutdownHook);
        } catch (IllegalStateException e) {
            // the JVM is ending: the hook runs, and finds nothing left to do
        }
    }

    /** Ends anvil and its guard and waits until both are gone. */
    private void end() {
        List<ProcessHandle> all = new ArrayList<>();
        if (started.isDone() && !started.isCompletedExceptionally()) {
            all.add(started.join().process());
        }
        all.add(process.toHandle());
        closeInput(process);
        if (watchdog == null) {
            // the guard kills anvil when its input ends; only if it does not, kill both below
            await(process.toHandle());
        }
        all.forEach(ProcessHandle::destroyForcibly);
        all.forEach(AnvilProcess::await);
        if (watchdog != null) {
            closeInput(watchdog);
            watchdog.destroyForcibly();
            await(watchdog.toHandle());
        }
    }

    private static void closeInput(Process process) {
        try (OutputStream input = process.getOutputStream()) {
            input.flush();
        } catch (IOException e) {
            // the other end is gone already, which is what closing was to bring about
        }
    }

    private static void await(ProcessHandle process) {
        try {
            process.onExit().get(END_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            if (process.isAlive()) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
