package io.lianbo.nft.drop;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import io.lianbo.core.ChainId;
import io.lianbo.core.Verdict;
import io.lianbo.core.chain.Chain;
import io.lianbo.core.chain.EventQuery;
import io.lianbo.core.crypto.LocalSigner;
import io.lianbo.core.crypto.Signer;
import io.lianbo.core.tx.Finality;
import io.lianbo.core.tx.JdbcTxJournal;
import io.lianbo.core.tx.TxClient;
import io.lianbo.core.tx.TxJournal;
import io.lianbo.nft.CollectionConfig;
import io.lianbo.nft.VoucherCollection;
import io.lianbo.nft.VoucherIssuer;
import io.lianbo.nft.ipfs.IpfsPinning;
import io.lianbo.nft.ipfs.Kubo;
import io.lianbo.nft.metadata.PreparedAssets;
import io.lianbo.testkit.LocalChain;
import io.lianbo.testkit.LocalChainTest;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A drop as the guide tells it, from the files to the check at the end. */
@LocalChainTest
class DropsGuideTest {

    @Test
    void aDropFromItsFilesToTheCheck(LocalChain local, @TempDir Path folder) throws IOException {
        Signer brand = LocalSigner.fromPrivateKey(local.accounts().get(0).privateKey());
        Signer host = LocalSigner.fromPrivateKey(local.accounts().get(1).privateKey());
        Signer payer = LocalSigner.fromPrivateKey(local.accounts().get(2).privateKey());
        List<String> out = new ArrayList<>();
        try (Chain chain = Chain.connect(local.rpcUrl(), new ChainId(local.chainId()))) {
            VoucherCollection tea = VoucherCollection.deploy(
                    chain,
                    brand,
                    CollectionConfig.of("Spring Tea", "TEA", brand.address()).withVoucherSigner(host.address()));
            write(folder, tea);

            // @start region="check"
            Drop drop = Drop.load(folder); // the folder with drop.yaml
            DropCheck check = drop.validate();
            check.problems().forEach(problem -> out.add(problem.toString())); // recipients.csv:7: BAD_CHECKSUM: ...
            // @end region="check"
            assertThat(out).isEmpty();
            assertThat(check).hasToString("3 rows, no problem");
            assertThat(check.ignoredColumns()).containsExactly("name");

            // @start region="ledger"
            DropLedger ledger = DropLedger.sqlite(folder.resolve("ledger.db"));
            TxJournal journal = JdbcTxJournal.sqlite(folder.resolve("journal.db"));
            // @end region="ledger"
            try (ledger;
                    journal;
                    TxClient client = TxClient.builder(chain, journal)
                            .lanes(payer)
                            .finality(Finality.included())
                            .start()) {
                // @start region="run"
                VoucherIssuer issuer = new VoucherIssuer(host, drop.manifest().collection());
                DropRunner runner = DropRunner.builder(drop, chain, issuer, client, ledger)
                        .listener(status -> out.add(status.toString())) // 3400 of 5000 minted, 340 sent, ...
                        .build();
                Verdict<DropPlan> plan = runner.plan(); // nothing is signed: read it, then
                Verdict<DropStatus> done = runner.run(Duration.ofMinutes(10));
                // @end region="run"
                assertThat(plan.value().orElseThrow().transactions()).isEqualTo(1);
                assertThat(done.value().orElseThrow().isComplete()).isTrue();
                assertThat(out).isNotEmpty();

                // @start region="after"
                Verdict<DropStatus> again = runner.resume(Duration.ofMinutes(10)); // after a crash, without the files
                DropRow row = runner.row("order-1002").orElseThrow(); // MINTED, token 1, in which transaction
                Verdict<DropStatus> proven = runner.verify(); // the ledger held to the chain
                // @end region="after"
                // @start region="view"
                DropView view = new DropView(drop, ledger); // no key is needed to look
                DropStatus status = view.status();
                Verdict<DropStatus> agrees = view.verify(chain);
                // @end region="view"
                assertThat(agrees).isEqualTo(Verdict.ok(status));
                assertThat(again).isEqualTo(done);
                assertThat(row.state()).isEqualTo(DropRowState.MINTED);
                assertThat(proven).isEqualTo(done);

                publish(runner, brand, tea);
                // The reveal told marketplaces to read all metadata anew.
                assertThat(EventQuery.of(tea.contract(), "BatchMetadataUpdate")
                                .in(chain.blocks(List.of(chain.blockNumber() - 1)).stream()
                                        .map(block -> block.orElseThrow())
                                        .toList()))
                        .hasSize(1);
            }
        }
    }

    private static void publish(DropRunner runner, Signer brand, VoucherCollection tea) throws IOException {
        WireMockServer server = new WireMockServer(WireMockConfiguration.options()
                .dynamicPort()
                .bindAddress("127.0.0.1")
                .extensions(new Kubo()));
        server.start();
        try {
            server.stubFor(WireMock.post(WireMock.urlPathMatching("/api/v0/.*"))
                    .willReturn(WireMock.ok().withTransformers("kubo")));
            URI kubo = URI.create("http://127.0.0.1:" + server.port());
            // @start region="publish"
            try (IpfsPinning ipfs = IpfsPinning.builder(kubo).build()) {
                Verdict<PreparedAssets> published = runner.publish(ipfs, brand);
                // @end region="publish"
                PreparedAssets assets = published.value().orElseThrow();
                assertThat(tea.tokenUri(BigInteger.ONE)).isEqualTo(assets.baseUri() + "1");
                assertThat(tea.contractUri()).isEqualTo(assets.contractUri());
            }
        } finally {
            server.stop();
        }
    }

    private static void write(Path folder, VoucherCollection tea) throws IOException {
        Files.writeString(folder.resolve("drop.yaml"), """
                drop: spring-tea-2026
                collection: %s
                """.formatted(tea.id()));
        Files.writeString(folder.resolve("recipients.csv"), """
                name,external_id,address
                "Li, Ziqi",order-1001,0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed
                Wu,order-1002,0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359
                Zhang,order-1003,0xdbf03b407c01e7cd3cbea99509d93f8dddc8c6fb
                """);
        Path assets = Files.createDirectory(folder.resolve("assets"));
        Files.writeString(assets.resolve("collection.json"), "{\"name\": \"Spring Tea\"}");
        for (int i = 0; i < 3; i++) {
            Files.writeString(
                    assets.resolve(i + ".json"), "{\"name\": \"Cake %d\", \"image\": \"%d.png\"}".formatted(i, i));
            Files.writeString(assets.resolve(i + ".png"), "image " + i);
        }
    }
}
