package io.lianbo.provenance.audit;

import io.lianbo.provenance.code.DigitalLink;
import io.lianbo.provenance.event.EventType;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a regulator asks: for events or for scans. What a query leaves open is as wide as the scope; what it names must be within the scope.
 *
 * {@snippet class="io.lianbo.provenance.audit.RegulatorViewTest" region="ask"}
 */
public sealed interface AuditQuery {

    /** The earliest event or scan; where that is open, the scope's. */
    Optional<Instant> from();

    /** The moment after the last event or scan; where that is open, the scope's. */
    Optional<Instant> until();

    /** How many a page holds, 1 to 1,000. */
    int perPage();

    /** What the page before this one gave; empty for the first. */
    Optional<String> pageToken();

    /** All events of the scope, or those of it that name these items, lots or products; 100 a page. */
    static Events events(DigitalLink... goods) {
        return new Events(
                List.of(goods), Set.of(), List.of(), Optional.empty(), Optional.empty(), 100, Optional.empty());
    }

    /** All scans of one item, 100 a page. */
    static Scans scans(DigitalLink item) {
        return new Scans(item, Optional.empty(), Optional.empty(), 100, Optional.empty());
    }

    /**
     * For events, in the order of their time.
     *
     * @param goods those that name one of these, at most 100; of a product also its lots and items; empty for all goods of the scope
     * @param eventTypes those of one of these types; empty for all types of the scope
     * @param bizSteps those of one of these business steps, at most 100, as words ({@code shipping}) or URIs; empty for all
     */
    record Events(
            List<DigitalLink> goods,
            Set<EventType> eventTypes,
            List<String> bizSteps,
            Optional<Instant> from,
            Optional<Instant> until,
            int perPage,
            Optional<String> pageToken)
            implements AuditQuery {

        public Events {
            goods = Texts.canonical(goods);
            eventTypes = Texts.types(eventTypes);
            bizSteps = List.copyOf(bizSteps);
            bizSteps.forEach(step -> Texts.require("a business step", step));
            if (goods.size() > AuditScope.MOST_GOODS || bizSteps.size() > AuditScope.MOST_GOODS) {
                throw new IllegalArgumentException("a query must name at most " + AuditScope.MOST_GOODS
                        + " goods and as many business steps: " + goods.size() + ", " + bizSteps.size());
            }
            from = Texts.time("the query's beginning", from);
            until = Texts.time("the query's end", until);
            requirePage(from, until, perPage, pageToken);
        }

        /** Of these types only. */
        public Events eventTypes(EventType first, EventType... more) {
            return new Events(goods, EnumSet.of(first, more), bizSteps, from, until, perPage, pageToken);
        }

        /** Of these business steps only. */
        public Events bizSteps(String first, String... more) {
            List<String> steps =
                    Stream.concat(Stream.of(first), Stream.of(more)).toList();
            return new Events(goods, eventTypes, steps, from, until, perPage, pageToken);
        }

        /** From one moment on and before another. */
        public Events between(Instant first, Instant end) {
            return new Events(goods, eventTypes, bizSteps, Optional.of(first), Optional.of(end), perPage, pageToken);
        }

        /** So many a page, 1 to 1,000. */
        public Events perPage(int most) {
            return new Events(goods, eventTypes, bizSteps, from, until, most, pageToken);
        }

        /** What comes after a page of this query. */
        public Events pageToken(String token) {
            return new Events(goods, eventTypes, bizSteps, from, until, perPage, Optional.of(token));
        }
    }

    /**
     * For scans, in the order of their time.
     *
     * @param item which item, by its serial number
     */
    record Scans(
            DigitalLink item, Optional<Instant> from, Optional<Instant> until, int perPage, Optional<String> pageToken)
            implements AuditQuery {

        public Scans {
            item = Texts.canonical(item);
            if (item.serial().isEmpty()) {
                throw new IllegalArgumentException("scans are of items, with a serial number (21): " + item);
            }
            from = Texts.time("the query's beginning", from);
            until = Texts.time("the query's end", until);
            requirePage(from, until, perPage, pageToken);
        }

        /** From one moment on and before another. */
        public Scans between(Instant first, Instant end) {
            return new Scans(item, Optional.of(first), Optional.of(end), perPage, pageToken);
        }

        /** So many a page, 1 to 1,000. */
        public Scans perPage(int most) {
            return new Scans(item, from, until, most, pageToken);
        }

        /** What comes after a page of this query. */
        public Scans pageToken(String token) {
            return new Scans(item, from, until, perPage, Optional.of(token));
        }
    }

    private static void requirePage(
            Optional<Instant> from, Optional<Instant> until, int perPage, Optional<String> pageToken) {
        Texts.requireWindow(from, until);
        if (perPage < 1 || perPage > 1000) {
            throw new IllegalArgumentException("a page must hold 1 to 1000: " + perPage);
        }
        pageToken.ifPresent(token -> Texts.require("a page token", token));
    }
}
