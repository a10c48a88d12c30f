package io.lianbo.provenance.scan;

import io.lianbo.provenance.code.DigitalLink;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Keeps scans in lists. */
final class MemoryScanStore implements ScanStore {
    private static final String NO_ITEM = "";

    private final Map<String, ItemState> items = new HashMap<>();
    private final List<ScanRecord> scans = new ArrayList<>();
    private final Map<String, List<ScanRecord>> scansOfItems = new HashMap<>();
    private final Map<String, NavigableMap<Place, ScanRecord>> counted = new HashMap<>();
    private long last;

    /** In the order of time. */
    private record Place(Instant time, long number) implements Comparable<Place> {
        @Override
        public int compareTo(Place that) {
            int byTime = time.compareTo(that.time);
            return byTime == 0 ? Long.compare(number, that.number) : byTime;
        }
    }

    @Override
    public synchronized int register(Collection<ItemState> states) {
        int before = items.size();
        states.forEach(state -> items.putIfAbsent(state.item().canonical(), state));
        return items.size() - before;
    }

    @Override
    public synchronized Optional<ItemState> item(DigitalLink item) {
        return Optional.ofNullable(items.get(item.canonical()));
    }

    @Override
    public synchronized Optional<ItemState> update(DigitalLink item, UnaryOperator<ItemState> change) {
        return Optional.ofNullable(items.computeIfPresent(item.canonical(), (link, state) -> change.apply(state)));
    }

    @Override
    public synchronized List<Outcome> record(List<Step> steps) {
        return steps.stream().map(this::record).toList();
    }

    private Outcome record(Step step) {
        String item = step.item() == null ? NO_ITEM : step.item().canonical();
        List<ScanRecord> recent = counted.getOrDefault(item, new TreeMap<>()).descendingMap().values().stream()
                .takeWhile(scan -> !scan.time().isBefore(step.since()))
                .limit(step.most())
                .toList();
        Outcome outcome = step.rule().apply(new Known(items.get(item), recent));
        ScanRecord scan = outcome.scan().numbered(++last);
        scans.add(scan);
        scansOfItems.computeIfAbsent(item, unknown -> new ArrayList<>()).add(scan);
        if (scan.counted()) {
            counted.computeIfAbsent(item, unknown -> new TreeMap<>()).put(new Place(scan.time(), scan.number()), scan);
        }
        if (step.changes() && outcome.state() != null) {
            items.put(item, outcome.state());
        }
        return outcome;
    }

    @Override
    public synchronized List<ScanRecord> scans(DigitalLink item, Instant from, Instant to, long after, int most) {
        return page(scansOfItems.getOrDefault(item.canonical(), List.of()).stream(), from, to, after, most);
    }

    @Override
    public synchronized List<ScanRecord> scans(Instant from, Instant to, long after, int most) {
        return page(scans.stream(), from, to, after, most);
    }

    private static List<ScanRecord> page(Stream<ScanRecord> all, Instant from, Instant to, long after, int most) {
        return all.filter(scan -> scan.number() > after
                        && !scan.time().isBefore(from)
                        && scan.time().isBefore(to))
                .limit(most)
                .toList();
    }

    @Override
    public synchronized int forget(Instant before) {
        int all = scans.size();
        Predicate<ScanRecord> isOld = scan -> scan.time().isBefore(before);
        scans.removeIf(isOld);
        scansOfItems.values().forEach(some -> some.removeIf(isOld));
        scansOfItems.values().removeIf(List::isEmpty);
        counted.values().forEach(some -> some.headMap(new Place(before, 0)).clear());
        counted.values().removeIf(Map::isEmpty);
        return all - scans.size();
    }

    @Override
    public void close() {} // what is in memory goes with it
}
