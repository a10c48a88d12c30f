package io.lianbo.did.status.list;

import io.lianbo.core.Hash32;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;

/** Keeps pages in memory. */
final class MemoryStatusBook implements StatusBook {
    private final Map<URI, Page> pages = new HashMap<>();
    private final Map<URI, Map<Integer, Integer>> statuses = new HashMap<>();

    @Override
    public synchronized Page open(URI list, int bits, int size, Hash32 seed) {
        return pages.computeIfAbsent(list, uri -> new Page(bits, size, seed, 0));
    }

    @Override
    public synchronized OptionalInt take(URI list, int count) {
        Page page = opened(list);
        if (page.size() - page.taken() < count) {
            return OptionalInt.empty();
        }
        pages.put(list, new Page(page.bits(), page.size(), page.seed(), page.taken() + count));
        return OptionalInt.of(page.taken());
    }

    @Override
    public synchronized boolean set(URI list, int index, int status, int unless) {
        opened(list);
        Map<Integer, Integer> ofList = statuses.computeIfAbsent(list, uri -> new HashMap<>());
        if (ofList.getOrDefault(index, 0) == unless) {
            return false;
        }
        ofList.put(index, status);
        return true;
    }

    @Override
    public synchronized Map<Integer, Integer> statuses(URI list) {
        opened(list);
        return Map.copyOf(statuses.getOrDefault(list, Map.of()));
    }

    private Page opened(URI list) {
        Page page = pages.get(list);
        if (page == null) {
            throw new IllegalArgumentException("the list must have been opened: " + list);
        }
        return page;
    }
}
