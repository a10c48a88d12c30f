package io.lianbo.provenance.batch;

import io.lianbo.core.Hash32;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Keeps what it is given in lists. */
final class InMemoryLogStore implements LogStore {

    private static final class Log {
        final List<Leaf> leaves = new ArrayList<>();
        final Map<Hash32, Long> places = new HashMap<>();
        final List<Batch> batches = new ArrayList<>();
    }

    private final Map<LogId, Log> logs = new HashMap<>();

    private Log log(LogId id) {
        return logs.computeIfAbsent(id, key -> new Log());
    }

    @Override
    public synchronized List<Long> append(LogId id, long size, List<Hash32> leaves, Instant now) {
        Log log = log(id);
        LogRules.requireSize(id, log.leaves.size(), size);
        List<Long> indexes = new ArrayList<>(leaves.size());
        for (Hash32 leaf : leaves) {
            indexes.add(log.places.computeIfAbsent(leaf, hash -> {
                log.leaves.add(new Leaf(hash, now));
                return log.leaves.size() - 1L;
            }));
        }
        return indexes;
    }

    @Override
    public synchronized List<Leaf> leaves(LogId id, long from, int most) {
        return page(log(id).leaves, from, most);
    }

    @Override
    public synchronized void add(LogId id, Batch batch) {
        Log log = log(id);
        LogRules.requireNext(
                batch,
                log.batches.size(),
                log.batches.isEmpty() ? 0 : log.batches.getLast().head().size(),
                log.leaves.size());
        log.batches.add(batch);
    }

    @Override
    public synchronized void update(LogId id, Batch batch) {
        List<Batch> batches = log(id).batches;
        boolean known = batch.sequence() < batches.size();
        LogRules.requireOpen(batch, known ? List.of(batches.get((int) batch.sequence())) : List.of());
        batches.set((int) batch.sequence(), batch);
    }

    @Override
    public synchronized List<Batch> batches(LogId id, long from, int most) {
        return page(log(id).batches, from, most);
    }

    private static <T> List<T> page(List<T> all, long from, int most) {
        LogRules.requirePage(from, most);
        int start = (int) Math.min(from, all.size());
        return List.copyOf(all.subList(start, (int) Math.min((long) start + most, all.size())));
    }
}
