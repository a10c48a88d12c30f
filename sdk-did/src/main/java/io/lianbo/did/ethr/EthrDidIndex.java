package io.lianbo.did.ethr;

import io.lianbo.core.Address;
import io.lianbo.core.ChainId;
import io.lianbo.core.Hash32;
import io.lianbo.core.chain.Block;
import io.lianbo.core.chain.Chain;
import io.lianbo.core.chain.ContractEvent;
import io.lianbo.core.chain.EventQuery;
import io.lianbo.core.follow.ChainEvent;
import io.lianbo.core.follow.Checkpoint;
import io.lianbo.core.follow.CheckpointStore;
import io.lianbo.core.follow.EventFollower;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The events of a registry, by identity, so that a DID is resolved without asking the chain.
 *
 * <p>{@link #update()} reads what is new, page by page, takes back what a reorganisation undid, and asks for the times of the new events' blocks in
 * batches. What is resolved is as old as the last update: call it as often as a change may go unseen.
 *
 * <p>The index is in memory and lasts as long as the process; a new one reads the registry anew from its first block, at
 * the pace of the node's log pages. Safe for use by many threads: one updates, all resolve.
 *
 * {@snippet class="io.lianbo.did.ethr.EthrDidMethodTest" region="index"}
 */
public final class EthrDidIndex {
    private static final int TIMES_PAGE = 500;

    private final EthrDidRegistry registry;
    private final EventFollower<Checkpoint> follower;
    private final int confirmations;
    private final Map<Address, List<RegistryEvent>> histories = new HashMap<>();
    private final Map<Hash32, Instant> times = new HashMap<>();
    private final Map<Hash32, Long> untimed = new HashMap<>();
    private long head = -1;

    private EthrDidIndex(EthrDidRegistry registry, EventFollower.Options options) {
        this.registry = registry;
        this.confirmations = options.confirmations();
        this.follower = new EventFollower<>(
                "did:ethr index of " + registry,
                registry.chain(),
                EventQuery.of(registry.contract(), "DIDOwnerChanged", "DIDDelegateChanged", "DIDAttributeChanged"),
                options,
                CheckpointStore.inMemory(),
                (event, checkpoint) -> accept(event));
    }

    /**
     * {@return an empty index; {@link #update()} fills it}
     *
     * @param registry whose events
     * @param options the block in which the registry was deployed, confirmations, and how deep reorganisations may go
     */
    public static EthrDidIndex of(EthrDidRegistry registry, EventFollower.Options options) {
        return new EthrDidIndex(registry, options);
    }

    /**
     * Reads what is new on the chain. Updates wait for one another.
     *
     * @return how many events were added and taken back
     * @throws io.lianbo.core.LianboException when the node fails: the next update goes on from there; {@code DEEP_REORGANISATION} when events were undone
     *     that are too old to be taken back: a new index is needed
     */
    public long update() {
        synchronized (follower) {
            long reached = registry.chain().blockNumber() - confirmations;
            long events = follower.poll();
            readTimes();
            synchronized (this) {
                head = Math.max(head, reached);
            }
            return events;
        }
    }

    /** {@return the last block whose events are here; -1 before the first update} */
    public synchronized long head() {
        return head;
    }

    private synchronized void accept(ChainEvent change) {
        ContractEvent event = change.event();
        Optional<RegistryEvent> read = RegistryEvent.of(event);
        if (read.isEmpty()) {
            return;
        }
        List<RegistryEvent> history = histories.computeIfAbsent(event.address("identity"), none -> new ArrayList<>());
        switch (change) {
            case ChainEvent.Delivered delivered -> {
                // An update that failed may bring again what it brought.
                if (history.isEmpty()
                        || read.get().place().isAfter(history.getLast().place())) {
                    history.add(read.get());
                    Hash32 block = event.log().blockHash();
                    if (!times.containsKey(block)) {
                        untimed.put(block, event.blockNumber());
                    }
                }
            }
            case ChainEvent.Retracted retracted -> history.remove(read.get());
        }
    }

    /** Asks for the times of blocks; one that is no longer in the chain stays without until its events are taken back. */
    private void readTimes() {
        List<Long> wanted;
        synchronized (this) {
            wanted = List.copyOf(new LinkedHashSet<>(untimed.values()));
        }
        for (int from = 0; from < wanted.size(); from += TIMES_PAGE) {
            List<Long> page = wanted.subList(from, Math.min(wanted.size(), from + TIMES_PAGE));
            List<Optional<Block>> blocks = registry.chain().blocks(page);
            synchronized (this) {
                for (Optional<Block> block : blocks) {
                    block.filter(found -> untimed.remove(found.hash()) != null)
                            .ifPresent(found -> times.put(found.hash(), found.timestamp()));
                }
            }
        }
        synchronized (this) {
            untimed.keySet().retainAll(living());
        }
    }

    private Set<Hash32> living() {
        Set<Hash32> living = new LinkedHashSet<>();
        if (!untimed.isEmpty()) {
            histories
                    .values()
                    .forEach(history ->
                            history.forEach(event -> living.add(event.place().blockHash())));
        }
        return living;
    }

    /** All events of an identity whose block's time is known, in the order of the chain. */
    synchronized List<TimedEvent> history(Address identity) {
        List<TimedEvent> history = new ArrayList<>();
        for (RegistryEvent event : histories.getOrDefault(identity, List.of())) {
            Instant time = times.get(event.place().blockHash());
            if (time != null) {
                history.add(new TimedEvent(event, time));
            }
        }
        return history;
    }

    /**
     * An event, and when its block was made.
     *
     * @param event what was said
     * @param time when
     */
    record TimedEvent(RegistryEvent event, Instant time) {
        long block() {
            return event.place().block();
        }
    }

    ChainId chainId() {
        return registry.chain().id();
    }

    Chain chain() {
        return registry.chain();
    }

    /** {@return the registry} */
    @Override
    public String toString() {
        return "index of " + registry;
    }
}
