package io.lianbo.provenance.audit;

import io.lianbo.core.Verdict.Reason;
import io.lianbo.core.json.JsonObject;
import io.lianbo.provenance.code.DigitalLink;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a regulator sees of a scan. There is no place here for whoever scanned, not even for a pseudonym, and none for an exact location.
 *
 * @param item which item was scanned
 * @param time when, in whole milliseconds
 * @param grade what the scan was taken for: a word in upper case, as {@code GENUINE} or {@code SUSPECT}
 * @param reasons the codes of the reasons for that, in the same form; empty where there are none
 * @param area roughly where, as a geohash, of which four characters at most are kept: some 20 by 40 km
 */
public record ItemScan(DigitalLink item, Instant time, String grade, List<String> reasons, Optional<String> area) {
    private static final int COARSE = 4;

    public ItemScan {
        item = Texts.canonical(item);
        time = Texts.time("the scan's time", time);
        requireCode(grade);
        reasons = List.copyOf(reasons);
        reasons.forEach(ItemScan::requireCode);
        area = area.map(hash -> {
            if (!hash.matches("[0-9b-hjkmnp-z]{1,12}")) {
                throw new IllegalArgumentException("an area must be a geohash of 1 to 12 characters: " + hash);
            }
            return hash.substring(0, Math.min(hash.length(), COARSE));
        });
    }

    private static void requireCode(String code) {
        Texts.require("a code", new Reason(code, "").code());
    }

    Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("item", item.canonical());
        map.put("time", time.toString());
        map.put("grade", grade);
        map.put("reasons", reasons);
        Texts.put(map, "area", area);
        return map;
    }

    static ItemScan from(JsonObject object) {
        object.only("item", "time", "grade", "reasons", "area");
        return object.made(() -> new ItemScan(
                object.text("item", DigitalLink::parse),
                Texts.time(object, "time"),
                object.text("grade"),
                object.texts("reasons"),
                object.optionalText("area")));
    }
}
