package io.lianbo.nft.relay;

import io.lianbo.core.Address;
import io.lianbo.core.ChainId;
import io.lianbo.core.Token;
import io.lianbo.core.TokenAmount;
import io.lianbo.core.Verdict;
import io.lianbo.core.chain.Chain;
import io.lianbo.core.crypto.LocalSigner;
import io.lianbo.core.tx.Finality;
import io.lianbo.core.tx.JdbcTxJournal;
import io.lianbo.core.tx.TxClient;
import io.lianbo.core.tx.TxJournal;
import io.lianbo.nft.Voucher;
import io.lianbo.nft.VoucherCollection;
import io.lianbo.nft.VoucherIssuer;
import io.lianbo.testsupport.Databases;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/** A process of its own that relays vouchers of one wei each, some at a time, to be killed at any instant. */
final class KilledRelayer {
    private static final TokenAmount WEI = new TokenAmount(BigInteger.ONE, Token.nativeCoin("ETH"));
    private static final TokenAmount ETHER = new TokenAmount(BigInteger.TEN.pow(18), Token.nativeCoin("ETH"));
    private static final Instant END = Instant.parse("2100-01-01T00:00:00Z");
    private static final int SOME = 7;

    private KilledRelayer() {}

    static Address viewer(int id) {
        return Address.of("0x%040x".formatted(0xaaaa_0000L + id));
    }

    /** Arguments: RPC URL, chain id, collection, journal, log, how many vouchers, the host's key, the payer's key. */
    public static void main(String[] args) {
        int vouchers = Integer.parseInt(args[5]);
        LocalSigner payer = LocalSigner.fromPrivateKey(args[7]);
        try (Chain chain = Chain.connect(URI.create(args[0]), new ChainId(Long.parseLong(args[1])));
                TxJournal journal = JdbcTxJournal.sqlite(Path.of(args[3]));
                TxClient client = TxClient.builder(chain, journal)
                        .lanes(payer)
                        .finality(Finality.included())
                        .leaseTerm(Duration.ofMillis(400))
                        .start()) {
            VoucherCollection collection = VoucherCollection.at(chain, Address.of(args[2]));
            VoucherIssuer issuer = new VoucherIssuer(LocalSigner.fromPrivateKey(args[6]), collection.id());
            VoucherRelayer relayer = VoucherRelayer.builder(chain, collection, client, payer.address())
                    .log(JdbcRelayLog.in(Databases.at(args[4])))
                    .limits(RelayLimits.gifts(50, 100_000, 100).paying(ETHER, ETHER, ETHER))
                    .build();
            System.out.println("working");
            for (int id = 0; id < vouchers; id++) {
                Voucher voucher = Voucher.of(BigInteger.valueOf(id), viewer(id), WEI, END, 0);
                Verdict<Relayed> verdict = relayer.relay(issuer.issue(voucher));
                if (!verdict.isVerified()) {
                    throw new IllegalStateException(verdict.reasons().toString());
                }
                if (id % SOME == SOME - 1) {
                    relayer.send(Duration.ofMinutes(1));
                }
            }
            relayer.send(Duration.ofMinutes(1));
        }
    }
}
