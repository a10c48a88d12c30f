package io.lianbo.provenance.audit;

import io.lianbo.core.Verdict.Reason;
import io.lianbo.provenance.audit.AuditQuery.Events;
import io.lianbo.provenance.audit.AuditQuery.Scans;
import io.lianbo.provenance.code.DigitalLink;
import io.lianbo.provenance.event.EventType;
import io.lianbo.provenance.store.EventQuery;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Holds a query against a scope: what it names beyond is told, what it leaves open becomes the scope's. */
record Narrowing(AuditScope scope) {

    /** Why a query is beyond the scope; empty when it is within. */
    List<Reason> reasons(AuditQuery query) {
        List<Reason> reasons = new ArrayList<>();
        switch (query) {
            case Events events -> {
                if (scope.eventTypes().isEmpty()) {
                    reasons.add(new Reason("EVENTS_NOT_GRANTED", "the grant is for scans alone"));
                }
                events.goods().forEach(link -> requireGoods(link, reasons));
                events.eventTypes().stream()
                        .filter(type -> !scope.eventTypes().contains(type))
                        .forEach(type -> reasons.add(new Reason(
                                "TYPE_OUT_OF_SCOPE", type.epcisName() + " is not among the types of the grant")));
            }
            case Scans scans -> {
                if (!scope.scans()) {
                    reasons.add(new Reason("SCANS_NOT_GRANTED", "the grant is for events alone"));
                }
                requireGoods(scans.item(), reasons);
            }
        }
        if (Stream.concat(query.from().stream(), query.until().stream()).anyMatch(this::isOutside)
                || !begins(query).isBefore(ends(query))) {
            reasons.add(new Reason(
                    "TIME_OUT_OF_SCOPE",
                    "the grant is for what happened from " + shown(scope.from(), "the beginning") + " until "
                            + shown(scope.until(), "today")));
        }
        return reasons;
    }

    private void requireGoods(DigitalLink link, List<Reason> reasons) {
        if (!scope.covers(link)) {
            reasons.add(new Reason("GOODS_OUT_OF_SCOPE", link.canonical() + " is not among the goods of the grant"));
        }
    }

    private boolean isOutside(Instant time) {
        return scope.from().map(time::isBefore).orElse(false)
                || scope.until().map(time::isAfter).orElse(false);
    }

    private Instant begins(AuditQuery query) {
        return query.from().or(scope::from).orElse(Instant.MIN);
    }

    private Instant ends(AuditQuery query) {
        return query.until().or(scope::until).orElse(Instant.MAX);
    }

    private static String shown(Optional<Instant> time, String open) {
        return time.map(Instant::toString).orElse(open);
    }

    /**
     * The query for the store.
     *
     * @throws IllegalArgumentException when no page gave its token
     */
    EventQuery narrowed(Events query) {
        Set<EventType> types = query.eventTypes().isEmpty() ? scope.eventTypes() : query.eventTypes();
        EventQuery narrowed = EventQuery.all()
                .perPage(query.perPage())
                .naming(query.goods().isEmpty() ? scope.goods() : query.goods());
        if (types.size() < EventType.values().length) {
            narrowed = narrowed.eventType(types.toArray(EventType[]::new));
        }
        if (!query.bizSteps().isEmpty()) {
            narrowed = narrowed.eqBizStep(query.bizSteps().toArray(String[]::new));
        }
        // The token first: it says where the answer begins, and must not say a time before the scope's.
        if (query.pageToken().isPresent()) {
            narrowed = narrowed.nextPageToken(query.pageToken().get());
        }
        return narrowed.geEventTime(begins(query)).ltEventTime(ends(query));
    }

    /** The query for the source of scans. */
    Scans narrowed(Scans query) {
        return new Scans(
                query.item(),
                query.from().or(scope::from),
                query.until().or(scope::until),
                query.perPage(),
                query.pageToken());
    }
}
