package io.lianbo.core.chain;

import com.esaulpaugh.headlong.abi.Event;
import com.esaulpaugh.headlong.abi.Tuple;
import io.lianbo.core.Address;
import io.lianbo.core.Hash32;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Events of some kinds of one contract or several, to be read from the chain in its order.
 *
 * {@snippet class="io.lianbo.core.chain.EventQueryTest" region="query"}
 *
 * <p>Unchangeable, and safe for use by many threads.
 */
public final class EventQuery {
    private final Contract first;
    private final Map<Address, Selection> selections;
    private final Set<Hash32> topics;

    private EventQuery(Contract first, Map<Address, Selection> selections) {
        this.first = first;
        this.selections = Collections.unmodifiableMap(selections);
        Set<Hash32> all = new LinkedHashSet<>();
        selections.values().forEach(selection -> all.addAll(selection.events.keySet()));
        this.topics = Collections.unmodifiableSet(all);
    }

    /**
     * Events of a contract.
     *
     * @param events one or more, by name, or by signature where several share the name
     * @throws IllegalArgumentException when the contract has no such event
     */
    public static EventQuery of(Contract contract, String... events) {
        return new EventQuery(contract, Map.of(contract.address(), Selection.of(contract, events)));
    }

    /**
     * These events, and those of another contract of the same connection.
     *
     * @param events one or more, by name, or by signature where several share the name
     */
    public EventQuery and(Contract contract, String... events) {
        if (contract.node() != first.node()) {
            throw new IllegalArgumentException("the contracts of a query must be of one connection: " + contract);
        }
        if (selections.containsKey(contract.address())) {
            throw new IllegalArgumentException("a query names a contract once: " + contract);
        }
        Map<Address, Selection> more = new LinkedHashMap<>(selections);
        more.put(contract.address(), Selection.of(contract, events));
        return new EventQuery(first, more);
    }

    /**
     * Visits the events in a range of blocks, in the order of the chain.
     *
     * <p>The node is asked in parts, as wide as {@link Chain.Options#logRange()} and narrower where it says that this
     * is too much, so that any range can be read with the memory for one answer. The range must not reach into blocks
     * that may still change, or {@code EventFollower} is the better way to read it.
     *
     * @param fromBlock first block, from 0
     * @param toBlock last block, included
     * @throws io.lianbo.core.LianboException when the node fails, refuses a single block, or a log does not fit the ABI
     */
    public void forEach(long fromBlock, long toBlock, Consumer<ContractEvent> visitor) {
        if (fromBlock < 0 || toBlock < fromBlock) {
            throw new IllegalArgumentException(
                    "block range must be from 0, and its end not before its start: " + fromBlock + " to " + toBlock);
        }
        first.pages()
                .forEach(
                        selections.keySet(),
                        topics,
                        fromBlock,
                        toBlock,
                        log -> decode(log).ifPresent(visitor));
    }

    /**
     * The events in exactly these blocks, and never in others that took their place, in the order of the blocks given.
     *
     * @throws io.lianbo.core.LianboException when the node fails, and from most nodes when a block is no longer in
     *     the chain; some answer then that there are no events
     */
    public List<ContractEvent> in(List<Block> blocks) {
        List<LogFilter> filters = blocks.stream()
                .map(block -> LogFilter.inBlock(selections.keySet(), topics, block))
                .toList();
        List<ContractEvent> events = new ArrayList<>();
        first.node()
                .logs(filters)
                .forEach(logs -> logs.forEach(log -> decode(log).ifPresent(events::add)));
        return events;
    }

    /**
     * The event that a log stands for; empty when the query does not ask for it.
     *
     * @throws io.lianbo.core.LianboException when it should be one and does not fit the ABI
     */
    public Optional<ContractEvent> decode(Log log) {
        Selection selection = selections.get(log.address());
        if (selection == null || log.topics().isEmpty()) {
            return Optional.empty();
        }
        Event<Tuple> event = selection.events.get(log.topics().getFirst());
        return event == null ? Optional.empty() : Optional.of(selection.contract.decoded(event, log));
    }

    /** What is asked for: "[Transfer, Approval] of TestToken at 0x..". */
    @Override
    public String toString() {
        return String.join(
                ", ", selections.values().stream().map(Selection::toString).toList());
    }

    /** Of one contract, the events by their first topics. */
    private record Selection(Contract contract, Map<Hash32, Event<Tuple>> events) {
        static Selection of(Contract contract, String... names) {
            if (names.length == 0) {
                throw new IllegalArgumentException("a query needs an event of " + contract);
            }
            Map<Hash32, Event<Tuple>> events = new LinkedHashMap<>();
            for (String name : names) {
                Event<Tuple> event = contract.abi().event(name);
                events.put(Abi.topic(event), event);
            }
            return new Selection(contract, events);
        }

        @Override
        public String toString() {
            return events.values().stream().map(Event::getName).toList() + " of " + contract;
        }
    }
}
