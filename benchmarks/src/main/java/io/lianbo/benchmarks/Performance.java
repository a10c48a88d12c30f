package io.lianbo.benchmarks;

import io.lianbo.benchmarks.chart.BarChart;
import io.lianbo.benchmarks.chart.Chart;
import io.lianbo.benchmarks.chart.LineChart;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A run as a page with its charts. Every figure comes from the run's lines.
 *
 * @param lines what was measured
 * @param effort how long
 * @param at when it ended
 * @param machine on what
 */
record Performance(List<Line> lines, Effort effort, Instant at, Machine machine) {

    private static final String RATIOS = "ratios";

    Performance {
        lines = List.copyOf(lines);
    }

    /** Writes each chart that the lines have figures for, as SVG and as PNG. */
    void writeCharts(Path folder) throws IOException {
        for (Map.Entry<String, Chart> chart : charts().entrySet()) {
            chart.getValue().write(folder, chart.getKey());
        }
    }

    /** The charts by the names of their files. */
    Map<String, Chart> charts() {
        Map<String, Chart> charts = new LinkedHashMap<>();
        List<BarChart.Bar> bars = lines.stream()
                .filter(line -> !line.row().isPoint() && line.ratio() != null)
                .map(Performance::bar)
                .toList();
        if (!bars.isEmpty()) {
            charts.put(
                    RATIOS,
                    new BarChart(
                            "How many times as fast as its peer",
                            "operations a second of Lianbo over those of the peer, in the same run; more is better; logarithmic",
                            bars));
        }
        for (Curve curve : Rows.CURVES) {
            List<Line> points = curve.linesOf(lines);
            if (!points.isEmpty()) {
                charts.put(curve.name(), chart(curve, points));
            }
        }
        return charts;
    }

    private static BarChart.Bar bar(Line line) {
        Double ratio = line.ratio();
        return new BarChart.Bar(
                line.row().name(), String.valueOf(line.row().peerName()), ratio == null ? Double.NaN : ratio);
    }

    private static LineChart chart(Curve curve, List<Line> points) {
        String what = points.getFirst().row().unit();
        String one = what.substring(0, what.indexOf('/'));
        List<LineChart.Series> series = Stream.of(
                        series("Lianbo", LineChart.Kind.OURS, curve, points, Line::ours),
                        series(
                                String.valueOf(points.getFirst().row().peerName()),
                                LineChart.Kind.PEER,
                                curve,
                                points,
                                Line::peer),
                        series(String.valueOf(curve.limit()), LineChart.Kind.LIMIT, curve, points, Line::limit))
                .flatMap(List::stream)
                .toList();
        return new LineChart(
                curve.title(),
                curve.across(),
                curve.threads()
                        ? one + " a second; more is better; logarithmic"
                        : "time for all of it; less is better; both axes logarithmic",
                curve.threads() ? LineChart.Scale.NUMBERS : LineChart.Scale.SECONDS,
                series);
    }

    /** None where nothing was measured. */
    private static List<LineChart.Series> series(
            String name,
            LineChart.Kind kind,
            Curve curve,
            List<Line> lines,
            Function<Line, @Nullable Measurement> value) {
        List<LineChart.Point> points = lines.stream()
                .flatMap(line -> Stream.ofNullable(value.apply(line))
                        .map(measured -> new LineChart.Point(
                                curve.numberOf(line),
                                curve.threads() ? measured.rate() : line.row().work() / measured.rate())))
                .toList();
        return points.isEmpty() ? List.of() : List.of(new LineChart.Series(name, kind, points));
    }

    /** The page, in Markdown; its charts lie in the folder {@code charts} beside it. */
    String markdown() {
        StringBuilder page = new StringBuilder();
        page.append("""
                # Performance

                Measured by this repository's own benchmarks: Lianbo and its peers in one run, on one machine, on the same inputs. This page and
                its charts are written by the run, so every figure here was measured; ratios differ less from machine to machine than rates do.
                Whatever else the machine did meanwhile is in the figures.

                | | |
                |---|---|
                | processor | %s, %d cores |
                | JVM | %s |
                | system | %s |
                | date | %s |
                | run | %s: %s; points of curves: %s%s |
                | peers | %s |

                To repeat it, and to write this page anew with `-Dbench.publish`:

                ```
                mvn -q -Pbench -DskipTests%s verify
                ```

                """.formatted(
                machine.processor(),
                machine.cores(),
                machine.java(),
                machine.system(),
                at.atZone(ZoneOffset.UTC).toLocalDate(),
                effort.word(),
                pace(effort.rows()),
                pace(effort.points()),
                lines.stream().anyMatch(line -> line.row().slow()) ? "; slow rows: " + pace(effort.slowRows()) : "",
                Peers.versions().entrySet().stream()
                        .map(peer -> peer.getKey() + " " + peer.getValue())
                        .collect(Collectors.joining(", ")),
                effort == Effort.FULL ? " -Dbench=full" : ""));
        page.append("""
                ## Beside peers and limits
                Operations a second; more is better. The ratio is ours over the peer's. The limit is the work that no implementation can avoid,
                measured alone; the share is ours over it. `.native` is with `sdk-native` on the class path.

                """);
        Map<String, Chart> charts = charts();
        if (charts.containsKey(RATIOS)) {
            page.append(image(RATIOS, charts.get(RATIOS))).append('\n');
        }
        page.append(table(lines.stream().filter(line -> !line.row().isPoint()).toList()));
        page.append("\n## How cost grows\n");
        for (Curve curve : Rows.CURVES) {
            Chart chart = charts.get(curve.name());
            if (chart != null) {
                page.append("### ").append(chart.title()).append("\n\n");
                page.append(image(curve.name(), chart)).append('\n');
                page.append(table(curve.linesOf(lines))).append('\n');
            }
        }
        return page.toString().stripTrailing() + "\n";
    }

    private static String pace(Effort.Pace pace) {
        return "JVMs for each method %d, in each %d samples of %d ms after %d to warm up"
                .formatted(pace.forks(), pace.iterations(), pace.each().toMillis(), pace.warmups());
    }

    private static String image(String name, Chart chart) {
        return "![%s](charts/%s.svg)\n".formatted(chart.title(), name);
    }

    private String table(List<Line> rows) {
        boolean errors = effort == Effort.FULL;
        StringBuilder table = new StringBuilder("""
                | row | unit | ours | peer | peer name | ratio | limit | share |
                |---|---|--:|--:|---|--:|--:|--:|
                """);
        for (Line line : rows) {
            String peerName = line.row().peerName();
            table.append("| `%s` | %s | %s | %s | %s | %s | %s | %s |\n"
                    .formatted(
                            line.row().name(),
                            line.row().unit(),
                            Report.rate(line.ours(), errors),
                            Report.rate(line.peer(), errors),
                            peerName == null ? "-" : peerName,
                            Report.factor(line.ratio(), "x"),
                            Report.rate(line.limit(), errors),
                            Report.factor(line.share(), "")));
        }
        return table.toString();
    }
}
