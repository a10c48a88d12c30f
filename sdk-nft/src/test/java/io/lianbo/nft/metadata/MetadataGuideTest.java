package io.lianbo.nft.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import io.lianbo.core.Address;
import io.lianbo.core.ChainId;
import io.lianbo.core.chain.Chain;
import io.lianbo.core.crypto.LocalSigner;
import io.lianbo.nft.CollectionConfig;
import io.lianbo.nft.Voucher;
import io.lianbo.nft.VoucherCollection;
import io.lianbo.nft.VoucherIssuer;
import io.lianbo.testkit.LocalChain;
import io.lianbo.testkit.LocalChainTest;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a folder of assets to a token on chain whose URI leads to its document. */
@LocalChainTest
class MetadataGuideTest {
    @Test
    void aCollectionPointsToWhatWasPrepared(LocalChain local, @TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("0.json"), "{\"name\": \"Cake 0\", \"image\": \"0.png\"}");
        Files.writeString(folder.resolve("0.png"), "zero");
        Files.writeString(folder.resolve("collection.json"), "{\"name\": \"Spring Tea\"}");
        PreparedAssets assets = AssetFolder.read(folder).value().orElseThrow().prepare();
        LocalSigner brand = LocalSigner.fromPrivateKey(local.accounts().get(0).privateKey());
        Address viewer = Address.of(local.accounts().get(1).address());

        try (Chain chain = Chain.connect(local.rpcUrl(), new ChainId(local.chainId()))) {
            // @start region="baseUri"
            CollectionConfig config = CollectionConfig.of("Spring Tea", "TEA", brand.address())
                    .withBaseUri(assets.baseUri())
                    .withContractUri(assets.contractUri());
            VoucherCollection shop = VoucherCollection.deploy(chain, brand, config);
            // @end
            Voucher gift = Voucher.gift(BigInteger.ZERO, viewer, Instant.now().plus(Duration.ofHours(1)), shop.epoch());
            shop.redeem(brand, new VoucherIssuer(brand, shop.id()).issue(gift));

            String uri = shop.tokenUri(BigInteger.ZERO);
            assertThat(uri).isEqualTo(assets.metadata().uri() + "/0");
            assertThat(assets.metadata().cidOf("0")).isPresent();
            assertThat(shop.contractUri()).isEqualTo(assets.metadata().uri() + "/collection.json");
            assertThat(assets.metadata().cidOf("collection.json")).isPresent();
        }
    }
}
