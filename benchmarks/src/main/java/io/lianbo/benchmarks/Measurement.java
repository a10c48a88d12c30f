package io.lianbo.benchmarks;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
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

    /** The measurements by the full names of the methods. */
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
                    result.getParams().getBenchmark(), new Measurement(primary.getScore(), primary.getScoreError()));
        }
        return measurements;
    }
}
