package io.lianbo.core.tx;

import io.lianbo.core.Address;
import io.lianbo.core.ChainId;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** A journal in the memory of one process: what {@link TxJournal} promises, but for durability. */
final class InMemoryTxJournal implements TxJournal {
    private final Map<Key, TxRecord> records = new LinkedHashMap<>();
    private final Map<LaneKey, Held> leases = new HashMap<>();
    private final Map<LaneKey, Long> tokens = new HashMap<>();
    private final Map<Day, BigInteger> spent = new HashMap<>();

    private record Key(ChainId chain, String key) {}

    private record LaneKey(ChainId chain, Address lane) {}

    private record Held(Lease lease, Instant until) {}

    private record Day(ChainId chain, LocalDate date) {}

    @Override
    public synchronized List<TxRecord> submit(ChainId chain, List<TxIntent> intents, Instant now) {
        Map<Key, TxRecord> added = new LinkedHashMap<>();
        List<TxRecord> result = new ArrayList<>();
        for (TxIntent intent : intents) {
            Key key = new Key(chain, intent.key());
            TxRecord standing = records.getOrDefault(key, added.getOrDefault(key, TxRecord.queued(intent)));
            standing.requireSameContent(intent);
            if (!records.containsKey(key)) {
                added.put(key, standing);
            }
            result.add(standing);
        }
        records.putAll(added);
        return result;
    }

    @Override
    public synchronized Optional<TxRecord> find(ChainId chain, String key) {
        return Optional.ofNullable(records.get(new Key(chain, key)));
    }

    @Override
    public synchronized Map<String, TxRecord> findAll(ChainId chain, List<String> keys) {
        Map<String, TxRecord> found = new HashMap<>();
        keys.forEach(key -> find(chain, key).ifPresent(record -> found.put(key, record)));
        return found;
    }

    @Override
    public synchronized Optional<Lease> acquire(ChainId chain, Address lane, String owner, Instant now, Duration term) {
        LaneKey key = new LaneKey(chain, lane);
        Held held = leases.get(key);
        if (held != null && !held.lease().owner().equals(owner) && now.isBefore(held.until())) {
            return Optional.empty();
        }
        Lease lease = new Lease(chain, lane, owner, tokens.merge(key, 1L, Long::sum));
        leases.put(key, new Held(lease, now.plus(term)));
        return Optional.of(lease);
    }

    @Override
    public synchronized boolean renew(Lease lease, Instant now, Duration term) {
        boolean held = isHeld(lease);
        if (held) {
            leases.put(laneOf(lease), new Held(lease, now.plus(term)));
        }
        return held;
    }

    @Override
    public synchronized void release(Lease lease) {
        if (isHeld(lease)) {
            leases.remove(laneOf(lease));
        }
    }

    @Override
    public synchronized List<TxRecord> claim(Lease lease, int most) {
        requireHeld(lease);
        List<TxRecord> claimed = new ArrayList<>();
        records.replaceAll((key, record) -> {
            if (claimed.size() == most || !key.chain().equals(lease.chain()) || record.state() != TxState.QUEUED) {
                return record;
            }
            claimed.add(record.claimedBy(lease.lane()));
            return claimed.getLast();
        });
        return claimed;
    }

    @Override
    public synchronized List<TxRecord> open(Lease lease) {
        return ofLane(lease, record -> !record.state().isSettled()).toList();
    }

    @Override
    public synchronized List<TxRecord> settledFrom(Lease lease, long nonce) {
        return ofLane(lease, record -> record.state().isSettled() && record.nonce() >= nonce)
                .toList();
    }

    @Override
    public synchronized OptionalLong highestNonce(Lease lease) {
        return ofLane(lease, record -> record.claim().orElseThrow().nonce() != null)
                .mapToLong(TxRecord::nonce)
                .max();
    }

    private Stream<TxRecord> ofLane(Lease lease, Predicate<TxRecord> which) {
        Comparator<TxRecord> byNonce = Comparator.comparing(record ->
                Objects.requireNonNullElse(record.claim().orElseThrow().nonce(), Long.MAX_VALUE));
        return records.entrySet().stream()
                .filter(entry -> entry.getKey().chain().equals(lease.chain()))
                .map(Map.Entry::getValue)
                .filter(record -> record.claim()
                        .filter(claim -> claim.lane().equals(lease.lane()))
                        .isPresent())
                .filter(which)
                .sorted(byNonce);
    }

    @Override
    public synchronized void update(
            Lease lease, List<TxRecord> changed, LocalDate day, BigInteger moreSpent, Instant now) {
        requireHeld(lease);
        changed.forEach(record -> records.put(new Key(lease.chain(), record.key()), record));
        spent.merge(new Day(lease.chain(), day), moreSpent, BigInteger::add);
    }

    @Override
    public synchronized BigInteger spent(ChainId chain, LocalDate day) {
        return spent.getOrDefault(new Day(chain, day), BigInteger.ZERO);
    }

    @Override
    public synchronized Map<TxState, Long> count(ChainId chain) {
        Map<TxState, Long> counts = new EnumMap<>(TxState.class);
        records.forEach((key, record) -> {
            if (key.chain().equals(chain)) {
                counts.merge(record.state(), 1L, Long::sum);
            }
        });
        return counts;
    }

    @Override
    public void close() {
        // nothing was opened
    }

    private void requireHeld(Lease lease) {
        if (!isHeld(lease)) {
            throw new LeaseLostException(lease);
        }
    }

    private boolean isHeld(Lease lease) {
        Held held = leases.get(laneOf(lease));
        return held != null && held.lease().equals(lease);
    }

    private static LaneKey laneOf(Lease lease) {
        return new LaneKey(lease.chain(), lease.lane());
    }
}
