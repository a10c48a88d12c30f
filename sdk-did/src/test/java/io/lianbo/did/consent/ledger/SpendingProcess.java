package io.lianbo.did.consent.ledger;

import io.lianbo.core.Hash32;
import io.lianbo.testsupport.Databases;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/** A process of its own that uses a grant until it is used up, and says how often that succeeded. */
final class SpendingProcess {
    private SpendingProcess() {}

    public static void main(String[] args) throws InterruptedException {
        DataSource source = Databases.at(args[0]);
        ConsentLedger ledger = JdbcConsentLedger.in(source);
        Hash32 grant = Hash32.of(args[1]);
        System.out.println("ready");
        AtomicInteger spent = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            threads.add(Thread.ofPlatform().start(() -> {
                while (ledger.spend(List.of(ConsentLedgerTest.receipt(grant))).isVerified()) {
                    spent.incrementAndGet();
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        System.out.println(spent.get());
    }
}
