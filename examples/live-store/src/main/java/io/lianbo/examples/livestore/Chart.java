package io.lianbo.examples.livestore;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** The geometry of charts, which pages draw as SVG. */
final class Chart {
    private static final int WIDTH = 320;

    /** A bar: where it begins and how long it is, of {@value Chart#WIDTH}. */
    public record Bar(int x, int width) {
        public int middle() {
            return x + width / 2;
        }
    }

    private Chart() {}

    /** Parts of a whole beside each other, without a gap. */
    static List<Bar> stacked(Collection<Integer> parts) {
        long whole = Math.max(1, parts.stream().mapToLong(Integer::longValue).sum());
        List<Bar> bars = new ArrayList<>();
        long before = 0;
        for (int part : parts) {
            int x = (int) (before * WIDTH / whole);
            before += part;
            bars.add(new Bar(x, (int) (before * WIDTH / whole) - x));
        }
        return bars;
    }

    /** Numbers below each other, the greatest over the whole width. */
    static List<Bar> bars(List<Long> numbers) {
        long greatest =
                Math.max(1, numbers.stream().mapToLong(Long::longValue).max().orElse(1));
        return numbers.stream()
                .map(number -> new Bar(0, (int) (number * WIDTH / greatest)))
                .toList();
    }
}
