package io.lianbo.provenance.tag;

import io.lianbo.core.Verdict;
import io.lianbo.provenance.code.DigitalLink;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Keeps bindings in maps. */
final class MemoryTagRegistry implements TagRegistry {
    private final Map<String, TagBinding> byUid = new HashMap<>();
    private final Map<String, TagBinding> activeByItem = new HashMap<>();

    @Override
    public synchronized List<Verdict<TagBinding>> bindAll(Map<String, DigitalLink> chips, Instant time) {
        List<TagBinding> wanted = new ArrayList<>();
        chips.forEach((uid, item) -> wanted.add(new TagBinding(uid, item, time, null)));
        return wanted.stream().map(this::bind).toList();
    }

    private Verdict<TagBinding> bind(TagBinding binding) {
        Optional<TagBinding> chip = Optional.ofNullable(byUid.get(binding.uid()));
        Optional<TagBinding> item = chipOf(binding.item());
        if (chip.isPresent() || item.isPresent()) {
            return TagRefusals.standing(binding.uid(), binding.item(), chip, item);
        }
        byUid.put(binding.uid(), binding);
        activeByItem.put(binding.item().canonical(), binding);
        return Verdict.ok(binding);
    }

    @Override
    public synchronized Verdict<TagBinding> replace(DigitalLink item, String uid, Instant time) {
        TagBinding binding = new TagBinding(uid, item, time, null);
        Optional<TagBinding> chip = Optional.ofNullable(byUid.get(binding.uid()));
        if (chip.isPresent()) {
            return TagRefusals.standing(binding.uid(), item, chip, Optional.empty());
        }
        chipOf(item).ifPresent(old -> retire(old.uid(), time));
        return bind(binding);
    }

    @Override
    public synchronized Verdict<TagBinding> retire(String uid, Instant time) {
        TagBinding binding = byUid.get(TagBinding.requireUid(uid));
        if (binding == null) {
            return TagRefusals.unknown(TagBinding.requireUid(uid));
        }
        if (binding.isActive()) {
            binding = new TagBinding(binding.uid(), binding.item(), binding.boundAt(), time);
            byUid.put(binding.uid(), binding);
            activeByItem.remove(binding.item().canonical());
        }
        return Verdict.ok(binding);
    }

    @Override
    public synchronized Optional<TagBinding> find(String uid) {
        return Optional.ofNullable(byUid.get(TagBinding.requireUid(uid)));
    }

    @Override
    public synchronized Optional<TagBinding> chipOf(DigitalLink item) {
        return Optional.ofNullable(activeByItem.get(item.canonical()));
    }

    @Override
    public void close() {} // what is in memory goes with it
}
