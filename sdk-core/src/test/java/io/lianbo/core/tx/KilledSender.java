package io.lianbo.core.tx;

import io.lianbo.core.ChainId;
import io.lianbo.core.chain.Chain;
import io.lianbo.core.crypto.LocalSigner;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A process of its own that hands in intents and waits for them, to be killed at any instant. It says {@code working} when it
 * begins, and {@code done} when everything is settled.
 */
final class KilledSender {
    private KilledSender() {}

    static TxIntent intent(int number) {
        return TxIntent.transfer("gift-" + number, TxJournalConformance.address(0x10_0000 + number), BigInteger.ONE);
    }

    /** Arguments: RPC URL, chain id, journal file, intents, and the keys of the lanes. */
    public static void main(String[] args) {
        int count = Integer.parseInt(args[3]);
        List<LocalSigner> lanes = new ArrayList<>();
        for (int i = 4; i < args.length; i++) {
            lanes.add(LocalSigner.fromPrivateKey(args[i]));
        }
        try (Chain chain = Chain.connect(URI.create(args[0]), new ChainId(Long.parseLong(args[1])));
                TxJournal journal = JdbcTxJournal.sqlite(Path.of(args[2]));
                TxClient client = TxClient.builder(chain, journal)
                        .lanes(lanes.toArray(LocalSigner[]::new))
                        .finality(Finality.included())
                        .leaseTerm(Duration.ofMillis(400))
                        .inFlight(5)
                        .start()) {
            System.out.println("working");
            // One is sent before the others are written, which could fill a disk by themselves.
            client.submit(intent(0));
            client.await("gift-0", Duration.ofMinutes(2)).requireSucceeded();
            IntStream.range(1, count).mapToObj(KilledSender::intent).forEach(client::submit);
            for (int i = 0; i < count; i++) {
                client.await("gift-" + i, Duration.ofMinutes(2)).requireSucceeded();
            }
            System.out.println("done");
        }
    }
}
