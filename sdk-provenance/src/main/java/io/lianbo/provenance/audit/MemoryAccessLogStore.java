package io.lianbo.provenance.audit;

import io.lianbo.core.Hash32;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** Keeps logs in lists. */
final class MemoryAccessLogStore implements AccessLogStore {
    private final Map<String, List<Row>> logs = new HashMap<>();
    private final Map<String, Map<Hash32, Long>> requests = new HashMap<>();

    @Override
    public synchronized long append(String log, long size, Row row) {
        List<Row> rows = logs.computeIfAbsent(log, unknown -> new ArrayList<>());
        long before = rows.size();
        if (before == size) {
            rows.add(row);
            row.request()
                    .ifPresent(request -> requests.computeIfAbsent(log, unknown -> new HashMap<>())
                            .put(request.digest(), before));
        }
        return before;
    }

    @Override
    public synchronized List<Row> rows(String log, long from, int most) {
        requirePage(from, most);
        return logs.getOrDefault(log, List.of()).stream().skip(from).limit(most).toList();
    }

    static void requirePage(long from, int most) {
        if (from < 0 || most < 1) {
            throw new IllegalArgumentException(
                    "a page must start at 0 or later and have room for one: " + from + ", " + most);
        }
    }

    @Override
    public synchronized OptionalLong find(String log, Hash32 request) {
        Long index = requests.getOrDefault(log, Map.of()).get(request);
        return index == null ? OptionalLong.empty() : OptionalLong.of(index);
    }
}
