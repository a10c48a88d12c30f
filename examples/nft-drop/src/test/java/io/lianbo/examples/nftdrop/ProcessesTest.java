package io.lianbo.examples.nftdrop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.MAP;

import io.lianbo.core.chain.Chain;
import io.lianbo.core.json.StrictJson;
import io.lianbo.nft.VoucherCollection;
import io.lianbo.testkit.LocalChain;
import io.lianbo.testkit.LocalChainTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The program, its launcher and the script as processes of their own. */
@LocalChainTest
@DisabledOnOs(OS.WINDOWS) // signals, and a shell
@Timeout(value = 1, unit = TimeUnit.MINUTES)
class ProcessesTest {
    private static final int ROWS = 350;

    private static Chain chain;
    private static VoucherCollection collection;

    private final LocalChain local;
    private final TestDrop drop;

    @TempDir
    private Path temporary;

    ProcessesTest(LocalChain local, @TempDir Path folder) {
        this.local = local;
        this.drop = new TestDrop(local, chain, collection, folder, ROWS);
    }

    @BeforeAll
    static void deploy(LocalChain local) {
        chain = TestDrop.connect(local);
        collection = TestDrop.deploy(local, chain);
    }

    @AfterAll
    static void disconnect() {
        chain.close();
    }

    private static Process start(List<String> command) throws IOException {
        return new ProcessBuilder(command).redirectErrorStream(false).start();
    }

