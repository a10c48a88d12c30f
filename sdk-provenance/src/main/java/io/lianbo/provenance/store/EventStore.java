package io.lianbo.provenance.store;

import io.lianbo.core.Verdict;
import io.lianbo.provenance.event.EventHash;
import io.lianbo.provenance.passport.SignedEvent;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Keeps signed events and finds them again: an EPCIS repository of events, whose every one has someone who stands for it.
 *
 * {@snippet class="io.lianbo.provenance.store.EventStoreTest" region="store"}
 *
 * <p>An event is kept once for each issuer, so what is appended again changes nothing; what was kept is never changed or removed. An event
 * and those that declare it erroneous have one hash, and are each kept. It keeps what it is given; whether that holds is for
 * {@link io.lianbo.provenance.passport.PassportVerifier} to say.
 *
 * <p>Methods of a store in a database fail with {@link io.lianbo.core.LianboException} {@code STORE_FAILED} when the database does. May be used by
 * several threads.
 */
public interface EventStore extends AutoCloseable {

    /** A store in memory. */
    static EventStore inMemory() {
        return new MemoryEventStore();
    }

    /**
     * Keeps an event.
     *
     * @return what is kept: the event, or the one of its hash and issuer that was there before; or {@code EVENT_ID_TAKEN} where another event,
     *     with another hash, has its {@code eventID}
     */
    default Verdict<SignedEvent> append(SignedEvent event) {
        return appendAll(List.of(event)).getFirst();
    }

    /**
     * Keeps events, in one transaction. An event that is refused keeps none of the others from being kept.
     *
     * @return for each what {@link #append} says
     */
    List<Verdict<SignedEvent>> appendAll(List<SignedEvent> events);

    /** What is kept of an event: by each of its issuers, and what declares it erroneous; in the order in which it came. */
    List<SignedEvent> find(EventHash hash);

    /** One page of what a query finds. */
    EventPage query(EventQuery query);

    /**
     * All that a query finds, read page by page as it is taken: in memory is one page at a time. What is appended meanwhile is found where its
     * event time is still ahead.
     */
    default Stream<SignedEvent> stream(EventQuery query) {
        return Stream.iterate(
                        Optional.of(query(query)),
                        Optional::isPresent,
                        page -> page.flatMap(EventPage::nextPageToken).map(token -> query(query.nextPageToken(token))))
                .flatMap(page -> page.orElseThrow().events().stream());
    }

    /**
     * What an {@link EventLedger} of this name keeps here, beside the events.
     *
     * @param name 1 to 100 characters
     */
    LedgerStore ledger(String name);

    /** Lets go of what it opened. */
    @Override
    void close();
}
