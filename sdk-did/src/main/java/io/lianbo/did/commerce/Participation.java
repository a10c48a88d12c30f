package io.lianbo.did.commerce;

import io.lianbo.core.Verdict;
import io.lianbo.core.json.JsonObject;
import io.lianbo.did.credential.PresentedCredential;
import io.lianbo.did.internal.DateTimeStamp;
import io.lianbo.did.vc.VerifiableCredential;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Someone took part in an event, such as a show.
 *
 * @param event the event, by its organiser's number
 * @param role as what, such as {@code viewer} or {@code host}
 * @param seconds for how long in all
 * @param joinedAt from when; the part below a second is dropped
 */
public record Participation(String event, String role, long seconds, Instant joinedAt) implements CommerceClaims {
    private static final long MOST = (1L << 53) - 1; // what every JSON reader keeps exact

    /** Checks each part: text of 1 to 200 characters, and numbers and times within their ranges. */
    public Participation {
        Claims.text("event", event, Claims.LONGEST_TEXT);
        Claims.text("role", role, Claims.LONGEST_TEXT);
        Claims.range("seconds", seconds, 0, MOST);
        joinedAt = Claims.time(joinedAt);
    }

    /**
     * {@return what a verified presentation says; a refusal where it is of another type, or does not show every claim}
     *
     * <p>Codes: {@code CREDENTIAL_TYPE_MISMATCH}, {@code SCHEMA_MISMATCH}, {@code CLAIM_MALFORMED}.
     *
     * @param credential as a {@link io.lianbo.did.credential.CredentialVerifier} accepted it
     */
    public static Verdict<Participation> read(PresentedCredential credential) {
        return Claims.read(CommerceType.PARTICIPATION, credential, Participation::read);
    }

    /**
     * {@return what a verified credential says of its first subject; a refusal where it is of another type, or a claim is not there}
     *
     * <p>Codes: those of the other {@code read}.
     *
     * @param credential as a {@link io.lianbo.did.vc.VcVerifier} accepted it
     */
    public static Verdict<Participation> read(VerifiableCredential credential) {
        return Claims.read(CommerceType.PARTICIPATION, credential, Participation::read);
    }

    private static Participation read(JsonObject claims) {
        return new Participation(
                claims.text("event"),
                claims.text("role"),
                claims.integer("seconds", 0, MOST),
                Claims.time(claims, "joinedAt"));
    }

    @Override
    public CommerceType type() {
        return CommerceType.PARTICIPATION;
    }

    @Override
    public Map<String, Object> claims() {
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("event", event);
        claims.put("role", role);
        claims.put("seconds", seconds);
        claims.put("joinedAt", DateTimeStamp.format(joinedAt));
        return claims;
    }
}
