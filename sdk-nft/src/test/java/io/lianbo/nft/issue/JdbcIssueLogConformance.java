package io.lianbo.nft.issue;

import static org.assertj.core.api.Assertions.assertThat;

import io.lianbo.nft.Samples;
import io.lianbo.nft.issue.IssueLog.Order;
import io.lianbo.testsupport.ChildJvm;
import io.lianbo.testsupport.Databases;
import java.io.BufferedReader;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a log in a database promises besides: it outlives processes, and is shared by several. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
abstract class JdbcIssueLogConformance extends IssueLogConformance {
    private static final int ORDERS = 400;

    /** A database that is empty, for this process and others. */
    abstract String url();

    @Override
    IssueLog open() {
        return JdbcIssueLog.in(Databases.at(url()));
    }

    @Test
    void isThereAgainWhenOpenedAgain() {
        String url = url();
        Issue issue = JdbcIssueLog.in(Databases.at(url))
                .reserve(COLLECTION, Order.ofNext("a", TERMS, IdRange.of(1, 5), 2), NOW)
                .value()
                .orElseThrow();
        IssueLog again = JdbcIssueLog.in(Databases.at(url));
        assertThat(again.find(COLLECTION, "a")).contains(issue);
        Issue signed = again.keepSigned(issue, sign(Samples.HOST, issue));
        assertThat(JdbcIssueLog.in(Databases.at(url)).find(COLLECTION, "a")).contains(signed);
    }

    @Test
    void handsOutNoIdTwiceOverCrashes() throws Exception {
        String url = url();
        Random random = new Random(20261111);
        int killed = 0;
        while (killed < 6) {
            Process process = start(url, 0, ORDERS);
            try {
                assertThat(firstLine(process)).isEqualTo("working");
                if (!process.waitFor(random.nextInt(20, 150), TimeUnit.MILLISECONDS)) {
                    process.destroyForcibly(); // SIGKILL
                }
                killed++;
            } finally {
                process.destroyForcibly().waitFor();
            }
        }
        finish(start(url, 0, ORDERS));
        assertEachOrderIsServedOnce(url);
    }

    @Test
    void handsOutNoIdTwiceToTwoProcesses() throws Exception {
        String url = url();
        // the orders in the middle come to both
        Process one = start(url, 0, ORDERS * 3 / 4);
        Process two = start(url, ORDERS / 4, ORDERS);
        finish(one);
        finish(two);
        assertEachOrderIsServedOnce(url);
    }

    private static void assertEachOrderIsServedOnce(String url) {
        IssueLog log = JdbcIssueLog.in(Databases.at(url));
        List<Issue> issues = log.orders(COLLECTION, 0, ORDERS + 1);
        assertThat(issues)
                .hasSize(ORDERS)
                .allSatisfy(issue -> assertThat(issue.vouchers()).isEqualTo(sign(Samples.HOST, issue)));
        assertThat(issues).extracting(Issue::orderKey).doesNotHaveDuplicates();
        assertThat(issues).extracting(Issue::number).isSorted().last().isEqualTo((long) ORDERS);
        // no id twice, and none lost
        assertThat(issues.stream().flatMap(issue -> issue.tokenIds().stream()).sorted())
                .isEqualTo(LongStream.rangeClosed(1, IssuingProcess.idsOf(0, ORDERS))
                        .mapToObj(BigInteger::valueOf)
                        .toList());
    }

    private static Process start(String url, int from, int to) throws IOException {
        return ChildJvm.start(IssuingProcess.class, url, Integer.toString(from), Integer.toString(to));
    }

    private static String firstLine(Process process) throws IOException {
        return new BufferedReader(process.inputReader(StandardCharsets.UTF_8)).readLine();
    }

    private static void finish(Process process) throws InterruptedException {
        try {
            assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
            assertThat(process.exitValue()).isZero();
        } finally {
            process.destroyForcibly().waitFor();
        }
    }
}
