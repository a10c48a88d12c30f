package io.lianbo.did.status.list;

import io.lianbo.did.internal.jose.Json;
import io.lianbo.did.internal.jose.MalformedException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** BitstringStatusListCredential (W3C Bitstring Status List 1.0 section 2.2) as {@code vc+jwt} (VC-JOSE-COSE section 3.1.1). */
final class BitstringListFormat implements ListFormat {
    /** How many statuses a list must have at least, so that a holder is lost among the others. */
    static final int LEAST_SIZE = 131_072;

    private static final String CONTEXT = "https://www.w3.org/ns/credentials/v2";
    private static final String CREDENTIAL = "VerifiableCredential";
    private static final String LIST_CREDENTIAL = "BitstringStatusListCredential";
    private static final String LIST = "BitstringStatusList";
    private static final String PURPOSE = "statusPurpose";
    private static final String SIZE = "statusSize";

    /** What the standard has where a list says nothing. */
    private static final Duration DEFAULT_TTL = Duration.ofMinutes(5);

    @Override
    public String type() {
        return "vc+jwt";
    }

    @Override
    public Map<String, @Nullable Object> payload(ListClaims claims) {
        Map<String, @Nullable Object> subject = new LinkedHashMap<>();
        subject.put("id", claims.uri() + "#list");
        subject.put("type", LIST);
        subject.put(
                PURPOSE,
                claims.purposes().size() == 1
                        ? claims.purposes().iterator().next()
                        : List.copyOf(new TreeSet<>(claims.purposes())));
        subject.put("encodedList", claims.statuses().toBitstring());
        if (claims.statuses().bits() > 1) {
            subject.put(SIZE, claims.statuses().bits());
        }
        if (claims.ttl() != null) {
            subject.put("ttl", claims.ttl().toMillis());
        }
        Map<String, @Nullable Object> payload = new LinkedHashMap<>();
        payload.put("@context", List.of(CONTEXT));
        payload.put("id", claims.uri());
        payload.put("type", List.of(CREDENTIAL, LIST_CREDENTIAL));
        payload.put("issuer", claims.issuer());
        payload.put("validFrom", claims.issuedAt().toString());
        if (claims.expiresAt() != null) {
            payload.put("validUntil", claims.expiresAt().toString());
        }
        payload.put("credentialSubject", subject);
        return payload;
    }

    @Override
    public ListClaims read(Map<String, @Nullable Object> payload, int bits) throws MalformedException {
        if (!(payload.get("@context") instanceof List<?> contexts)
                || contexts.isEmpty()
                || !CONTEXT.equals(contexts.getFirst())) {
            throw new MalformedException("@context must begin with " + CONTEXT);
        }
        if (!Claims.texts(payload, "type").containsAll(Set.of(CREDENTIAL, LIST_CREDENTIAL))) {
            throw new MalformedException("type must hold " + CREDENTIAL + " and " + LIST_CREDENTIAL);
        }
        Map<String, @Nullable Object> subject = Json.object(payload.get("credentialSubject"), "credentialSubject");
        if (!Claims.texts(subject, "type").contains(LIST)) {
            throw new MalformedException("the type of credentialSubject must be " + LIST);
        }
        if (subject.containsKey(SIZE) && !Long.valueOf(bits).equals(subject.get(SIZE))) {
            throw new MalformedException(SIZE + " must be the credential's, " + bits);
        }
        Duration ttl = Claims.duration(subject, "ttl", ChronoUnit.MILLIS);
        return new ListClaims(
                Claims.text(payload, "id"),
                issuer(payload),
                issuedAt(payload),
                earlier(Claims.dateTime(payload, "validUntil"), Json.time(payload, "exp", "exp")),
                ttl == null ? DEFAULT_TTL : ttl,
                Claims.texts(subject, PURPOSE),
                statuses(subject, bits));
    }

    private static String issuer(Map<String, @Nullable Object> payload) throws MalformedException {
        return payload.get("issuer") instanceof Map<?, ?>
                ? Claims.text(Json.object(payload.get("issuer"), "issuer"), "id")
                : Claims.text(payload, "issuer");
    }

    private static Instant issuedAt(Map<String, @Nullable Object> payload) throws MalformedException {
        Instant validFrom = Claims.dateTime(payload, "validFrom");
        Instant issuedAt = Json.time(payload, "iat", "iat");
        Instant earliest = validFrom == null ? issuedAt : validFrom;
        if (earliest == null) {
            throw new MalformedException("validFrom must be there, or iat");
        }
        return earliest;
    }

    private static @Nullable Instant earlier(@Nullable Instant one, @Nullable Instant other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.isBefore(other) ? one : other;
    }

    private static StatusList statuses(Map<String, @Nullable Object> subject, int bits) throws MalformedException {
        StatusList statuses;
        try {
            statuses = StatusList.parseBitstring(bits, Claims.text(subject, "encodedList"));
        } catch (IllegalArgumentException e) {
            throw new MalformedException("encodedList", e);
        }
        if (statuses.size() < LEAST_SIZE) {
            throw new MalformedException("a list must have at least " + LEAST_SIZE + " statuses: " + statuses.size());
        }
        return statuses;
    }

    @Override
    public URI at(URI list, Instant time) {
        return ListFormat.with(list, "timestamp=" + time);
    }
}
