package io.lianbo.provenance.audit;

import io.lianbo.core.json.JsonObject;
import io.lianbo.provenance.code.DigitalLink;
import io.lianbo.provenance.event.EventType;
import java.time.Instant;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a regulator may see. {@link #of} starts with all events of some goods and no scans; each method narrows or widens that.
 *
 * {@snippet class="io.lianbo.provenance.audit.RegulatorViewTest" region="grant"}
 *
 * <p>An event that names goods of the scope is shown whole, with whatever else it names, for its signature covers all of it.
 *
 * @param goods 1 to 100 items, lots or products, each meant by the finest that its link knows: a link with a serial number is that item and
 *     not its lot. A product stands for all its lots and items too
 * @param eventTypes which events; none for no events at all
 * @param scans whether scans of the items are shown
 * @param from the earliest event or scan, if there is such a limit
 * @param until the moment after the last event or scan, if there is such a limit
 */
public record AuditScope(
        List<DigitalLink> goods,
        Set<EventType> eventTypes,
        boolean scans,
        Optional<Instant> from,
        Optional<Instant> until) {
    static final int MOST_GOODS = 100;

    public AuditScope {
        goods = Texts.canonical(goods);
        eventTypes = Texts.types(eventTypes);
        from = Texts.time("the scope's beginning", from);
        until = Texts.time("the scope's end", until);
        Texts.requireWindow(from, until);
        if (goods.isEmpty() || goods.size() > MOST_GOODS) {
            throw new IllegalArgumentException(
                    "a scope must have 1 to " + MOST_GOODS + " items, lots or products: " + goods.size());
        }
        if (eventTypes.isEmpty() && !scans) {
            throw new IllegalArgumentException("a scope must show events or scans");
        }
    }

    /** All events of these items, lots or products, and no scans. */
    public static AuditScope of(DigitalLink... goods) {
        return new AuditScope(
                List.of(goods), EnumSet.allOf(EventType.class), false, Optional.empty(), Optional.empty());
    }

    /** Of the events only those of these types. */
    public AuditScope eventTypes(EventType first, EventType... more) {
        return new AuditScope(goods, EnumSet.of(first, more), scans, from, until);
    }

    /** Scans of the items too. */
    public AuditScope withScans() {
        return new AuditScope(goods, eventTypes, true, from, until);
    }

    /** Only what happened from one moment on and before another. */
    public AuditScope between(Instant first, Instant end) {
        return new AuditScope(goods, eventTypes, scans, Optional.of(first), Optional.of(end));
    }

    /** Whether an item, a lot or a product is within the goods, and so all that is told of it. */
    boolean covers(DigitalLink link) {
        return goods.stream()
                .anyMatch(own -> own.canonical().equals(link.canonical())
                        || (own.lot().isEmpty()
                                && own.serial().isEmpty()
                                && own.gtin().equals(link.gtin())));
    }

    Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("goods", Texts.links(goods));
        map.put("eventTypes", Texts.names(eventTypes));
        map.put("scans", scans);
        Texts.put(map, "from", from);
        Texts.put(map, "until", until);
        return map;
    }

    static AuditScope from(JsonObject object) {
        object.only("goods", "eventTypes", "scans", "from", "until");
        return object.made(() -> new AuditScope(
                Texts.links(object, "goods"),
                Texts.types(object, "eventTypes"),
                object.bool("scans"),
                Texts.optionalTime(object, "from"),
                Texts.optionalTime(object, "until")));
    }
}
