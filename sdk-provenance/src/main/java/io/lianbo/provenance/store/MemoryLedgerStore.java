package io.lianbo.provenance.store;

import io.lianbo.core.Hash32;
import io.lianbo.core.Verdict;
import io.lianbo.provenance.code.DigitalLink;
import io.lianbo.provenance.passport.Passport;
import io.lianbo.provenance.passport.ProvenanceLeaf;
import io.lianbo.provenance.store.MemoryEventStore.Kept;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Keeps a ledger in lists. */
final class MemoryLedgerStore implements LedgerStore {
    private final MemoryEventStore events;
    private final Map<Hash32, Item> items = new HashMap<>();
    private final Set<Item> touched = new LinkedHashSet<>();
    private final List<Logged> log = new ArrayList<>();
    private int lastBatch;

    MemoryLedgerStore(MemoryEventStore events) {
        this.events = events;
    }

    /** One item and its steps. */
    private static final class Item {
        private DigitalLink link;
        private final List<Passport.Entry> entries = new ArrayList<>();
        private final Map<Kept, ProvenanceLeaf> leaves = new HashMap<>();
        private final List<Integer> logged = new ArrayList<>();

        Item(DigitalLink link) {
            this.link = link;
        }

        ProvenanceLeaf append(Step step, Kept kept) {
            List<Hash32> parents = entries.isEmpty()
                    ? List.of()
                    : List.of(entries.getLast().leaf().hash());
            ProvenanceLeaf leaf = ProvenanceLeaf.of(step.item(), kept.signed(), step.salt(), parents);
            entries.add(new Passport.Entry(kept.signed(), step.salt(), leaf));
            leaves.put(kept, leaf);
            link = step.item();
            return leaf;
        }
    }

    /** A leaf of the log: the item's first so many steps. */
    private record Logged(Item item, int steps, Hash32 hash) {}

    @Override
    public List<ProvenanceLeaf> record(List<Step> steps) {
        synchronized (events) {
            List<Kept> kept = new ArrayList<>(steps.size());
            for (Step step : steps) {
                Verdict<Kept> verdict = events.keep(step.signed());
                kept.add(verdict.value()
                        .orElseThrow(
                                () -> Refusals.notRecorded(verdict.reasons().getFirst())));
            }
            List<ProvenanceLeaf> leaves = new ArrayList<>(steps.size());
            for (int i = 0; i < steps.size(); i++) {
                leaves.add(append(steps.get(i), kept.get(i)));
            }
            return leaves;
        }
    }

    private ProvenanceLeaf append(Step step, Kept kept) {
        Item item = items.computeIfAbsent(step.item().itemKey(), key -> new Item(step.item()));
        ProvenanceLeaf standing = item.leaves.get(kept);
        if (standing != null) {
            return standing;
        }
        touched.add(item);
        return item.append(step, kept);
    }

    @Override
    public Optional<Batch> closeBatch() {
        synchronized (events) {
            if (touched.isEmpty()) {
                return Optional.empty();
            }
            lastBatch = log.size();
            for (Item item : touched) {
                item.logged.add(log.size());
                log.add(new Logged(
                        item, item.entries.size(), item.entries.getLast().leaf().hash()));
            }
            touched.clear();
            return lastBatch();
        }
    }

    @Override
    public Optional<Batch> lastBatch() {
        synchronized (events) {
            return log.isEmpty() ? Optional.empty() : Optional.of(new Batch(lastBatch, log.size()));
        }
    }

    @Override
    public List<Hash32> leaves(long from, int most) {
        synchronized (events) {
            return log.stream().skip(from).limit(most).map(Logged::hash).toList();
        }
    }

    @Override
    public List<DigitalLink> items(long from, long to) {
        synchronized (events) {
            return log.stream()
                    .skip(from)
                    .limit(to - from)
                    .map(logged -> logged.item().link)
                    .toList();
        }
    }

    @Override
    public Optional<History> history(Hash32 itemKey, long treeSize) {
        synchronized (events) {
            Item item = items.get(itemKey);
            if (item == null) {
                return Optional.empty();
            }
            return item.logged.reversed().stream()
                    .filter(index -> index < treeSize)
                    .findFirst()
                    .map(index -> new History(
                            index, item.entries.subList(0, log.get(index).steps())));
        }
    }
}
