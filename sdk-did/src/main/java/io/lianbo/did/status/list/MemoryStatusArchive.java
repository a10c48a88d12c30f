package io.lianbo.did.status.list;

import java.net.URI;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** Keeps lists in memory, the newest of all. */
final class MemoryStatusArchive implements StatusArchive {
    private final int most;
    private final Map<URI, NavigableMap<Instant, String>> lists = new HashMap<>();
    private final NavigableSet<Issue> byAge =
            new TreeSet<>(Comparator.comparing(Issue::at).thenComparing(Issue::list));

    private record Issue(URI list, Instant at) {}

    MemoryStatusArchive(int most) {
        if (most < 1) {
            throw new IllegalArgumentException("an archive must hold at least one list: " + most);
        }
        this.most = most;
    }

    @Override
    public synchronized void keep(URI list, Instant issuedAt, String signed) {
        lists.computeIfAbsent(list, uri -> new TreeMap<>()).put(issuedAt, signed);
        byAge.add(new Issue(list, issuedAt));
        while (byAge.size() > most) {
            Issue oldest = byAge.removeFirst();
            NavigableMap<Instant, String> ofList = lists.get(oldest.list());
            if (ofList != null) {
                ofList.remove(oldest.at());
                if (ofList.isEmpty()) {
                    lists.remove(oldest.list());
                }
            }
        }
    }

    @Override
    public synchronized Optional<String> newestAt(URI list, Instant time) {
        NavigableMap<Instant, String> ofList = lists.get(list);
        return ofList == null
                ? Optional.empty()
                : Optional.ofNullable(ofList.floorEntry(time)).map(Map.Entry::getValue);
    }
}
