package io.lianbo.provenance.batch;

import io.lianbo.core.Address;
import io.lianbo.core.ChainId;
import io.lianbo.core.Hash32;
import io.lianbo.core.chain.Chain;
import io.lianbo.core.crypto.LocalSigner;
import io.lianbo.core.tx.Finality;
import io.lianbo.core.tx.JdbcTxJournal;
import io.lianbo.core.tx.TxClient;
import io.lianbo.core.tx.TxJournal;
import io.lianbo.provenance.batch.BatchAnchorer.Limits;
import io.lianbo.provenance.log.ProvenanceAnchor;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * A process of its own that adds leaves in an order of its own and anchors them, to be killed at any instant. It says {@code working} when
 * it begins, and a line more after each step.
 */
final class KilledAnchorer {
    private KilledAnchorer() {}

    /** Arguments: RPC URL, chain id, contract, folder, the issuer's key, how many leaves, and the number of the run. */
    public static void main(String[] args) {
        Path folder = Path.of(args[3]);
        int count = Integer.parseInt(args[5]);
        Random random = new Random(Integer.parseInt(args[6]));
        List<Hash32> leaves = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            leaves.add(LogStoreTest.leaf(i));
        }
        Collections.shuffle(leaves, random);
        try (Chain chain = Chain.connect(URI.create(args[0]), new ChainId(Long.parseLong(args[1])));
                TxJournal journal = JdbcTxJournal.sqlite(folder.resolve("journal.db"));
                JdbcLogStore store = JdbcLogStore.sqlite(folder.resolve("log.db"));
                BatchAnchorer anchorer = BatchAnchorer.open(
                        ProvenanceAnchor.at(chain, Address.of(args[2])),
                        LocalSigner.fromPrivateKey(args[4]),
                        store,
                        TxClient.builder(chain, journal)
                                .finality(Finality.included())
                                .leaseTerm(Duration.ofMillis(300)),
                        new Limits(7, Duration.ofMillis(5)),
                        InstantSource.system())) {
            System.out.println("working");
            for (int i = 0; i < count; ) {
                int next = Math.min(count, i + 1 + random.nextInt(4));
                anchorer.addAll(leaves.subList(i, next));
                System.out.println("added");
                anchorer.anchorDue();
                if (random.nextInt(4) == 0) {
                    anchorer.anchorNow(Duration.ofMinutes(1));
                    System.out.println("anchored");
                }
                i = next;
            }
            anchorer.anchorNow(Duration.ofMinutes(1));
        }
    }
}
