package io.lianbo.provenance.store;

import io.lianbo.provenance.passport.SignedEvent;
import java.util.List;
import java.util.Optional;

/**
 * Some of the events that a query found.
 *
 * @param events those of this page, by their time
 * @param nextPageToken what gives the next page, {@link EventQuery#nextPageToken}; empty at the end
 */
public record EventPage(List<SignedEvent> events, Optional<String> nextPageToken) {

    public EventPage {
        events = List.copyOf(events);
    }
}
