package io.lianbo.rewards.points;

import io.lianbo.rewards.scoring.UserId;
import io.lianbo.testsupport.Databases;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A process of its own that spends a user's points, one at a time: until there are none, and says how often; or until it is killed, and says each redemption. */
final class PointsProcess {
    private PointsProcess() {}

    public static void main(String[] args) throws InterruptedException {
        PointsLedger ledger = PointsLedger.in(Databases.at(args[0]), InstantSource.fixed(Instant.parse(args[1])));
        UserId user = UserId.of(args[2]);
        String name = args[3];
        boolean talks = Boolean.parseBoolean(args[4]);
        System.out.println("ready");
        AtomicInteger spent = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        for (int thread = 0; thread < 4; thread++) {
            String prefix = name + "-" + thread + "-";
            threads.add(Thread.ofPlatform().start(() -> {
                int i = 0;
                while (ledger.redeem(prefix + i, user, 1, "sticker").isVerified()) {
                    spent.incrementAndGet();
                    if (talks) {
                        System.out.println(prefix + i);
                    }
                    i++;
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        System.out.println(spent.get());
    }
}
