package io.lianbo.nft;

import static org.assertj.core.api.Assertions.assertThat;

import io.lianbo.core.Address;
import io.lianbo.core.ChainId;
import io.lianbo.core.chain.Chain;
import io.lianbo.core.crypto.LocalSigner;
import io.lianbo.testkit.LocalChain;
import io.lianbo.testkit.LocalChainTest;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The lines that a newcomer reads first do what they say, and stand in the README as they stand here. */
@LocalChainTest
class ReadmeTest {
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
        List<String> lines = Files.readAllLines(THIS);
        int start = lines.indexOf("        // @start region=\"readme\"");
        int end = lines.indexOf("        // @end region=\"readme\"");
        String shown = String.join(
                "\n",
                lines.subList(start + 1, end).stream()
                        .map(line -> line.substring(Math.min(line.length(), 8)))
                        .toList());
        for (String readme : List.of("../README.md")) {
            assertThat(Files.readString(Path.of(readme))).contains("```java\n" + shown + "\n```");
        }
    }
}
