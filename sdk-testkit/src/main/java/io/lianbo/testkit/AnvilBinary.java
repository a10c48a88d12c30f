package io.lianbo.testkit;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds the anvil executable, fetching it where that is needed, or says what was tried and what to do.
 *
 * @param property the value of the system property {@code lianbo.anvil}, if it is set
 * @param environment the environment variables
 * @param workingDirectory where the search for {@code contracts/node_modules} begins, going up
 * @param home the user's home directory
 * @param system what {@code os.name} and {@code os.arch} say
 */
record AnvilBinary(
        @Nullable String property, Map<String, String> environment, Path workingDirectory, Path home, Platform system) {

    static final String PROPERTY = "lianbo.anvil";
    static final String VERSION = "1.7.1";

    private static final Pattern VERSION_LINE = Pattern.compile("anvil Version: (\\d+\\.\\d+)\\.\\S+");
    private static final String COMPATIBLE = VERSION.substring(0, VERSION.lastIndexOf('.'));
    private static final int NPM_MINUTES = 10;

    /** The operating system and processor in the words of Foundry's npm packages, such as linux and amd64. */
    record Platform(String os, String cpu) {

        static Platform of(String osName, String osArch) {
            String os = osName.toLowerCase(Locale.ROOT);
            String shortOs = os.startsWith("windows") ? "win32" : os.startsWith("mac") ? "darwin" : os;
            String cpu = switch (osArch) {
                case "amd64", "x86_64" -> "amd64";
                case "aarch64", "arm64" -> "arm64";
                default -> osArch;
            };
            return new Platform(shortOs, cpu);
        }

        boolean isWindows() {
            return os.equals("win32");
        }

        String npmPackage() {
            return "@foundry-rs/anvil-" + os + "-" + cpu;
        }

        /** Where npm puts the executable below the folder that it installs into. */
        String executable() {
            return "node_modules/" + npmPackage() + "/bin/" + fileName();
        }

        String fileName() {
            return isWindows() ? "anvil.exe" : "anvil";
        }
    }

    /** Finds anvil for this JVM; one thread at a time, so that only one fetches it. */
    static synchronized Path find() {
        return new AnvilBinary(
                        System.getProperty(PROPERTY),
                        System.getenv(),
                        Path.of("").toAbsolutePath(),
                        Path.of(System.getProperty("user.home")),
                        Platform.of(System.getProperty("os.name"), System.getProperty("os.arch")))
                .locate();
    }

    /**
     * The executable of the first place that has one.
     *
     * @throws LocalChainException if none has, or if the property names something that is no executable
     */
    Path locate() {
        if (property != null) {
            Path named = Path.of(property).toAbsolutePath();
            Optional<String> flaw = fileFlaw(named);
            if (flaw.isPresent()) {
                throw new LocalChainException("the system property " + PROPERTY + " names " + named + ", which "
                        + flaw.get() + "; name the anvil executable itself, or remove the property");
            }
            return named;
        }
        List<String> tried = new ArrayList<>();
        tried.add("system property " + PROPERTY + ": not set");
        return onPath(tried)
                .or(() -> inContracts(tried))
                .or(() -> inCache(tried))
                .orElseThrow(() -> new LocalChainException("no anvil " + COMPATIBLE + " was found. Tried:\n  - "
                        + String.join("\n  - ", tried) + "\nTo put it in place, run\n  "
                        + String.join(" ", npmCommand("npm", cacheFolder())) + "\nor set the system property "
                        + PROPERTY
                        + " to the path of an anvil executable."));
    }

    private Optional<Path> onPath(List<String> tried) {
        List<Path> candidates = searchPath(system.fileName());
        if (candidates.isEmpty()) {
            tried.add("PATH: none of its folders holds " + system.fileName());
        }
        return firstUsable("PATH", candidates, tried);
    }

    private Optional<Path> inContracts(List<String> tried) {
        List<Path> candidates = new ArrayList<>();
        for (Path folder = workingDirectory; folder != null; folder = folder.getParent()) {
            Path candidate = folder.resolve("contracts").resolve(system.executable());
            if (Files.exists(candidate)) {
                candidates.add(candidate);
            }
        }
        if (candidates.isEmpty()) {
            tried.add(
                    "contracts/" + system.executable() + ": neither in " + workingDirectory + " nor in a parent of it");
        }
        return firstUsable("contracts/node_modules", candidates, tried);
    }

    private static Optional<Path> firstUsable(String place, List<Path> candidates, List<String> tried) {
        for (Path candidate : candidates) {
            Optional<String> flaw = flaw(candidate);
            if (flaw.isEmpty()) {
                return Optional.of(candidate);
            }
            tried.add(place + ": " + candidate + " " + flaw.get());
        }
        return Optional.empty();
    }

    private Optional<Path> inCache(List<String> tried) {
        Path cached = cacheFolder().resolve(system.executable());
        if (flaw(cached).isEmpty()) {
            return Optional.of(cached);
        }
        try {
            fillCache();
            return Optional.of(cached);
        } catch (IOException e) {
            tried.add("per-user cache " + cacheFolder() + ": " + e.getMessage());
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LocalChainException("interrupted while npm fetched anvil", e);
        }
    }

    Path cacheFolder() {
        String variable = system.isWindows() ? "LOCALAPPDATA" : "XDG_CACHE_HOME";
        String named = environment.getOrDefault(variable, "");
        // the XDG specification has relative paths ignored
        Path caches = !named.isBlank() && Path.of(named).isAbsolute()
                ? Path.of(named)
                : home.resolve(system.isWindows() ? "AppData/Local" : ".cache");
        return caches.resolve("lianbo").resolve("anvil-" + VERSION);
    }

    /** Installs into a folder of its own and renames that, so that no one ever sees half an installation. */
    private void fillCache() throws IOException, InterruptedException {
        Path folder = cacheFolder();
        Path npm = searchPath(system.isWindows() ? "npm.cmd" : "npm").stream()
                .findFirst()
                .orElseThrow(() -> new IOException("not there, and npm, which could fill it, is not on the PATH"));
        try {
            Files.createDirectories(folder.getParent());
        } catch (IOException e) {
            throw new IOException("cannot create the folder " + folder.getParent() + " (" + e + ")", e);
        }
        Path fresh = Files.createTempDirectory(folder.getParent(), "filling-");
        try {
            install(npm, fresh);
            Optional<String> flaw = flaw(fresh.resolve(system.executable()));
            if (flaw.isPresent()) {
                throw new IOException("npm ran, but what it installed " + flaw.get());
            }
            putInPlace(fresh, folder);
        } finally {
            delete(fresh);
        }
    }

    private void install(Path npm, Path folder) throws IOException, InterruptedException {
        Path log = folder.resolve("npm.log");
        ProcessBuilder builder = new ProcessBuilder(npmCommand(npm.toString(), folder))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        try {
            if (!process.waitFor(NPM_MINUTES, TimeUnit.MINUTES)) {
                throw new IOException("npm did not finish within " + NPM_MINUTES + " minutes");
            }
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        if (process.exitValue() != 0) {
            String output = new String(Files.readAllBytes(log), StandardCharsets.UTF_8).strip();
            throw new IOException("npm failed with exit code " + process.exitValue() + " and said:\n      "
                    + output.replace("\n", "\n      "));
        }
        Files.delete(log);
    }

    private List<String> npmCommand(String npm, Path folder) {
        return List.of(
                npm,
                "install",
                "--ignore-scripts",
                "--no-save",
                "--prefix",
                folder.toString(),
                system.npmPackage() + "@" + VERSION);
    }

    private void putInPlace(Path fresh, Path folder) throws IOException {
        try {
            Files.move(fresh, folder, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException e) {
            if (flaw(folder.resolve(system.executable())).isEmpty()) {
                return; // another process was quicker
            }
            // what is there is damaged: out of the way with it, in one step as well
            Path damaged = Files.createTempDirectory(folder.getParent(), "damaged-");
            try {
                Files.move(folder, damaged.resolve("folder"), StandardCopyOption.ATOMIC_MOVE);
                Files.move(fresh, folder, StandardCopyOption.ATOMIC_MOVE);
            } catch (FileSystemException again) {
                if (flaw(folder.resolve(system.executable())).isPresent()) {
                    again.addSuppressed(e);
                    throw new IOException("cannot replace what is there: delete that folder (" + again + ")", again);
                }
            } finally {
                delete(damaged);
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (NoSuchFileException e) {
            // renamed meanwhile: nothing is left to delete
        }
    }

    private List<Path> searchPath(String fileName) {
        String path = environment.entrySet().stream()
                .filter(variable -> variable.getKey().equalsIgnoreCase("PATH"))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("");
        return Stream.of(path.split(Pattern.quote(File.pathSeparator)))
                .filter(folder -> !folder.isBlank())
                .map(folder -> workingDirectory.resolve(folder).resolve(fileName))
                .filter(Files::isExecutable)
                .filter(Files::isRegularFile)
                .toList();
    }

    /** Why the file cannot be used as anvil of the wanted version, as the rest of a sentence; empty if it can. */
    private static Optional<String> flaw(Path file) {
        return fileFlaw(file).or(() -> versionFlaw(file));
    }

    private static Optional<String> fileFlaw(Path file) {
        if (!Files.isRegularFile(file)) {
            return Optional.of("is not there");
        }
        if (!Files.isExecutable(file)) {
            return Optional.of("is not executable");
        }
        try (InputStream content = Files.newInputStream(file)) {
            // a script would be killed in place of the anvil that it started
            return new String(content.readNBytes(2), StandardCharsets.ISO_8859_1).equals("#!")
                    ? Optional.of("is a script, not the anvil executable itself")
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.of("cannot be read (" + e + ")");
        }
    }

    private static Optional<String> versionFlaw(Path file) {
        try {
            Process process = new ProcessBuilder(file.toString(), "--version")
                    .redirectErrorStream(true)
                    .start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            process.waitFor();
            return versionFlaw(output);
        } catch (IOException e) {
            return Optional.of("does not run (" + e.getMessage() + ")");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LocalChainException("interrupted while anvil was asked for its version", e);
        }
    }

    /** What is wrong with the answer to {@code anvil --version}: another major or minor version can behave otherwise. */
    static Optional<String> versionFlaw(String output) {
        String firstLine = output.lines().findFirst().orElse("nothing");
        Matcher version = VERSION_LINE.matcher(firstLine);
        return version.matches() && version.group(1).equals(COMPATIBLE)
                ? Optional.empty()
                : Optional.of("is not version " + COMPATIBLE + ": it answers --version with '" + firstLine + "'");
    }
}
