package io.lianbo.provenance.audit;

import io.lianbo.core.Address;
import io.lianbo.core.Hash32;
import io.lianbo.core.json.JsonObject;
import io.lianbo.provenance.audit.AuditEntry.Answered;
import io.lianbo.provenance.audit.AuditEntry.Granted;
import io.lianbo.provenance.audit.AuditEntry.Refused;
import io.lianbo.provenance.audit.AuditEntry.Revoked;
import java.util.LinkedHashMap;
import java.util.Map;

/** Entries as they stand in the log. */
final class EntryJson {
    private EntryJson() {}

    static Map<String, Object> write(AuditEntry entry) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("at", entry.at().toString());
        switch (entry) {
            case Granted granted -> {
                map.put("type", "granted");
                map.put("grant", granted.grant().toMap());
            }
            case Revoked revoked -> {
                map.put("type", "revoked");
                map.put("grant", revoked.grant().toString());
                map.put("reason", revoked.reason());
            }
            case Answered answered -> {
                map.put("type", "answered");
                putAsked(map, answered.grant(), answered.regulator(), answered.request(), answered.kind());
                map.put("count", answered.count());
                map.put("answer", answered.answer().toString());
            }
            case Refused refused -> {
                map.put("type", "refused");
                putAsked(map, refused.grant(), refused.regulator(), refused.request(), refused.kind());
                map.put("reasons", refused.codes());
            }
        }
        return map;
    }

    private static void putAsked(
            Map<String, Object> map, Hash32 grant, Address regulator, Hash32 request, String kind) {
        map.put("grant", grant.toString());
        map.put("regulator", regulator.toString());
        map.put("request", request.toString());
        map.put("for", kind);
    }

    static AuditEntry read(JsonObject object) {
        return object.made(() -> switch (object.text("type")) {
            case "granted" ->
                new Granted(
                        Texts.time(object.only("at", "type", "grant"), "at"), AuditGrant.from(object.object("grant")));
            case "revoked" ->
                new Revoked(
                        Texts.time(object.only("at", "type", "grant", "reason"), "at"),
                        object.text("grant", Hash32::of),
                        object.text("reason"));
            case "answered" ->
                new Answered(
                        Texts.time(
                                object.only("at", "type", "grant", "regulator", "request", "for", "count", "answer"),
                                "at"),
                        object.text("grant", Hash32::of),
                        object.text("regulator", Address::of),
                        object.text("request", Hash32::of),
                        object.text("for"),
                        (int) object.integer("count", 0, Integer.MAX_VALUE),
                        object.text("answer", Hash32::of));
            case "refused" ->
                new Refused(
                        Texts.time(object.only("at", "type", "grant", "regulator", "request", "for", "reasons"), "at"),
                        object.text("grant", Hash32::of),
                        object.text("regulator", Address::of),
                        object.text("request", Hash32::of),
                        object.text("for"),
                        object.texts("reasons"));
            default ->
                throw object.malformed("type must be granted, revoked, answered or refused: " + object.text("type"));
        });
    }
}
