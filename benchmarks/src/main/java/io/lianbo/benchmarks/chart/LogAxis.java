package io.lianbo.benchmarks.chart;

import java.util.List;
import java.util.stream.DoubleStream;

/** A logarithmic axis between two pixels, from a tick at or below the least value to one at or above the greatest. */
final class LogAxis {

    private static final double TOLERANCE = 1e-9;

    private final List<Double> ticks;
    private final double from;
    private final double to;

    private LogAxis(List<Double> ticks, double from, double to) {
        this.ticks = ticks;
        this.from = from;
        this.to = to;
    }

    /** An axis with a tick at each power of ten. */
    static LogAxis ofDecades(DoubleStream values, double from, double to) {
        return of(values, from, to, 1);
    }

    /** An axis with ticks at 1, 2 and 5 times each power of ten. */
    static LogAxis ofSteps(DoubleStream values, double from, double to) {
        return of(values, from, to, 1, 2, 5);
    }

    private static LogAxis of(DoubleStream values, double from, double to, int... steps) {
        double[] sorted = values.sorted().toArray();
        for (double value : sorted) {
            checked(value);
        }
        if (sorted.length == 0) {
            throw new IllegalArgumentException("an axis must have values");
        }
        double least = sorted[0];
        double greatest = sorted[sorted.length - 1];
        int first = (int) Math.floor(Math.log10(least) + TOLERANCE);
        int last = (int) Math.ceil(Math.log10(greatest) - TOLERANCE);
        double[] all = DoubleStream.iterate(first, power -> power <= last + 1, power -> power + 1)
                .flatMap(power -> DoubleStream.of(doubles(steps)).map(step -> step * Math.pow(10, power)))
                .toArray();
        double low = DoubleStream.of(all)
                .filter(tick -> tick <= least * (1 + TOLERANCE))
                .max()
                .orElseThrow();
        double high = DoubleStream.of(all)
                .filter(tick -> tick > low && tick >= greatest * (1 - TOLERANCE))
                .min()
                .orElseThrow();
        return new LogAxis(
                DoubleStream.of(all)
                        .filter(tick -> tick >= low && tick <= high)
                        .boxed()
                        .toList(),
                from,
                to);
    }

    private static double[] doubles(int... steps) {
        double[] doubles = new double[steps.length];
        for (int i = 0; i < steps.length; i++) {
            doubles[i] = steps[i];
        }
        return doubles;
    }

    private static double checked(double value) {
        if (!(value > 0) || Double.isInfinite(value)) {
            throw new IllegalArgumentException("values on a logarithmic axis must be above 0 and finite: " + value);
        }
        return value;
    }

    /** The values that get a line and a label. */
    List<Double> ticks() {
        return ticks;
    }

    /** The pixel of a value. */
    double at(double value) {
        double low = Math.log(ticks.getFirst());
        double high = Math.log(ticks.getLast());
        return from + (to - from) * (Math.log(checked(value)) - low) / (high - low);
    }
}
