package io.lianbo.benchmarks;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How cost grows: the rows whose names begin with its own and a slash, in the order of the numbers after it.
 *
 * @param name such as {@code merkle.build}
 * @param title what is done
 * @param across what the numbers count
 * @param threads whether they count threads, so that rates are drawn and not times
 * @param limit what the limit does, or null where there is none
 */
record Curve(
        String name,
        String title,
        String across,
        boolean threads,
        @Nullable String limit) {

    /** Of these lines those on the curve. */
    List<Line> linesOf(List<Line> lines) {
        return lines.stream()
                .filter(line -> line.row().name().startsWith(name + "/"))
                .toList();
    }

    /** The number that stands in the line's name. */
    double numberOf(Line line) {
        return Double.parseDouble(line.row().name().substring(name.length() + 1));
    }
}
