package io.lianbo.did.status.list;

import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Verified lists, no more than fit into a number of bytes; those that were not read for the longest time go first. */
final class ListCache {
    /** What a list takes beside its statuses, about. */
    private static final int OVERHEAD = 1024;

    private final long maxBytes;
    private final Map<Key, Kept> lists = new LinkedHashMap<>(16, 0.75f, true);
    private long bytes;

    ListCache(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /**
     * A list as verified for the credentials of one issuer.
     *
     * @param issuer of the credentials
     * @param uri the list's
     * @param bits of each status, or 0 where the list says it
     */
    record Key(String issuer, String uri, int bits) {}

    /**
     * A list and when it was the newest.
     *
     * @param claims what it says
     * @param compact the token that says it
     * @param entityTag of its version, or null
     * @param confirmedAt when its server was last asked for it
     */
    record Kept(ListClaims claims, String compact, @Nullable String entityTag, Instant confirmedAt) {
        boolean isConfirmedWithin(Duration age, Instant now) {
            return !now.isBefore(confirmedAt) && now.isBefore(confirmedAt.plus(age));
        }

        private long bytes() {
            return OVERHEAD
                    + (long) claims.statuses().size() * claims.statuses().bits() / Byte.SIZE;
        }
    }

    synchronized @Nullable Kept get(Key key) {
        return lists.get(key);
    }

    /** Keeps a list, unless a newer one is there by now. */
    synchronized void put(Key key, Kept kept) {
        Kept before = lists.get(key);
        if (before != null && kept.claims().issuedAt().isBefore(before.claims().issuedAt())) {
            return;
        }
        lists.put(key, kept);
        bytes += kept.bytes() - (before == null ? 0 : before.bytes());
        Iterator<Kept> eldest = lists.values().iterator();
        while (bytes > maxBytes && lists.size() > 1) {
            bytes -= eldest.next().bytes();
            eldest.remove();
        }
    }
}
