///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 21+
//DEPS io.lianbo:sdk-nft:0.1.0-SNAPSHOT
//DEPS org.xerial:sqlite-jdbc:3.54.1.0
//DEPS org.slf4j:slf4j-nop:2.0.17
import io.lianbo.core.chain.Chain;
import io.lianbo.core.crypto.*;
import io.lianbo.core.tx.*;
import io.lianbo.nft.VoucherIssuer;
import io.lianbo.nft.drop.*;
import java.net.URI;
import java.nio.file.*;
import java.time.Duration;

/** Drop.java FOLDER RPC-URL KEYSTORE PASSWORD-FILE: runs the drop in a folder, and goes on where it was killed. */
class Drop {
    public static void main(String[] args) throws Exception {
        Path folder = Path.of(args[0]);
        var drop = io.lianbo.nft.drop.Drop.load(folder);
        char[] password = Files.readString(Path.of(args[3])).strip().toCharArray();
        try (var chain = Chain.connect(URI.create(args[1]), drop.manifest().collection().chainId());
                var key = Keystore.load(Path.of(args[2]), password); // signs vouchers and pays the gas
                var ledger = DropLedger.sqlite(folder.resolve("ledger.db"));
                var journal = JdbcTxJournal.sqlite(folder.resolve("journal.db"));
                var client = TxClient.builder(chain, journal).lanes(key).start()) {
            var issuer = new VoucherIssuer(key, drop.manifest().collection());
            var done = DropRunner.builder(drop, chain, issuer, client, ledger)
                    .listener(System.out::println) // 340 of 1000 minted, 660 sent, ...
                    .build()
                    .run(Duration.ofMinutes(10));
            done.value().orElseThrow(() -> new IllegalStateException(done.reasons().toString()));
        }
    }
}
