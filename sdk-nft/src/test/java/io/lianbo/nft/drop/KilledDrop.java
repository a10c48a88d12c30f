package io.lianbo.nft.drop;

import io.lianbo.core.chain.Chain;
import io.lianbo.core.crypto.LocalSigner;
import io.lianbo.core.tx.Finality;
import io.lianbo.core.tx.JdbcTxJournal;
import io.lianbo.core.tx.TxClient;
import io.lianbo.core.tx.TxJournal;
import io.lianbo.nft.VoucherIssuer;
import io.lianbo.nft.airdrop.AirdropLimits;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;

/** A process of its own that runs a drop in small transactions, to be killed at any instant. */
final class KilledDrop {
    private KilledDrop() {}

    /** Arguments: folder of the drop, RPC URL, journal, ledger, the host's key, the payer's key. */
    public static void main(String[] args) throws IOException {
        Drop drop = Drop.load(Path.of(args[0]));
        try (Chain chain = Chain.connect(
                        URI.create(args[1]), drop.manifest().collection().chainId());
                TxJournal journal = JdbcTxJournal.sqlite(Path.of(args[2]));
                DropLedger ledger = DropLedger.sqlite(Path.of(args[3]));
                TxClient client = TxClient.builder(chain, journal)
                        .lanes(LocalSigner.fromPrivateKey(args[5]))
                        .finality(Finality.included())
                        .leaseTerm(Duration.ofMillis(400))
                        .start()) {
            VoucherIssuer issuer = new VoucherIssuer(
                    LocalSigner.fromPrivateKey(args[4]), drop.manifest().collection());
            DropRunner runner = DropRunner.builder(drop, chain, issuer, client, ledger)
                    .limits(AirdropLimits.ethereum().withGas(2_000_000))
                    .build();
            System.out.println("working");
            System.out.println(runner.run(Duration.ofMinutes(2)).value().orElseThrow());
        }
    }
}
