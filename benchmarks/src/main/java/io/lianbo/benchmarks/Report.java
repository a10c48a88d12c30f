package io.lianbo.benchmarks;

import io.lianbo.core.json.StrictJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The measured rows, as a table for people and as JSON for programs. */
final class Report {

    private static final List<String> HEADER =
            List.of("row", "unit", "ours", "peer", "peer name", "ratio", "limit", "share");
    private static final String NONE = "-";

    private final List<Line> lines;

    private Report(List<Line> lines) {
        this.lines = List.copyOf(lines);
    }

    /**
     * The report of these rows.
     *
     * @throws IllegalArgumentException if a measurement is missing
     */
    static Report of(List<Row> rows, Map<String, Measurement> measurements) {
        return new Report(rows.stream().map(row -> Line.of(row, measurements)).toList());
    }

    List<Line> lines() {
        return lines;
    }

    /** A JSON array with an object for each row, one on each line. */
    String json() {
        return lines.stream()
                .map(line -> StrictJson.write(line.toMap()))
                .collect(Collectors.joining(",\n  ", "[\n  ", "\n]\n"));
    }

    /**
     * The table.
     *
     * @param errors whether each rate is followed by its error, where there were samples enough to tell it
     */
    String table(boolean errors) {
        List<List<String>> cells = new ArrayList<>();
        cells.add(HEADER);
        for (Line line : lines) {
            String peerName = line.row().peerName();
            cells.add(List.of(
                    line.row().name(),
                    line.row().unit(),
                    rate(line.ours(), errors),
                    rate(line.peer(), errors),
                    peerName == null ? NONE : peerName,
                    factor(line.ratio(), "x"),
                    rate(line.limit(), errors),
                    factor(line.share(), "")));
        }
        StringBuilder table = new StringBuilder();
        for (List<String> row : cells) {
            StringBuilder text = new StringBuilder();
            for (int column = 0; column < row.size(); column++) {
                text.append(pad(row.get(column), width(cells, column), isText(column)))
                        .append("  ");
            }
            table.append(text.toString().stripTrailing()).append('\n');
        }
        return table.toString();
    }

    private static boolean isText(int column) {
        return column == 0 || column == 1 || column == 4;
    }

    private static int width(List<List<String>> cells, int column) {
        return cells.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
    }

    private static String pad(String cell, int width, boolean left) {
        String space = " ".repeat(width - cell.length());
        return left ? cell + space : space + cell;
    }

    static String rate(@Nullable Measurement measurement, boolean errors) {
        if (measurement == null) {
            return NONE;
        }
        String rate = digits(measurement.rate());
        return errors && Double.isFinite(measurement.error())
                ? rate + String.format(Locale.ROOT, " ± %.1f%%", 100 * measurement.error() / measurement.rate())
                : rate;
    }

    /** Three digits at least: rates of great work are small numbers. */
    private static String digits(double rate) {
        return String.format(Locale.ROOT, rate < 10 ? "%.2f" : rate < 100 ? "%.1f" : "%,.0f", rate);
    }

    static String factor(@Nullable Double factor, String sign) {
        return factor == null ? NONE : String.format(Locale.ROOT, "%.2f", factor) + sign;
    }
}
