package io.lianbo.provenance.passport;

import io.lianbo.core.Hash32;
import io.lianbo.provenance.code.DigitalLink;
import io.lianbo.provenance.event.EpcisEvent;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a verified passport establishes. Only {@link PassportVerifier} makes one worth trusting.
 *
 * @param item the item, with its lot where an event names it; on {@code https://id.gs1.org}, for the domain proves nothing
 * @param events its whole history up to the anchor, the oldest first; what CBV does not hash, such as {@code errorDeclaration}
 *     and comments, is not proven
 * @param anchoredAt when the history was anchored: nothing in it was added or changed since
 * @param passportHash names the passport, {@link Passport#hash}
 * @param credentials those that were checked and hold; none where the verifier {@linkplain PassportVerifier#withCredentials checks none}
 */
public record VerifiedPassport(
        DigitalLink item,
        List<EpcisEvent> events,
        Instant anchoredAt,
        Hash32 passportHash,
        List<PassportCredential> credentials) {

    public VerifiedPassport {
        events = List.copyOf(events);
        credentials = List.copyOf(credentials);
    }

    /**
     * The events that name just this: the item, its lot, or its product.
     *
     * @param identifier one of the {@link DigitalLink#identifiers} of {@link #item}
     */
    public List<EpcisEvent> about(String identifier) {
        return events.stream()
                .filter(event -> event.identifiers().contains(identifier))
                .toList();
    }

    /**
     * Instance and lot master data of the item in a namespace, merged from what was said of its product, its lot and itself: where they
     * differ, the finer one counts, and of two events about one thing the later.
     *
     * {@snippet class="io.lianbo.provenance.passport.HistoryChecksTest" region="merged"}
     *
     * @param namespace such as {@code urn:epcglobal:cbv:mda:}; names and values are as {@link EpcisEvent#ilmd} gives them
     */
    public Map<String, @Nullable Object> masterData(String namespace) {
        Map<String, @Nullable Object> merged = new LinkedHashMap<>();
        for (String identifier : item.identifiers().reversed()) {
            about(identifier).forEach(event -> merged.putAll(event.ilmd(namespace)));
        }
        return merged;
    }
}
