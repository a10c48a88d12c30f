package io.lianbo.core.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class GroupCommitTest {

    /** While the first batch is held up, all others gather for the second. */
    @Test
    void writesTogetherWhatComesTogether() throws Exception {
        int callers = 20;
        List<List<Integer>> batches = new ArrayList<>();
        CountDownLatch writing = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        // @start region="group"
        GroupCommit<Integer, String> commits = new GroupCommit<>(numbers -> {
            batches.add(numbers); // one transaction
            writing.countDown();
            awaited(goOn);
            return numbers.stream().map(number -> "number " + number).toList();
        });
        // @end region="group"
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<String>> written = new ArrayList<>();
            written.add(threads.submit(() -> commits.write(0)));
            writing.await();
            CountDownLatch asked = new CountDownLatch(callers - 1);
            for (int n = 1; n < callers; n++) {
                int number = n;
                written.add(threads.submit(() -> {
                    asked.countDown();
                    return commits.write(number);
                }));
            }
            asked.await();
            goOn.countDown();
            for (int n = 0; n < callers; n++) {
                assertThat(written.get(n).get()).isEqualTo("number " + n);
            }
        }
        assertThat(batches.getFirst()).containsExactly(0);
        assertThat(batches.stream().mapToInt(List::size).sum()).isEqualTo(callers);
    }

    @Test
    void failsNoNeighbourOfWhatFails() throws Exception {
        GroupCommit<Integer, Integer> commits = new GroupCommit<>(numbers -> {
            if (numbers.contains(7)) {
                throw new IllegalArgumentException("seven");
            }
            return numbers;
        });
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> others = new ArrayList<>();
            for (int n = 10; n < 50; n++) {
                int number = n;
                others.add(threads.submit(() -> commits.write(number)));
            }
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> commits.write(7))
                    .withMessage("seven");
            for (int i = 0; i < others.size(); i++) {
                assertThat(others.get(i).get()).isEqualTo(10 + i);
            }
        }
    }

    @Test
    void letsNobodyWaitForEverWhereWritingBreaks() {
        GroupCommit<Integer, Integer> commits = new GroupCommit<>(numbers -> {
            throw new StackOverflowError("deep");
        });
        assertThatExceptionOfType(StackOverflowError.class).isThrownBy(() -> commits.write(1));
        assertThatExceptionOfType(StackOverflowError.class).isThrownBy(() -> commits.write(2));
    }

    /** An interrupted caller's item is written like any other's, and the interruption stays for him to see. */
    @Test
    void writesAlsoForTheInterrupted() throws Exception {
        CountDownLatch writing = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        GroupCommit<Integer, Integer> commits = new GroupCommit<>(numbers -> {
            writing.countDown();
            if (numbers.contains(1)) {
                awaited(goOn);
            }
            return numbers;
        });
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            Future<Integer> first = threads.submit(() -> commits.write(1));
            writing.await();
            Future<Boolean> second = threads.submit(() -> {
                Thread.currentThread().interrupt();
                goOn.countDown();
                return commits.write(2) == 2 && Thread.interrupted();
            });
            assertThat(first.get()).isEqualTo(1);
            assertThat(second.get()).isTrue();
        }
    }

    private static void awaited(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
