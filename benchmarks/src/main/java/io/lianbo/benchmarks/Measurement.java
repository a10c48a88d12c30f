package io.lianbo.benchmarks;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;

/**
 * What JMH found out about one method.
 *
 * @param rate operations per second
 * @param error half the width of the 99.9 % confidence interval; not a number where there are too few samples for one
 */
record Measurement(double rate, double error) {

    /** The same where each operation does so many units. */
    Measurement times(int units) {
        return new Measurement(rate * units, error * units);
    }

    /** What JMH calls the parameter of subjects that are measured at several sizes. */
    static final String SIZE = "size";

    /** The name of a method's measurement: with a slash and the size where there is one. */
    static String name(String benchmark, @Nullable Object size) {
        return size == null ? benchmark : benchmark + "/" + size;
    }

    /** The measurements by their names. */
    static Map<String, Measurement> of(Collection<RunResult> results) {
        Map<String, Measurement> measurements = new HashMap<>();
        for (RunResult result : results) {
            Result<?> primary = result.getPrimaryResult();
            if (result.getParams().getMode() != Mode.Throughput
                    || !primary.getScoreUnit().equals("ops/s")) {
                throw new IllegalArgumentException("rows are rates, of more is better: "
                        + result.getParams().getBenchmark() + " in " + primary.getScoreUnit());
            }
            measurements.put(
                    name(result.getParams().getBenchmark(), result.getParams().getParam(SIZE)),
                    new Measurement(primary.getScore(), primary.getScoreError()));
        }
        return measurements;
    }
}
