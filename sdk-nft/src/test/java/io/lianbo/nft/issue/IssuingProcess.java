package io.lianbo.nft.issue;

import io.lianbo.nft.Samples;
import io.lianbo.nft.issue.IssueLog.Order;
import io.lianbo.testsupport.Databases;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** A process of its own that serves orders with several threads, to be killed at any instant. */
final class IssuingProcess {
    private static final int THREADS = 4;

    private IssuingProcess() {}

    /** How many ids an order asks for. */
    private static int count(int order) {
        return 1 + order % 3;
    }

    static int idsOf(int from, int to) {
        return IntStream.range(from, to).map(IssuingProcess::count).sum();
    }

    /** Arguments: the database's URL, the first order, and where the orders end. */
    public static void main(String[] args) throws InterruptedException {
        int from = Integer.parseInt(args[1]);
        int to = Integer.parseInt(args[2]);
        IssueLog log = JdbcIssueLog.in(Databases.at(args[0]));
        System.out.println("working");
        List<Thread> threads = new ArrayList<>();
        for (int thread = 0; thread < THREADS; thread++) {
            int first = from + thread;
            threads.add(Thread.ofPlatform().start(() -> {
                for (int i = first; i < to; i += THREADS) {
                    serve(log, i);
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private static void serve(IssueLog log, int number) {
        Order order = Order.ofNext("order-" + number, IssueLogConformance.TERMS, IdRange.of(1, 10_000), count(number));
        Issue issue = log.reserve(IssueLogConformance.COLLECTION, order, IssueLogConformance.NOW)
                .value()
                .orElseThrow();
        if (!issue.isSigned()) {
            log.keepSigned(issue, IssueLogConformance.sign(Samples.HOST, issue));
        }
    }
}
