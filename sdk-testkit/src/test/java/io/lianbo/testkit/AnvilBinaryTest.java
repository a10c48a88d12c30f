package io.lianbo.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.lianbo.testkit.AnvilBinary.Platform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "npm is played by a shell script")
class AnvilBinaryTest {

    private static final Platform SYSTEM = Platform.of(System.getProperty("os.name"), System.getProperty("os.arch"));

    @TempDir
    Path folder;

    @Test
    void takesTheExecutableThatThePropertyNames() throws IOException {
        Path named = put(folder.resolve("my-anvil"));

        assertThat(finder(named.toString(), Map.of()).locate()).isEqualTo(named);
    }

    @Test
    void refusesAPropertyThatNamesNoExecutable() throws IOException {
        Path script = script(folder.resolve("anvil"), "exec anvil");
        Path plain = Files.createFile(folder.resolve("plain"));

        assertThatExceptionOfType(LocalChainException.class)
                .isThrownBy(() ->
                        finder(folder.resolve("none").toString(), Map.of()).locate())
                .withMessageContaining("lianbo.anvil")
                .withMessageContaining("is not there");
        assertThatExceptionOfType(LocalChainException.class)
                .isThrownBy(() -> finder(plain.toString(), Map.of()).locate())
                .withMessageContaining("is not executable");
        assertThatExceptionOfType(LocalChainException.class)
                .isThrownBy(() -> finder(script.toString(), Map.of()).locate())
                .withMessageContaining("is a script");
    }

    @Test
    void takesTheFirstUsableOneOnThePath() throws IOException {
        Path shim = script(folder.resolve("a/anvil"), "exec anvil");
        Path real = put(folder.resolve("b/anvil"));

        String path = shim.getParent() + ":" + folder.resolve("missing") + "::" + real.getParent();

        assertThat(finder(null, Map.of("PATH", path)).locate()).isEqualTo(real);
    }

    @Test
    void findsTheContractsWorkspaceAboveTheWorkingDirectory() throws IOException {
        Path real = put(folder.resolve("contracts").resolve(SYSTEM.executable()));
        Path deep = Files.createDirectories(folder.resolve("sdk-nft/target"));

        assertThat(new AnvilBinary(null, Map.of(), deep, folder, SYSTEM).locate())
                .isEqualTo(real);
    }

    @Test
    void fillsTheCacheOnceThroughNpm() throws IOException {
        Path bin = folder.resolve("bin");
        Path calls = folder.resolve("calls");
        script(bin.resolve("npm"), "echo \"$@\" >> " + calls + "\n" + installed());
        AnvilBinary finder = finder(null, path(bin));

        Path first = finder.locate();
        Path second = finder.locate();

        assertThat(first).isEqualTo(second).isEqualTo(finder.cacheFolder().resolve(SYSTEM.executable()));
        assertThat(finder.cacheFolder()).isEqualTo(folder.resolve(".cache/lianbo/anvil-1.7.1"));
        assertThat(Files.readAllLines(calls))
                .singleElement()
                .satisfies(
                        call -> assertThat(call)
                                .matches(
                                        "install --ignore-scripts --no-save --prefix \\S+ @foundry-rs/anvil-\\w+-\\w+@1\\.7\\.1"));
        assertThat(siblings(finder)).containsExactly("anvil-1.7.1");
    }

    @Test
    void letsSeveralFillTheCacheAtOnce() throws Exception {
        Path bin = folder.resolve("bin");
        // none goes on before all have begun
        script(
                bin.resolve("npm"),
                "mkdir " + folder + "/begun-$$\nwhile [ $(ls -d " + folder + "/begun-* | wc -l) -lt 4 ]; do :; done\n"
                        + installed());
        AnvilBinary finder = finder(null, path(bin));

        try (ExecutorService pool = Executors.newFixedThreadPool(4)) {
            Callable<Path> locate = finder::locate;
            for (Future<Path> found : pool.invokeAll(List.of(locate, locate, locate, locate))) {
                assertThat(found.get()).isExecutable();
            }
        }
        assertThat(siblings(finder)).containsExactly("anvil-1.7.1");
    }

    @Test
    void replacesADamagedCache() throws IOException {
        Path bin = folder.resolve("bin");
        script(bin.resolve("npm"), installed());
        AnvilBinary finder = finder(null, path(bin));
        Path damaged = finder.cacheFolder().resolve(SYSTEM.executable());
        Files.createDirectories(damaged.getParent());
        Files.writeString(damaged, "half");

        assertThat(finder.locate()).isEqualTo(damaged).isExecutable();
        assertThat(siblings(finder)).containsExactly("anvil-1.7.1");
    }

