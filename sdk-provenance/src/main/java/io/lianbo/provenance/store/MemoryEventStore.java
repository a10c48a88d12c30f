package io.lianbo.provenance.store;

import io.lianbo.core.Address;
import io.lianbo.core.Verdict;
import io.lianbo.provenance.event.EventHash;
import io.lianbo.provenance.passport.SignedEvent;
import io.lianbo.provenance.store.EventQuery.Condition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Keeps events in maps, with an index over all terms. */
final class MemoryEventStore implements EventStore {
    private final Map<Identity, Kept> byIdentity = new HashMap<>();
    private final Map<EventHash, List<SignedEvent>> byHash = new HashMap<>();
    private final Map<String, EventHash> byEventId = new HashMap<>();
    private final NavigableMap<Place, Kept> byPlace = new TreeMap<>();
    private final Map<Term, NavigableMap<Place, Kept>> byTerm = new HashMap<>();
    private final Map<String, LedgerStore> ledgers = new HashMap<>();

    /** What an event is kept once for. */
    private record Identity(EventHash hash, Address issuer, String declaration) {}

    /** An event that is kept. */
    record Kept(Place place, SignedEvent signed, Set<Term> terms) {}

    @Override
    public synchronized List<Verdict<SignedEvent>> appendAll(List<SignedEvent> events) {
        List<Verdict<SignedEvent>> verdicts = new ArrayList<>(events.size());
        for (SignedEvent signed : events) {
            verdicts.add(keep(signed).map(Kept::signed));
        }
        return verdicts;
    }

    synchronized Verdict<Kept> keep(SignedEvent signed) {
        EventHash hash = signed.event().hash();
        Optional<String> eventId = Term.eventId(signed.event());
        if (eventId.isPresent()) {
            EventHash standing = byEventId.getOrDefault(eventId.get(), hash);
            if (!standing.equals(hash)) {
                return Verdict.refused(Refusals.eventIdTaken(signed, standing));
            }
            byEventId.put(eventId.get(), hash);
        }
        Identity identity = new Identity(hash, signed.issuer(), Term.declaration(signed.event()));
        return Verdict.ok(byIdentity.computeIfAbsent(identity, unknown -> index(signed)));
    }

    private Kept index(SignedEvent signed) {
        Place place = new Place(signed.event().eventTime().toEpochMilli(), byPlace.size() + 1L);
        Kept kept = new Kept(place, signed, Term.of(signed.event()));
        byPlace.put(place, kept);
        byHash.computeIfAbsent(signed.event().hash(), hash -> new ArrayList<>()).add(signed);
        kept.terms()
                .forEach(term ->
                        byTerm.computeIfAbsent(term, unknown -> new TreeMap<>()).put(place, kept));
        return kept;
    }

    @Override
    public synchronized List<SignedEvent> find(EventHash hash) {
        return List.copyOf(byHash.getOrDefault(hash, List.of()));
    }

    @Override
    public synchronized EventPage query(EventQuery query) {
        List<Kept> found = candidates(query).tailMap(query.after(), false).values().stream()
                .takeWhile(kept -> kept.place().time() < query.before())
                .filter(kept -> query.conditions().stream().allMatch(condition -> condition.holds(kept.terms())))
                .limit(query.perPage() + 1L)
                .toList();
        boolean more = found.size() > query.perPage();
        List<Kept> page = more ? found.subList(0, query.perPage()) : found;
        return new EventPage(
                page.stream().map(Kept::signed).toList(),
                more ? Optional.of(page.getLast().place().token()) : Optional.empty());
    }

    private NavigableMap<Place, Kept> candidates(EventQuery query) {
        if (query.conditions().isEmpty()) {
            return byPlace;
        }
        Condition first = query.conditions().getFirst();
        NavigableMap<Place, Kept> union = new TreeMap<>();
        for (Term.Field field : first.fields()) {
            for (String value : first.values()) {
                union.putAll(byTerm.getOrDefault(new Term(field, value), new TreeMap<>()));
            }
        }
        return union;
    }

    @Override
    public synchronized LedgerStore ledger(String name) {
        return ledgers.computeIfAbsent(Refusals.requireName(name), unknown -> new MemoryLedgerStore(this));
    }

    @Override
    public void close() {} // what is in memory goes with it
}
