package io.lianbo.did.share;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Keeps records in memory. */
final class MemoryRecordStore implements RecordStore {
    private final Map<String, Stored> records = new HashMap<>();

    @Override
    public synchronized Optional<Stored> find(String id) {
        return Optional.ofNullable(records.get(id));
    }

    @Override
    public synchronized boolean replace(String id, Stored next) {
        long current = find(id).map(Stored::version).orElse(0L);
        if (current != next.version() - 1) {
            return false;
        }
        records.put(id, next);
        return true;
    }
}