    private static String text(Process process) throws IOException {
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    @Test
    void isInterruptedAmidADropAndResumedToItsEnd() throws Exception {
        local.setAutomine(false);
        Process run = start(Programs.command(DropProgram.class, drop.sending("run", "--json", "--gas", "550000")));
        long sent = 0;
        while (drop.chain().nonce(drop.signer(2).address()) == 0) {
            assertThat(run.waitFor(20, TimeUnit.MILLISECONDS)).isFalse();
            long pending = drop.chain().pendingNonce(drop.signer(2).address());
            if (pending > 3 && pending == sent) {
                local.mine(1); // some are minted, and those that follow wait for a block that does not come
            }
            sent = pending;
        }
        while (drop.call("status", drop.folder()) == 1 && drop.out().startsWith("tea-2026: 0 of")) {
            assertThat(run.waitFor(20, TimeUnit.MILLISECONDS)).isFalse();
        }

        Programs.interrupt(run);

        assertThat(run.waitFor()).isEqualTo(130);
        Map<?, ?> answer = (Map<?, ?>) StrictJson.parse(text(run).strip());
        assertThat(answer.get("exitCode")).isEqualTo(130L);
        assertThat(answer.get("ok")).isEqualTo(false);
        long minted = (Long) ((Map<?, ?>) answer.get("status")).get("minted");
        assertThat(minted).isPositive().isLessThan(ROWS);

        local.setAutomine(true);
        local.mine(1);
        assertThat(drop.call(drop.sending("resume", "--json", "--gas", "550000")))
                .isZero();

        assertThat(StrictJson.parse(drop.out().strip()))
                .asInstanceOf(MAP)
                .extractingByKey("status")
                .asInstanceOf(MAP)
                .containsEntry("complete", true)
                .containsEntry("minted", (long) ROWS)
                .containsEntry("failed", 0L);
        assertThat(drop.call("verify", drop.folder(), "--rpc", local.rpcUrl().toString()))
                .isZero();
        assertThat(drop.collection().owners(0, drop.chain().blockNumber())).hasSize(ROWS);
    }

    /** What the script's header says of dependencies is what the build says. */
    @Test
    void theScriptNamesTheVersionsOfTheBuild() throws IOException {
        String pom = Files.readString(Path.of("..", "..", "pom.xml"));
        List<String> dependencies = Files.readString(Path.of("Drop.java"))
                .lines()
                .filter(line -> line.startsWith("//DEPS "))
                .map(line -> line.substring("//DEPS ".length()))
                .toList();
        assertThat(dependencies).hasSize(3);
        for (String dependency : dependencies) {
            String[] parts = dependency.split(":", -1);
            assertThat(pom.replace("${slf4j.version}", parts[2]))
                    .containsPattern(
                            parts[1].startsWith("sdk-")
                                    ? "<artifactId>lianbo-parent</artifactId>\\s*<version>" + parts[2] + "<"
                                    : "<artifactId>" + parts[1] + "</artifactId>\\s*<version>" + parts[2] + "<");
        }
        assertThat(pom).contains("<slf4j.version>" + dependencies.get(2).split(":", -1)[2] + "<");
    }

    @Test
    void theScriptRunsADrop() throws Exception {
        drop.write(
                "issuer-and-payer.json",
                TestDrop.keystore(local.accounts().get(1).privateKey()));
        drop.write("password.txt", TestDrop.PASSWORD + "\n");
        drop.write("recipients.csv", "external_id,address\n" + TestDrop.rows(0, 3));
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "Drop.java",
                drop.folder(),
                local.rpcUrl().toString(),
                drop.path("issuer-and-payer.json"),
                drop.path("password.txt")));
        Process script = start(command);
        while (!script.waitFor(50, TimeUnit.MILLISECONDS)) {
            local.mine(2); // it waits for twelve confirmations, as on a public chain
        }
        assertThat(text(script)).contains("3 of 3 minted");
        assertThat(script.exitValue()).isZero();
        assertThat(drop.collection().owners(0, drop.chain().blockNumber())).hasSize(3);
    }

    /** A checkout in which the program is built, whose jar names the class path of this process. */
    @Test
    void theLauncherFindsJavaAndTheProgram() throws Exception {
        Path home = Files.createDirectories(temporary.resolve("a checkout/examples/nft-drop"));
        Path launcher = Files.createDirectories(home.resolve("bin")).resolve("drop");
        Files.copy(Path.of("bin", "drop"), launcher);
        Process unbuilt = new ProcessBuilder("sh", launcher.toString(), "--version")
                .redirectErrorStream(true)
                .start();
        assertThat(text(unbuilt)).startsWith("error: the program is not built: cd ");
        assertThat(unbuilt.waitFor()).isEqualTo(4);

        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, DropProgram.class.getName());
        manifest.getMainAttributes()
                .put(
                        Attributes.Name.CLASS_PATH,
                        Stream.of(System.getProperty("java.class.path").split(":", -1))
                                .map(entry -> Path.of(entry).toUri().toString())
                                .collect(Collectors.joining(" ")));
        Path jar = Files.createDirectories(home.resolve("target")).resolve("nft-drop-0.1.0-SNAPSHOT.jar");
        new JarOutputStream(Files.newOutputStream(jar), manifest).close();
        ProcessBuilder built = new ProcessBuilder("sh", launcher.toString(), "status", drop.folder(), "--json");
        built.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Process status = built.start();
        assertThat(StrictJson.parse(text(status).strip())).asInstanceOf(MAP).containsEntry("exitCode", 1L);
        assertThat(status.waitFor()).isEqualTo(1);
    }

    @Test
    void rehearsesOnAChainOfItsOwn() throws Exception {
        Path folder = temporary.resolve("rehearsal");
        Process rehearsal = start(Programs.command(
                DropProgram.class, "rehearse", folder.toString(), "--rows", "20", "--block-time", "0"));
        String rpc;
        try (var lines = rehearsal.inputReader(StandardCharsets.UTF_8)) {
            rpc = lines.lines()
                    .filter(line -> line.contains("export ETH_RPC_URL="))
                    .map(line -> line.substring(line.indexOf('=') + 1))
                    .findFirst()
                    .orElseThrow();
            assertThat(Files.readString(folder.resolve("key.json")))
                    .contains(drop.signer(1).address().toString().substring(2).toLowerCase(Locale.ROOT));
            // The same account's key in a keystore that opens at once.
            assertThat(drop.call(
                            "run",
                            folder.toString(),
                            "--rpc",
                            rpc,
                            "--issuer",
                            drop.path("issuer.json"),
                            "--issuer-password",
                            drop.path("password.txt")))
                    .isZero();
            assertThat(drop.out()).isEqualTo("rehearsal: all 20 minted\n");
            Programs.interrupt(rehearsal);
            assertThat(rehearsal.waitFor()).isEqualTo(130);
        }
        assertThat(drop.call("verify", folder.toString(), "--rpc", rpc)).isEqualTo(4);
        assertThat(drop.call("rehearse", folder.toString())).isEqualTo(3);
        assertThat(drop.err()).contains("is there already");
    }
}
