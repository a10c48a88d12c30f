package io.lianbo.provenance.audit;

import io.lianbo.core.Address;
import io.lianbo.core.json.JsonObject;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * A platform lets a regulator see something for a while, and says why. It counts from when it stands in the log, {@link AccessLog#grant}, and is
 * called by the hash of that entry.
 *
 * {@snippet class="io.lianbo.provenance.audit.RegulatorViewTest" region="grant"}
 *
 * <p>All of it is written into a log that others may read: name the authority, and not the people who work there.
 *
 * @param regulator what the authority is called, 1 to 200 characters
 * @param key the account that signs its requests
 * @param scope what it may see
 * @param purpose what for, 1 to 200 characters
 * @param legalBasis by what right, 1 to 200 characters: a law and its article, an order's file number
 * @param from the first moment at which it may ask, in whole milliseconds
 * @param until the moment after the last
 */
public record AuditGrant(
        String regulator,
        Address key,
        AuditScope scope,
        String purpose,
        String legalBasis,
        Instant from,
        Instant until) {

    public AuditGrant {
        Texts.require("the regulator's name", regulator);
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(scope, "scope");
        Texts.require("the purpose", purpose);
        Texts.require("the legal basis", legalBasis);
        from = Texts.time("the grant's beginning", from);
        until = Texts.time("the grant's end", until);
        if (!from.isBefore(until)) {
            throw new IllegalArgumentException("a grant must end after it begins: from " + from + " until " + until);
        }
    }

    Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("regulator", regulator);
        map.put("key", key.toString());
        map.put("scope", scope.toMap());
        map.put("purpose", purpose);
        map.put("legalBasis", legalBasis);
        map.put("from", from.toString());
        map.put("until", until.toString());
        return map;
    }

    static AuditGrant from(JsonObject object) {
        object.only("regulator", "key", "scope", "purpose", "legalBasis", "from", "until");
        return object.made(() -> new AuditGrant(
                object.text("regulator"),
                object.text("key", Address::of),
                AuditScope.from(object.object("scope")),
                object.text("purpose"),
                object.text("legalBasis"),
                Texts.time(object, "from"),
                Texts.time(object, "until")));
    }
}
