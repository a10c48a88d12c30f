package io.lianbo.did.login;

import io.lianbo.core.Hash32;
import io.lianbo.did.Did;
import java.time.Instant;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Keeps sessions in memory. */
final class MemorySessionStore implements SessionStore {
    private static final int MOST = 1_000_000;

    // In the order in which they were opened.
    private final Map<Hash32, Entry> sessions = new LinkedHashMap<>();
    private final Set<Member> refused = new HashSet<>();

    /** Somebody at a service. */
    private record Member(String domain, Did did) {
        static Member of(Session session) {
            return new Member(session.domain(), session.did());
        }
    }

    @Override
    public synchronized void add(Hash32 token, Session session) {
        Iterator<Hash32> oldest = sessions.keySet().iterator();
        while (sessions.size() >= MOST) {
            oldest.next();
            oldest.remove();
        }
        sessions.put(token, new Entry(session, session.openedAt(), false, false));
    }

    @Override
    public synchronized Optional<Entry> find(Hash32 token) {
        return Optional.ofNullable(sessions.get(token))
                .map(entry -> new Entry(
                        entry.session(),
                        entry.usedAt(),
                        entry.revoked(),
                        refused.contains(Member.of(entry.session()))));
    }

    @Override
    public synchronized void touch(Hash32 token, Instant usedAt) {
        sessions.computeIfPresent(
                token,
                (hash, entry) -> entry.usedAt().isBefore(usedAt)
                        ? new Entry(entry.session(), usedAt, entry.revoked(), false)
                        : entry);
    }

    @Override
    public synchronized boolean revoke(Hash32 token) {
        Entry entry = sessions.get(token);
        if (entry == null || entry.revoked()) {
            return false;
        }
        sessions.put(token, revoked(entry));
        return true;
    }

    private static Entry revoked(Entry entry) {
        return new Entry(entry.session(), entry.usedAt(), true, false);
    }

    @Override
    public synchronized int revokeAll(String domain, Did did) {
        Member member = new Member(domain, did);
        int count = 0;
        for (Map.Entry<Hash32, Entry> session : sessions.entrySet()) {
            Entry entry = session.getValue();
            if (!entry.revoked() && Member.of(entry.session()).equals(member)) {
                session.setValue(revoked(entry));
                count++;
            }
        }
        return count;
    }

    @Override
    public synchronized void refuse(String domain, Did did) {
        refused.add(new Member(domain, did));
    }

    @Override
    public synchronized void admit(String domain, Did did) {
        refused.remove(new Member(domain, did));
    }

    @Override
    public synchronized boolean isRefused(String domain, Did did) {
        return refused.contains(new Member(domain, did));
    }

    @Override
    public synchronized int forget(Instant now) {
        int before = sessions.size();
        sessions.values().removeIf(entry -> !now.isBefore(entry.session().expiresAt()));
        return before - sessions.size();
    }
}