    @Test
    void namesEachPlaceItTriedAndTheCommandThatHelps() throws IOException {
        Path bin = folder.resolve("bin");
        script(bin.resolve("npm"), "echo no network\nexit 7");
        Path shim = script(folder.resolve("bin/anvil"), "exec anvil");
        Path cache = folder.resolve("caches/lianbo/anvil-1.7.1");
        AnvilBinary finder = finder(
                null,
                Map.of(
                        "PATH",
                        bin + ":/bin:/usr/bin",
                        "XDG_CACHE_HOME",
                        folder.resolve("caches").toString()));

        assertThatExceptionOfType(LocalChainException.class)
                .isThrownBy(finder::locate)
                .withMessageContainingAll(
                        "system property lianbo.anvil: not set",
                        "PATH: " + shim + " is a script",
                        "contracts/" + SYSTEM.executable() + ": neither in " + folder,
                        "per-user cache " + cache + ": npm failed with exit code 7",
                        "no network",
                        "\n  npm install --ignore-scripts --no-save --prefix " + cache + " " + SYSTEM.npmPackage()
                                + "@1.7.1\n");
        assertThat(siblings(finder)).isEmpty();
    }

    @Test
    void saysThatNpmIsMissing() {
        assertThatExceptionOfType(LocalChainException.class)
                .isThrownBy(() -> finder(null, Map.of()).locate())
                .withMessageContaining("PATH: none of its folders holds anvil")
                .withMessageContaining("npm, which could fill it, is not on the PATH");
    }

    @Test
    void saysThatTheCacheCannotBeWritten() throws IOException {
        Path bin = folder.resolve("bin");
        script(bin.resolve("npm"), installed());
        Files.createFile(folder.resolve(".cache"));

        assertThatExceptionOfType(LocalChainException.class)
                .isThrownBy(() -> finder(null, path(bin)).locate())
                .withMessageContaining("cannot create the folder");
    }

    @Test
    void asksForTheMajorAndMinorVersion() throws IOException {
        assertThat(AnvilBinary.versionFlaw("anvil Version: 1.7.1\nCommit SHA: 4072e48\n"))
                .isEmpty();
        assertThat(AnvilBinary.versionFlaw("anvil Version: 1.7.3-nightly")).isEmpty();
        assertThat(AnvilBinary.versionFlaw("anvil Version: 1.6.9"))
                .hasValueSatisfying(flaw -> assertThat(flaw)
                        .isEqualTo("is not version 1.7: it answers --version with 'anvil Version: 1.6.9'"));
        assertThat(AnvilBinary.versionFlaw("anvil Version: 1.70.1")).isPresent();
        assertThat(AnvilBinary.versionFlaw(""))
                .hasValueSatisfying(flaw -> assertThat(flaw).contains("nothing"));

        Path other = folder.resolve("bin/anvil");
        Files.createDirectories(other.getParent());
        Files.copy(Path.of("/bin/cat"), other);
        assertThatExceptionOfType(LocalChainException.class)
                .isThrownBy(() -> finder(null, Map.of("PATH", other.getParent().toString()))
                        .locate())
                .withMessageContaining(other + " is not version 1.7");
    }

    @Test
    void knowsTheNamesOfThePackages() {
        assertThat(Platform.of("Linux", "amd64").npmPackage()).isEqualTo("@foundry-rs/anvil-linux-amd64");
        assertThat(Platform.of("Mac OS X", "aarch64").npmPackage()).isEqualTo("@foundry-rs/anvil-darwin-arm64");
        assertThat(Platform.of("Windows 11", "amd64").executable())
                .isEqualTo("node_modules/@foundry-rs/anvil-win32-amd64/bin/anvil.exe");
        assertThat(new AnvilBinary(
                                null,
                                Map.of("LOCALAPPDATA", folder.toString()),
                                folder,
                                folder,
                                Platform.of("Windows 11", "amd64"))
                        .cacheFolder())
                .isEqualTo(folder.resolve("lianbo/anvil-1.7.1"));
    }

    private AnvilBinary finder(String property, Map<String, String> environment) {
        return new AnvilBinary(property, environment, folder, folder, SYSTEM);
    }

    private static Map<String, String> path(Path bin) {
        return Map.of("PATH", bin + ":/bin:/usr/bin");
    }

    /** What a script that plays npm does when all goes well; its fifth argument is the folder. */
    private static String installed() {
        return "mkdir -p \"$5/" + Path.of(SYSTEM.executable()).getParent() + "\"\n" + "cp " + AnvilBinary.find()
                + " \"$5/" + SYSTEM.executable() + "\"";
    }

    private static Path put(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        return Files.copy(AnvilBinary.find(), file);
    }

    private static Path script(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/sh\n" + text + "\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static List<String> siblings(AnvilBinary finder) throws IOException {
        try (Stream<Path> entries = Files.list(finder.cacheFolder().getParent())) {
            return entries.map(entry -> entry.getFileName().toString()).toList();
        }
    }
}
