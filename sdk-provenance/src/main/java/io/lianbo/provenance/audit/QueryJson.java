package io.lianbo.provenance.audit;

import io.lianbo.core.json.JsonObject;
import io.lianbo.provenance.audit.AuditQuery.Events;
import io.lianbo.provenance.audit.AuditQuery.Scans;
import io.lianbo.provenance.code.DigitalLink;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Queries as they stand in requests; what a query leaves open is not there. */
final class QueryJson {
    static final String EVENTS = "events";
    static final String SCANS = "scans";
    private static final int MOST = 1000;

    private QueryJson() {}

    static String kind(AuditQuery query) {
        return query instanceof Events ? EVENTS : SCANS;
    }

    static Map<String, Object> write(AuditQuery query) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("for", kind(query));
        switch (query) {
            case Events events -> {
                putList(map, "goods", Texts.links(events.goods()));
                putList(map, "eventTypes", Texts.names(events.eventTypes()));
                putList(map, "bizSteps", events.bizSteps());
            }
            case Scans scans -> map.put("item", scans.item().canonical());
        }
        Texts.put(map, "from", query.from());
        Texts.put(map, "until", query.until());
        map.put("perPage", query.perPage());
        Texts.put(map, "pageToken", query.pageToken());
        return map;
    }

    private static void putList(Map<String, Object> map, String key, List<String> values) {
        if (!values.isEmpty()) {
            map.put(key, values);
        }
    }

    static AuditQuery read(JsonObject object) {
        int perPage = (int) object.integer("perPage", 1, MOST);
        return object.made(() -> switch (object.text("for")) {
            case EVENTS -> {
                object.only("for", "goods", "eventTypes", "bizSteps", "from", "until", "perPage", "pageToken");
                yield new Events(
                        has(object, "goods") ? Texts.links(object, "goods") : List.of(),
                        has(object, "eventTypes") ? Texts.types(object, "eventTypes") : Texts.types(List.of()),
                        has(object, "bizSteps") ? object.texts("bizSteps") : List.of(),
                        Texts.optionalTime(object, "from"),
                        Texts.optionalTime(object, "until"),
                        perPage,
                        object.optionalText("pageToken"));
            }
            case SCANS -> {
                object.only("for", "item", "from", "until", "perPage", "pageToken");
                yield new Scans(
                        object.text("item", DigitalLink::parse),
                        Texts.optionalTime(object, "from"),
                        Texts.optionalTime(object, "until"),
                        perPage,
                        object.optionalText("pageToken"));
            }
            default -> throw object.malformed("for must be " + EVENTS + " or " + SCANS + ": " + object.text("for"));
        });
    }

    private static boolean has(JsonObject object, String key) {
        return object.keys().contains(key);
    }
}
