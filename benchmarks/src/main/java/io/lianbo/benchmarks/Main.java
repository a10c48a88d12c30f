package io.lianbo.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * Measures the rows, prints their table and writes {@code results.json}; {@code mvn -Pbench verify} starts it.
 *
 * <p>Beside it lie JMH's own account with every sample, {@code jmh.json}, and what JMH said meanwhile, {@code jmh.log}.
 */
public final class Main {

    /** Of one size from the start, so that no benchmark pays for the growth of its heap. */
    private static final String[] HEAP = {"-Xms1g", "-Xmx1g"};

    private Main() {}

    /**
     * Runs the benchmarks of the rows that the system property {@code bench.rows} names, or all.
     *
     * @param args the folder to write into, and {@code quick} or {@code full}
     */
    public static void main(String[] args) throws IOException, RunnerException {
        if (args.length != 2) {
            throw new IllegalArgumentException("arguments must be a folder, and quick or full: " + args.length);
        }
        Path folder = Files.createDirectories(Path.of(args[0]));
        Effort effort = Effort.named(args[1]);
        List<Row> rows = Rows.named(System.getProperty("bench.rows", ""));
        System.out.println(
                "Measuring " + rows.size() + " rows; " + folder.resolve("jmh.log") + " shows how far it is.");
        Report report = Report.of(rows, Measurement.of(measure(rows, effort, folder)));
        Files.writeString(folder.resolve("results.json"), report.json());
        System.out.println(report.table(effort == Effort.FULL));
    }

    private static Collection<RunResult> measure(List<Row> rows, Effort effort, Path folder) throws RunnerException {
        ChainedOptionsBuilder options = new OptionsBuilder()
                .mode(Mode.Throughput)
                .timeUnit(TimeUnit.SECONDS)
                .forks(effort.forks())
                .warmupIterations(effort.warmups())
                .warmupTime(TimeValue.seconds(1))
                .measurementIterations(effort.iterations())
                .measurementTime(TimeValue.seconds(1))
                .jvmArgsAppend(HEAP)
                .shouldFailOnError(true)
                .output(folder.resolve("jmh.log").toString())
                .resultFormat(ResultFormatType.JSON)
                .result(folder.resolve("jmh.json").toString());
        for (Row row : rows) {
            Stream.of(row.ours(), row.peer(), row.limit())
                    .filter(method -> method != null)
                    .forEach(method ->
                            options.include("^" + Pattern.quote(row.subject().getName() + "." + method) + "$"));
        }
        return new Runner(options.build()).run();
    }
}
