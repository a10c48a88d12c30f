package io.lianbo.provenance.passport;

import io.lianbo.core.Hash32;
import io.lianbo.provenance.code.DigitalLink;
import io.lianbo.provenance.event.EpcisEvent;
import java.time.Instant;
import java.util.List;

/**
 * What a verified passport establishes. Only {@link PassportVerifier} makes one worth trusting.
 *
 * @param item the item, with its lot where an event names it; on {@code https://id.gs1.org}, for the domain proves nothing
 * @param events its whole history up to the anchor, the oldest first; what CBV does not hash, such as {@code errorDeclaration}
 *     and comments, is not proven
 * @param anchoredAt when the history was anchored: nothing in it was added or changed since
 * @param passportHash names the passport, {@link Passport#hash}
 */
public record VerifiedPassport(DigitalLink item, List<EpcisEvent> events, Instant anchoredAt, Hash32 passportHash) {

    public VerifiedPassport {
        events = List.copyOf(events);
    }
}
