package io.lianbo.provenance.passport;

import io.lianbo.core.Verdict.Reason;
import io.lianbo.provenance.code.DigitalLink;
import io.lianbo.provenance.event.EpcisEvent;
import io.lianbo.provenance.event.EventType;
import io.lianbo.provenance.event.QuantityElement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Whether the histories of what an item was made of, or packed in, tell of the same events as its own. */
final class Origins {
    private static final String PRODUCT = "https://id.gs1.org/01/";

    private Origins() {}

    static List<Reason> check(DigitalLink item, List<EpcisEvent> events, Map<String, VerifiedPassport> origins) {
        List<Reason> reasons = new ArrayList<>();
        for (int i = 0; i < events.size(); i++) {
            EpcisEvent event = events.get(i);
            for (String origin : origins(item, event).toList()) {
                String detail = "event " + i + " names " + origin;
                VerifiedPassport passport = origins.get(origin);
                if (passport == null) {
                    reasons.add(new Reason("LINK_MISSING", detail + ", of which no passport was given that verifies"));
                } else if (passport.events().stream()
                        .noneMatch(other -> other.hash().equals(event.hash()))) {
                    reasons.add(new Reason("LINK_MISSING", detail + ", whose passport does not tell of it"));
                }
            }
        }
        return reasons;
    }

    /** The inputs of what the item came out of, and what the item was put into, as far as it is a product and so may have a passport. */
    private static Stream<String> origins(DigitalLink item, EpcisEvent event) {
        Stream<String> named = event.type() == EventType.TRANSFORMATION
                ? Stream.concat(
                        event.inputEpcs().stream(),
                        event.inputQuantities().stream().map(QuantityElement::epcClass))
                : event.type() == EventType.AGGREGATION
                                && event.action().filter("ADD"::equals).isPresent()
                        ? Optional.of(event).flatMap(EpcisEvent::parentId).stream()
                        : Stream.of();
        return named.filter(name -> name.startsWith(PRODUCT))
                .filter(name -> !name.equals(item.canonical())) // its lot is no excuse: the bearer names one
                .distinct();
    }
}
