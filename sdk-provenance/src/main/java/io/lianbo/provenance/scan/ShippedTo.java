package io.lianbo.provenance.scan;

import io.lianbo.provenance.code.DigitalLink;
import io.lianbo.provenance.event.EpcisEvent;
import io.lianbo.provenance.event.TypedUri;
import io.lianbo.provenance.passport.SignedEvent;
import io.lianbo.provenance.store.EventQuery;
import io.lianbo.provenance.store.EventStore;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Into which regions an item was shipped, as the platform's orders or its events say. It is asked once a scan whose region is known, before the scan is stored. */
@FunctionalInterface
public interface ShippedTo {

    /**
     * The regions of an item.
     *
     * @return codes of ISO 3166-1 or 3166-2, such as {@code CN} or {@code CN-53}; empty where nobody knows
     */
    Set<String> regions(DigitalLink item);

    /** Knows of no item. */
    static ShippedTo unknown() {
        return item -> Set.of();
    }

    /**
     * Knows what the last {@code shipping} event of an item says in its {@code destinationList}.
     *
     * {@snippet class="io.lianbo.provenance.scan.ShippedToTest" region="events"}
     *
     * @param store where the events are
     * @param regionOf the region of a place that events name, such as that of a GLN; empty where it is not known
     */
    static ShippedTo of(EventStore store, Function<String, Optional<String>> regionOf) {
        return item -> {
            List<TypedUri> destinations = store.stream(
                            EventQuery.all().concerning(item).eqBizStep("shipping"))
                    .map(SignedEvent::event)
                    .reduce((earlier, later) -> later)
                    .map(EpcisEvent::destinations)
                    .orElse(List.of());
            return destinations.stream()
                    .flatMap(destination -> regionOf.apply(destination.uri()).stream())
                    .collect(Collectors.toUnmodifiableSet());
        };
    }
}
