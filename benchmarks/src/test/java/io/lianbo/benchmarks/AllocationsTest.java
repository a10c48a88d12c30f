package io.lianbo.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.lianbo.benchmarks.subject.Transactions;
import io.lianbo.core.json.JsonObject;
import io.lianbo.testsupport.ChildJvm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Threads;

/**
 * No operation of the hot path allocates more than {@code snapshots/allocations.json} says. {@code -Dallocations=write} writes it anew.
 */
class AllocationsTest {

    private static final Path SNAPSHOT = Path.of("snapshots", "allocations.json");

    /** In percent. Keys that are new in each run make numbers of other lengths; of all else the figure is the same to the byte. */
    private static final int HEADROOM = 1;

    @Test
    void noRowAllocatesMoreThanItDid() throws IOException, InterruptedException {
        Map<String, Long> measured = measure();
        if (System.getProperty("allocations", "").equals("write")) {
            write(measured);
        }

        JsonObject recorded = JsonObject.parse(SNAPSHOT.toString(), Files.readString(SNAPSHOT));

        assertThat(recorded.keys()).containsExactlyInAnyOrderElementsOf(measured.keySet());
        assertThat(measured.entrySet())
                .filteredOn(row -> row.getValue() > allowed(recorded.integer(row.getKey(), 0, Integer.MAX_VALUE)))
                .as(
                        "rows that allocate more bytes an operation than %s says; -Dallocations=write accepts them",
                        SNAPSHOT)
                .isEmpty();
    }

    private static long allowed(long recorded) {
        return recorded + recorded * HEADROOM / 100;
    }

    private static Map<String, Long> measure() throws IOException, InterruptedException {
        Map<List<String>, List<Row>> byJvm = Rows.SINGLE.stream()
                .filter(AllocationsTest::runsOnOneThread)
                .collect(Collectors.groupingBy(AllocationsTest::options, LinkedHashMap::new, Collectors.toList()));
        Map<String, Long> bytes = new LinkedHashMap<>();
        for (Map.Entry<List<String>, List<Row>> jvm : byJvm.entrySet()) {
            List<String> options = new ArrayList<>(AllocatedBytes.EXACT);
            options.addAll(jvm.getKey());
            String[] names = jvm.getValue().stream().map(Row::name).toArray(String[]::new);
            Process child = ChildJvm.start(options, AllocatedBytes.class, names);
            String output = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(child.waitFor()).isZero();
            output.lines().map(line -> line.split(" ", -1)).forEach(row -> bytes.put(row[0], Long.valueOf(row[1])));
            assertThat(bytes).containsKeys(names);
        }
        Map<String, Long> inOrder = new LinkedHashMap<>();
        Rows.SINGLE.stream()
                .map(Row::name)
                .filter(bytes::containsKey)
                .forEach(name -> inOrder.put(name, bytes.get(name)));
        return inOrder;
    }

    /**
     * Transactions go through the threads of an HTTP client and a node; a row on two threads has its twin on one, and a slow one a smaller
     * one.
     */
    private static boolean runsOnOneThread(Row row) {
        return row.subject() != Transactions.class
                && !row.slow()
                && List.of(row.subject().getMethods()).stream()
                        .noneMatch(method ->
                                method.getName().equals(row.ours()) && method.isAnnotationPresent(Threads.class));
    }

    /** Those that the benchmark itself runs with: they choose the engine. */
    private static List<String> options(Row row) {
        Fork fork = row.subject().getAnnotation(Fork.class);
        return fork == null ? List.of() : List.of(fork.jvmArgsPrepend());
    }

    private static void write(Map<String, Long> measured) throws IOException {
        Files.createDirectories(SNAPSHOT.getParent());
        Files.writeString(
                SNAPSHOT,
                measured.entrySet().stream()
                        .map(row -> "  \"" + row.getKey() + "\": " + row.getValue())
                        .collect(Collectors.joining(",\n", "{\n", "\n}\n")));
    }
}
