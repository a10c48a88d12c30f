package io.lianbo.benchmarks.subject;

import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Inputs that take turns, so that no benchmark runs on a single one that the processor learns by heart. */
final class Turns<T> {

    private final List<T> items;
    private int next;

    private Turns(List<T> items) {
        this.items = items;
    }

    static <T> Turns<T> of(int count, IntFunction<T> item) {
        return new Turns<>(IntStream.range(0, count).mapToObj(item).toList());
    }

    T next() {
        T item = items.get(next);
        next = next + 1 == items.size() ? 0 : next + 1;
        return item;
    }
}
