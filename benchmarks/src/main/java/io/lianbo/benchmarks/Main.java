package io.lianbo.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatFactory;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormat;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Measures the rows, prints their table, and writes {@code results.json} and {@code charts}; {@code mvn -Pbench verify} starts it.
 *
 * <p>Beside them lie JMH's own account with every sample, {@code jmh.json}, and what JMH said meanwhile, {@code jmh.log}.
 */
public final class Main {

    /** Of one size from the start, so that no benchmark pays for the growth of its heap; a million leaves fit. */
    private static final String[] HEAP = {"-Xms2g", "-Xmx2g"};

    /** A peer leaves threads behind that would hold its JVM for half a minute each time. */
    private static final String END = "-Djmh.shutdownTimeout=1";

    private Main() {}

    /**
     * Runs the benchmarks of the rows that the system property {@code bench.rows} names, or all of this effort. Where the system property
     * {@code bench.publish} is set, {@code performance.md} and {@code charts} of the documents are written anew from this run.
     *
     * @param args the folder to write into, {@code quick} or {@code full}, and the folder of the documents
     */
    public static void main(String[] args) throws IOException, RunnerException {
        if (args.length != 3) {
            throw new IllegalArgumentException(
                    "arguments must be a folder, quick or full, and the documents' folder: " + args.length);
        }
        Path folder = Files.createDirectories(Path.of(args[0]));
        Effort effort = Effort.named(args[1]);
        String names = System.getProperty("bench.rows", "");
        boolean publish = isSet(System.getProperty("bench.publish", ""));
        if (publish && !names.isBlank()) {
            throw new IllegalArgumentException("bench.publish takes all rows of a run, not some: " + names);
        }
        List<Row> rows = Rows.named(names, effort);
        System.out.println(
                "Measuring " + rows.size() + " rows; " + folder.resolve("jmh.log") + " shows how far it is.");
        Report report = Report.of(rows, Measurement.of(measure(rows, effort, folder)));
        Files.writeString(folder.resolve("results.json"), report.json());
        Performance performance = new Performance(report.lines(), effort, Instant.now(), Machine.current());
        performance.writeCharts(Files.createDirectories(folder.resolve("charts")));
        if (publish) {
            Path documents = Path.of(args[2]);
            performance.writeCharts(Files.createDirectories(documents.resolve("charts")));
            Files.writeString(documents.resolve("performance.md"), performance.markdown());
        }
        System.out.println(report.table(effort == Effort.FULL));
    }

    /** As Maven hands it over: {@code -Dbench.publish} alone is {@code true}. */
    private static boolean isSet(String property) {
        return switch (property) {
            case "", "false" -> false;
            case "true" -> true;
            default -> throw new IllegalArgumentException("bench.publish must be true or false: " + property);
        };
    }

    private static Collection<RunResult> measure(List<Row> rows, Effort effort, Path folder)
            throws IOException, RunnerException {
        List<RunResult> results = new ArrayList<>();
        Set<String> measured = new HashSet<>();
        try (PrintStream log = stream(folder.resolve("jmh.log"));
                PrintStream json = stream(folder.resolve("jmh.json"))) {
            OutputFormat output = OutputFormatFactory.createFormatInstance(log, VerboseMode.NORMAL);
            for (List<Row> together : groups(rows)) {
                Row first = together.getFirst();
                List<String> benchmarks = together.stream()
                        .flatMap(Row::benchmarks)
                        .filter(benchmark -> measured.add(Measurement.name(benchmark, first.size())))
                        .toList();
                if (!benchmarks.isEmpty()) {
                    results.addAll(new Runner(options(benchmarks, first.size(), effort.of(first)), output).run());
                }
            }
            ResultFormatFactory.getInstance(ResultFormatType.JSON, json).writeOut(results);
        }
        return results;
    }

    private static PrintStream stream(Path file) throws IOException {
        return new PrintStream(Files.newOutputStream(file), true, StandardCharsets.UTF_8);
    }

    /** Rows that JMH measures in one go: at the same pace, and their subjects at the same size. */
    private static Collection<List<Row>> groups(List<Row> rows) {
        return rows.stream()
                .collect(Collectors.groupingBy(
                        row -> row.size() + " " + row.slow(), LinkedHashMap::new, Collectors.toList()))
                .values();
    }

    private static Options options(List<String> benchmarks, @Nullable Integer size, Effort.Pace pace) {
        TimeValue each = TimeValue.milliseconds(pace.each().toMillis());
        ChainedOptionsBuilder options = new OptionsBuilder()
                .mode(Mode.Throughput)
                .timeUnit(TimeUnit.SECONDS)
                .forks(pace.forks())
                .warmupIterations(pace.warmups())
                .warmupTime(each)
                .measurementIterations(pace.iterations())
                .measurementTime(each)
                .jvmArgsAppend(Stream.concat(Stream.of(HEAP), Stream.of(END)).toArray(String[]::new))
                .shouldFailOnError(true);
        if (size != null) {
            options.param(Measurement.SIZE, size.toString());
        }
        benchmarks.forEach(benchmark -> options.include("^" + Pattern.quote(benchmark) + "$"));
        return options.build();
    }
}
