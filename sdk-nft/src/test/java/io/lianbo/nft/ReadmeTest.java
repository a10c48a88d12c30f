package io.lianbo.nft;

import static org.assertj.core.api.Assertions.assertThat;

import io.lianbo.core.Address;
import io.lianbo.core.ChainId;
import io.lianbo.core.chain.Chain;
import io.lianbo.core.crypto.LocalSigner;
import io.lianbo.testkit.LocalChain;
import io.lianbo.testkit.LocalChainTest;
import io.lianbo.testsupport.Guide;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lines that a newcomer reads first do what they say, and stand in the README as they stand here. */
@LocalChainTest
class ReadmeTest {
    private static final Path README = Path.of("../README.md");
    private static final Path THIS = Path.of("src/test/java/io/lianbo/nft/ReadmeTest.java");

    @Test
    void aVoucherIsSignedWithoutGasAndRedeemedIntoTheViewersHands(LocalChain local) {
        LocalSigner host = LocalSigner.fromPrivateKey(local.accounts().get(0).privateKey());
        LocalSigner relayer = LocalSigner.fromPrivateKey(local.accounts().get(1).privateKey());
        Address viewer = Address.of(local.accounts().get(2).address());
        // @start region="readme"
        try (Chain chain = Chain.connect(local.rpcUrl(), new ChainId(31337))) {
            var shop = VoucherCollection.deploy(chain, host, CollectionConfig.of("Spring Tea", "TEA", host.address()));
            var gift = Voucher.gift(BigInteger.ONE, viewer, Instant.now().plus(Duration.ofHours(1)), shop.epoch());
            SignedVoucher voucher = new VoucherIssuer(host, shop.id()).issue(gift); // no gas, no chain
            shop.redeem(relayer, voucher); // anyone may pay the gas
            System.out.println(shop.ownerOf(BigInteger.ONE)); // Optional[<the viewer>]
        }
        // @end region="readme"
        try (Chain chain = Chain.connect(local.rpcUrl(), new ChainId(31337))) {
            assertThat(chain.nonce(relayer.address())).isEqualTo(1);
        }
    }

    @Test
    void theReadmeShowsTheseVeryLines() throws IOException {
        assertThat(Files.readString(README)).contains("```java\n" + theseLines().indent(0) + "```");
    }

    @Test
    void theGuideToAFirstVoucherHasThemAndRunsAsItStands(@TempDir Path folder, LocalChain local) throws Exception {
        String program = Guide.named("first-voucher.md").snippets().getFirst();
        assertThat(program).contains(theseLines().indent(12));
        Path source = Files.writeString(folder.resolve("TeaShop.java"), program);
        String classPath = System.getProperty("java.class.path");
        Process java = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-classpath",
                        classPath,
                        source.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String printed = new String(java.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(java.waitFor()).isZero();
        Address viewer = Address.of(local.accounts().get(2).address());
        assertThat(printed.strip()).isEqualTo("Optional[" + viewer + "]");
        assertThat(Files.readString(Path.of("../docs/guide/first-voucher.md"))).contains(printed.strip());
    }

    private static String theseLines() throws IOException {
        List<String> lines = Files.readAllLines(THIS);
        int start = lines.indexOf("        // @start region=\"readme\"");
        int end = lines.indexOf("        // @end region=\"readme\"");
        return String.join("\n", lines.subList(start + 1, end)).stripIndent();
    }
}
