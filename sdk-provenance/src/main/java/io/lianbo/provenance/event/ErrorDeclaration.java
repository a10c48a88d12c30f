package io.lianbo.provenance.event;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * That an event is wrong (EPCIS 2.0 section 7.4.1.2); an event with it has the hash of the event that it corrects.
 *
 * @param declarationTime when it was said
 * @param reason why, as a URI: {@code https://ref.gs1.org/cbv/ER-incorrect_data}
 * @param correctiveEventIds the events that say what is right
 */
public record ErrorDeclaration(Instant declarationTime, Optional<String> reason, List<String> correctiveEventIds) {

    /** Copies the list. */
    public ErrorDeclaration {
        correctiveEventIds = List.copyOf(correctiveEventIds);
    }
}
