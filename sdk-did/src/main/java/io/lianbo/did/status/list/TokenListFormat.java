package io.lianbo.did.status.list;

import io.lianbo.did.internal.jose.Json;
import io.lianbo.did.internal.jose.MalformedException;
import java.net.URI;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Token Status List as a JWT (draft-ietf-oauth-status-list-21 section 5.1). */
final class TokenListFormat implements ListFormat {
    private static final String LIST = "status_list";

    @Override
    public String type() {
        return "statuslist+jwt";
    }

    @Override
    public Map<String, @Nullable Object> payload(ListClaims claims) {
        Map<String, @Nullable Object> payload = new LinkedHashMap<>();
        payload.put("iss", claims.issuer());
        payload.put("sub", claims.uri());
        payload.put("iat", claims.issuedAt().getEpochSecond());
        if (claims.expiresAt() != null) {
            payload.put("exp", claims.expiresAt().getEpochSecond());
        }
        if (claims.ttl() != null) {
            payload.put("ttl", claims.ttl().toSeconds());
        }
        Map<String, Object> list = new LinkedHashMap<>();
        list.put("bits", claims.statuses().bits());
        list.put("lst", claims.statuses().toToken());
        payload.put(LIST, list);
        return payload;
    }

    @Override
    public ListClaims read(Map<String, @Nullable Object> payload, int bits) throws MalformedException {
        Instant issuedAt = Json.time(payload, "iat", "iat");
        if (issuedAt == null) {
            throw new MalformedException("iat must be there");
        }
        Map<String, @Nullable Object> list = Json.object(payload.get(LIST), LIST);
        if (!(list.get("bits") instanceof Long declared) || declared < 1 || declared > Byte.SIZE) {
            throw new MalformedException("bits must be 1, 2, 4 or 8");
        }
        StatusList statuses;
        try {
            statuses = StatusList.parseToken(declared.intValue(), Claims.text(list, "lst"));
        } catch (IllegalArgumentException e) {
            throw new MalformedException("lst", e);
        }
        return new ListClaims(
                Claims.text(payload, "sub"),
                payload.containsKey("iss") ? Claims.text(payload, "iss") : null,
                issuedAt,
                Json.time(payload, "exp", "exp"),
                Claims.duration(payload, "ttl", ChronoUnit.SECONDS),
                Set.of(),
                statuses);
    }

    @Override
    public URI at(URI list, Instant time) {
        return ListFormat.with(list, "time=" + time.getEpochSecond());
    }
}
